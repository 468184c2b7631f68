"""Trunks: groups that never register and are called at an address of their own."""
import json
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
READY = Path("scenarios/trunk.yaml").resolve()


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Trunk(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.out = Path(scratch.name) / "out"

    def play(self, *options: str, scenario: Path = READY) -> tuple[int, dict, str]:
        done = subprocess.run([BINARY, scenario, "--out", self.out, "--quiet", *options], capture_output=True, text=True,
                              timeout=120, check=False)
        file = self.out / "report.json"
        return done.returncode, json.loads(file.read_text()) if file.exists() else {}, done.stderr

    def at(self, port: int) -> list[str]:
        address = f"udp://127.0.0.1:{port}"
        return ["--set", f"endpoints.gateway.listen={address}", "--set", f"deployment.standin.routes={{'9': '{address}'}}"]

    def expect_completed(self, report: dict, journey: str, count: int):
        counts = report["journeys"][journey]
        self.assertEqual((counts["completed"], counts["failed"], counts["dropped"]), (count, 0, 0), report["failures"])

    def test_numbers_of_the_deployment_reach_the_trunk(self):
        code, report, said = self.play(*self.at(free_port()), "--threads", "2")
        self.assertIn(code, (0, 4), said)
        self.expect_completed(report, "out", 50)
        answered = report["metrics"]["sip.ser"]
        self.assertEqual(answered["denominator"], 50)
        self.assertTrue(30 <= answered["numerator"] < 50, answered)

    def test_a_trunk_with_one_circuit_answers_503_to_the_second_call(self):
        step = "journeys.out.steps.1.call"
        code, report, said = self.play(*self.at(free_port()), "--set", "endpoints.gateway.phones=1", "--set", f"{step}.talk=2s",
                                       "--set", f"{step}.expect.status=[200, 500]", "--set",
                                       "endpoints.gateway.answer={after: 100ms}", "--set", "load.0={journey: out, count: 5}",
                                       "--set", "thresholds=[]")
        self.assertIn(code, (0, 4), said)
        # The stand-in makes one gateway's 503 a 500 of its own (RFC 3261 16.7).
        self.expect_completed(report, "out", 5)
        self.assertEqual(report["metrics"]["sip.ser"]["numerator"], 1)

    def test_the_trunk_calls_from_its_address_and_takes_calls_in_journeys(self):
        port = free_port()
        scenario = self.out.with_name("both.yaml")
        scenario.write_text(f"""cxload: 1
name: both ways
deployment: {{standin: {{routes: {{"9": "udp://127.0.0.1:{port}"}}}}}}
accounts:
  agents: {{users: 1000..1004, password: "pw-{{user}}"}}
  callers: {{users: 1010..1012, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, answer: {{ring: 20ms, after: 50ms}}}}
  callers: {{accounts: callers}}
  gateway: {{register: false, listen: "udp://127.0.0.1:{port}", phones: 4, answer: {{after: 50ms}}}}
journeys:
  inward: {{endpoints: gateway, steps: [call: {{to: group agents, talk: 100ms}}]}}
  direct: {{endpoints: callers, steps: [register, call: {{to: group gateway, talk: 100ms}}, unregister]}}
load:
  - {{journey: inward, count: 3}}
  - {{journey: direct, count: 3, start: 2s}}
""")
        code, report, said = self.play("--threads", "2", scenario=scenario)
        self.assertIn(code, (0, 4), said)
        self.expect_completed(report, "inward", 3)
        self.expect_completed(report, "direct", 3)
        ladders = "\n".join(file.read_text() for file in sorted((self.out / "traces").glob("*.txt")))
        self.assertIn(f"From: <sip:cxload@127.0.0.1:{port}>", ladders)
        self.assertIn(f"sip:gateway@127.0.0.1:{port}", ladders)

    def test_an_occupied_address_is_told_before_anything_is_sent(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as squatter:
            squatter.bind(("127.0.0.1", 0))
            code, report, said = self.play(*self.at(squatter.getsockname()[1]))
        self.assertEqual(code, 2, said)
        self.assertIn('group "gateway" cannot listen', said)
        self.assertIn("Address already in use", said)
        self.assertEqual(report, {})

    def test_an_address_of_another_machine_is_told(self):
        code, _, said = self.play("--set", "endpoints.gateway.listen=udp://192.0.2.1:6060")
        self.assertEqual(code, 2, said)
        self.assertIn('group "gateway" cannot listen', said)

    def test_plan_shows_it(self):
        done = subprocess.run([BINARY, "plan", READY], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("listens on udp://127.0.0.1:6060", done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
