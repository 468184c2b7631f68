#!/usr/bin/env python3
"""Each defect: one probe that the healthy stand-in passes and the stand-in with exactly that defect fails."""
import contextlib
import re
import socket
import ssl
import subprocess
import sys
import time
import unittest
import urllib.request
import warnings

from sip_client import Client, Message, WebSocket
from standin_process import Standin

PROGRAM = None
QUIET = 0.4  # silence is proven by a later answer where possible, else by this pause
PROBES = {}
# What only a call with media can show: tests/app/media_defects_test.py.
SHOWN_BY_CALLS = {"dtls.clear_rtp", "dtls.other_cert", "dtls.role_inverted", "dtls.silent", "dtls.stalled", "rtp.crossed", "rtp.drop_5pct", "rtp.fixed_port", "rtp.garbage",
                  "rtp.one_way", "rtp.replay", "rtp.ssrc_flap", "sdp.no_crypto", "sdp.no_opus", "sdp.no_rtcp_mux"}

# By the first word of their ids: tests/standin/web_defects_test.cpp, which wants a probe for each.
SHOWN_BY_THE_SITE = {"app", "balance", "brand", "btn", "form", "hist", "http", "lead", "login", "menu", "payment", "pb", "prov", "push", "pwa", "settings", "signup", "vm"}


def probe(defect, **config):
    def keep(function):
        PROBES[defect] = (function, config)
        return function
    return keep


