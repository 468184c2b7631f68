"""The portal steps against a portal by Python's own http.server, and a SIP side by `cxload serve`."""
import gzip
import threading
import unittest
from pathlib import Path

from portal_case import Case
from portal_site import Portal


class Session(Case):
    def test_an_agent_logs_in_works_and_logs_out(self):
        report = self.assert_passes(
            'portal.login: {expect: {flags: [BALANCE], no_flags: [AUTO_ANSWER], menu: [home, dialpad, agent], brand: Acme, '
            'balance: "5.00", currency: USD}}, '
            'contacts: {expect: {count: 1, listed: {Front Desk: "160"}, absent: [Foreigner]}}, '
            'voicemail: {from: "1001", play: true, expect: {count: 1, duration: 2s}}, '
            'lead.next: {extract: {phone: /alt_phone}}, '
            'form: {id: 7, values: {first_name: "{phone}"}, expect: {json: {/echo/first_name: "160"}}}, '
            'payment: {method: stripe, amount: 10, token: tok_ok, expect: {balance: 15.00}}, '
            'payment: {method: stripe, amount: 3, token: tok_pending, expect: {status: Pending, balance: 15.00}}, '
            'payment: {method: stripe, amount: 3, currency: EUR, token: tok_ok, expect: {status: "422", balance: 15.00}}, '
            'payment: {voucher: GIFT-5, expect: {balance: 20.00}}, '
            'portal.logout, '
            'http: {path: /api/softphone/balance, expect: {status: 401}}',
            thresholds='["http.login.p95 < 60s", "http.login{kind=2xx}.count == 1", "http.voicemail.audio.count == 1"]')
        self.assertEqual(report["journeys"]["j"]["completed"], 1)
        self.assertEqual(report["metrics"]["http.payment.create"]["count"], 2, "a refusal is a failure beside")
        self.assertGreater(report["metrics"]["phase.tls"]["count"], 0)

    def test_the_gates_of_operations_that_no_journey_asks_for_are_unknown(self):
        code, _, said = self.run_steps("portal.login", thresholds='["http.voucher.p95 < 1s"]')
        self.assertEqual(code, 2)
        self.assertIn("http.voucher", said)

    def test_a_wrong_password_is_told_and_can_be_expected(self):
        wrong = lambda text: text.replace('password: "pw-{user}"', "password: wrong")
        failure = self.assert_fails_with("http.401", "portal.login", edit=wrong)
        self.assertIn("Unauthorized", Path(self.folder / "out" / failure["example"]["trace"]).read_text())
        self.assert_passes("portal.login: {expect: {status: 401}}", edit=wrong)

    def test_expectations_are_judged(self):
        for kind, step in (("expect.provisioning", 'portal.login: {expect: {flags: [MENU_RIGHT]}}'),
                           ("expect.provisioning", 'portal.login: {expect: {balance: "5.01"}}'),
                           ("expect.provisioning", 'portal.login: {expect: {menu: [home, agent]}}'),
                           ("expect.contacts", 'portal.login, contacts: {expect: {listed: {Back Desk: "1"}}}'),
                           ("expect.voicemail", 'portal.login, voicemail: {from: "1009"}'),
                           ("expect.voicemail", 'portal.login, voicemail: {expect: {duration: 5s..9s}}'),
                           ("expect.lead", 'portal.login, lead.next: {expect: {end: true}}'),
                           ("expect.form", 'portal.login, form: {id: 7, values: {comment: x}}'),
                           ("expect.payment", 'portal.login, payment: {method: stripe, amount: 10, token: tok_pending}')):
            with self.subTest(step):
                self.assert_fails_with(kind, step)

    def test_many_sessions_do_not_mix(self):
        report = self.assert_passes("portal.login, contacts, voicemail: {play: true}, portal.logout", load="users: 10, for: 3s")
        self.assertEqual(self.portal.mixed_up, [])
        self.assertEqual(report["journeys"]["j"]["failed"], 0)
        self.assertGreater(report["journeys"]["j"]["completed"], 10)

    def test_an_operation_that_the_site_does_not_map_is_skipped(self):
        (self.folder / "site.yaml").write_text(
            "operations:\n"
            "  login: {method: POST, path: /api/softphone/login, results: {jwt: /jwt}, body: {username: '{username}', password: '{password}'}}\n"
            "  contacts.list: {path: /api/softphone/contact}\n")
        report = self.assert_passes("portal.login, voicemail, lead.next, contacts: {expect: {count: 1}}, button: {id: 45}, portal.logout",
                                    deployment="\n  site: site.yaml")
        self.assertEqual(report["metrics"]["http.skipped"]["value"], 4)
        self.assertIn({"step": "voicemail"}, [by["labels"] for by in report["metrics"]["http.skipped"]["by"]])
        (self.folder / "site.yaml").write_text("base: standin\noperations: {login: none}\n")
        report = self.assert_passes("portal.login, contacts", deployment="\n  site: site.yaml")
        self.assertEqual(report["metrics"]["http.skipped"]["value"], 2, "without a session nothing is asked")
        self.assertEqual([path for _, path in self.portal.seen if path.endswith("/contact")], ["/api/softphone/contact"])


