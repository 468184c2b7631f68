"""Servers that answer nonsense, reset, flood or break off: each costs the run a failure with a clear class, never more."""
import json
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SCENARIO = """cxload: 1
name: Hostile
deployment: {signalling: "SCHEME://127.0.0.1:PORT", domain: example.com}
accounts:
  agents: {users: 1000..1001, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents}
journeys:
  login: {endpoints: agents, steps: [register]}
load:
  - {journey: login, count: 2}
"""

WRONG_STATUS = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"


class HostileServer:
    """Accepts, reads a little, does its worst."""

    def __init__(self, act):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.act = act
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.attend, args=(peer,), daemon=True).start()

    def attend(self, peer):
        try:
            peer.recv(65536)
            self.act(peer)
            peer.close()
        except OSError:
            pass

    def close(self):
        self.listener.close()


def reset(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def flood(peer):
    for _ in range(160):
        peer.sendall(b"A" * 65536)


class Hostile(unittest.TestCase):
    def play(self, act, scheme: str = "tcp") -> dict:
        server = HostileServer(act)
        self.addCleanup(server.close)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "scenario.yaml")
            file.write_text(SCENARIO.replace("PORT", str(server.port)).replace("SCHEME", scheme))
            done = subprocess.run([BINARY, file, "--out", Path(folder, "out"), "--quiet"], capture_output=True,
                                  text=True, timeout=100, check=False)
            self.assertIn(done.returncode, (1, 3), done.stdout + done.stderr)
            return json.loads(Path(folder, "out", "report.json").read_text())

    def expect(self, act, classes: set[str], scheme: str = "tcp"):
        report = self.play(act, scheme)
        seen = {failure["class"] for failure in report["failures"]}
        self.assertTrue(seen and seen <= classes, f"{seen} instead of {classes}")
        self.assertEqual(report["journeys"]["login"]["failed"], 2)
        self.assertTrue(all(failure["explain"] for failure in report["failures"]))

    def test_nonsense_instead_of_sip(self):
        self.expect(lambda peer: peer.sendall(b"\x00\xff nonsense \r\n\r\n" * 50),
                    {"sip.malformed", "sip.framing", "tcp.closed", "tcp.reset", "sip.bad_stream"})

    def test_ten_megabytes(self):
        self.expect(flood, {"sip.malformed", "sip.framing", "tcp.closed", "tcp.reset", "sip.too_big", "sip.bad_stream"})

    def test_a_close_in_mid_message(self):
        self.expect(lambda peer: peer.sendall(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP x\r\nContent-Le"),
                    {"tcp.closed", "tcp.reset"})

    def test_a_reset(self):
        self.expect(reset, {"tcp.reset", "tcp.closed"})

    def test_no_tls_behind_a_tls_door(self):
        self.expect(lambda peer: peer.sendall(b"SIP/2.0 400 Bad Request\r\n\r\n"), {"tls.handshake", "tls.closed"}, "tls")

    def test_a_refused_upgrade(self):
        self.expect(lambda peer: peer.sendall(WRONG_STATUS), {"ws.http_403"}, "ws")

    def test_an_upgrade_that_breaks_off(self):
        self.expect(lambda peer: peer.sendall(b"HTTP/1.1 101 Swit"), {"ws.upgrade", "ws.closed", "tcp.closed", "tcp.reset"},
                    "ws")


class Registrar:
    """Answers REGISTER over UDP: a challenge first, then whatever `last` says of the request."""

    def __init__(self, last):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.last = last
        self.requests = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                data, sender = self.socket.recvfrom(65536)
                self.socket.sendto(self.answer(data.decode().split("\r\n")), sender)
            except OSError:
                return

    def answer(self, request: list[str]) -> bytes:
        self.requests += 1
        fields = dict(line.split(": ", 1) for line in request[1:] if ": " in line)
        status, more = "401 Who", ['WWW-Authenticate: Digest realm="r", nonce="abcdef", algorithm=MD5, qop="auth"']
        if "Authorization" in fields:
            status, more = self.last(fields)
        same = [f"{name}: {fields[name]}" for name in ("Via", "From", "Call-ID", "CSeq")]
        lines = [f"SIP/2.0 {status}", *same, f"To: {fields['To']};tag=1", *more, "Content-Length: 0"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def close(self):
        self.socket.close()


class HostileRegistrar(unittest.TestCase):
    def play(self, last, steps: str) -> tuple[dict, str, int]:
        server = Registrar(last)
        self.addCleanup(server.close)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "scenario.yaml")
            text = SCENARIO.replace("PORT", str(server.port)).replace("SCHEME", "udp").replace("[register]", steps)
            file.write_text(text)
            done = subprocess.run([BINARY, file, "--out", Path(folder, "out")], capture_output=True, text=True,
                                  timeout=100, check=False)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            shown = done.stdout + done.stderr + "".join(
                path.read_text() for path in Path(folder, "out").rglob("*") if path.is_file())
            return json.loads(Path(folder, "out", "report.json").read_text()), shown, server.requests

    def test_credentials_in_a_reason_phrase_are_not_told(self):
        seen = []

        def echo(fields):
            seen.append(fields["Authorization"])
            return "403 No " + fields["Authorization"], []

        report, shown, _ = self.play(echo, "[register]")
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"sip.403"})
        for header in seen:
            for name in ("response", "cnonce"):
                secret = header.split(f'{name}="')[1].split('"')[0]
                self.assertNotIn(secret, shown)

    def test_a_binding_of_no_time_is_no_registration_and_no_storm(self):
        report, _, requests = self.play(
            lambda fields: ("200 OK", [f"Contact: {fields['Contact'].split('>')[0]}>;expires=0"]),
            "[register, wait: 500ms]")
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"sip.expires_zero"})
        self.assertEqual(requests, 4)  # two phones, a challenge and an answer each


if __name__ == "__main__":
    unittest.main(verbosity=2)
