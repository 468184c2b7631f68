"""A gateway written here that answers calls in its own way: where it wants media, in which format, and for how long it sends them."""
import json
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
FRAME = 0.02

SCENARIO = """cxload: 1
name: Answers
deployment: {{signalling: "udp://127.0.0.1:{port}", domain: example.com, expect_addresses: [127.0.0.1/32]}}
endpoints:
  lines: {{register: false, phones: 1, client: plain, media: {{profile: rtp}}}}
journeys:
  call: {{endpoints: lines, steps: [call: {{to: "1000", talk: {talk}s}}]}}
load:
  - {{journey: call, count: 1}}
"""


class Gateway:
    """Answers INVITE with `sdp` (MEDIA is the port of its media) and sends PCMU of payload type `sends` for `seconds`."""

    def __init__(self, sdp: str, sends: int = 0, seconds: float = 60):
        self.sdp, self.sends, self.seconds = sdp, sends, seconds
        self.signalling, self.media = self.open("127.0.0.1"), self.open("127.0.0.1")
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    @staticmethod
    def open(address: str) -> socket.socket:
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        opened.bind((address, 0))
        return opened

    @property
    def port(self) -> int:
        return self.signalling.getsockname()[1]

    def close(self):
        self.is_over.set()
        self.media.sendto(b"", self.signalling.getsockname())
        self.thread.join()
        self.signalling.close()
        self.media.close()

    def serve(self):
        while not self.is_over.is_set():
            datagram, peer = self.signalling.recvfrom(65536)
            if not datagram:
                continue
            request = datagram.decode()
            if request.startswith("INVITE") and "tag=" not in self.field(request, "To"):
                self.reply(request, peer, "200 OK", self.sdp.replace("MEDIA", str(self.media.getsockname()[1])))
                port = int(re.search(r"m=audio (\d+)", request)[1])
                threading.Thread(target=self.talk, args=(port,), daemon=True).start()
            elif request.startswith("BYE"):
                self.is_over.set()
                self.reply(request, peer, "200 OK", "")
                break

    @staticmethod
    def field(request: str, name: str) -> str:
        return next(line for line in request.split("\r\n") if line.lower().startswith(name.lower() + ":"))

    def reply(self, request: str, peer, status: str, body: str):
        to = self.field(request, "To")
        lines = [f"SIP/2.0 {status}", *(line for line in request.split("\r\n") if line.startswith("Via:")), self.field(request, "From"),
                 to if "tag=" in to else to + ";tag=gateway", self.field(request, "Call-ID"), self.field(request, "CSeq"),
                 f"Contact: <sip:gateway@127.0.0.1:{self.port}>", f"Content-Length: {len(body)}"]
        if body:
            lines.append("Content-Type: application/sdp")
        self.signalling.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), peer)

    def talk(self, port: int):
        begun = time.monotonic()
        for number in range(int(self.seconds / FRAME)):
            if self.is_over.wait(max(0.0, begun + number * FRAME - time.monotonic())):
                return
            header = struct.pack("!BBHII", 0x80, self.sends, number, number * 160, 7)
            self.media.sendto(header + b"\x55" * 160, ("127.0.0.1", port))


def description(connection: str = "c=IN IP4 127.0.0.1\r\n", media: str = "m=audio MEDIA RTP/AVP 0\r\n") -> str:
    return f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n{connection}t=0 0\r\n{media}"


class Answers(unittest.TestCase):
    def play(self, sdp: str, talk: float = 1, **how) -> dict:
        gateway = Gateway(sdp, **how)
        self.addCleanup(gateway.close)
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder, "answers.yaml"), Path(folder, "out")
            file.write_text(SCENARIO.format(port=gateway.port, talk=talk))
            done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=100, check=False)
            self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
            return json.loads((out / "report.json").read_text())

    def fails(self, report: dict, kind: str):
        self.assertEqual([failure["class"] for failure in report["failures"]], [kind])
        self.assertTrue(report["failures"][0]["explain"])

    def test_an_answer_that_is_right(self):
        report = self.play(description())
        self.assertEqual(report["failures"], [])
        self.assertEqual(report["metrics"]["media.stopped"]["value"], 0)

    def test_media_go_where_somebody_agreed(self):
        elsewhere = Gateway.open("127.0.0.2")
        self.addCleanup(elsewhere.close)
        port = elsewhere.getsockname()[1]
        self.fails(self.play(description("c=IN IP4 127.0.0.2\r\n", f"m=audio {port} RTP/AVP 0\r\n")), "media.unexpected_address")
        self.fails(self.play(description(media=f"m=audio MEDIA RTP/AVP 0\r\na=rtcp:{port} IN IP4 127.0.0.2\r\n")),
                   "media.unexpected_address")
        elsewhere.setblocking(False)
        with self.assertRaises(BlockingIOError):
            elsewhere.recv(2048)

    def test_a_place_that_is_none(self):
        self.fails(self.play(description("c=IN IP4 gateway.example.com\r\n")), "sip.bad_sdp")
        self.fails(self.play(description("")), "sip.bad_sdp")

    def test_a_hold_in_the_old_way(self):
        self.assertEqual(self.play(description("c=IN IP4 0.0.0.0\r\n"))["failures"], [])

    def test_a_format_that_nobody_agreed_on(self):
        self.fails(self.play(description(), talk=3, sends=96), "rtp.payload")

    def test_media_that_stop(self):
        report = self.play(description(), talk=5, seconds=1.5)
        self.assertEqual(report["failures"], [])
        self.assertEqual(report["metrics"]["media.stopped"]["value"], 1)
        self.assertGreater(report["metrics"]["media.gap"]["max"], 2000)
        self.assertIn("media_stopped", [notice["id"] for notice in report["notices"]])


if __name__ == "__main__":
    unittest.main(verbosity=2)
