"""The stand-in's numbers that are heard, or not: no audio, an announcement, hold music; and the stand-in as an ICE-lite peer."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

SCENARIO = """cxload: 1
name: Numbers
accounts:
  tabs: {users: 1000..1004, password: "pw-{user}"}
  lines: {users: 2000..2004, password: "pw-{user}"}
endpoints:
  tabs: {accounts: tabs, client: sipjs, media: {profile: webrtc}, codecs: {priority: [PCMU]}}
  lines: {accounts: lines, signalling: tcp, media: {profile: rtp}}
journeys:
  tab: {endpoints: tabs, steps: [register, call: {to: "NUMBER", talk: 3s}]}
  line: {endpoints: lines, steps: [register, call: {to: "NUMBER", talk: 3s}]}
load:
  - {journey: tab, count: 2}
  - {journey: line, count: 2}
"""


class Numbers(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "out"

    def play(self, file: Path, *options: str) -> tuple[dict, list[dict]]:
        done = subprocess.run([BINARY, file, "--out", self.out, "--quiet", *options], capture_output=True, text=True, timeout=180,
                              check=False)
        self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
        calls = [json.loads(line) for line in (self.out / "calls.jsonl").read_text().splitlines()]
        return json.loads((self.out / "report.json").read_text()), calls

    def dial(self, number: str) -> tuple[dict, list[dict]]:
        file = self.folder / "numbers.yaml"
        file.write_text(SCENARIO.replace("NUMBER", number))
        report, calls = self.play(file)
        self.assertEqual(len(calls), 4, report["failures"])
        return report, calls

    def test_no_audio(self):
        report, calls = self.dial("168")
        self.assertEqual({(failure["journey"], failure["class"], failure["count"]) for failure in report["failures"]},
                         {("tab", "rtp.none", 2), ("line", "rtp.none", 2)})
        self.assertEqual(report["metrics"]["media.one_way"]["value"], 4)
        for call in calls:
            self.assertGreater(call["outbound"]["packetsSent"], 100)
            self.assertEqual(call["inbound"]["packetsReceived"], 0)

    def test_an_announcement_is_heard_and_does_not_listen(self):
        report, calls = self.dial("169")
        self.assertEqual(report["failures"], [])
        for call in calls:
            self.assertEqual(call["outbound"]["packetsSent"], 0, "the answer says sendonly")
            self.assertGreater(call["inbound"]["packetsReceived"], 50)
            self.assertGreater(call["inbound"]["audioLevel"], 0.1)
        ladders = "\n".join(file.read_text() for file in (self.out / "traces").glob("*.txt"))
        self.assertIn("a=sendonly", ladders)

    def test_hold_music_is_heard(self):
        report, calls = self.dial("170")
        self.assertEqual(report["failures"], [])
        for call in calls:
            self.assertGreater(call["inbound"]["packetsReceived"], 50)
            self.assertGreater(call["inbound"]["audioLevel"], 0.02)
            self.assertEqual(call["heard"]["voice"], "none", "nobody's phone")

    def test_the_stand_in_as_an_ice_lite_peer(self):
        file = self.folder / "lite.yaml"
        file.write_text((SCENARIOS / "calls-webrtc.yaml").read_text().replace(
            "accounts:\n", "deployment:\n  standin: {relay: true, ice_lite: true}\naccounts:\n", 1))
        # To who is not on a WebSocket the relay speaks plain RTP.
        report, calls = self.play(file, "--duration-scale", "0.3", "--set", "endpoints.desks.signalling=wss")
        self.assertEqual(report["failures"], [])
        self.assertTrue(calls)
        for call in calls:
            self.assertEqual((call["failure"], call["heard"]["voice"]), (None, "far-end"), call)
        ladders = "\n".join(file.read_text() for file in (self.out / "traces").glob("*.txt"))
        self.assertIn("a=ice-lite", ladders)


if __name__ == "__main__":
    unittest.main(verbosity=2)
