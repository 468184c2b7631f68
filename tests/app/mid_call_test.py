"""What happens inside calls: the ready scenario against the stand-in, and how refusals are told."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
READY = Path("scenarios/transfer-and-hold.yaml").resolve()


class MidCall(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.out = Path(scratch.name) / "out"

    def play(self, *options: str) -> tuple[int, dict]:
        done = subprocess.run([BINARY, READY, "--out", self.out, "--quiet", *options], capture_output=True, text=True,
                              timeout=240, check=False)
        self.assertTrue((self.out / "report.json").exists(), done.stdout + done.stderr)
        return done.returncode, json.loads((self.out / "report.json").read_text())

    def ladders(self) -> str:
        return "\n".join(file.read_text() for file in sorted((self.out / "traces").glob("*.txt")))

    def test_the_ready_scenario_holds_sends_digits_and_transfers(self):
        code, report = self.play()
        # A slow machine may say that its figures are not to be trusted; what was done is looked at all the same.
        self.assertIn(code, (0, 4), report["verdict"])
        self.assertEqual(report["failures"], [])
        planned = {"menu": 10, "forward": 10, "colleague": 10, "consult": 10, "visitor": 1, "reception": 1}
        for name, count in planned.items():
            journey = report["journeys"][name]
            self.assertEqual((journey["completed"], journey["failed"]), (count, 0), name)
        # Of the agents: one call a journey, a second one to ask; of the desks: those that they were told to make.
        calls = 40 + 10 + 1 + 30
        answered = report["metrics"]["sip.ser"]
        self.assertEqual((answered["denominator"], answered["numerator"]), (calls, calls))
        ended = report["metrics"]["sip.scr"]
        self.assertEqual((ended["denominator"], ended["numerator"]), (calls, calls))
        ladders = self.ladders()
        for word in ("a=sendonly", "a=recvonly", "Signal=#", "Refer-To: <sip:160@", "SIP/2.0 202 ", "message/sipfrag", "?Replaces=",
                     "\nReplaces: "):
            self.assertIn(word, ladders)

    def test_a_transfer_to_somebody_busy_fails_and_says_so(self):
        code, report = self.play("--set", "journeys.forward.steps.1.call.during.1.transfer.to=163")
        self.assertIn(code, (1, 4), report["verdict"])
        classes = {failure["class"]: failure["count"] for failure in report["failures"]}
        self.assertEqual(classes, {"sip.transfer_failed": 10})
        self.assertEqual(report["journeys"]["forward"]["failed"], 10)
        self.assertIn("486", report["failures"][0]["example"].get("detail", "486"))

    def test_a_number_of_the_standin_does_not_make_calls(self):
        code, report = self.play("--set", 'journeys.forward.steps.1.call.to=160')
        self.assertIn(code, (1, 4), report["verdict"])
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"sip.transfer_failed"})


if __name__ == "__main__":
    unittest.main()
