"""Media that are wrong on purpose: what a phone hears, what a relay spoils, and what the report says of it."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SCENARIO = """cxload: 1
name: Broken media
deployment:
  standin: {{relay: true, defects: [{defects}]}}
accounts:
  agents: {{users: 1000..1004, password: "pw-{{user}}"}}
  tabs: {{users: 2000..2004, password: "pw-{{user}}"}}
  desks: {{users: 3000..3004, password: "pw-{{user}}"}}
  lines: {{users: 4000..4004, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, client: sipjs, media: {{profile: webrtc}}}}
  tabs: {{accounts: tabs, client: jssip, media: {{profile: webrtc}}, answer: {{ring: 20ms, after: 50ms}}}}
  desks: {{accounts: desks, signalling: udp, media: {{profile: rtp}}, answer: {{after: 20ms}}}}
  lines: {{accounts: lines, signalling: tcp, media: {{profile: rtp}}}}
journeys:
  echo: {{endpoints: agents, steps: [register, call: {{to: "160", talk: {talk}s}}]}}
  opus: {{endpoints: agents, steps: [register, call: {{to: "160", talk: 1s, expect: {{codec: opus}}}}]}}
  browsers: {{endpoints: agents, steps: [register, call: {{to: group tabs, talk: {talk}s}}]}}
  gateway: {{endpoints: agents, steps: [register, call: {{to: group desks, talk: {talk}s, during: [{{at: 1s, hold: 500ms}}]}}]}}
  back: {{endpoints: lines, steps: [register, call: {{to: group tabs, talk: {talk}s}}]}}
  plain: {{endpoints: lines, steps: [register, call: {{to: group desks, talk: {talk}s}}]}}
