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


if __name__ == "__main__":
    unittest.main(verbosity=2)
