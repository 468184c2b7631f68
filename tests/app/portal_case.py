"""A run against a portal of the test's own and, where it makes calls, a stand-in beside it."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from portal_site import Portal

BINARY = Path(sys.argv.pop(1)).resolve()
USERS = range(1000, 1010)

SCENARIO = """cxload: 1
name: Portal
deployment:
  web: WEB
  tls: {ca: ca.pem}DEPLOYMENT
accounts:
  agents: {users: 1000..1009, password: "pw-{user}"}
  fresh: {from: signup}
endpoints:
  agents: {accounts: agents, signalling: "tcp://127.0.0.1:1"}
  newcomers: {accounts: fresh, signalling: "tcp://127.0.0.1:1"}
journeys:
  j: {endpoints: GROUP, steps: [STEPS]}
load:
  - {journey: j, LOAD}
THRESHOLDS
"""


class Serve:
    """A stand-in as a deployment of its own."""

    def __init__(self, **settings):
        accounts = [{"user": str(user), "password": f"pw-{user}"} for user in USERS]
        self.process = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps({"domain": "sip.test", "accounts": accounts} | settings))
        self.process.stdin.flush()
        ready = json.loads(self.process.stdout.readline())
        self.doors, self.ca = ready["doors"], Path(ready["ca"]).read_text()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


class Case(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.portal = Portal(self.folder)
        self.addCleanup(self.portal.close)
        self.extra_ca = ""

    def serve(self, **settings) -> Serve:
        served = Serve(**settings)
        self.addCleanup(served.stop)
        self.extra_ca = served.ca
        self.portal.sip = {"wsServer": served.doors["wss"], "realm": "sip.test"}
        return served

    def run_text(self, text: str, *options) -> tuple[int, dict, str]:
        file, out = self.folder / "scenario.yaml", self.folder / "out"
        (self.folder / "ca.pem").write_text(self.portal.ca.read_text() + self.extra_ca)
        file.write_text(text)
        done = subprocess.run([BINARY, file, "--out", out, "--quiet", *options], capture_output=True, text=True,
                              timeout=300, check=False)
        report = out / "report.json"
        return done.returncode, json.loads(report.read_text()) if report.exists() else {}, done.stdout + done.stderr

    def run_steps(self, steps: str, group="agents", load="count: 1", deployment="", thresholds="", edit=lambda text: text):
        text = SCENARIO
        for word, value in (("WEB", self.portal.url), ("DEPLOYMENT", deployment), ("GROUP", group), ("STEPS", steps), ("LOAD", load),
                            ("THRESHOLDS", thresholds and f"thresholds: {thresholds}")):
            text = text.replace(word, value)
        return self.run_text(edit(text))

    def assert_passes(self, *args, **keys) -> dict:
        code, report, said = self.run_steps(*args, **keys)
        # A slow machine may say that its figures are not to be trusted; what the gates say counts then, too.
        self.assertIn(code, (0, 4), f"{said} {report.get('failures')} {self.portal.seen[-5:]}")
        self.assertEqual([gate for gate in report["thresholds"] if not gate["pass"]], [], report["failures"])
        self.assertEqual(report["failures"], [])
        return report

    def assert_fails_with(self, kind: str, steps: str, **keys) -> dict:
        code, report, said = self.run_steps(steps, **keys)
        self.assertIn(code, (1, 3, 4), said)
        self.assertEqual(sum(counts["failed"] for counts in report["journeys"].values()), 1, report["journeys"])
        self.assertEqual({failure["class"] for failure in report["failures"]}, {kind}, report["failures"])
        return report["failures"][0]

    def written(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted((self.folder / "out").rglob("*")) if path.is_file())