load:
{load}
"""


class MediaDefects(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def run_with(self, defects: str, *journeys: str, count: int = 3, talk: int = 3) -> dict:
        file, out = self.folder / "defect.yaml", self.folder / "out"
        load = "\n".join(f"  - {{journey: {name}, count: {count}}}" for name in journeys)
        file.write_text(SCENARIO.format(defects=defects, load=load, talk=talk))
        done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=120, check=False)
        self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
        report = json.loads((out / "report.json").read_text())
        report["calls"] = [json.loads(line) for line in (out / "calls.jsonl").read_text().splitlines()] \
            if (out / "calls.jsonl").exists() else []
        return report

    def assert_fails(self, defects: str, journey: str, kind: str, **more) -> dict:
        report = self.run_with(defects, journey, **more)
        self.assertEqual({failure["class"] for failure in report["failures"]}, {kind}, f"{defects}, {journey}")
        return report

    def test_the_relay_brings_browsers_and_gateways_together(self):
        # A tag takes up to two seconds of sound in one piece, also behind the hold and on a busy machine.
        report = self.run_with("", "browsers", "gateway", "back", "plain", count=1, talk=7)
        self.assertEqual(report["failures"], [])
        self.assertEqual(len(report["calls"]), 8)
        for call in report["calls"]:
            self.assertEqual(call["heard"]["voice"], "far-end", call)
            self.assertGreater(call["heard"]["tags"], 0, call)
            if call["journey"] != "gateway":   # where a hold cuts the tag, its beginning may be missing
                self.assertGreater(call["heard"]["mouthToEar"], 0.05, call)   # the playout buffer alone is longer
            self.assertEqual(call["inbound"]["packetsLost"], 0, call)
            self.assertIsNone(call["failure"])
        codecs = {(call["journey"], call["inbound"]["mimeType"]) for call in report["calls"]}
        self.assertEqual(codecs, {("browsers", "audio/opus"), ("gateway", "audio/opus"), ("back", "audio/PCMU"),
                                  ("plain", "audio/PCMU")})
        self.assertGreaterEqual(report["metrics"]["media.mouth_to_ear"]["count"], 6)
        self.assertEqual(report["metrics"]["media.crossed"]["value"], 0)

    def test_both_ends_say_the_same_of_a_call(self):
        # Nothing is lost here: what one end sent, the other got, but for what was under way at the end: as many frames as go out until
        # the BYE has come across, which on a busy machine takes its time.
        report = self.run_with("", "browsers", "plain")
        busy = report["metrics"]["sip.sdd"]["max"] + report["metrics"]["media.pacing"]["max"] + report["metrics"]["load.lag"]["max"]
        pairs: dict[str, list[dict]] = {}
        for call in report["calls"]:
            pairs.setdefault(call["callId"], []).append(call)
        self.assertEqual(len(pairs), 6)
        for one, other in pairs.values():
            for here, there in ((one, other), (other, one)):
                self.assertAlmostEqual(here["outbound"]["packetsSent"], there["inbound"]["packetsReceived"], delta=3 + busy / 20)

    def test_keys_that_are_not_right(self):
        for journey in ("echo", "browsers"):
            self.assert_fails("dtls.other_cert", journey, "dtls.fingerprint", count=1)
            self.assert_fails("dtls.role_inverted", journey, "dtls.handshake", count=1)
            self.assert_fails("dtls.clear_rtp", journey, "srtp.auth", count=1)

    def test_a_peer_that_stops_in_the_middle_of_the_handshake(self):
        # To the echo the stand-in begins the handshake; a browser that it calls begins it itself.
        for journey in ("echo", "browsers"):
            for defect in ("dtls.silent", "dtls.stalled"):
                report = self.assert_fails(defect, journey, "dtls.timeout", count=1, talk=6)
                self.assertEqual([call["inbound"]["packetsReceived"] for call in report["calls"]], [0] * len(report["calls"]))
                self.assertTrue(all(call["failure"] == "dtls.timeout" for call in report["calls"]), report["calls"])

    def test_descriptions_that_are_not_right(self):
        self.assert_fails("sdp.no_rtcp_mux", "echo", "sip.bad_answer", count=1)
        self.assert_fails("sdp.no_opus", "opus", "expect.codec", count=1)

    def test_a_peer_that_is_hostile_on_the_media_port(self):
        for journey in ("echo", "plain"):
            self.assert_fails("rtp.ssrc_flap", journey, "rtp.ssrc", count=1)
            self.assert_fails("rtp.replay", journey, "rtp.replay", count=1)
        self.assert_fails("rtp.garbage", "echo", "rtp.garbage", count=1)
        self.assert_fails("rtp.garbage", "plain", "rtp.garbage", count=1)

    def test_nothing_is_heard(self):
        report = self.assert_fails("rtp.one_way", "echo", "rtp.none", count=2)
        self.assertEqual(report["metrics"]["media.one_way"]["value"], 2)
        # One port for all: the packets of every call but one go astray.
        report = self.assert_fails("rtp.fixed_port", "plain", "rtp.none")
        self.assertGreater(report["metrics"]["media.one_way"]["value"], 0)

    def test_media_that_die_in_a_call_are_told(self):
        for journey in ("plain", "echo"):
            report = self.run_with("rtp.stops", journey, count=2, talk=5)
            self.assertEqual(report["failures"], [])
            self.assertGreaterEqual(report["metrics"]["media.stopped"]["value"], 2)
            self.assertGreater(report["metrics"]["media.gap"]["max"], 2000)
            self.assertIn("media_stopped", {notice["id"] for notice in report["notices"]})
        report = self.run_with("", "echo", count=2, talk=5)
        self.assertEqual(report["metrics"]["media.stopped"]["value"], 0)

    def test_another_call_is_heard_and_named(self):
        # The calls must be up together for longer than a tag takes, although on a busy machine some begin late.
        report = self.assert_fails("rtp.crossed", "plain", "media.crossed", talk=8)
        self.assertEqual(report["metrics"]["media.crossed"]["value"], report["failures"][0]["count"])
        strangers = [call for call in report["calls"] if call["heard"]["voice"] == "stranger"]
        self.assertTrue(strangers)
        for call in strangers:
            self.assertNotIn(call["callId"], call["heard"]["stranger"])
            self.assertRegex(call["heard"]["stranger"], r"^[34]00\d, in its call with [34]00\d \(")
        ladder = (self.folder / "out" / report["failures"][0]["example"]["trace"]).read_text()
        self.assertIn("hears another call: ", ladder)
        self.assert_fails("rtp.crossed", "echo", "media.crossed", talk=8)

    def test_loss_is_measured(self):
        report = self.run_with("rtp.drop_5pct", "echo")
        # 450 packets: 5 %, give or take four standard deviations.
        self.assertAlmostEqual(report["metrics"]["media.loss"]["mean"], 0.05, delta=0.041)
        self.assertGreater(report["metrics"]["media.loss"]["mean"], 0)
        self.assertGreaterEqual(report["metrics"]["media.gap"]["max"], 20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
