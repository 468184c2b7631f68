"""The ready scenarios of the web half, against the embedded stand-in: right as it is, wrong when a rule is broken."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

OWN_PORTAL = """cxload: 1
name: A portal of our own
deployment:
  standin:
    web:
      brand: {brandName: Ours, flags: [AUTO_ANSWER], codecDelete: "PCM.*"}
      rows:
        button:
          - {id: 9000, label: Call, fn: makeCall(alt_phone)}
        lead:
          - {campaign_id: 1, key: "1", alt_phone: "160"}
accounts:
  staff: {csv: staff.csv}
  customers: {users: 2000..2000, password: "pw-{user}"}
endpoints:
  staff: {accounts: staff, client: sipjs, provision: true, stay: {rate: 100/s}, media: {profile: webrtc}}
  customers: {accounts: customers, client: sipjs, media: {profile: webrtc}}
journeys:
  visit:
    endpoints: staff
    steps: ["portal.login": {expect: {brand: Ours, flags: [AUTO_ANSWER], no_flags: [BALANCE]}}]
  inbound:
    endpoints: customers
    steps: [register, call: {to: user 1000, talk: 1s, expect: {codec: opus}}]
load:
  - {journey: visit, count: 1}
  - {journey: inbound, count: 1}
"""


class Ready(unittest.TestCase):
    def play(self, name: str, *settings) -> dict:
        """What happened does not depend on how busy the machine is; how long it took does, so gates on times are the bench's."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            options = [word for setting in settings for word in ("--set", setting)]
            done = subprocess.run([BINARY, SCENARIOS / name, "--out", out, "--quiet", *options], capture_output=True, text=True,
                                  timeout=280, check=False)
            self.assertIn(done.returncode, (0, 1, 4), done.stdout + done.stderr)
            return json.loads((out / "report.json").read_text())

    def succeeds(self, report: dict, *journeys):
        self.assertEqual(report["failures"], [])
        for name in journeys:
            self.assertGreater(report["journeys"][name]["completed"], 0, name)
            self.assertEqual(report["journeys"][name]["failed"], 0, name)

    def fails(self, report: dict, *classes):
        self.assertIn(report["verdict"]["exit_code"], (1, 4))
        found = {failure["class"] for failure in report["failures"]}
        self.assertTrue(found & set(classes), found)

    def test_agent_shift(self):
        report = self.play("agent-shift.yaml", "load.0.for=5s")
        self.succeeds(report, "shift")
        shifts = report["journeys"]["shift"]["completed"]
        # What a button says is done by the phone: a call for each shift, answered and ended.
        self.assertEqual(report["metrics"]["sip.seer"]["numerator"], shifts)
        self.assertEqual(report["metrics"]["button.chain"]["count"], 4 * shifts)
        for operation in ("login", "prov", "agent.next", "agent.save", "form.submit", "logout"):
            self.assertGreaterEqual(report["metrics"][f"http.{operation}"]["count"], shifts, operation)

    def test_agent_shift_of_a_broken_portal(self):
        report = self.play("agent-shift.yaml", "load.0.for=2s", "deployment.standin.defects=[form.no_chain]")
        self.fails(report, "expect.actions")

    def test_signup_rush(self):
        report = self.play("signup-rush.yaml", "load.0.for=4s")
        self.succeeds(report, "newcomer")
        self.assertEqual(report["metrics"]["signup.total"]["count"], report["journeys"]["newcomer"]["completed"])

    def test_signup_rush_with_a_payment_forgotten(self):
        report = self.play("signup-rush.yaml", "load.0.for=1s", "deployment.standin.defects=[signup.no_payments]")
        self.fails(report, "expect.signup")

    def test_contact_centre_morning(self):
        report = self.play("contact-centre-morning.yaml", "load.0.stages=[{to: 5/s, in: 4s}, {to: 0/s, in: 4s}]", "load.1.for=8s")
        self.succeeds(report, "arrive", "work")

    def test_voicemail_round_trip(self):
        self.succeeds(self.play("voicemail-round-trip.yaml"), "leave", "hear")

    def test_voicemail_that_cannot_be_played(self):
        report = self.play("voicemail-round-trip.yaml", "deployment.standin.defects=[vm.audio_404]")
        self.fails(report, "http.404", "expect.voicemail")

    def test_settings_of_the_portal_in_a_scenario(self):
        """`deployment.standin.web`: what the portal tells, and what its phones do then, without a server of one's own."""
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder) / "own.yaml", Path(folder) / "out"
            file.write_text(OWN_PORTAL)
            (Path(folder) / "staff.csv").write_text("user,password,cli\n1000,pw-1000,+4420\n")
            done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=120, check=False)
            self.assertIn(done.returncode, (0, 4), done.stdout + done.stderr)
            self.succeeds(json.loads((out / "report.json").read_text()), "visit", "inbound")
            wrong = subprocess.run([BINARY, "plan", file, "--set", "deployment.standin.web.brand.flag=[X]"], capture_output=True,
                                   text=True, timeout=60, check=False)
            self.assertEqual(wrong.returncode, 2)
            self.assertIn("web.brand: webphone has no flag", wrong.stdout + wrong.stderr)

    def test_no_password_of_the_portal_reaches_a_report(self):
        report = json.dumps(self.play("agent-shift.yaml", "load.0.for=1s"))
        self.assertNotIn("pw-1000", report)


if __name__ == "__main__":
    unittest.main(verbosity=2)
