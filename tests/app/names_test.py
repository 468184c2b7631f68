"""Doors that are names: services, failing over, name servers that fail, and lists of doors, from the command line."""
import json
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
DOORS = ("udp", "tcp", "tls", "ws", "wss")

EMBEDDED = """cxload: 1
name: Names
deployment:
  domain: sip.test
  standin: {dns: DNS}
accounts:
  agents: {users: 1000..1003, password: "pw-{user}"}
endpoints:
""" + "".join(f"  {door}: {{accounts: agents, signalling: {door}}}\n" for door in DOORS) + "journeys:\n" + "".join(
    f"  {door}: {{endpoints: {door}, steps: [register, unregister]}}\n" for door in DOORS) + "load:\n" + "".join(
    f"  - {{journey: {door}, count: 2}}\n" for door in DOORS)

FOREIGN = """cxload: 1
name: A deployment elsewhere
deployment:
  signalling: "SIGNALLING"
  domain: sip.test
  dns: "DNS"
accounts:
  agents: {users: 1000..1003, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents}
journeys:
  login: {endpoints: agents, steps: [register, unregister]}
load:
  - {journey: login, count: 4}
"""


class Serve:
    """A stand-in as a deployment of its own."""

    def __init__(self, **config):
        config.setdefault("accounts", [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1004)])
        self.process = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.process.stdin.write(json.dumps({"domain": "sip.test", "dns": True} | config))
        self.process.stdin.flush()
        ready = json.loads(self.process.stdout.readline())
        self.doors, self.dns = ready["doors"], ready.get("dns")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


