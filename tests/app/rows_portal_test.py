"""Rows of the Web Phone about the portal: what an operator changes shows, and what he did not allow does not."""
import re
import socket
import ssl
import struct
import time
import unittest

from rows_site import DOMAIN, NAME, Rows, Site

SECOND = "second." + NAME
AGENTS = {"Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
          "macOS": "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
          "Android": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari",
          "iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
          "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}
NEWCOMER = {"name": "Isaac", "email": "isaac@new.example", "username": "newton", "password": "apple-1687"}
TEMPLATE = 3   # the customer that new ones are made of
TABLES = ("route", "alert", "package", "contract")
CALL_SCRIPT, NEXT_SCRIPT = 2161, 2165   # their replies: makeCall(alt_phone), next


class Portal(Rows):
    def keeps(self, probe, *defects):
        """`probe` holds at a healthy stand-in, and at none with one of these defects."""
        self.assertTrue(probe(self.site()), probe.__name__)
        for defect in defects:
            with self.subTest(defect):
                self.assertFalse(probe(self.site(defect)))

    def test_the_entry(self):
        """WP-DOM-A-2 WP-DOM-A-3: A without a path is the entry, the old path leads there, and the portal lets in on the same origin."""
        site = self.site()
        status, page, headers = site.ask("GET", "/")
        self.assertEqual((status, headers["content-type"].split(";")[0]), (200, "text/html"))
        self.assertIn(b"<title>Acme Phone</title>", page)
        self.assertEqual([site.ask("GET", "/softphone")[i] for i in (0,)] + [site.ask("GET", "/softphone")[2]["location"]], [302, "/"])
        status, value, _ = site.ask("POST", "/api/portal/login", {"email": "ann@acme.example", "password": "pw-acme"})
        self.assertEqual((status, value["customer_id"]), (200, 1))
        self.assertEqual(site.ask("GET", "/api/portal/balance", token=value["jwt"])[:2], (200, {"balance": 25.5, "currency": "USD"}))
        self.assertEqual(site.ask("GET", "/", host="elsewhere.example")[0], 421, "other names have no entry here")

    def test_the_same_page_for_every_browser(self):
        """WP-APP-XPLAT-1: one shell, whatever the browser calls itself, and no word of a browser that is not supported."""
        site = self.site()
        pages = {name: site.ask("GET", "/", headers={"User-Agent": agent})[:2] for name, agent in AGENTS.items()}
        self.assertEqual({page for page in pages.values()}, {site.ask("GET", "/")[:2]})
        self.assertNotRegex(pages["iOS"][1].decode(), "(?i)unsupported|not supported")

    def test_the_account_is_shown_nowhere(self):
        """WP-CFG-BRAND-2: neither the account nor the company's name stands in the page, the configuration, what is provisioned, or the
        custom page."""
        def is_silent(site):
            site.admin("PUT", "/admin/customer/1", {"name": "Zyx Secret Company"})
            token = site.log_in()
            shown = b""
            for path in ("/", "/api/softphone/config", "/api/softphone/prov", "/api/softphone/page/custom", "/api/softphone/contact"):
                status, value, _ = site.ask("GET", path, token=token)
                self.assertEqual(status, 200, path)
                shown += value if isinstance(value, bytes) else repr(value).encode()
            return b"Acme Phone" in shown and not re.search(rb"Zyx Secret|Account 1093|\b1093\b", shown)

        self.keeps(is_silent, "brand.account_name")

    def test_the_phone_registers_where_the_operator_says(self):
        """WP-SIG-REG-3 WP-CFG-HOST-1: a changed WebRTC Host is provisioned at once, and the credentials beside it register there."""
        site = self.site()
        port = site.door("wss")[1]
        self.assertEqual(site.provisioning()["sipUser"]["wsServer"], f"wss://{DOMAIN}:{port}")
        site.set_brand(webrtcHost=f"localhost:{port}")
        user = site.provisioning()["sipUser"]
        self.assertEqual((user["wsServer"], user["realm"]), (f"wss://localhost:{port}", DOMAIN))
        site.doors["wss"] = user["wsServer"]
        self.assertEqual(self.phone(site, user["username"], password=user["password"]).register().status, 200)

    def test_a_domain_before_its_certificate(self):
        """WP-DOM-SAVE-2: a report. What saving a Web Phone domain brings when there is no certificate for it yet; the list of certificates and
        the door say the same of it, before and after."""
        def has_one(site):
            listed = [one["status"] for one in site.admin("GET", "/admin/certificate?domain=early.example")[1]]
            try:
                with socket.create_connection(site.web, 30) as link, ssl.create_default_context(cafile=site.ca).wrap_socket(
                        link, server_hostname="early.example"):
                    shown = True
            except ssl.SSLCertVerificationError:
                shown = False
            self.assertEqual(listed == ["Valid"], shown)
            return shown

        site = self.site()
        self.assertFalse(has_one(site))
        status, _ = site.admin("PUT", "/admin/webphone/early.example", {"brandName": "Early", "webrtcHost": DOMAIN})
        page = site.ask("GET", "/api/softphone/config", host="early.example")
        print(f"    saved before its certificate: {status}; the certificate {'came with it' if has_one(site) else 'did not come'}")
        self.assertEqual((status, page[0]) if status >= 400 else (status, page[1]["brandName"]), (201, "Early") if status < 400 else (status, 421))

    def test_companies(self):
        """WP-LOGIN-RESTRICT-1-2: an empty list lets every company in, a list those on it; the right password helps nobody else."""
        def is_obeyed(site):
            site.set_brand(restrictCustomerLogin=[])
            everybody = [site.try_login(user)[0] for user in ("1000", "1009")]
            site.set_brand(restrictCustomerLogin=[2])
            listed = [site.try_login(user)[0] for user in ("1000", "1009")]
            site.set_brand(restrictCustomerLogin=[1, 2])
            return everybody == [200, 200] and listed == [403, 200] and site.try_login("1000")[0] == 200

        self.keeps(is_obeyed, "login.restriction_ignored")

    def test_restricted_users_at_b(self):
        """WP-LOGIN-RESTRICT-3: a report. The list is about the phone; SIP registers whom it knows."""
        site = self.site()
        site.set_brand(restrictCustomerLogin=[2])
        self.assertEqual(site.try_login("1000")[0], 403)
        status = self.phone(site, "1000").register().status
        print(f"    a user of a company that is not on the list registers: {status}")
        self.assertIn(status, (200, 403))

    def test_existing_users_and_sign_up(self):
        """WP-SIGNUP-3: with the Register flag newcomers sign up and existing users log in, before it and after it."""
        def is_inclusive(site):
            site.set_brand(SECOND, flags=["REGISTER"])
            before = site.try_login("1009", host=SECOND)[0]
            made = site.ask("POST", "/api/softphone/register", NEWCOMER, host=SECOND)[0]
            site.set_brand(SECOND, restrictCustomerLogin=[])
            return [before, made, site.try_login("1009", host=SECOND)[0],
                    site.try_login("newton", NEWCOMER["password"], host=SECOND)[0]] == [200, 201, 200, 200]

        self.keeps(is_inclusive, "signup.no_sip")

    def sign_up(self, site):
        status, value, _ = site.ask("POST", "/api/softphone/register", NEWCOMER)
        self.assertEqual(status, 201, value)
        return value["customer_id"]

    def rows(self, site, table, customer):
        own = ("id", "customer_id", "created", "signed", "signed_by")
        listed = site.admin("GET", f"/admin/{table}?customer_id={customer}")[1]
        return [row["id"] for row in listed], [{key: value for key, value in row.items() if key not in own} for row in listed]

    def test_a_customer_of_his_own(self):
        """WP-TMPL-1 WP-TMPL-ISO-1: like the template in every part and row by row a copy; what changes on one side stays there."""
        site = self.site()
        customer = self.sign_up(site)
        for table in TABLES:
            (ids, copied), (template_ids, template) = self.rows(site, table, customer), self.rows(site, table, TEMPLATE)
            self.assertEqual(copied, template, table)
            self.assertTrue(template and not set(ids) & set(template_ids), table)
        mine, theirs = self.rows(site, "route", customer)[0][0], self.rows(site, "route", TEMPLATE)[0][0]
        for changed, other in ((mine, theirs), (theirs, mine)):
            before = site.admin("GET", f"/admin/route/{other}")[1]
            site.admin("PUT", f"/admin/route/{changed}", {"rate": 7.5, "prefix": "999"})
            self.assertEqual(site.admin("GET", f"/admin/route/{other}")[1], before)
        site.admin("PUT", f"/admin/customer/{TEMPLATE}", {"debit_limit": 99})
        self.assertEqual(site.admin("GET", f"/admin/customer/{customer}")[1]["debit_limit"], 25)

    def test_calls_go_by_the_copied_routes(self):
        """WP-TMPL-ROUTE-1: the newcomer calls where the template's routes lead and nowhere else; an operator's new route opens the way."""
        def is_obeyed(site):
            customer = self.sign_up(site)
            ring = lambda number: self.phone(site, "newton", password=NEWCOMER["password"]).authenticated(
                "INVITE", f"sip:{number}@{DOMAIN}").status
            before = [ring("163"), ring("777")]   # "1" is the template's: a number that is busy. 7… is nobody's
            site.admin("POST", "/admin/route", {"customer_id": customer, "name": "Sevens", "prefix": "7"})
            return before == [486, 403] and ring("777") == 404

        self.keeps(is_obeyed, "routes.ignored", "signup.no_routes")

    def test_a_new_button(self):
        """WP-BTN-LIST-1 WP-BTN-LABEL-1 WP-BTN-GET-2 WP-BTN-SORT-1: one that the operator makes is listed in its place with all that he
        wrote, and gone when he takes it away."""
        site = self.site()
        token = site.log_in()
        made = {"label": "Ring <b>", "icon": "bell", "tooltip": "Ring it", "type": "success", "placement": "agent", "min_select": None,
                "max_select": None, "sandbox_id": None, "fn": "next", "form_id": None, "sort_order": 1}
        number = site.admin("POST", "/admin/button", made)[1]["id"]
        listed = site.ask("GET", "/api/softphone/button", token=token)[1]
        self.assertEqual(listed[0], {"id": number, "account_id": 1093, **made})
        self.assertEqual([one["sort_order"] for one in listed], sorted(one["sort_order"] for one in listed))
        site.admin("PUT", f"/admin/button/{number}", {"placement": "portal"})
        self.assertNotIn(number, [one["id"] for one in site.ask("GET", "/api/softphone/button", token=token)[1]])
        site.admin("DELETE", f"/admin/button/{number}")
        self.assertEqual(site.ask("GET", f"/api/softphone/button/{number}", token=token)[0], 404)

    def test_one_script_two_doors(self):
        """WP-SF-POST-4 WP-SF-ID-1: a script answers a button and a form alike, and the form is found by the button's form_id."""
        def is_same(site):
            token = site.log_in()
            form = site.admin("POST", "/admin/form", {"name": "Twin", "sandbox_id": CALL_SCRIPT, "schema": []})[1]["id"]
            button = site.admin("POST", "/admin/button", {"label": "Twin", "sandbox_id": CALL_SCRIPT, "form_id": form,
                                                          "placement": "agent", "sort_order": 1})[1]["id"]
            shown = site.ask("GET", f"/api/softphone/button/{button}", token=token)[1]
            by_button = site.ask("POST", f"/api/softphone/button/{button}", {}, token=token)[:2]
            by_form = site.ask("POST", f"/api/softphone/form/{shown['form_id']}", {}, token=token)[:2]
            return by_button == by_form == (200, {"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}})

        self.keeps(is_same, "form.no_chain")

    def test_actions_are_left_to_the_page(self):
        """WP-CHAIN-6: a script that answers `next` or `makeCall` moves nothing on the server: the record stays, and nobody's rings."""
        site = self.site()
        token = site.log_in()
        current = site.ask("GET", "/api/softphone/agent/current?campaign=1", token=token)[1]
        site.admin("PUT", f"/admin/lead/{current['id']}", {"alt_phone": "1001"})
        callee = self.phone(site, "1001")
        self.assertEqual(callee.register().status, 200)
        for script, action in ((NEXT_SCRIPT, "next"), (CALL_SCRIPT, "makeCall")):
            button = site.admin("POST", "/admin/button", {"label": action, "sandbox_id": script, "placement": "agent"})[1]["id"]
            reply = site.ask("POST", f"/api/softphone/button/{button}", {"data": current}, token=token)[1]
            self.assertEqual(reply["__"]["action"]["name"], action)
        self.assertEqual(site.ask("GET", "/api/softphone/agent/current", token=token)[1]["key"], current["key"])
        callee.send(callee.request("OPTIONS", "sip:" + DOMAIN))
        self.assertTrue(callee.receive().start.startswith("SIP/2.0 200"), "the next thing that it hears is this answer")
        self.assertEqual(site.ask("POST", "/api/softphone/agent/next", {"campaign": 1}, token=token)[0], 200)
        self.assertNotEqual(site.ask("GET", "/api/softphone/agent/current", token=token)[1]["key"], current["key"])

    def test_a_phonebook_is_one(self):
        """WP-PB-1-2-3-4-5-6-7-8: what the operator adds, changes and takes away is what the phone's next look shows."""
        def is_one(site):
            token, book = site.log_in(), "/admin/customer/1/phonebook"
            before = site.ask("GET", "/api/softphone/contact", token=token)[1]
            refused = [site.admin("POST", book, {"organization": "nameless"})[0]]
            entry = site.admin("POST", book, {"name": "Newly added"})[1]["id"]
            numbers = f"{book}/{entry}/number"
            refused += [site.admin("POST", numbers, body)[0] for body in ({"name": "Desk"}, {"number": "160"})]
            kept = [site.admin("POST", numbers, body)[0] for body in ({"name": "Desk", "number": "160"},
                                                                      {"name": "Home", "number": "161", "extension": "7"})]
            found = [one for one in site.ask("GET", "/api/softphone/contact", token=site.log_in())[1] if one["name"] == "Newly added"]
            site.admin("PUT", f"/admin/phonebook/{entry}", {"name": "Renamed"})
            renamed = "Renamed" in [one["name"] for one in site.ask("GET", "/api/softphone/contact", token=token)[1]]
            site.admin("DELETE", f"/admin/phonebook/{entry}")
            after = site.ask("GET", "/api/softphone/contact", token=token)[1]
            return (refused == [422] * 3 and kept == [201] * 2 and renamed and after == before and len(found) == 1 and
                    [(one["number"], one["extension"]) for one in found[0]["numbers"]] == [("160", None), ("161", "7")])

        self.keeps(is_one, "pb.ghost", "pb.no_validation", "pb.not_synced")

    def test_a_mailbox_counts(self):
        """WP-VM-8: a message is new until it was played, then old, then gone; SIP says the same to whoever asks (RFC 3842)."""
        site = self.site()
        self.leave(site, "1002")
        token, phone = site.log_in("1002"), self.phone(site, "1002")
        self.assertEqual(phone.register().status, 200)
        mail, = site.ask("GET", "/api/softphone/voicemail", token=token)[1]
        self.assertEqual((mail["read"], self.waiting(phone)), (False, "1/0"))
        self.assertEqual(site.ask("GET", f"/api/softphone/voicemail/{mail['id']}/audio", token=token)[0], 200)
        self.assertEqual((site.ask("GET", "/api/softphone/voicemail", token=token)[1][0]["read"], self.waiting(phone)), (True, "0/1"))
        self.assertEqual(site.ask("DELETE", f"/api/softphone/voicemail/{mail['id']}", token=token)[0], 204)
        self.assertEqual((site.ask("GET", "/api/softphone/voicemail", token=token)[1], self.waiting(phone)), ([], "0/0"))

    def leave(self, site, user):
        caller = self.phone(site, "1001", "udp")
        offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
        response = caller.authenticated("INVITE", f"sip:*2{user}@{DOMAIN}", body=offer)
        self.assertEqual(response.status, 200)
        target, port = caller.acknowledge(response), int(re.search(r"m=audio (\d+)", response.body)[1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as media:
            for index in range(50):
                media.sendto(struct.pack("!BBHII", 0x80, 8, index, index * 160, 77) + b"\x55" * 160, ("127.0.0.1", port))
        for _ in range(10):   # whatever was sent before an answer came has been read soon after it
            caller.send(caller.request("OPTIONS", target, to=response.get("to")))
            self.assertEqual(caller.final().status, 200)
        caller.send(caller.request("BYE", target, to=response.get("to")))
        self.assertEqual(caller.final().status, 200)

    def waiting(self, phone):
        """new/old, as a NOTIFY of message-summary says it after a SUBSCRIBE."""
        response = phone.authenticated("SUBSCRIBE", f"sip:{phone.user}@{DOMAIN}", call_id=f"mwi-{time.monotonic_ns()}", headers=[
            "Event: message-summary", "Expires: 60", "Accept: application/simple-message-summary"])
        self.assertIn(response.status, (200, 202))
        notify = phone.receive()
        phone.answer(notify, 200)
        return re.search(r"Voice-Message: (\d+/\d+)", notify.body)[1]


if __name__ == "__main__":
    unittest.main(verbosity=2)
