"""Phones that stay registered: before the load, through it, after a loss, and what the report says of a storm."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

ACCOUNTS = [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1100)]

SCENARIO = """cxload: 1
name: Stay
seed: 5
deployment: DEPLOYMENT
accounts:
  agents: {users: 1000..1049, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, client: CLIENT, signalling: "DOOR", stay: STAY}
journeys:
  look:
    endpoints: agents
    steps: STEPS
load:
  - {journey: look, rate: 4/s, for: LENGTH}
"""

DEFAULTS = {"DEPLOYMENT": "{}", "CLIENT": "sipjs", "DOOR": "wss", "STAY": "{rate: 200/s, expires: 60}",
            "STEPS": "[register, options: {to: \"160\"}]", "LENGTH": "6s"}


class Standin:
    """A stand-in of its own, so that it can be told how short a registration may be."""

    def __init__(self, **settings):
        self.process = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.process.stdin.write(json.dumps({"domain": "example.com", "accounts": ACCOUNTS, **settings}) + "\n")
        self.process.stdin.flush()
        self.addresses = json.loads(self.process.stdout.readline())

    def deployment(self, door: str) -> str:
        return '{signalling: "%s", domain: example.com, tls: {ca: "%s"}}' % (
            self.addresses["doors"][door], self.addresses["ca"])

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Stay(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.out = self.folder / "out"
        self.addCleanup(self.scratch.cleanup)

    def write(self, extra: str = "", **words) -> Path:
        text = SCENARIO
        for word, value in {**DEFAULTS, **words}.items():
            text = text.replace(word, value)
        file = self.folder / "scenario.yaml"
        file.write_text(text + extra)
        return file

    def play(self, extra: str = "", **words) -> tuple[int, dict]:
        done = subprocess.run([BINARY, self.write(extra, **words), "--out", self.out, "--quiet", "--threads", "2"],
                              capture_output=True, text=True, timeout=240, check=False)
        self.assertTrue((self.out / "report.json").exists(), done.stdout + done.stderr)
        return done.returncode, json.loads((self.out / "report.json").read_text())

    def column(self, report: dict, name: str) -> list:
        at = report["series"]["columns"].index(name)
        return [row[at] for row in report["series"]["rows"]]

    def count(self, report: dict, metric: str, **labels) -> int:
        for series in report["metrics"][metric]["by"]:
            if series["labels"] == labels:
                return series["count"]
        return 0

    def test_phones_are_registered_before_the_load_and_a_journey_only_refreshes(self):
        code, report = self.play()
        self.assertEqual(code, 0, report["verdict"])
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], 50, "each phone registered once, nobody twice")
        self.assertEqual(self.count(report, "sip.rrd", kind="refresh"), report["journeys"]["look"]["completed"])
        registered = self.column(report, "phones.registered")
        self.assertEqual(set(registered[1:-1]), {50}, registered)

    def test_a_phone_that_a_journey_unregistered_registers_again(self):
        code, report = self.play(STEPS="[register, unregister]")
        self.assertEqual(code, 0, report["verdict"])
        completed = report["journeys"]["look"]["completed"]
        self.assertAlmostEqual(report["metrics"]["sip.rrd"]["count"], 50 + completed, delta=2, msg="the last are cut short")
        self.assertGreaterEqual(self.column(report, "phones.registered")[-2], 49)

    def test_registrations_are_refreshed_on_time(self):
        standin = Standin(min_expires_s=1)
        self.addCleanup(standin.stop)
        code, report = self.play(DEPLOYMENT=standin.deployment("tcp"), DOOR="tcp", CLIENT="plain",
                                 STAY="{rate: 200/s, expires: 2}", STEPS="[options: {to: \"160\"}]", LENGTH="8s")
        self.assertEqual(code, 0, report["verdict"])
        self.assertEqual(set(self.column(report, "phones.registered")[1:-1]), {50})
        # Each of 50 phones refreshes after 1.6 … 1.9 s, for 8 s and a little more.
        self.assertGreaterEqual(self.count(report, "sip.rrd", kind="refresh"), 50 * 4)
        self.assertEqual(report["failures"], [])

    def test_a_run_whose_phones_cannot_register_ends_with_the_reason(self):
        code, report = self.play(DEPLOYMENT="{standin: {defects: [auth.reject_good]}}")
        self.assertEqual(code, 1)
        self.assertIn("50 of 50 phones could not register", " ".join(report["verdict"]["reasons"]))
        self.assertEqual(report["journeys"].get("look", {}).get("started", 0), 0, "the load never began")


if __name__ == "__main__":
    unittest.main(verbosity=2)
