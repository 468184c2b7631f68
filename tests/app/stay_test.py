"""Phones that stay registered: before the load, through it, after a loss, and what the report says of a storm."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from report_wait import wait_for_report

BINARY = Path(sys.argv.pop(1)).resolve()

ACCOUNTS = [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1100)]

SCENARIO = """cxload: 1
name: Stay
seed: 5
deployment: DEPLOYMENT
accounts:
  agents: {users: 1000..1049, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, client: CLIENT, signalling: DOOR, stay: STAY}
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
        self.process.stdin.write(json.dumps({"domain": "example.com", "accounts": ACCOUNTS} | settings) + "\n")
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

    def expect(self, code: int, wanted: int, report: dict):
        """A slow machine may say that its figures are not to be trusted; what was done is looked at all the same."""
        self.assertIn(code, (wanted, 4), report["verdict"])

    def expect_reason(self, report: dict, words: str):
        if report["verdict"]["status"] != "invalid":
            self.assertIn(words, " ".join(report["verdict"]["reasons"]))

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
        self.expect(code, 0, report)
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], 50, "each phone registered once, nobody twice")
        self.assertEqual(self.count(report, "sip.rrd", kind="refresh"), report["journeys"]["look"]["completed"])
        registered = self.column(report, "phones.registered")
        self.assertEqual(set(registered[1:-1]), {50}, registered)

    def test_a_phone_that_a_journey_unregistered_registers_again(self):
        code, report = self.play(STEPS="[register, unregister]")
        self.expect(code, 0, report)
        completed = report["journeys"]["look"]["completed"]
        self.assertAlmostEqual(report["metrics"]["sip.rrd"]["count"], 50 + completed, delta=2, msg="the last are cut short")
        self.assertGreaterEqual(self.column(report, "phones.registered")[-2], 49)

    def test_registrations_are_refreshed_on_time(self):
        standin = Standin(min_expires_s=1)
        self.addCleanup(standin.stop)
        code, report = self.play(DEPLOYMENT=standin.deployment("tcp"), DOOR="tcp", CLIENT="plain",
                                 STAY="{rate: 200/s, expires: 2}", STEPS="[options: {to: \"160\"}]", LENGTH="8s")
        self.expect(code, 0, report)
        self.assertEqual(set(self.column(report, "phones.registered")[1:-1]), {50})
        # Each of 50 phones refreshes after 1.6 … 1.9 s, for 8 s and a little more.
        self.assertGreaterEqual(self.count(report, "sip.rrd", kind="refresh"), 50 * 4)
        self.assertEqual(report["failures"], [])

    def test_a_run_whose_phones_cannot_register_ends_with_the_reason(self):
        code, report = self.play(DEPLOYMENT="{standin: {defects: [auth.reject_good]}}")
        self.expect(code, 1, report)
        self.expect_reason(report, "50 of 50 phones could not register")
        self.assertEqual(report["journeys"].get("look", {}).get("started", 0), 0, "the load never began")

    def test_a_storm_is_told_with_its_moment_its_recovery_and_its_rate(self):
        code, report = self.play("events:\n  - {at: 2s, drop: 30%, of: agents}\n  - {at: 6s, drop: 100%, of: agents}\n"
                                 "thresholds:\n  - storm.recovery.max < 8s\n  - storm.peak_register_rate <= 120\n",
                                 CLIENT="jssip", LENGTH="12s", STEPS="[options: {to: \"160\"}]")
        self.expect(code, 0, report)
        first, second = report["events"]
        self.assertEqual((first["cut"], first["back"], first["drop"]), (15, 15, 0.3))
        self.assertEqual((second["cut"], second["back"], second["drop"]), (50, 50, 1))
        for event in (first, second):  # JsSIP waits 2 s before its first attempt, and the stand-in is there
            self.assertGreaterEqual(event["recovery_s"], 2)
            self.assertLess(event["recovery_s"], 8)
        self.assertGreaterEqual(second["peak_register_rate"], 25, "a hundred REGISTERs in at most a few seconds")
        self.assertLessEqual(first["peak_register_rate"], 30, "two each; the second storm is not its own")
        registered = self.column(report, "phones.registered")
        self.assertEqual(min(registered[1:-1]), 0, registered)
        self.assertEqual(registered[-2], 50, registered)
        self.assertEqual(report["metrics"]["storm.recovery"]["count"], 2)
        self.assertNotIn("registration kept", [failure["journey"] for failure in report["failures"]])
        self.assertIn("100 % of agents cut", (self.out / "report.html").read_text())

    def test_phones_that_lose_their_connection_in_a_journey_come_back_when_it_ends(self):
        # Sixteen of the fifty are in a journey when all connections go; it needs none of them.
        code, report = self.play("events: [{at: 3s, drop: 100%, of: agents}]\n", CLIENT="jssip", LENGTH="12s",
                                 STEPS="[wait: 4s]")
        self.expect(code, 0, report)
        self.assertEqual((report["events"][0]["cut"], report["events"][0]["back"]), (50, 50))
        self.assertEqual(report["journeys"]["look"]["failed"], 0)
        self.assertEqual(self.column(report, "phones.registered")[-2], 50)

    def test_phones_that_do_not_come_back_fail_the_gate(self):
        code, report = self.play("events: [{at: 1s, drop: 50%, of: agents}]\nthresholds: [storm.recovery.max < 1h]\n",
                                 STAY="{rate: 200/s, at_loss: none}", STEPS="[options: {to: \"160\"}]", LENGTH="4s")
        self.expect(code, 1, report)
        self.assertEqual((report["events"][0]["back"], report["events"][0]["recovery_s"]), (0, None))
        self.assertEqual(self.column(report, "phones.registered")[-2], 25)

    def test_the_same_phones_are_cut_whatever_the_number_of_shards(self):
        extra = "events: [{at: 1s, drop: 30%, of: agents}]\n"
        _, report = self.play(extra, STAY="{at_loss: none}", STEPS="[options: {to: \"160\"}]", LENGTH="3s")
        self.assertEqual(report["events"][0]["cut"], 15)

    def test_phones_come_back_after_a_restart_of_the_deployment(self):
        standin = Standin()
        self.addCleanup(lambda: standin.stop())
        port = int(standin.addresses["doors"]["tcp"].rsplit(":", 1)[1])
        file = self.write(DEPLOYMENT=standin.deployment("tcp"), DOOR="tcp", CLIENT="jssip",
                          STEPS="[options: {to: \"160\"}]", LENGTH="16s")
        run = subprocess.Popen([BINARY, file, "--out", self.out, "--quiet", "--threads", "2"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        wait_for_report(self.out, lambda report: self.column(report, "phones.registered")[-1:] == [50])
        standin.stop()
        wait_for_report(self.out, lambda report: self.column(report, "phones.registered")[-1:] == [0])
        standin = Standin(ports={"tcp": port})
        wait_for_report(self.out, lambda report: self.column(report, "phones.registered")[-1:] == [50])
        self.assertIn(run.wait(timeout=60), (1, 4), "starts that found no phone fail the run")
        report = json.loads((self.out / "report.json").read_text())
        self.assertIn("registration kept", [failure["journey"] for failure in report["failures"]])

    def test_the_ready_scenarios_pass(self):
        for file, length in (("office-day.yaml", "1"), ("reconnect-storm.yaml", "1")):
            out = self.folder / file
            done = subprocess.run([BINARY, Path("scenarios") / file, "--out", out, "--quiet", "--threads", "1",
                                   "--duration-scale", length], capture_output=True, text=True, timeout=240, check=False)
            self.assertIn(done.returncode, (0, 4), done.stdout + done.stderr)
            report = json.loads((out / "report.json").read_text())
            self.assertTrue(all(gate["pass"] for gate in report["thresholds"]), report["verdict"])

    def test_the_gate_for_a_real_deployment_can_be_planned_and_run(self):
        accounts = [{"user": str(user), "password": "secret"} for user in range(1000, 1200)]
        standin = Standin(accounts=accounts)
        self.addCleanup(standin.stop)
        environment = {**os.environ, "SIP_DOOR": standin.addresses["doors"]["tcp"], "SIP_DOMAIN": "example.com",
                       "SIP_PASSWORD": "secret", "SIP_CONSENT": "test"}
        planned = subprocess.run([BINARY, "plan", "scenarios/gate.yaml"], capture_output=True, text=True, check=False,
                                 env=environment)
        self.assertEqual(planned.returncode, 0, planned.stdout + planned.stderr)
        done = subprocess.run([BINARY, "scenarios/gate.yaml", "--out", self.out, "--quiet", "--threads", "1",
                               "--duration-scale", "0.05"], capture_output=True, text=True, timeout=120, check=False,
                              env=environment)
        self.assertIn(done.returncode, (0, 4), done.stdout + done.stderr)
        report = json.loads((self.out / "report.json").read_text())
        self.assertTrue(all(gate["pass"] for gate in report["thresholds"]), report["verdict"])

    def test_a_gate_with_abort_ends_the_run_early(self):
        code, report = self.play("thresholds:\n  - {gate: \"journey.look.success >= 99%\", abort: true}\n",
                                 STEPS="[register: {expect: {status: 403}}]", LENGTH="50s")
        self.expect(code, 1, report)
        self.expect_reason(report, "journey.look.success >= 99% (abort: true)")
        self.assertLess(report["journeys"]["look"]["started"], 100, "of 200")

    def test_what_is_measured_in_the_warm_up_is_for_no_gate(self):
        steps = "[register, options: {to: \"160\"}]"
        thresholds = "thresholds: [\"sip.rrd.count <= 0\", \"sip.rrd{kind=refresh}.count <= 28\"]\n"
        _, report = self.play("warmup: 3s\n" + thresholds, STEPS=steps, LENGTH="8s")
        gates = {gate["metric"] + str(gate["labels"]): gate for gate in report["thresholds"]}
        self.assertEqual(gates["sip.rrd{}"]["samples"], 0, "all first registrations were before it")
        self.assertLess(gates["sip.rrd{'kind': 'refresh'}"]["samples"], 32)
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], 50, "the series have them")

    def test_phones_take_the_local_addresses_of_their_group_in_turn(self):
        """The stand-in's counterpart here is a server that only looks where its callers come from."""
        for door in ("tcp", "udp"):
            with self.subTest(door):
                listener = Listener(door)
                self.addCleanup(listener.close)
                self.play(DEPLOYMENT=f'{{signalling: "{door}://127.0.0.1:{listener.port}", domain: example.com}}',
                          DOOR=door + ", bind: [127.0.0.2, 127.0.0.3]", STEPS="[options: {to: \"160\"}]", LENGTH="1s")
                self.assertEqual(listener.seen, {"127.0.0.2", "127.0.0.3"})


class Listener:
    """Refuses every request with 403, and remembers the addresses that asked."""

    def __init__(self, door: str):
        self.seen = set()
        self.is_udp = door == "udp"
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if self.is_udp else socket.SOCK_STREAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        if not self.is_udp:
            self.socket.listen(64)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            while True:
                if self.is_udp:
                    request, peer = self.socket.recvfrom(65536)
                    self.socket.sendto(refusal(request), peer)
                else:
                    connection, peer = self.socket.accept()
                    with connection:
                        connection.sendall(refusal(connection.recv(65536)))
                self.seen.add(peer[0])
        except OSError:
            pass

    def close(self):
        self.socket.close()


def refusal(request: bytes) -> bytes:
    kept = [line for line in request.split(b"\r\n") if line.lower().startswith((b"via:", b"from:", b"to:", b"call-id:", b"cseq:"))]
    return b"\r\n".join([b"SIP/2.0 403 Forbidden", *kept, b"Content-Length: 0", b"", b""])


if __name__ == "__main__":
    unittest.main(verbosity=2)
