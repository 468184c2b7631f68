"""How calls are set up: headers of a group, auto-answer, redirects."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()


class CallSetup(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def play(self, group: str, call: str, further: str = "") -> dict:
        """Three calls of a group; the desks ring for longer than anybody waits."""
        file, out = self.folder / "scenario.yaml", self.folder / "out"
        file.write_text(f"""cxload: 1
name: call set-up
accounts:
  agents: {{users: 1000..1002, password: "pw-{{user}}"}}
  desks: {{users: 1010..1012, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents{group}}}
  desks: {{accounts: desks, auto_answer: true, answer: {{ring: 20ms, never: true}}}}
journeys:
  call:
    endpoints: agents
    steps: [register, {call}, unregister]
load:
  - {{journey: call, count: 3}}
{further}""")
        done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=120,
                              check=False)
        self.assertIn(done.returncode, (0, 4), done.stdout + done.stderr)
        report = json.loads((out / "report.json").read_text())
        self.assertEqual(report["failures"], [])
        self.assertEqual(report["journeys"]["call"]["completed"], 3)
        self.ladders = "\n".join(trace.read_text() for trace in (out / "traces").glob("*.txt"))
        return report["metrics"]

    def test_a_call_that_asks_for_it_is_answered_at_once(self):
        metrics = self.play(', headers: {Call-Info: "<sip:{user}@standin.test>;answer-after=0", X-Trace: "{unique}"}',
                            "call: {to: group desks, talk: 100ms, headers: {x-trace: mine}}")
        self.assertEqual(metrics["sip.ser"]["numerator"], 3)
        self.assertRegex(self.ladders, r"\nCall-Info: <sip:100\d@standin\.test>;answer-after=0")
        self.assertIn("\nx-trace: mine", self.ladders)
        self.assertNotIn("\nX-Trace: ", self.ladders)

    def test_a_call_that_does_not_ask_rings(self):
        self.play("", "dial: {to: group desks}, await: ringing, wait: 200ms, hangup")
        self.assertNotIn("\nSIP/2.0 200 OK\nVia: INVITE", self.ladders)
        self.assertIn("CANCEL", self.ladders)

    def test_headers_are_not_part_of_a_registration(self):
        self.play(", headers: {X-Only: calls}", "call: {to: \"160\", talk: 50ms}")
        register = self.ladders[self.ladders.index("\nREGISTER "):self.ladders.index("\nINVITE ")]
        self.assertNotIn("X-Only", register)
        self.assertIn("X-Only: calls", self.ladders)

    def test_a_redirect_is_followed_to_the_place_that_answers(self):
        metrics = self.play("", "call: {to: \"167\", talk: 50ms}")
        # 302, then 486 of the preferred place, 302 of the number itself by its address, then the echo.
        self.assertEqual(metrics["sip.isa"]["denominator"], 12)
        self.assertEqual((metrics["sip.ser"]["numerator"], metrics["sip.ser"]["denominator"]), (3, 6))
        self.assertIn("\nINVITE sip:163@", self.ladders)

    def test_a_redirect_that_is_expected_is_not_followed(self):
        metrics = self.play("", "call: {to: \"167\", expect: {status: 302}}")
        self.assertEqual(metrics["sip.isa"]["denominator"], 3)
        self.assertNotIn("sip.ser", metrics)


if __name__ == "__main__":
    unittest.main(verbosity=2)