class Names(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def serve(self, **config) -> Serve:
        served = Serve(**config)
        self.addCleanup(served.stop)
        return served

    def run_text(self, text: str, *options) -> tuple[int, dict, str]:
        file, out = self.folder / "scenario.yaml", self.folder / "out"
        file.write_text(text)
        done = subprocess.run([BINARY, file, "--out", out, "--quiet", *options], capture_output=True, text=True,
                              timeout=120, check=False)
        report = out / "report.json"
        return done.returncode, json.loads(report.read_text()) if report.exists() else {}, done.stdout + done.stderr

    def run_embedded(self, dns: str) -> tuple[int, dict, str]:
        return self.run_text(EMBEDDED.replace("DNS", dns))

    def run_foreign(self, signalling: str, dns: str, *options) -> tuple[int, dict, str]:
        return self.run_text(FOREIGN.replace("SIGNALLING", signalling).replace("DNS", dns), *options)

    def assert_passed(self, outcome: tuple[int, dict, str]) -> dict:
        code, report, said = outcome
        self.assertEqual(code, 0, f"{said} {report.get('failures')}")
        return report

    def failure_classes(self, report: dict) -> set[str]:
        return {failure["class"] for failure in report["failures"]}

    def test_every_door_of_the_stand_in_is_found_by_the_domains_name(self):
        report = self.assert_passed(self.run_embedded("true"))
        self.assertEqual({name: counts["completed"] for name, counts in report["journeys"].items()},
                         dict.fromkeys(DOORS, 2))
        self.assertGreater(report["metrics"]["phase.dns"]["count"], 0)
        self.assertIn("sip.test", report["run"]["target"])

    def test_answers_that_come_over_tcp_only_are_as_good(self):
        self.assert_passed(self.run_embedded("{answers: truncated}"))

    def test_a_dead_first_target_is_passed_over(self):
        records = [f"_{sip}._{carrier}.sip.test SRV {priority} 0 {port} sip.test" for sip, carrier, door in
                   (("sip", "udp", "udp"), ("sip", "tcp", "tcp"), ("sips", "tcp", "tls"))
                   for priority, port in ((10, 1), (20, "{%s}" % door))]
        report = self.assert_passed(self.run_embedded("{records: %s}" % json.dumps(records)))
        self.assertEqual(report["failures"], [])

    def test_name_servers_that_fail_are_told_apart(self):
        for answers, kind in (("nxdomain", "dns.not_found"), ("servfail", "dns.servfail"), ("silent", "dns.timeout")):
            with self.subTest(answers):
                code, report, said = self.run_embedded("{answers: %s}" % answers)
                self.assertEqual(code, 3, said)
                self.assertEqual(self.failure_classes(report), {kind})

    def test_a_wrong_record_is_a_fault_of_the_scenario(self):
        code, _, said = self.run_embedded('{records: ["sip.test A nowhere"]}')
        self.assertEqual(code, 2, said)
        self.assertIn("scenario.yaml:5:29: such a record reads: A 192.0.2.1", said)

    def test_the_runs_own_name_server_is_asked(self):
        served = self.serve()
        for scheme in ("tcp", "udp"):
            report = self.assert_passed(self.run_foreign(f"{scheme}://sip.test", served.dns))
            self.assertGreater(report["metrics"]["phase.dns"]["count"], 0)
        self.assert_passed(self.run_foreign("ws://sip.test:" + served.doors["ws"].rsplit(":", 1)[1], served.dns))

    def test_a_name_that_leads_to_an_address_nobody_expects_is_told(self):
        served = self.serve()
        for expected, code, kinds in (("[127.0.0.0/8]", 0, set()),
                                      ('["192.0.2.7", "2001:db8::/32"]', 3, {"dns.unexpected_address"})):
            text = FOREIGN.replace('domain: sip.test', f"domain: sip.test\n  expect_addresses: {expected}")
            found, report, said = self.run_text(text.replace("SIGNALLING", "tcp://sip.test").replace("DNS", served.dns))
            self.assertEqual(found, code, said)
            self.assertEqual(self.failure_classes(report), kinds)

    def test_deployments_of_ipv6_are_as_good(self):
        served = self.serve(listen="::1")
        self.assertTrue(served.dns.startswith("[::1]:"))
        for scheme in ("tcp", "udp"):
            self.assert_passed(self.run_foreign(f"{scheme}://sip.test", served.dns))

    def test_a_server_over_udp_that_never_answers_is_left_for_the_next(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            port = silent.getsockname()[1]
            served = self.serve(dns={"records": [f"_sip._udp.sip.test SRV 1 0 {port} sip.test",
                                                 "_sip._udp.sip.test SRV 2 0 {udp} sip.test"]})
            report = self.assert_passed(self.run_foreign("udp://sip.test", served.dns))
        # RFC 3261 17.1.2.2: Timer F, 32 s; the attempt went on at the next server.
        self.assertGreaterEqual(report["metrics"]["sip.rrd"]["max"], 32_000)
        self.assertEqual(report["metrics"]["sip.ira"]["numerator"], 0)

    def test_a_phone_falls_back_to_the_next_door_of_a_list(self):
        served = self.serve()
        for scheme in ("ws", "tcp"):
            with self.subTest(scheme):
                report = self.assert_passed(self.run_foreign(f"{scheme}://127.0.0.1:1, {served.doors[scheme]}",
                                                             served.dns))
                self.assertEqual(report["journeys"]["login"]["completed"], 4)
                self.assertIn("127.0.0.1:1, then ", report["run"]["target"])

    def test_a_list_of_dead_doors_is_unreachable(self):
        code, report, said = self.run_foreign("tcp://127.0.0.1:1,tcp://127.0.0.1:2", "127.0.0.1:1")
        self.assertEqual(code, 3, said)
        self.assertEqual(self.failure_classes(report), {"tcp.refused"})

    def test_nothing_is_sent_where_a_name_leads_without_consent(self):
        served = self.serve(dns={"records": ["sip.test A 192.0.2.1"]})
        code, _, said = self.run_foreign("tcp://sip.test", served.dns)
        self.assertEqual(code, 2, said)
        self.assertIn("192.0.2.1 is neither loopback nor private", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
