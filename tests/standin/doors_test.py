#!/usr/bin/env python3
"""The stand-in from outside: five doors, a registrar, a proxy and numbers, spoken to by foreign clients only."""
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from sip_client import Client, Message, Socket, WebSocket, connect
from standin_process import Standin

PROGRAM = None
# sipp's built-in callee forgets Record-Route, so nothing inside its calls would find the way.
UAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../interop/peers/sipp/uas.xml")
SCHEMES = ("udp", "tcp", "tls", "ws", "wss")
OFFER = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
         "m=audio %d RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=%s\r\n")


class WithStandin(unittest.TestCase):
    config = {}

    @classmethod
    def setUpClass(cls):
        cls.standin = Standin(PROGRAM, **cls.config)

    @classmethod
    def tearDownClass(cls):
        assert cls.standin.stop() == 0
        assert not os.path.exists(os.path.dirname(cls.standin.ca)), "the CA's folder stays behind"

    def client(self, scheme, user="1001", password=None, **options):
        client = Client(self.standin.doors[scheme], self.standin.ca, self.standin.domain, user,
                        password or "pw-" + user, **options)
        self.addCleanup(client.close)
        return client

    def registered(self, scheme, user="1001"):
        client = self.client(scheme, user)
        self.assertEqual(client.register().status, 200)
        return client

    def uri(self, user):
        return "sip:%s@%s" % (user, self.standin.domain)


class Registering(WithStandin):
    def test_every_door_challenges_and_registers(self):
        for scheme in SCHEMES:
            with self.subTest(scheme):
                client = self.client(scheme)
                response = client.register(expires=300)
                self.assertEqual(client.first.status, 401)
                self.assertEqual(len(client.first.all("www-authenticate")), 2)
                self.assertEqual(response.status, 200)
                self.assertIn(client.contact + ";expires=", response.get("contact"))
                self.assertIn("GMT", response.get("date"))
                self.assertIn(";tag=", response.get("to"))
                self.assertEqual(client.register(expires=0).all("contact"), [])

    def test_sha_256_is_as_good(self):
        self.assertEqual(self.client("wss", algorithm="SHA-256").register().status, 200)

    def test_wrong_password_and_unknown_user_look_the_same(self):
        wrong = self.client("wss").register(password="nonsense")
        unknown = self.client("wss", user="4711").register(password="nonsense")
        self.assertEqual((wrong.status, unknown.status), (403, 403))
        self.assertEqual([n for n, _ in wrong.headers], [n for n, _ in unknown.headers])

    def test_too_brief_is_refused(self):
        response = self.client("tcp").register(expires=30)
        self.assertEqual((response.status, response.get("min-expires")), (423, "60"))

    def test_binding_goes_with_its_connection(self):
        gone = self.registered("wss", "1002")
        gone.close()
        caller = self.registered("wss", "1001")
        while True:  # the end of a connection takes a moment to be noticed
            response = caller.authenticated("MESSAGE", self.uri("1002"))
            if response.status == 480:
                break
            self.assertEqual(response.status, 408)


class WebSockets(WithStandin):
    def open(self, scheme="ws", **options):
        web = WebSocket(self.standin.doors[scheme], self.standin.ca, **options)
        self.addCleanup(web.close)
        return web

    def options(self, call_id="a"):
        return Client.request(self.client("ws"), "OPTIONS", "sip:" + self.standin.domain, call_id=call_id)

    def test_upgrade(self):
        for scheme in ("ws", "wss"):
            web = self.open(scheme, protocol="xmpp, sip")
            self.assertEqual((web.code, web.header("sec-websocket-protocol")), (101, "sip"))
            self.assertTrue(web.proves_key())

    def test_refused_upgrades(self):
        self.assertEqual(self.open(protocol=None).code, 400)
        self.assertEqual(self.open(protocol="xmpp").code, 400)
        self.assertEqual(self.open(key="YWJj").code, 400)
        old = self.open(version="8")
        self.assertEqual((old.code, old.header("sec-websocket-version")), (426, "13"))

    def test_ping_crlf_text_and_binary(self):
        web = self.open()
        web.frame(b"are you there", 9)
        self.assertEqual(web.receive_frame(), (10, True, b"are you there"))
        web.send("\r\n\r\n")
        self.assertEqual(web.receive(), "\r\n")
        for opcode in (1, 2):
            web.send(self.options(), opcode)
            self.assertEqual(Message(web.receive()).status, 200)

    def test_fragments_with_a_ping_between(self):
        web, text = self.open(), self.options().encode()
        web.frame(text[:50], 1, False)
        web.frame(b"", 9)
        web.frame(text[50:100], 0, False)
        web.frame(text[100:], 0)
        self.assertEqual(web.receive_frame()[0], 10)
        self.assertEqual(Message(web.receive()).status, 200)

    def test_one_message_each(self):
        web = self.open()
        web.send(self.options("first") + self.options("second"))
        self.assertEqual(Message(web.receive()).get("call-id"), "first")
        web.send(self.options("third"))
        self.assertEqual(Message(web.receive()).get("call-id"), "third")

    def test_long_messages(self):
        web = self.open()
        for size in (15_000, 60_000):
            text = self.options().replace("Max-Forwards", "X-Long: %s\r\nMax-Forwards" % ("x" * size))
            web.send(text)
            self.assertIn(Message(web.receive()).status, (200, 513))

    def test_garbage_leaves_others_alone(self):
        bystander = self.registered("ws")
        for payload in (b"hello world", b"", b"\xff\xfe", os.urandom(3000), b"INVITE"):
            web = self.open()
            web.frame(payload, 1 if payload.isascii() else 2)
            web.close()
        raw = socket.create_connection(self.open().peer)
        raw.sendall(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000)
        raw.close()
        self.assertEqual(bystander.register().status, 200)

    def test_close_is_answered(self):
        web = self.open()
        web.frame(struct.pack(">H", 1000), 8)
        self.assertEqual(web.receive_frame()[0], 8)
        self.assertIsNone(web.receive_frame())


