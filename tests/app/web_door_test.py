"""The web half of the stand-in through its own doors: TLS, limits, hostile clients, and accounts that go on to call."""
import array
import http.client
import json
import os
import queue
import re
import socket
import ssl
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROGRAM = [sys.argv.pop(1)]
if os.path.basename(PROGRAM[0]) == "cxload":
    PROGRAM.append("serve")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "standin"))
from sip_client import Client  # noqa: E402

NAME = "phone.standin.test"


class Deployment:
    def __init__(self, defects=(), **web):
        config = {"defects": list(defects), "accounts": [{"user": str(u), "password": f"pw-{u}"} for u in range(1000, 1010)],
                  "web": {"plain_port": 0, **web}}
        self.process = subprocess.Popen([*PROGRAM, "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(config))
        self.process.stdin.flush()
        self.ready = json.loads(self.process.stdout.readline())
        self.web = urllib.parse.urlsplit(self.ready["web"])
        self.tls = ssl.create_default_context(cafile=self.ready["ca"])

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def connect(self, name=NAME):
        return self.tls.wrap_socket(socket.create_connection((self.web.hostname, self.web.port), 30), server_hostname=name)

    def raw(self, data: bytes) -> bytes:
        """Everything that comes back until the other side closes."""
        with self.connect() as link:
            try:
                link.sendall(data)
                answer = b""
                while piece := link.recv(65536):
                    answer += piece
                return answer
            except (ConnectionError, ssl.SSLError):
                return answer if "answer" in locals() else b""

    def browser(self):
        link = http.client.HTTPSConnection(self.web.hostname, self.web.port, context=ssl._create_unverified_context(), timeout=30)
        link.sock = self.connect()
        return link

    def ask(self, method, path, body=None, token=None, link=None, headers=()):
        own = link or self.browser()
        fields = {"Host": NAME, **dict(headers)}
        if body is not None:
            fields["Content-Type"] = "application/json"
        if token:
            fields["Authorization"] = "Bearer " + token
        own.request(method, path, None if body is None else json.dumps(body), fields)
        reply = own.getresponse()
        data = reply.read()
        if link is None:
            own.close()
        return reply, data

    def log_in(self, user="1000", password=None):
        reply, data = self.ask("POST", "/api/softphone/login", {"username": user, "password": password or "pw-" + user})
        assert reply.status == 200, data
        return json.loads(data)["jwt"]


# A browser's side of RFC 8291's example.
PUSH_KEYS = {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
             "auth": "BTBZMqHH6r4Tts7J_aSIgg"}


class PushService:
    """Takes one message a connection and says 201."""

    def __init__(self, folder):
        key, self.certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                        "-out", self.certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"],
                       check=True, capture_output=True, timeout=60)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate, key)
        self.door = tls.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
        self.port = self.door.getsockname()[1]
        self.received = queue.Queue()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            with link:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += link.recv(65536)
                head, body = data.split(b"\r\n\r\n", 1)
                size = int(re.search(rb"Content-Length: (\d+)", head)[1])
                while len(body) < size:
                    body += link.recv(65536)
                link.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                self.received.put((head.decode(), body))

    def close(self):
        self.door.close()