class Generic(Case):
    def test_what_one_request_finds_the_next_one_uses(self):
        self.assert_passes(
            'http: {name: login, path: /api/softphone/login, json: {username: "{user}", password: "pw-{user}"}, '
            'expect: {status: 200, type: application/json, json: {/expires_in: 3600}}, extract: {token: /jwt, cookie: {regex: "expires_(in)"}}}, '
            'http: {path: "/api/softphone/balance?why={cookie}", headers: {Authorization: "Bearer {token}"}, '
            'expect: {contains: USD, header: {Content-Type: application/json}}}',
            thresholds='["http.login.p95 < 60s", "http.request.count == 1"]')
        self.assertEqual(self.portal.seen[-1], ("GET", "/api/softphone/balance"))

    def test_its_expectations_are_judged(self):
        for kind, step in (("http.401", "http: {path: /x}"), ("expect.status", "http: {path: /x, expect: {status: 200}}"),
                           ("expect.header", "http: {path: /x, expect: {status: 401, header: {X-A: b}}}"),
                           ("expect.json", "http: {path: /x, expect: {status: 401, json: {/error: no}}}"),
                           ("expect.contains", "http: {path: /x, expect: {status: 401, contains: nothing}}"),
                           ("http.content_type", "http: {path: /x, expect: {status: 401, type: text/html}}"),
                           ("expect.extract", "http: {path: /x, expect: {status: 401}, extract: {a: /none}}")):
            with self.subTest(kind):
                self.assert_fails_with(kind, step)


class Calls(Case):
    def run_provisioned(self, steps: str, **keys) -> dict:
        edit = lambda text: text.replace('agents: {accounts: agents, signalling: "tcp://127.0.0.1:1"}',
                                         "agents: {accounts: agents, provision: true, media: {profile: webrtc}}")
        return self.assert_passes(steps, edit=edit, **keys)

    def test_a_phone_is_what_the_portal_says(self):
        self.serve()
        report = self.run_provisioned('portal.login, register, call: {to: "160", talk: 1s}, portal.logout', load="count: 4")
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], 4)
        self.assertIn({"transport": "wss"}, [by["labels"] for by in report["metrics"]["sip.rrd"]["by"]])

    def test_buttons_have_their_effect_on_the_phone(self):
        self.serve()
        report = self.run_provisioned(
            'portal.login, register, lead.next, '
            'button: {id: 45, forms: {"Feedback Form": {first_name: Ada}}, expect: {actions: [openForm, makeCall]}}, await: answered, '
            'button: {id: 48, expect: {actions: [toggleMic]}}, wait: 300ms, button: {id: 48}, '
            'button: {id: 47, expect: {actions: [endCall]}}, '
            'button: {id: 46, expect: {actions: [makeCall]}}, await: answered, button: {id: 47}, '
            'button: {id: 49, expect: {actions: [save]}}, button: {id: 50, expect: {actions: [next]}}, '
            'button: {id: 51, expect: {actions: [redirect], redirect: "https://example.com/x"}}, '
            'button: {id: 52, expect: {actions: [], display: alert}}',
            thresholds='["button.chain.count == 10", "button.step{kind=action}.count > 0", "sip.ser == 100%"]')
        self.assertEqual(report["metrics"]["sip.answer"]["count"], 2, "makeCall is a real INVITE")
        self.assertEqual(report["metrics"]["sip.sdd"]["count"], 2, "endCall is a real BYE")

    def test_other_actions_than_expected_are_a_failure(self):
        self.assert_fails_with("expect.actions", "portal.login, button: {id: 51, expect: {actions: [makeCall]}}")
        self.assert_fails_with("expect.no_number", "portal.login, button: {id: 46}")

    def test_who_signs_up_registers_at_once(self):
        served = self.serve()
        edit = lambda text: text.replace('newcomers: {accounts: fresh, signalling: "tcp://127.0.0.1:1"}',
                                         f'newcomers: {{accounts: fresh, signalling: "{served.doors["tcp"]}"}}').replace(
                                             "tls: {ca: ca.pem}", "domain: sip.test\n  tls: {ca: ca.pem}")
        signup = ('signup: {form: {username: "1005", password: "pw-1005"}, expect: {balance: 5.00, html: "<p>Complete</p>"}}, '
                  'portal.login, register, call: {to: "160"}')
        report = self.assert_passes(signup, group="newcomers", edit=edit)
        self.assertEqual(report["metrics"]["signup.total"]["count"], 1)
        self.assert_passes('signup: {form: {username: "1005"}, expect: {status: 409}}', group="newcomers", edit=edit)
        self.assert_fails_with("http.409", 'signup: {form: {username: "1005"}}', group="newcomers", edit=edit)
        self.assert_fails_with("expect.signup", 'signup: {expect: {balance: 5.01}}', group="newcomers", edit=edit)


