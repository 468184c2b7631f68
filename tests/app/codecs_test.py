"""Keys in the SDP, codecs as the peer wants them, reports of RTCP over plain RTP: from the command line to calls.jsonl."""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SCENARIO = """cxload: 1
name: Codecs
deployment:
  standin: {{relay: {relay}, defects: [{defects}]}}
accounts:
  callers: {{users: 1000..1004, password: "pw-{{user}}"}}
  callees: {{users: 2000..2004, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, {caller}}}
  callees: {{accounts: callees, {callee}, answer: {{after: 20ms}}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: {to}, talk: {talk}{expect}}}]}}
load:
  - {{journey: call, count: {count}}}
"""
PLAIN = "signalling: udp, media: {profile: rtp}"
LOCKED = "signalling: tls, media: {profile: rtp, srtp: sdes}"
BROWSER = "client: sipjs, media: {profile: webrtc}"


class Codecs(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def run_calls(self, caller: str, callee: str = PLAIN, *, to: str = "group callees", talk: str = "3s", expect: str = "",
                  relay: str = "false", defects: str = "", count: int = 2) -> dict:
        file, out = self.folder / "calls.yaml", self.folder / "out"
        file.write_text(SCENARIO.format(caller=caller, callee=callee, to=to, talk=talk, expect=expect, relay=relay,
                                        defects=defects, count=count))
        done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=180, check=False)
        self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
        report = json.loads((out / "report.json").read_text())
        records = out / "calls.jsonl"
        report["calls"] = [json.loads(line) for line in records.read_text().splitlines()] if records.exists() else []
        return report

    def assert_heard(self, report: dict, count: int, codec: str | None = None, voice: str = "far-end") -> None:
        self.assertEqual(report["failures"], [])
        self.assertEqual(len(report["calls"]), count)
        for call in report["calls"]:
            self.assertEqual(call["heard"]["voice"], voice, call)
            if codec:
                self.assertEqual(call["inbound"]["mimeType"], f"audio/{codec}", call)

    def test_keys_in_the_sdp_end_to_end(self):
        report = self.run_calls(LOCKED, LOCKED, expect=", during: [{at: 1s, hold: 500ms}]")
        self.assert_heard(report, 4, "PCMU")
        ladders = "\n".join(file.read_text() for file in (self.folder / "out" / "traces").glob("*.txt"))
        self.assertIn("RTP/SAVP ", ladders)
        self.assertRegex(ladders, r"a=crypto:.*inline:…")
        for file in (self.folder / "out").rglob("*"):
            if file.is_file():
                self.assertIsNone(re.search(r"inline:[A-Za-z0-9+/]", file.read_text(errors="replace")), file)

    def test_keys_in_the_sdp_with_the_stand_in(self):
        self.assert_heard(self.run_calls(LOCKED, to='"160"'), 2, "PCMU", "own")
        for callee in (LOCKED, BROWSER):
            self.assert_heard(self.run_calls(LOCKED, callee, relay="true"), 4)

    def test_keys_that_are_missing_are_refused(self):
        report = self.run_calls(LOCKED, to='"160"', defects="sdp.no_crypto", count=1)
        self.assertEqual([failure["class"] for failure in report["failures"]], ["srtp.no_key"])
        report = self.run_calls(LOCKED, PLAIN, expect=", expect: {status: 488}")
        self.assertEqual(report["failures"], [])
        report = self.run_calls(PLAIN, LOCKED, expect=", expect: {status: 488}")
        self.assertEqual(report["failures"], [])
        report = self.run_calls(LOCKED, to='"160"', defects="dtls.clear_rtp", count=1)
        self.assertEqual([failure["class"] for failure in report["failures"]], ["srtp.auth"])

    def test_plain_rtp_has_round_trips(self):
        # Reports go out 1.03 to 3.08 s after the beginning, and then after 2.05 to 6.16 s: twice in ten seconds.
        slow = PLAIN + ", network: {delay: 60ms}"
        for relay in ("false", "true"):
            report = self.run_calls(slow, PLAIN, relay=relay, talk="10s", count=1)
            self.assert_heard(report, 2)
            for call in report["calls"]:
                self.assertGreaterEqual(call["remoteInbound"]["roundTripTime"], 0.12, call)
            self.assertEqual(report["metrics"]["media.rtt"]["count"], 2)

    def test_packets_as_long_and_silence_as_rare_as_the_peer_likes(self):
        # Of three seconds: 50 packets of 60 ms, where 150 of 20 ms would be.
        for codec in ("PCMU", "G722", "opus"):
            long = f"signalling: udp, codecs: {{priority: [{codec}]}}, media: {{profile: rtp, ptime: 60}}"
            report = self.run_calls(PLAIN, long, count=1)
            self.assert_heard(report, 2, codec)
            self.assertEqual({call["quality"]["scale"] for call in report["calls"]},
                             {{"PCMU": "nb", "G722": "wb", "opus": "fb"}[codec]})
            sent = {call["side"]: call["outbound"]["packetsSent"] for call in report["calls"]}
            self.assertLess(sent["caller"], 80, codec)
            self.assertGreater(sent["callee"], 100, codec)

    def test_every_phone_may_encode_for_itself(self):
        for codec in ("opus", "G722"):
            each = f"signalling: udp, codecs: {{priority: [{codec}]}}, media: {{profile: rtp, encode: each}}"
            report = self.run_calls(PLAIN, each, talk="6s", count=1)
            self.assert_heard(report, 2, codec)

    def test_records_tell_bursts_and_first_packets(self):
        report = self.run_calls(PLAIN, defects="rtp.drop_5pct", to='"160"', talk="8s")
        self.assertEqual(len(report["calls"]), 2)
        for call in report["calls"]:
            bursts = call["inbound"]["burstLoss"]
            # 5 % at random: of some 400 packets 20, and as good as always two of them within sixteen.
            self.assertGreater(bursts["bursts"], 0, call)
            self.assertGreater(bursts["burstDensity"], bursts["gapDensity"])
            self.assertGreater(bursts["burstDuration"], 0.03)
            self.assertGreater(bursts["gapDuration"], bursts["burstDuration"] / 100)
            self.assertEqual(call["inbound"]["comfortNoisePackets"], 0)
            self.assertLessEqual(call["outbound"]["firstPacketDelay"], call["inbound"]["firstPacketDelay"])
        directions = [series["labels"] for series in report["metrics"]["media.loss"]["by"] if "direction" in series["labels"]]
        self.assertIn({"direction": "received"}, directions)


if __name__ == "__main__":
    unittest.main()