class Bench:
    """What a probe works with."""

    def __init__(self, standin, stack):
        self.standin, self.stack = standin, stack

    def client(self, scheme="wss", user="1001", password=None):
        client = Client(self.standin.doors[scheme], self.standin.ca, self.standin.domain, user, password or "pw-" + user)
        self.stack.callback(client.close)
        return client

    def registered(self, scheme="wss", user="1001"):
        client = self.client(scheme, user)
        client.register()
        return client

    def uri(self, user):
        return "sip:%s@%s" % (user, self.standin.domain)

    def web(self, **options):
        web = WebSocket(self.standin.doors["wss"], self.standin.ca, **options)
        self.stack.callback(web.close)
        return web

    def shake_hands(self, scheme="wss", name=None, least=None, most=None):
        """Version and certificate of a handshake that the CA vouches for; None where there is none."""
        context = ssl.create_default_context(cafile=self.standin.ca)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)   # TLS 1.0 is offered to see it refused
            context.minimum_version, context.maximum_version = least or ssl.TLSVersion.TLSv1_2, most or ssl.TLSVersion.TLSv1_3
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        host, port = self.standin.doors[scheme].split("://")[1].rsplit(":", 1)
        try:
            with socket.create_connection((host, int(port)), 8) as raw, \
                    context.wrap_socket(raw, server_hostname=name or self.standin.domain) as link:
                return link.version(), link.getpeercert()
        except (ssl.SSLError, ConnectionError):
            return None

    def options(self, call_id):
        return self.client().request("OPTIONS", "sip:" + self.standin.domain, call_id=call_id)

    def ring(self, caller, user, phones):
        """The INVITEs that arrive at `phones` when `caller` calls `user`; caller.via is that of its INVITE."""
        uri = self.uri(user)
        caller.send(caller.request("INVITE", uri))
        challenge, caller.invite_via = caller.final(), caller.via()
        caller.acknowledge_refusal(uri, challenge)
        caller.send(caller.request("INVITE", uri, via=caller.invite_via, headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
        return [phone.receive() for phone in phones]


def is_silent(client):
    client.socket.raw.settimeout(QUIET)
    try:
        return client.receive() is None
    except (TimeoutError, socket.timeout):
        return True
    finally:
        client.socket.raw.settimeout(8)


@probe("auth.any_password")
def _(bench):
    return bench.client().register(password="wrong").status == 403


@probe("auth.no_qop")
def _(bench):
    client = bench.client()
    client.register()
    return all("qop" in c for c in client.first.all("www-authenticate"))


@probe("auth.no_stale", nonce_lifetime_s=0)
def _(bench):
    client = bench.client()
    client.send(client.request("REGISTER", "sip:" + client.domain))
    challenge = client.final()
    time.sleep(0.05)
    credentials = client.credentials(client.pick(challenge), "REGISTER", "sip:" + client.domain)
    client.send(client.request("REGISTER", "sip:" + client.domain, headers=["Authorization: " + credentials]))
    second = client.final()
    return second.status == 401 and "stale=true" in second.get("www-authenticate")


@probe("auth.open_invite")
def _(bench):
    client = bench.client()
    client.send(client.request("INVITE", bench.uri("163")))
    return client.final().status == 407


@probe("auth.open_register")
def _(bench):
    client = bench.client()
    client.send(client.request("REGISTER", "sip:" + client.domain))
    return client.final().status == 401


@probe("auth.reject_good")
def _(bench):
    return bench.client().register().status == 200


@probe("auth.user_swap")
def _(bench):
    client = bench.client(user="1002")
    uri = "sip:" + client.domain
    client.send(client.request("REGISTER", uri))
    credentials = client.credentials(client.pick(client.final()), "REGISTER", uri, user="1003", password="pw-1003")
    client.send(client.request("REGISTER", uri, headers=["Authorization: " + credentials]))
    return client.final().status == 403


@probe("feat.no_ack_forward")
def _(bench):
    caller, callee = bench.registered(), bench.registered("tcp", "1002")
    invite, = bench.ring(caller, "1002", [callee])
    callee.answer(invite, 200)
    response = caller.final()
    caller.acknowledge(response, caller.routes_of(response))
    return not is_silent(callee)


@probe("reg.423_no_min")
def _(bench):
    response = bench.client().register(expires=10)
    return response.status == 423 and response.get("min-expires") is not None


@probe("reg.expires0_ignored")
def _(bench):
    client = bench.registered()
    return client.register(expires=0).all("contact") == []


@probe("reg.lengthen")
def _(bench):
    return bench.client().register(expires=10).status == 423


@probe("reg.no_contact")
def _(bench):
    return bench.client().register().get("contact") is not None


@probe("reg.no_date")
def _(bench):
    return bench.client().register().get("date") is not None


@probe("reg.no_expires_param")
def _(bench):
    return "expires=" in (bench.client().register().get("contact") or "")


@probe("routes.ignored")
def _(bench):
    with open(bench.standin.ready["admin_token_file"], encoding="ascii") as file:
        request = urllib.request.Request(bench.standin.ready["admin"] + "/admin/route/1", method="DELETE",
                                         headers={"Authorization": "Bearer " + file.read()})
    urllib.request.urlopen(request, timeout=8).close()
    return bench.client().authenticated("INVITE", bench.uri("163")).status == 403


@probe("rte.codes_flattened")
def _(bench):
    return bench.client().authenticated("INVITE", bench.uri("163")).status == 486


@probe("rte.first_contact_only")
def _(bench):
    phones = [bench.registered("wss", "1003"), bench.registered("tcp", "1003")]
    caller = bench.registered()
    uri = bench.uri("1003")
    caller.send(caller.request("INVITE", uri))
    challenge = caller.final()
    caller.acknowledge_refusal(uri, challenge)
    caller.send(caller.request("INVITE", uri, headers=[
        "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
    return not any([is_silent(phone) for phone in phones])


@probe("rte.no_rr")
def _(bench):
    callee = bench.registered("udp", "1002")
    invite, = bench.ring(bench.registered(), "1002", [callee])
    return len(invite.all("record-route")) == 2


@probe("rte.offline_404")
def _(bench):
    return bench.client().authenticated("INVITE", bench.uri("1009")).status == 480


@probe("sdp.payload_left")
def _(bench):
    offer = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
             "m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n")
    client = bench.client("tcp")
    response = client.authenticated("INVITE", bench.uri("160"), body=offer)
    client.acknowledge(response)
    numbers = re.search(r"(?m)^m=audio \d+ \S+ ([\d ]+)", response.body)[1].split()
    return all("a=rtpmap:%s " % number in response.body for number in numbers if int(number) >= 96)


@probe("sip.change_callid")
def _(bench):
    client = bench.client()
    client.register()
    return client.first.get("call-id") == client.call_id


@probe("sip.double_final")
def _(bench):
    return bench.client().register().status == 200


@probe("sip.drop_via")
def _(bench):
    client = bench.client()
    client.send(client.request("OPTIONS", "sip:" + client.domain))
    return client.final().get("via") is not None


@probe("sip.no_rport")
def _(bench):
    client = bench.client("udp")
    # Another socket stands where sent-by points: that is where a server without rport answers.
    other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    other.bind(("127.0.0.1", 0))
    bench.stack.callback(other.close)
    client.sent_by = "127.0.0.1:%d" % other.getsockname()[1]
    client.send(client.request("OPTIONS", "sip:" + client.domain))
    if is_silent(client):
        return False
    client.send(client.request("OPTIONS", "sip:" + client.domain))
    via = client.final().get("via")
    return "rport=%d" % client.socket.raw.getsockname()[1] in via and "received=127.0.0.1" in via


@probe("sip.no_to_tag")
def _(bench):
    return ";tag=" in bench.client().authenticated("INVITE", bench.uri("160")).get("to")


@probe("sip.options_ignored")
def _(bench):
    client = bench.client()
    client.send(client.request("OPTIONS", "sip:" + client.domain))
    client.send(client.request("REGISTER", "sip:" + client.domain))
    return client.final().get("cseq").endswith("OPTIONS")


@probe("auth.wrong_realm")
def _(bench):
    client = bench.client()
    client.send(client.request("REGISTER", "sip:" + client.domain))
    return all('realm="%s"' % client.domain in challenge for challenge in client.final().all("www-authenticate"))


@probe("sip.late_200")
def _(bench):
    client = bench.client()
    began = time.monotonic()
    client.register()
    return time.monotonic() - began < 2


@probe("tls.allow_legacy_versions")
def _(bench):
    return not any(bench.shake_hands(least=version, most=version) for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1))


@probe("tls.no_13")
def _(bench):
    return bench.shake_hands(least=ssl.TLSVersion.TLSv1_3) is not None


@probe("tls.only_10")
def _(bench):
    return bench.shake_hands() is not None


@probe("tls.only_13")
def _(bench):
    return bench.shake_hands(most=ssl.TLSVersion.TLSv1_2) is not None


@probe("tls.sni_ignored")
def _(bench):
    seen = bench.shake_hands()
    return seen is not None and seen[1]["subjectAltName"] == (("DNS", bench.standin.domain),)


def vouched_for(bench):
    return all(bench.shake_hands(scheme) and bench.shake_hands(scheme, "localhost") for scheme in ("tls", "wss"))


for one in ("tls.cert_client_eku", "tls.cert_expired", "tls.cert_not_yet", "tls.cert_wrong_name", "tls.self_signed"):
    probe(one)(vouched_for)


@probe("txn.cancel_lost")
def _(bench):
    caller, callee = bench.registered(), bench.registered("tcp", "1002")
    invite, = bench.ring(caller, "1002", [callee])
    callee.answer(invite, 180, "Ringing")
    caller.send(caller.request("CANCEL", bench.uri("1002"), via=caller.invite_via, cseq=caller.cseq))
    return not is_silent(callee)


@probe("txn.no_100")
def _(bench):
    caller, callee = bench.registered(), bench.registered("tcp", "1002")
    invite, = bench.ring(caller, "1002", [callee])
    callee.answer(invite, 486, "Busy Here")
    caller.final()
    return [r.status for r in caller.provisional] == [100]


@probe("ws.bad_accept")
def _(bench):
    return bench.web().proves_key()


@probe("ws.no_crlf_pong")
def _(bench):
    web = bench.web()
    web.send("\r\n\r\n")
    web.send(bench.options("later"))
    return web.receive() == "\r\n"


@probe("ws.no_reassembly")
def _(bench):
    web, text = bench.web(), bench.options("in-pieces").encode()
    for at in range(0, len(text), 100):
        web.frame(text[at:at + 100], opcode=0 if at else 1, fin=at + 100 >= len(text))
    web.send(bench.options("whole"))
    return Message(web.receive()).get("call-id") == "in-pieces"


@probe("ws.plain_on_80", web={"plain_port": 0})
def _(bench):
    web = WebSocket(bench.standin.ready["plain"].replace("http:", "ws:"), bench.standin.ca)
    bench.stack.callback(web.close)
    if web.code == 101:
        web.send(bench.options("in-the-clear"))
        assert Message(web.receive()).status == 200
    return web.code == 301


@probe("ws.reap_early", reap_after_s=1)
def _(bench):
    web = bench.web()
    web.raw.settimeout(2)
    try:
        return web.receive_frame() is not None
    except TimeoutError:
        return True


@probe("ws.split_message")
def _(bench):
    web = bench.web()
    web.send(bench.options("one"))
    return "\r\n\r\n" in web.receive()


@probe("ws.no_subprotocol_echo")
def _(bench):
    return bench.web().header("sec-websocket-protocol") == "sip"


@probe("ws.sip_unoffered")
def _(bench):
    return bench.web(protocol=None).code == 400


@probe("ws.two_in_one")
def _(bench):
    web = bench.web()
    web.send(bench.options("first") + bench.options("second"))
    web.send(bench.options("third"))
    return [Message(web.receive()).get("call-id") for _ in range(2)] == ["first", "third"]


def keeps_the_rule(defect, switches):
    function, config = PROBES[defect]
    with contextlib.ExitStack() as stack:
        standin = stack.enter_context(Standin(PROGRAM, defects=switches, **config))
        return function(Bench(standin, stack))


class Defects(unittest.TestCase):
    def test_every_defect_has_a_probe(self):
        listed = subprocess.run([PROGRAM, "--defects"], capture_output=True, text=True, check=True).stdout.split()
        listed = [one for one in listed if one.split(".")[0] not in SHOWN_BY_THE_SITE]
        self.assertEqual(listed, sorted(PROBES.keys() | SHOWN_BY_CALLS))

    def test_healthy_passes_and_broken_fails(self):
        for defect in sorted(PROBES):
            with self.subTest(defect):
                self.assertTrue(keeps_the_rule(defect, []), "the healthy stand-in breaks the rule")
                self.assertFalse(keeps_the_rule(defect, [defect]), "the defect does not show")

    def test_one_door_or_one_account_only(self):
        with contextlib.ExitStack() as stack:
            standin = stack.enter_context(Standin(PROGRAM, defects=[
                {"id": "reg.no_contact", "account": "1002"}, {"id": "reg.no_date", "door": "tcp"}]))
            bench = Bench(standin, stack)
            seen = {(scheme, user): bench.client(scheme, user).register() for scheme in ("tcp", "wss")
                    for user in ("1001", "1002")}
        for (scheme, user), response in seen.items():
            self.assertEqual(response.get("contact") is None, user == "1002")
            self.assertEqual(response.get("date") is None, scheme == "tcp")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
