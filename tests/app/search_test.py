"""How many can it take? Searches against a stand-in that is limited to a known rate."""
import json
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from report_wait import wait_for_report

BINARY = Path(sys.argv.pop(1)).resolve()
REPOSITORY = Path(__file__).resolve().parents[2]


class Search(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.out = Path(scratch.name) / "out"

    def command(self, name: str, *settings) -> list:
        options = [word for setting in settings for word in ("--set", setting)]
        return [BINARY, REPOSITORY / "scenarios" / name, "--out", self.out, "--threads", "1", *options]

    def play(self, name: str, *settings) -> tuple[int, dict, str]:
        """A busy machine may keep the generator from a verdict; that is exit code 4, and is tried again."""
        for _ in range(3):
            done = subprocess.run(self.command(name, *settings), capture_output=True, text=True, timeout=580, check=False)
            report = json.loads((self.out / "report.json").read_text())
            if done.returncode != 4:
                break
        return done.returncode, report, done.stdout + done.stderr

    def test_capacity_is_the_limit_of_the_stand_in_within_a_step(self):
        code, report, text = self.play("capacity.yaml", "search.for=2s", "search.pause=200ms")
        self.assertEqual(code, 0, text)
        search = report["search"]
        self.assertEqual(search["outcome"], "found", text)
        self.assertGreaterEqual(search["rate"], 60 / 1.1 / 1.1)
        self.assertLessEqual(search["rate"], 60 * 1.02)
        self.assertGreater(search["broke_at"], search["rate"])
        self.assertEqual(len(search["repeats"]), 3)
        self.assertLessEqual(search["low"], search["rate"])
        knee = "\n".join(search["knee"])
        self.assertIn("sip.503", knee)
        self.assertIn("gate", knee)
        # What the reader meets first, in each report.
        self.assertEqual(report["verdict"]["reasons"][0], search["text"])
        self.assertIn("is carried at", (self.out / "summary.md").read_text())
        self.assertIn("How many can it take?", (self.out / "report.html").read_text())
        self.assertIn("is carried at", text)
        # Gates are judged step by step: those shown are of the best step that held.
        self.assertTrue(all(gate["pass"] for gate in report["thresholds"]))
        before = (self.out / "report.json").read_bytes()
        subprocess.run([BINARY, "report", self.out], capture_output=True, check=True)
        self.assertEqual((self.out / "report.json").read_bytes(), before)

    def test_a_first_step_that_breaks_fails_the_run(self):
        code, report, text = self.play("capacity.yaml", "search.for=2s", "search.from=90/s")
        self.assertEqual(code, 1, text)
        self.assertEqual(report["search"]["outcome"], "broke_at_start")
        self.assertIsNone(report["search"]["rate"])

    def test_a_search_that_breaks_nothing_says_so(self):
        code, report, text = self.play("capacity.yaml", "search.for=1s", "search.from=20/s", "search.max=25/s")
        self.assertEqual(code, 0, text)
        self.assertEqual(report["search"]["outcome"], "not_broken")
        self.assertLessEqual(max(step["rate"] for step in report["search"]["steps"]), 25)

    def start(self, *settings) -> subprocess.Popen:
        """Returns when the first step is over."""
        process = subprocess.Popen(self.command("capacity.yaml", *settings), stdout=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        wait_for_report(self.out, lambda report: report["search"]["steps"])
        return process

    def test_a_generator_at_its_limit_is_no_answer(self):
        # The generator, not the stand-in, runs out of descriptors after the first step.
        process = self.start("search.for=1s", "deployment={}", "endpoints.callers.signalling=tcp")
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (24, 24))
        self.assertEqual(process.wait(300), 4)
        report = json.loads((self.out / "report.json").read_text())
        self.assertEqual(report["verdict"]["status"], "invalid")
        self.assertEqual(report["search"]["outcome"], "generator")
        self.assertIn("The limit is the generator", report["search"]["text"])

    def test_ctrl_c_leaves_what_was_found_so_far(self):
        process = self.start("search.for=1s")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        search = json.loads((self.out / "report.json").read_text())["search"]
        self.assertEqual(search["outcome"], "stopped")
        self.assertTrue(search["steps"])

    def test_rfc7502_finds_what_the_stand_in_is_limited_to(self):
        code, report, text = self.play("rfc7502.yaml", "search.pause=1100ms")
        self.assertEqual(code, 0, text)
        search = report["search"]
        self.assertEqual(search["method"], "rfc7502")
        self.assertEqual(search["outcome"], "found")
        self.assertAlmostEqual(search["rate"], 180, delta=180 * 0.03)
        self.assertEqual({step["planned"] for step in search["steps"]}, {500})


if __name__ == "__main__":
    unittest.main(verbosity=2)
