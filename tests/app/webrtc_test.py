"""Calls with ICE and DTLS-SRTP from the command line: the ready scenario, and phones that do not fit together."""
import json
import math
import subprocess
import sys
import tempfile
import unittest
import wave
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

MIXED = """cxload: 1
name: Phones that do not fit
accounts:
  agents: {users: 1000..1004, password: "pw-{user}"}
  desks: {users: 2000..2004, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, client: sipjs, media: {profile: webrtc}}
  desks: {accounts: desks, signalling: udp, media: {profile: rtp}, answer: {after: 10ms}}
journeys:
  call: {endpoints: agents, steps: [register, call: {to: group desks, talk: 1s, expect: {status: 488}}]}
load:
  - {journey: call, count: 5}
"""


class WebRtc(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def run_file(self, file: Path, gates_fail: bool = False) -> dict:
        """A machine that was too busy (exit 4) says nothing about the product: tried again."""
        for _ in range(3):
            out = self.folder / "out"
            done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=180,
                                  check=False)
            report = json.loads((out / "report.json").read_text())
            if done.returncode != 4:
                break
        # What a gate in milliseconds says depends on who else runs on this machine: that is for the bench. Where the run itself says
        # that its figures are not to be trusted, neither is what late packets make of them.
        shaky = ["phase."]
        if report["validity"]["status"] != "valid":
            shaky += ["media.jitter", "media.mos", "media.gap"]
            shaky += [f"journey.{failure['journey']}." for failure in report["failures"] if failure["class"] == "expect.mos"]
            report["failures"] = [failure for failure in report["failures"] if failure["class"] != "expect.mos"]
        late = [gate["text"] for gate in report["thresholds"] if not gate["pass"] and not gate["text"].startswith(tuple(shaky))]
        # Still too busy: what was agreed on and heard is in the report all the same.
        self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
        self.assertEqual(late != [], gates_fail, f"{late}, {report['validity']}")
        return report

    def test_the_ready_scenario(self):
        """WP-APP-LOAD-1 WP-MEDIA-ICE-1 WP-MEDIA-2WAY-1: agents arrive at a rate, register and call; the report has the times, ratios and
        qualities that a call centre asks for."""
        report = self.run_file(SCENARIOS / "calls-webrtc.yaml")
        self.assertEqual(report["failures"], [])
        calls = report["metrics"]["sip.seer"]["numerator"]
        for metric in ("sip.rrd", "sip.srd", "sip.sdt", "media.loss", "media.jitter"):
            self.assertGreater(report["metrics"][metric]["count"], 0, metric)
        scales = {each["labels"]["scale"]: each["count"] for each in report["metrics"]["media.mos"]["by"]}
        self.assertGreater(scales["fb"], 0)
        self.assertEqual(report["metrics"]["media.one_way"]["value"], 0)
        # Caller and callee each have a channel of their own.
        for phase in ("phase.ice", "phase.dtls", "phase.first_rtp"):
            self.assertEqual(report["metrics"][phase]["count"], 2 * calls, phase)
        ladders = "\n".join(file.read_text() for file in (self.folder / "out" / "traces").glob("*.txt"))
        for word in ("UDP/TLS/RTP/SAVPF", "a=fingerprint:sha-256 ", "a=setup:actpass", "a=setup:active", "a=candidate:",
                     "a=rtcp-mux", "a=sendonly"):
            self.assertIn(word, ladders)

    def test_codec_settings_decide_who_speaks_what(self):
        report = self.run_file(SCENARIOS / "codec-matrix.yaml")
        self.assertEqual(report["failures"], [])
        self.assertEqual({name: journey["completed"] for name, journey in report["journeys"].items()},
                         dict.fromkeys(("opus", "pcma", "pcmu", "nothing_but_opus", "echo", "gateway", "hifi", "wide", "wide_tabs",
                                        "locked", "locked_out", "strangers"), 3))

    def test_a_bad_network_is_measured_as_what_was_injected(self):
        report = self.run_file(SCENARIOS / "bad-network.yaml")
        self.assertEqual(report["failures"], [])
        file = self.folder / "walled.yaml"
        file.write_text((SCENARIOS / "bad-network.yaml").read_text().replace(", optional: true", ""))
        again = self.run_file(file, gates_fail=True)
        self.assertEqual({failure["class"]: failure["count"] for failure in again["failures"]}, {"ice.failed": 5})
        lost = [series["mean"] for run in (report, again) for series in run["metrics"]["media.loss"]["by"]
                if series["labels"] == {"group": "lossy"}]
        # 20,000 packets that pass 2 % twice: 3.96 %, give or take four standard deviations.
        for share in lost:
            self.assertAlmostEqual(share, 0.0396, delta=0.006)

    def test_a_file_is_said_and_what_failed_calls_heard_is_kept(self):
        rate, seconds = 22_050, 2
        with wave.open(str(self.folder / "hum.wav"), "wb") as hum:    # 440 Hz, stereo, at an odd rate
            hum.setnchannels(2)
            hum.setsampwidth(2)
            hum.setframerate(rate)
            hum.writeframes(b"".join(int(9000 * math.sin(2 * math.pi * 440 * i / rate)).to_bytes(2, "little", signed=True) * 2
                                     for i in range(rate * seconds)))
        file = self.folder / "kept.yaml"
        file.write_text("""cxload: 1
name: Kept
accounts:
  agents: {users: 1000..1001, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, media: {profile: webrtc, wav: hum.wav, record: failed}}
journeys:
  call: {endpoints: agents, steps: [register, call: {to: "160", talk: 6s, expect: {codec: PCMU}}]}
load:
  - {journey: call, count: 1}
""")
        report = self.run_file(file, gates_fail=True)
        self.assertEqual([failure["class"] for failure in report["failures"]], ["expect.codec"])
        traces = self.folder / "out" / "traces"
        self.assertIn("what 1000 heard: failed-call-expect.codec-1.wav", (traces / "failed-call-expect.codec.txt").read_text())
        with wave.open(str(traces / "failed-call-expect.codec-1.wav")) as kept:
            self.assertEqual((kept.getnchannels(), kept.getsampwidth(), kept.getframerate()), (1, 2, 48_000))
            samples = memoryview(kept.readframes(kept.getnframes())).cast("h")
        self.assertGreater(len(samples), 48_000 * 2)   # of six seconds: on a busy machine the first ones pass before the keys are there
        # The echo of what was said: between two tags the hum crosses zero 880 times a second.
        loud = [samples[at:at + 4800] for at in range(0, len(samples) - 4800, 4800)]
        crossings = [sum(1 for a, b in zip(part, part[1:]) if (a < 0) != (b < 0)) for part in loud]
        self.assertTrue(any(84 <= count <= 92 for count in crossings), crossings)

    def test_another_codec_than_expected_is_a_failure(self):
        file = self.folder / "wrong.yaml"
        text = (SCENARIOS / "codec-matrix.yaml").read_text()
        file.write_text(text.replace("talk: 500ms, expect: {codec: PCMA}", "talk: 500ms, expect: {codec: {received: PCMU}}"))
        report = self.run_file(file, gates_fail=True)
        self.assertEqual([(failure["class"], failure["count"]) for failure in report["failures"]], [("expect.codec", 3)])
        self.assertEqual(report["journeys"]["pcma"]["failed"], 3)

    def test_a_plain_phone_refuses_a_browser(self):
        file = self.folder / "mixed.yaml"
        file.write_text(MIXED)
        report = self.run_file(file)
        self.assertEqual(report["journeys"]["call"]["completed"], 5)


if __name__ == "__main__":
    unittest.main()