class Streams(WithStandin):
    def test_split_pipelined_and_leading_crlf(self):
        client = self.client("tcp")
        two = client.request("OPTIONS", "sip:" + client.domain) + client.request("OPTIONS", "sip:" + client.domain)
        for piece in ("\r\n\r\n" + two[:70], two[70:95], two[95:]):
            client.send(piece)
        self.assertEqual([client.final().status, client.final().status], [200, 200])

    def test_keepalive(self):
        plain = connect(self.standin.doors["tls"], self.standin.ca)
        self.addCleanup(plain.close)
        plain.send("\r\n\r\n")
        self.assertEqual(plain.receive(), "\r\n")

    def test_unframed_bytes_end_the_connection(self):
        client = self.client("tcp")
        client.send(client.request("OPTIONS", "sip:" + client.domain).replace("Content-Length: 0", "Content-Length: -5"))
        self.assertEqual(client.final().status, 400)
        self.assertIsNone(client.receive())

    def test_openssl_agrees_with_the_certificate(self):
        port = self.standin.doors["tls"].rsplit(":", 1)[1]
        for name in ("localhost", self.standin.domain):
            done = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", name, "-CAfile", self.standin.ca,
                                   "-verify_hostname", name, "-verify_return_error", "-brief"],
                                  input="", capture_output=True, text=True, timeout=20)
            self.assertIn("Verification: OK", done.stdout + done.stderr)
        old = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_1"],
                             input="", capture_output=True, text=True, timeout=20)
        self.assertNotEqual(old.returncode, 0)


