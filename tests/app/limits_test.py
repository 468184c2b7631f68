"""What ends or invalidates a run: limits, a generator that cannot keep up; and the stand-in under 5,000 phones."""
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SCENARIO = """cxload: 1
name: Limits
deployment: {DEPLOYMENT}
accounts:
  agents: {users: 10000..14999, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, signalling: TRANSPORT, client: plainSOCKET}
journeys:
  stay:
    endpoints: agents
    steps: [register, wait: WAIT, unregister]
  ask:
    endpoints: agents
    steps: [options: {to: "160"}]
load:
  - {journey: JOURNEY, rate: RATE, for: LENGTH}
"""


def read_report(out: Path) -> dict:
    try:
        return json.loads((out / "report.json").read_text())
    except FileNotFoundError:
        return {}


class Limits(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.out = self.folder / "out"
        self.addCleanup(self.scratch.cleanup)

    def command(self, journey: str, rate: str, length: str, deployment: str = "", wait: str = "1s",
                transport: str = "tcp", socket: str = "") -> list:
        text = SCENARIO
        for word, value in (("DEPLOYMENT", deployment), ("TRANSPORT", transport), ("SOCKET", socket), ("WAIT", wait),
                            ("JOURNEY", journey), ("RATE", rate), ("LENGTH", length)):
            text = text.replace(word, value)
        file = self.folder / "scenario.yaml"
        file.write_text(text)
        return [BINARY, file, "--out", self.out, "--quiet", "--threads", "1"]

    def run_to_end(self, *arguments, preexec_fn=None, **scenario) -> tuple[int, dict]:
        done = subprocess.run(self.command(*arguments, **scenario), capture_output=True, text=True, timeout=240,
                              check=False, preexec_fn=preexec_fn)
        report = read_report(self.out)
        self.assertTrue(report, done.stdout + done.stderr)
        return done.returncode, report

    def test_too_many_refused_passwords_end_the_run(self):
        stop = "standin: {defects: [auth.reject_good]}, limits: {stop_on: {auth_failures: 5}}"
        code, report = self.run_to_end("stay", "20/s", "60s", stop)
        self.assertEqual(code, 1)
        self.assertIn("limits.stop_on.auth_failures: 5", " ".join(report["verdict"]["reasons"]))
        self.assertLess(report["journeys"]["stay"]["started"], 200, "most of the 1,200 were never started")
        self.assertGreaterEqual(report["journeys"]["stay"]["failed"], 5)

    def test_the_stand_in_carries_five_thousand_registered_phones(self):
        code, report = self.run_to_end("stay", "500/s", "10s", wait="12s")
        self.assertIn(code, (0, 4), report["verdict"])  # a slow machine may say that its figures are not to be trusted
        counts = report["journeys"]["stay"]
        self.assertEqual((counts["completed"], counts["failed"]), (counts["started"], 0), report["failures"])
        self.assertGreaterEqual(counts["started"], 4900)
        column = report["series"]["columns"].index("phones.registered")
        self.assertGreaterEqual(max(row[column] for row in report["series"]["rows"]), 4800, "all at once")

    def test_a_generator_that_stood_still_says_so(self):
        process = subprocess.Popen(self.command("ask", "50/s", "6s", transport="udp"), stdout=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 30
        while read_report(self.out).get("journeys", {}).get("ask", {}).get("started", 0) == 0:
            self.assertLess(time.monotonic(), deadline, "no journey was started")
            time.sleep(0.02)
        process.send_signal(signal.SIGSTOP)
        time.sleep(3)  # what is tested is a process that does not run for a while
        process.send_signal(signal.SIGCONT)
        self.assertEqual(process.wait(60), 4)
        report = read_report(self.out)
        self.assertEqual(report["validity"]["status"], "invalid")
        self.assertTrue(report["validity"]["reasons"])

    def test_a_call_that_is_over_keeps_no_socket(self):
        """Forty phones are called one after the other, a call of a tenth of a second each, with room for a few at a time."""
        file = self.folder / "scenario.yaml"
        file.write_text("""cxload: 1
name: Many called, few at a time
accounts: {callers: {users: 1000..1000, password: "pw-{user}"}, called: {users: 2000..2039, password: "pw-{user}"}}
endpoints:
  callers: {accounts: callers, media: {profile: rtp}}
  called: {accounts: called, signalling: udp, media: {profile: rtp}, answer: {after: 10ms}}
journeys:
  call: {endpoints: callers, steps: [register, %s unregister]}
load: [{journey: call, count: 1}]
""" % ("call: {to: group called, talk: 100ms}, " * 40))

        def allow_few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))

        done = subprocess.run([BINARY, file, "--out", self.out, "--quiet"], capture_output=True, text=True, timeout=120, check=False,
                              preexec_fn=allow_few)
        report = read_report(self.out)
        self.assertEqual(report["failures"], [], done.stdout + done.stderr)
        self.assertEqual(report["journeys"]["call"]["completed"], 1)

    def test_a_generator_that_is_asked_for_too_much_says_so(self):
        code, report = self.run_to_end("ask", "200000/s", "2s", transport="udp")
        self.assertEqual(code, 4, report["validity"])
        self.assertEqual(report["validity"]["status"], "invalid")

    @unittest.skipIf(b"__ubsan_" in BINARY.read_bytes(), "UBSan looks at objects through a pipe of its own")
    def test_a_machine_without_descriptors_says_so(self):
        def allow_few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))

        # The stand-in inherits the limit, but hears all phones on one socket.
        code, report = self.run_to_end("stay", "100/s", "3s", wait="3s", transport="udp", socket=", socket: each",
                                       preexec_fn=allow_few)
        self.assertEqual(code, 4, report["validity"])
        self.assertIn("descriptor", " ".join(report["validity"]["reasons"]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