def answering(status=200, body=b"{}", **headers):
    return lambda request: Portal.reply(request, status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def as_it_is(body: bytes, coding: str):
    def send(request):
        request.send_response(200)
        request.send_header("Content-Encoding", coding)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
    return send


class Hostile(Case):
    """Each kind of bad portal costs a classified failure, and nothing else."""

    def test_each_costs_a_classified_failure(self):
        over = threading.Event()
        self.addCleanup(over.set)

        def drip(request):
            request.send_response(200)
            request.send_header("Content-Length", "1000000")
            request.end_headers()
            while not over.wait(0.05):
                request.wfile.write(b"x")

        def hang_up(request):
            request.close_connection = True

        bomb = gzip.compress(b"\0" * 30_000_000)
        json_type = {"Content_Type": "application/json"}
        spoils = {
            "http.redirects": answering(302, b"", Location="/x"),
            "http.insecure_redirect": answering(302, b"", Location="http://127.0.0.1/x"),
            "http.other_host": answering(302, b"", Location="https://elsewhere.test/x"),
            "http.bomb": as_it_is(bomb, "gzip"),
            "http.too_large": as_it_is(b"x" * 9_000_000, "identity"),
            "http.json_limit": answering(200, b"[" * 100_000, **json_type),
            "http.json": answering(200, b'{"a": ', **json_type),
            "http.content_type": answering(200, b"<html>", Content_Type="text/html"),
            "http.closed": hang_up,
            "http.timeout": drip,
        }
        for kind, spoil in spoils.items():
            with self.subTest(kind):
                self.portal.spoil = {("GET", "/x"): spoil, ("POST", "/api/softphone/login"): spoil}
                step = "http: {path: /x, timeout: 2s, expect: {json: {/a: b}}}"
                if kind in ("http.content_type",):
                    step = "portal.login"
                self.assert_fails_with(kind, step)

    def test_nothing_of_a_hostile_portal_is_markup_in_the_report(self):
        evil = "<script>alert('cxload')</script><img src=x onerror=alert(1)>"
        self.portal.spoil = {("POST", "/api/softphone/login"): answering(403, evil.encode(), Content_Type="text/html")}
        self.assert_fails_with("http.403", "portal.login")
        page = (self.folder / "out" / "report.html").read_text()
        self.assertIn("&lt;script&gt;alert", page, "it is shown, as text")
        self.assertNotIn(evil, page)
        self.assertNotIn("<img src=x", page)
        self.portal.spoil, self.portal.display = {}, evil
        self.serve()
        edit = lambda text: text.replace('agents: {accounts: agents, signalling: "tcp://127.0.0.1:1"}',
                                         "agents: {accounts: agents, provision: true}")
        self.run_steps('portal.login, register, call: {to: "999"}', edit=edit)
        page = (self.folder / "out" / "report.html").read_text()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img src=x", page)

    def test_no_secret_reaches_a_file(self):
        self.portal.sip["password"] = "sip-secret-of-the-portal"
        echo = lambda request: Portal.reply(request, 400, request.headers.get("Authorization", "").encode() +
                                            request.headers.get("Cookie", "").encode(), {"Content-Type": "text/plain"})
        self.portal.spoil = {("GET", "/api/softphone/contact"): echo}
        self.assert_fails_with("http.400", "portal.login, contacts")
        written = self.written()
        self.assertGreater(len(self.portal.secrets), 2)
        for secret in [*self.portal.secrets, "pw-1000"]:
            self.assertNotIn(secret, written)
        self.assertIn("/api/softphone/contact", written, "the ladder shows what was asked")
        self.assertRegex(written, r"400 Bad Request \(\d+ bytes\)")

    def test_provisioning_that_cannot_be_is_refused(self):
        edit = lambda text: text.replace('agents: {accounts: agents, signalling: "tcp://127.0.0.1:1"}',
                                         "agents: {accounts: agents, provision: true}")
        for door, realm, kind in (("ws://127.0.0.1:1", "sip.test", "http.shape"), ("wss://a b", "sip.test", "http.provisioning"),
                                  ("wss://127.0.0.1:1", "<script>", "http.provisioning")):
            self.portal.sip = {"wsServer": door, "realm": realm}
            self.assert_fails_with(kind, "portal.login, register", edit=edit)


if __name__ == "__main__":
    unittest.main()