class Proxying(WithStandin):
    def call(self, caller, callee, user):
        """Up to the 200 at the caller; the callee's INVITE with it."""
        caller.send(caller.request("INVITE", self.uri(user)))
        challenge = caller.final()
        self.assertEqual(challenge.status, 407)
        caller.acknowledge_refusal(self.uri(user), challenge)
        credentials = caller.credentials(caller.pick(challenge), "INVITE", self.uri(user))
        caller.send(caller.request("INVITE", self.uri(user), headers=["Proxy-Authorization: " + credentials,
                                                                      "X-Unknown: ;;,,;;,;"]))
        invite = callee.receive()
        callee.answer(invite, 180, "Ringing")
        callee.answer(invite, 200)
        return invite, caller.final()

    def test_call_between_any_two_doors(self):
        for left, right in (("wss", "udp"), ("udp", "wss"), ("tls", "ws"), ("tcp", "tcp")):
            with self.subTest(left + " to " + right):
                caller, callee = self.registered(left, "1001"), self.registered(right, "1002")
                invite, response = self.call(caller, callee, "1002")
                self.assertEqual([r.status for r in caller.provisional], [100, 180])
                self.assertEqual(response.status, 200)
                self.assertEqual(invite.uri, callee.contact.strip("<>"))
                self.assertEqual(invite.get("max-forwards"), "69")
                self.assertEqual(invite.get("x-unknown"), ";;,,;;,;")
                self.assertIsNone(invite.get("proxy-authorization"))
                self.assertIn("SIP/2.0/" + right.upper(), invite.all("via")[0])
                routes = [r for v in invite.all("record-route") for r in v.split(",")]
                self.assertEqual(len(routes), 2)
                self.assertIn("transport=" + ("ws" if right.startswith("ws") else right), routes[0])
                self.assertTrue(all(";lr" in route for route in routes))
                target = caller.acknowledge(response, caller.routes_of(response))
                self.assertEqual(callee.receive().method, "ACK")
                # The callee hangs up: the same routes, the other way round.
                to = invite.get("from")
                routes = [r for v in invite.all("record-route") for r in v.split(",")]
                bye = callee.request("BYE", invite.get("contact").strip("<>"), to=to, routes=routes,
                                     call_id=invite.get("call-id"))
                callee.send(bye)
                heard = caller.receive()
                self.assertEqual((heard.method, heard.uri, heard.all("route")), ("BYE", caller.contact.strip("<>"), []))
                caller.answer(heard, 200)
                self.assertEqual(callee.final().status, 200)
                for phone in (caller, callee):
                    phone.register(expires=0)

    def test_every_binding_rings_and_losers_are_cancelled(self):
        caller = self.registered("wss", "1001")
        phones = [self.registered("wss", "1003"), self.registered("udp", "1003")]
        uri = self.uri("1003")
        caller.send(caller.request("INVITE", uri))
        challenge = caller.final()
        caller.acknowledge_refusal(uri, challenge)
        caller.send(caller.request("INVITE", uri, headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
        invites = [phone.receive() for phone in phones]
        for phone, invite in zip(phones, invites):
            phone.answer(invite, 180, "Ringing")
        phones[0].answer(invites[0], 200)
        self.assertEqual(caller.final().status, 200)
        cancel = phones[1].receive()
        self.assertEqual(cancel.method, "CANCEL")
        self.assertIn("cause=200", cancel.get("reason"))
        phones[1].answer(cancel, 200)
        phones[1].answer(invites[1], 487, "Request Terminated")
        self.assertEqual(phones[1].receive().method, "ACK")

    def test_cancel_reaches_the_callee(self):
        caller, callee = self.registered("wss", "1001"), self.registered("tcp", "1004")
        uri, via = self.uri("1004"), caller.via()
        caller.send(caller.request("INVITE", uri))
        challenge = caller.final()
        caller.acknowledge_refusal(uri, challenge)
        caller.send(caller.request("INVITE", uri, via=via, headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
        invite = callee.receive()
        callee.answer(invite, 180, "Ringing")
        caller.send(caller.request("CANCEL", uri, via=via, cseq=caller.cseq))
        cancel = callee.receive()
        self.assertEqual(cancel.method, "CANCEL")
        callee.answer(cancel, 200)
        callee.answer(invite, 487, "Request Terminated")
        self.assertEqual(callee.receive().method, "ACK")
        finals = {caller.final().get("cseq").split()[1]: None for _ in range(2)}
        self.assertEqual(set(finals), {"CANCEL", "INVITE"})

    def test_message_unknown_and_offline(self):
        caller, callee = self.registered("wss", "1001"), self.registered("udp", "1005")
        self.assertEqual(caller.authenticated("MESSAGE", self.uri("9999")).status, 404)
        self.assertEqual(caller.authenticated("MESSAGE", self.uri("1009")).status, 480)
        caller.send(caller.request("MESSAGE", self.uri("1005")))
        challenge = caller.final()
        caller.send(caller.request("MESSAGE", self.uri("1005"), headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "MESSAGE", self.uri("1005"))]))
        message = callee.receive()
        callee.answer(message, 200)
        self.assertEqual(caller.final().status, 200)


class Numbers(WithStandin):
    def dial(self, number, body=""):
        caller = self.client("wss")
        response = caller.authenticated("INVITE", self.uri(number), body=body)
        if response.status < 300:
            self.target = caller.acknowledge(response)
        return caller, response

    def hang_up(self, caller, response):
        caller.send(caller.request("BYE", self.target, to=response.get("to")))
        self.assertEqual(caller.final().status, 200)

    def test_refusals(self):
        for number, status in (("163", 486), ("165", 603), ("777", 404)):
            self.assertEqual(self.dial(number)[1].status, status)

    def test_slow_one_rings_first(self):
        caller, response = self.dial("162")
        self.assertEqual((response.status, [r.status for r in caller.provisional]), (200, [180]))
        self.hang_up(caller, response)

    def test_never_answering_one_can_be_cancelled(self):
        caller, uri = self.client("wss"), self.uri("164")
        caller.send(caller.request("INVITE", uri))
        challenge, via = caller.final(), caller.via()
        caller.acknowledge_refusal(uri, challenge)
        caller.send(caller.request("INVITE", uri, via=via, headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
        self.assertEqual(caller.receive().status, 180)
        caller.send(caller.request("CANCEL", uri, via=via, cseq=caller.cseq))
        statuses = {m.get("cseq").split()[1]: m.status for m in (caller.final(), caller.final())}
        self.assertEqual(statuses, {"CANCEL": 200, "INVITE": 487})

    def rtp_socket(self):
        media = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        media.bind(("127.0.0.1", 0))
        media.settimeout(8)
        self.addCleanup(media.close)
        return media

    def test_echo_returns_packets(self):
        media = self.rtp_socket()
        caller, response = self.dial("160", OFFER % (media.getsockname()[1], "sendrecv"))
        port = int(re.search(r"m=audio (\d+) RTP/AVP 0", response.body)[1])
        packet = struct.pack(">BBHII", 0x80, 0, 7, 160, 99) + b"\x55" * 160
        media.sendto(packet, ("127.0.0.1", port))
        self.assertEqual(media.recv(2000), packet)
        self.hang_up(caller, response)

    def test_tone_sends_by_itself(self):
        media = self.rtp_socket()
        caller, response = self.dial("161", OFFER % (media.getsockname()[1], "sendrecv"))
        packets = [media.recv(2000) for _ in range(3)]
        numbers = [struct.unpack(">H", p[2:4])[0] for p in packets]
        self.assertEqual([(n - numbers[0]) % 65536 for n in numbers], [0, 1, 2])
        self.assertTrue(all(len(p) == 172 for p in packets))
        self.hang_up(caller, response)

    def test_inactive_media_is_mirrored(self):
        caller, response = self.dial("160", OFFER % (9, "inactive"))
        self.assertIn("a=inactive", response.body)
        self.assertIn("m=audio 9 ", response.body)
        self.hang_up(caller, response)

    def test_foreign_bodies(self):
        caller, response = self.dial("160", "v=0\r\nnonsense")
        self.assertEqual(response.status, 400)


@unittest.skipUnless(shutil.which("sipp"), "sipp is not installed")
class Sipp(WithStandin):
    config = {"challenge_invite": False}  # Debian's sipp speaks no digest

    def run_sipp(self, *arguments, timeout=60):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["sipp", *arguments, "-nostdin", "-i", "127.0.0.1"], cwd=folder, timeout=timeout,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_calls_the_echo_number(self):
        for scheme, transport in (("udp", "u1"), ("tcp", "t1")):
            door = self.standin.doors[scheme].split("://")[1]
            self.run_sipp("-sn", "uac", "-s", "160", "-t", transport, "-m", "50", "-r", "50", "-d", "100", door)

    def test_is_called_through_the_proxy(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chosen:
            chosen.bind(("127.0.0.1", 0))
            port = chosen.getsockname()[1]
        registered = self.client("udp", "1006")
        self.assertEqual(registered.register(contact="<sip:1006@127.0.0.1:%d>" % port).status, 200)
        with tempfile.TemporaryDirectory() as folder:
            uas = subprocess.Popen(["sipp", "-sf", UAS, "-i", "127.0.0.1", "-p", str(port), "-nostdin", "-m", "1"],
                                   cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(uas.wait)
            self.addCleanup(uas.kill)
            caller = self.registered("wss", "1001")
            caller.send(caller.request("INVITE", self.uri("1006")))
            response = caller.final()
            self.assertEqual(response.status, 200)
            target = caller.acknowledge(response, caller.routes_of(response))
            caller.send(caller.request("BYE", target, to=response.get("to"), routes=caller.routes_of(response)))
            self.assertEqual(caller.final().status, 200)
            self.assertEqual(uas.wait(20), 0)


class Process(unittest.TestCase):
    def test_ends_with_its_input(self):
        self.assertEqual(Standin(PROGRAM).stop(), 0)

    def test_ends_on_sigterm(self):
        for _ in range(5):  # also in the very moment it says that it is ready
            standin = Standin(PROGRAM)
            standin.process.terminate()
            self.assertEqual(standin.process.wait(10), 0)
            self.assertFalse(os.path.exists(os.path.dirname(standin.ca)))
            standin.stop()

    def test_takes_five_thousand_accounts(self):
        accounts = [{"user": "u%05d" % i, "password": "secret-%d" % i} for i in range(5000)]
        with Standin(PROGRAM, accounts=accounts) as standin:
            self.assertEqual(standin.accounts, 5000)

    def test_wrong_settings_are_said(self):
        done = subprocess.run([PROGRAM, "--child"], input='{"defects": ["reg.no_contakt"]}', capture_output=True,
                              text=True, timeout=20)
        self.assertEqual(done.returncode, 2)
        self.assertIn('did you mean "reg.no_contact"?', done.stderr)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