class WebDoor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Deployment()
        cls.addClassCleanup(cls.site.stop)

    def expect_alive(self):
        self.assertEqual(self.site.ask("GET", "/api/softphone/config")[0].status, 200)

    def first_line(self, data: bytes) -> str:
        answer = self.site.raw(data)
        return answer.split(b"\r\n")[0].decode("latin-1")

    def test_its_certificate_is_for_its_names_and_no_other(self):
        for name in (NAME, "second." + NAME, "standin.test", "localhost", "127.0.0.1"):
            self.site.connect(name).close()
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.site.connect("unknown.example")

    def test_tls_1_2_and_1_3(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = ssl.create_default_context(cafile=self.site.ready["ca"])
            context.minimum_version = context.maximum_version = version
            with context.wrap_socket(socket.create_connection((self.site.web.hostname, self.site.web.port), 30),
                                     server_hostname=NAME) as link:
                self.assertIn(link.version(), ("TLSv1.2", "TLSv1.3"))

    def test_many_requests_on_one_connection(self):
        link = self.site.browser()
        socket_used = link.sock
        token = self.site.log_in()
        for _ in range(20):
            reply, data = self.site.ask("GET", "/api/softphone/prov", token=token, link=link)
            self.assertEqual(reply.status, 200)
            self.assertEqual(json.loads(data)["sipUser"]["username"], "1000")
        self.assertIs(link.sock, socket_used)
        link.close()

    def test_pipelined_requests_are_answered_in_order(self):
        request = "GET /api/softphone/%s HTTP/1.1\r\nHost: " + NAME + "\r\n%s\r\n"
        answer = self.site.raw((request % ("config", "") + request % ("none", "") +
                                request % ("config", "Connection: close\r\n")).encode())
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", answer), [b"200", b"404", b"200"])

    def test_curl_agrees(self):
        done = subprocess.run(["curl", "-sS", "--cacert", self.site.ready["ca"], "--resolve",
                               f"{NAME}:{self.site.web.port}:127.0.0.1", "--compressed", "-d", '{"username":"1000","password":"pw-1000"}',
                               "-H", "Content-Type: application/json", f"https://{NAME}:{self.site.web.port}/api/softphone/login"],
                              capture_output=True, text=True, check=True, timeout=60)
        self.assertEqual(json.loads(done.stdout)["prov"]["brandName"], "Acme Phone")

    def test_head_is_get_without_a_body(self):
        got, body = self.site.ask("GET", "/api/softphone/config")
        head, nothing = self.site.ask("HEAD", "/api/softphone/config")
        self.assertEqual(nothing, b"")
        self.assertEqual((head.status, head.getheaders()), (got.status, got.getheaders()))
        self.assertEqual(int(head.getheader("Content-Length")), len(body))

    def test_bodies_and_heads_have_a_limit(self):
        huge = b"POST /api/softphone/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
        self.assertIn("413", self.first_line(huge + b"x" * 100000))
        chunked = b"POST /api/softphone/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.assertRegex(self.first_line(chunked + b"80000\r\n" + b"x" * 0x80000 + b"\r\n80000\r\n" + b"x" * 0x80000), "413|^$")
        self.assertIn("431", self.first_line(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40000 + b"\r\n\r\n"))
        self.expect_alive()

    def test_what_cannot_be_read_is_refused(self):
        for data in (b"NONSENSE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00garbage\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"):
            answer = self.site.raw(data)
            self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", answer), [b"400"], data)
        self.expect_alive()

    def test_who_is_no_tls_client_is_let_go(self):
        with socket.create_connection((self.site.web.hostname, self.site.web.port), 30) as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            with self.subTest("closed"):
                try:
                    while link.recv(4096):
                        pass
                except ConnectionError:
                    pass
        self.expect_alive()

    def test_slow_ones_hold_up_nobody(self):
        slow = [self.site.connect() for _ in range(50)]
        for link in slow:
            link.sendall(b"POST /api/softphone/login HTTP/1.1\r\nHost: x\r\nContent-Le")
        self.expect_alive()
        for link in slow:
            link.close()

    def test_a_slow_script_holds_up_only_its_own_reply(self):
        token = self.site.log_in()
        link = self.site.browser()
        started = time.monotonic()
        link.request("POST", "/api/softphone/button/120", "{}", {"Host": NAME, "Content-Type": "application/json", "Authorization": "Bearer " + token})
        self.expect_alive()
        self.assertEqual(link.getresponse().status, 200)
        self.assertGreater(time.monotonic() - started, 0.4)
        link.close()

    def test_paths_stay_inside(self):
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cetc", "//etc/passwd"):
            self.assertIn("404", self.first_line(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()), path)

    def test_continue_is_said_when_asked(self):
        with self.site.connect() as link:
            link.sendall(b"POST /api/softphone/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            self.assertTrue(link.recv(4096).startswith(b"HTTP/1.1 100"))
            link.sendall(b"{}")
            self.assertTrue(link.recv(4096).startswith(b"HTTP/1.1 421"))

    def test_plain_http_leads_to_https(self):
        plain = urllib.parse.urlsplit(self.site.ready["plain"])
        link = http.client.HTTPConnection(plain.hostname, plain.port, timeout=30)
        link.request("GET", "/agent?x=1", headers={"Host": NAME})
        reply = link.getresponse()
        self.assertEqual(reply.status, 301)
        self.assertEqual(reply.getheader("Location"), f"https://{NAME}:{self.site.web.port}/agent?x=1")
        self.assertIsNone(reply.getheader("Strict-Transport-Security"))
        link.close()

    def test_the_admin_needs_the_token_of_a_private_file(self):
        admin = urllib.parse.urlsplit(self.site.ready["admin"])
        self.assertEqual(admin.hostname, "127.0.0.1")
        file = Path(self.site.ready["admin_token_file"])
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        for token, status in (("wrong", 401), (file.read_text(), 200)):
            link = http.client.HTTPConnection(admin.hostname, admin.port, timeout=30)
            link.request("GET", "/admin/customer", headers={"Authorization": "Bearer " + token})
            self.assertEqual(link.getresponse().status, status)
            link.close()

    def phone(self, user, password, scheme="udp"):
        client = Client(self.site.ready["doors"][scheme], self.site.ready["ca"], "standin.test", user, password)
        self.addCleanup(client.close)
        return client

    def test_WP_SIGNUP_1_a_new_account_registers_and_calls(self):
        self.assertEqual(self.phone("newton", "apple-1687").register().status, 403)
        reply, data = self.site.ask("POST", "/api/softphone/register", {
            "name": "Isaac", "email": "isaac@new.example", "username": "newton", "password": "apple-1687"})
        self.assertEqual(reply.status, 201, data)
        made = json.loads(data)
        self.assertEqual(made["successHtml"], "<p>Complete</p>")
        self.assertEqual(made["payments"][0]["total"], 5)
        token = self.site.log_in("newton", "apple-1687")
        self.assertEqual(json.loads(self.site.ask("GET", "/api/softphone/balance", token=token)[1])["balance"], 5)
        phone = self.phone("newton", "apple-1687")
        self.assertEqual(phone.register().status, 200)
        self.assertEqual(self.call(phone, "160", 0).status, 200)
        # WP-TMPL-ROUTE-1: where the template's routes lead (44 and 1), and nowhere else.
        for number, status in (("442071234567", 404), ("331234567", 403)):
            self.assertEqual(phone.authenticated("INVITE", f"sip:{number}@standin.test").status, status, number)
        history = json.loads(self.site.ask("GET", "/api/softphone/history", token=token)[1])
        self.assertEqual([(one["number"], one["result"]) for one in history],
                         [("331234567", "failed"), ("442071234567", "failed"), ("160", "answered")])

    def call(self, phone, number, frames, payload=b"\x55" * 160):
        """A plain RTP call of so many 20 ms packets, all sent at once: their timestamps say when they were spoken."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as media:
            media.bind(("127.0.0.1", 0))
            offer = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                     f"m=audio {media.getsockname()[1]} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")
            uri = f"sip:{number}@standin.test"
            response = phone.authenticated("INVITE", uri, body=offer)
            if response.status != 200:
                return response
            target = phone.acknowledge(response)
            port = int(re.search(r"m=audio (\d+)", response.body)[1])
            for index in range(frames):
                media.sendto(struct.pack("!BBHII", 0x80, 8, index, index * 160, 77) + payload, ("127.0.0.1", port))
            # Whatever was sent before an answer came has been read soon after it: the loop reads all that is there.
            for _ in range(10 if frames else 0):
                phone.send(phone.request("OPTIONS", target, to=response.get("to")))
                self.assertEqual(phone.final().status, 200)
            phone.send(phone.request("BYE", target, to=response.get("to")))
            self.assertEqual(phone.final().status, 200)
            return response

    def test_WP_VM_1_to_6_a_message_is_left_listed_played_and_downloaded(self):
        caller = self.phone("1001", "pw-1001")
        self.assertEqual(self.call(caller, "*21002", 100).status, 200)
        token = self.site.log_in("1002")
        mail, = json.loads(self.site.ask("GET", "/api/softphone/voicemail", token=token)[1])
        self.assertEqual((mail["caller"], mail["call_id"], mail["read"]), ("1001", caller.call_id, False))
        self.assertEqual(mail["duration"], 2.0)
        path = f"/api/softphone/voicemail/{mail['id']}/audio"
        reply, wav = self.site.ask("GET", path, token=token)
        self.assertEqual(reply.getheader("Content-Type"), "audio/wav")
        self.assertEqual((wav[:4], wav[8:16], struct.unpack("<I", wav[24:28])[0]), (b"RIFF", b"WAVEfmt ", 8000))
        samples = array.array("h", wav[44:])
        self.assertEqual(len(samples), 16000)
        self.assertEqual(set(samples), {-8})  # 0x55 is the smallest step of A-law below zero
        part, piece = self.site.ask("GET", path, token=token, headers={"Range": "bytes=44-143"})
        self.assertEqual((part.status, piece), (206, wav[44:144]))
        download, _ = self.site.ask("GET", path + "?download=1", token=token)
        self.assertIn("attachment", download.getheader("Content-Disposition"))
        self.assertEqual(self.site.ask("GET", path, token=self.site.log_in("1001"))[0].status, 404)

    def test_a_mailbox_answers_for_who_is_not_there(self):
        site = Deployment(voicemail_after_ms=1000)
        self.addCleanup(site.stop)
        caller = Client(site.ready["doors"]["udp"], site.ready["ca"], "standin.test", "1001", "pw-1001")
        self.addCleanup(caller.close)
        self.assertEqual(self.call(caller, "1003", 50).status, 200)
        mail, = json.loads(site.ask("GET", "/api/softphone/voicemail", token=site.log_in("1003"))[1])
        self.assertEqual(mail["duration"], 1.0)

    def admin(self, site, path, method="GET", body=None):
        door = urllib.parse.urlsplit(site.ready["admin"])
        link = http.client.HTTPConnection(door.hostname, door.port, timeout=30)
        link.request(method, path, None if body is None else json.dumps(body), {
            "Authorization": "Bearer " + Path(site.ready["admin_token_file"]).read_text(), "Content-Type": "application/json"})
        data = json.loads(link.getresponse().read())
        link.close()
        return data

    def test_WP_APP_PUSH_1_a_closed_phone_is_woken_and_takes_the_call(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        service = PushService(scratch.name)
        self.addCleanup(service.close)
        site = Deployment(push_ca=service.certificate)
        self.addCleanup(site.stop)
        endpoint = f"https://localhost:{service.port}/send/1"
        reply, data = site.ask("POST", "/api/softphone/push", {"endpoint": endpoint, "keys": PUSH_KEYS}, token=site.log_in("1004"))
        self.assertEqual(reply.status, 201, data)
        caller, phone = (Client(site.ready["doors"]["udp"], site.ready["ca"], "standin.test", user, "pw-" + user) for user in ("1001", "1004"))
        self.addCleanup(caller.close)
        self.addCleanup(phone.close)
        offer = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n")
        with ThreadPoolExecutor(1) as other:
            call = other.submit(caller.authenticated, "INVITE", "sip:1004@standin.test", body=offer)
            head, body = service.received.get(timeout=60)
            self.assertEqual(phone.register().status, 200)
            phone.answer(phone.receive(), 200, body=offer)
            self.assertEqual(call.result(60).status, 200)
        fields = {k.lower(): v for k, v in (line.split(": ", 1) for line in head.split("\r\n")[1:] if line)}
        self.assertTrue(head.startswith("POST /send/1 HTTP/1.1"))
        self.assertEqual((fields["content-encoding"], fields["ttl"]), ("aes128gcm", "60"))
        key = json.loads(site.ask("GET", "/api/softphone/config")[1])["vapidPublicKey"]
        self.assertRegex(fields["authorization"], r"^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=" + key + "$")
        self.assertEqual((body[16:20], body[20]), (b"\0\0\x10\0", 65))
        self.assertEqual(len(body), 86 + len(json.dumps({"type": "incoming", "caller": "1001", "call_id": caller.call_id},
                                                        separators=(",", ":"))) + 1 + 16)
        self.assertEqual([one["user"] for one in self.admin(site, "/admin/events?kind=push")], ["1004"])

    def test_the_operator_calls_a_phone_which_answers_and_hangs_up(self):
        phone = self.phone("1005", "pw-1005", "tcp")
        self.assertEqual(phone.register().status, 200)
        order = self.admin(self.site, "/admin/call", "POST", {"user": "1005", "caller": "4711", "talk_ms": 60000})
        invite = phone.receive()
        self.assertIn("<sip:4711@standin.test>", invite.get("from"))
        phone.answer(invite, 180, "Ringing")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as media:
            media.bind(("127.0.0.1", 0))
            media.settimeout(10)
            phone.answer(invite, 200, body="v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                         f"m=audio {media.getsockname()[1]} RTP/AVP 0\r\n")
            self.assertEqual(phone.receive().method, "ACK")
            self.assertEqual(media.recv(2000)[1] & 0x7F, 0)   # the tone, as PCMU
        target = re.search(r"<([^>]*)>", invite.get("contact"))[1]
        phone.call_id = invite.get("call-id")
        phone.send(phone.request("BYE", target, to=invite.get("from")))
        self.assertEqual(phone.final().status, 200)
        report = self.admin(self.site, f"/admin/call/{order['id']}")
        self.assertEqual((report["state"], report["status"], report["ended_by"]), ("ended", 200, "phone"))

    def test_a_phone_that_subscribed_is_told_of_a_message_as_it_is_left(self):
        bob, caller = self.phone("1006", "pw-1006", "tcp"), self.phone("1007", "pw-1007")
        for phone in (bob, caller):
            self.assertEqual(phone.register().status, 200)
        self.assertEqual(bob.authenticated("SUBSCRIBE", "sip:1006@standin.test", headers=["Event: message-summary"]).status, 200)
        for waiting in ("no", "yes"):
            notify = bob.receive()
            self.assertEqual(notify.method, "NOTIFY")
            self.assertIn(f"Messages-Waiting: {waiting}\r\n", notify.body)
            bob.answer(notify, 200)
            if waiting == "no":
                self.assertEqual(self.call(caller, "*21006", 50).status, 200)

    def test_defects_that_only_the_door_shows(self):
        config = "/api/softphone/config HTTP/1.1\r\n"
        heads = {"http.head_body": f"HEAD {config}Host: {NAME}\r\nConnection: close\r\n\r\n".encode(),
                 "http.accept_no_host": f"GET {config}Connection: close\r\n\r\n".encode()}
        keeps = {"http.head_body": lambda answer: answer.endswith(b"\r\n\r\n"),
                 "http.accept_no_host": lambda answer: answer.startswith(b"HTTP/1.1 400")}
        for defect, keeps_the_rule in keeps.items():
            site = Deployment([defect])
            self.addCleanup(site.stop)
            self.assertTrue(keeps_the_rule(self.site.raw(heads[defect])), defect)
            self.assertFalse(keeps_the_rule(site.raw(heads[defect])), defect)

    def test_a_folder_is_served_and_a_wrong_one_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "index.html").write_text("<!doctype html><title>Phone</title>")
            site = Deployment(app=folder)
            self.addCleanup(site.stop)
            reply, data = site.ask("GET", "/dialpad")
            self.assertEqual((reply.status, data), (200, b"<!doctype html><title>Phone</title>"))
        done = subprocess.run([*PROGRAM, "--child"], input=json.dumps({"web": {"app": "/nowhere"}}), capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("web.app", done.stderr)

    def test_wrong_settings_are_named(self):
        for web, word in (({"hoost": "x"}, 'did you mean "host"'), ({"port": 70000}, "web.port"), ({"brand": 7}, "web.brand"),
                          ({"admin_token": "short"}, "eight"), ("yes", "true, false or an object")):
            done = subprocess.run([*PROGRAM, "--child"], input=json.dumps({"web": web}), capture_output=True, text=True, timeout=60,
                                  check=False)
            self.assertEqual(done.returncode, 2, web)
            self.assertIn(word, done.stderr)

    def test_without_a_web_half_there_are_no_doors(self):
        process = subprocess.Popen([*PROGRAM, "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdin.write(json.dumps({"web": False}))
        process.stdin.flush()
        ready = json.loads(process.stdout.readline())
        self.assertFalse({"web", "admin", "plain"} & ready.keys())
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
