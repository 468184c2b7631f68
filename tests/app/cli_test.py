"""The program as its users meet it: command lines, exit codes, signals, and the files that a run leaves."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SHORT = """cxload: 1
name: Short run
accounts:
  agents: {users: 1000..1019, password: "pw-{user}-secret"}
  callees: {users: 2000..2009, password: "pw-{user}-secret"}
endpoints:
  agents: {accounts: agents, client: sipjs}
  callees: {accounts: callees, signalling: udp, answer: {after: 20ms}}
journeys:
  call:
    endpoints: agents
    steps: [register, call: {to: group callees, talk: 100ms}, unregister]
load:
  - {journey: call, rate: 10/s, for: LENGTH}
"""


def scenario(folder: Path, text: str = SHORT, length: str = "2s") -> Path:
    file = folder / "scenario.yaml"
    file.write_text(text.replace("LENGTH", length))
    return file


def cxload(*arguments, **options) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False,
                          **options)


def wait_for(ready, what: str, seconds: float = 30):
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} in {seconds} s")
        time.sleep(0.02)


def read_report(folder: Path) -> dict:
    try:
        return json.loads((folder / "report.json").read_text())
    except FileNotFoundError:
        return {}


def started_journeys(folder: Path) -> int:
    return sum(counts["started"] for counts in read_report(folder).get("journeys", {}).values())


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.addCleanup(self.scratch.cleanup)

    def start(self, length: str) -> tuple[subprocess.Popen, Path]:
        out = self.folder / "out"
        process = subprocess.Popen([BINARY, scenario(self.folder, length=length), "--out", out, "--quiet"],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        wait_for(lambda: started_journeys(out) > 0, "started journey")
        return process, out

    def test_a_good_run_exits_0_and_ends_with_the_path_of_its_report(self):
        done = cxload(scenario(self.folder), "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[-1], str(self.folder / "out" / "report.json"))
        report = read_report(self.folder / "out")
        self.assertEqual(report["verdict"]["status"], "pass")
        self.assertEqual(report["journeys"]["call"]["completed"], 20)
        self.assertEqual(report["validity"]["status"] in ("valid", "degraded"), True, report["validity"])
        for name in ("report.html", "junit.xml", "summary.md"):
            self.assertTrue((self.folder / "out" / name).stat().st_size > 0, name)

    def test_no_secret_is_in_any_file_of_a_run(self):
        cxload(scenario(self.folder), "--out", self.folder / "out", "--set", "accounts.agents.password=pw-{user}-secret")
        files = [file for file in (self.folder / "out").rglob("*") if file.is_file()]
        self.assertTrue(any("traces" in str(file) for file in files), "a good journey leaves a trace to compare with")
        for file in files:
            text = file.read_text(errors="replace")
            self.assertNotIn("-secret", text, file)
            self.assertNotRegex(text, r'response="[0-9a-f]{8}', file)

    def test_a_seeded_defect_fails_the_run_and_is_named(self):
        done = cxload(scenario(self.folder), "--out", self.folder / "out",
                      "--set", "deployment.standin.defects=[reg.no_contact]")
        self.assertEqual(done.returncode, 1, done.stdout)
        report = read_report(self.folder / "out")
        self.assertIn("sip.no_contact", {failure["class"] for failure in report["failures"]})
        self.assertIn("sip.no_contact", (self.folder / "out" / "report.html").read_text())

    def test_a_deployment_that_is_not_there_exits_3(self):
        done = cxload(scenario(self.folder), "--out", self.folder / "out", "--quiet",
                      "--set", "deployment.signalling=tcp://127.0.0.1:1", "--set", "endpoints.callees.signalling=tcp")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)

    def test_a_wrong_scenario_exits_2_with_line_column_and_a_suggestion(self):
        done = cxload(scenario(self.folder, SHORT.replace("endpoints: agents", "endpoint: agents")), "--quiet")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"scenario\.yaml:\d+:\d+: ")
        self.assertIn('did you mean "endpoints"', done.stderr)

    def test_wrong_commands_exit_2(self):
        for words in ([], ["no-such.yaml"], ["run"], ["plan"], ["report", str(self.folder)], ["run", "--no-such-option"]):
            with self.subTest(words=words):
                done = cxload(*words)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertTrue(done.stderr.strip() or done.stdout.strip())

    def test_a_misspelled_command_or_option_gets_the_nearest(self):
        self.assertIn("did you mean schema?", cxload("scheme").stderr)
        self.assertIn("did you mean --seed?", cxload(scenario(self.folder), "--sede", "1").stderr)
        self.assertEqual(cxload("scheme").returncode, 2)

    def test_a_command_of_a_later_version_is_refused_by_name(self):
        done = cxload("conform", "a", "b")
        self.assertEqual(done.returncode, 2)
        self.assertIn("conform is part of the command line", done.stderr)

    def test_an_unknown_defect_is_a_fault_of_the_scenario(self):
        done = cxload(scenario(self.folder), "--set", "deployment.standin.defects=[reg.no_contcat]")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("reg.no_contact", done.stderr)

    def test_nothing_is_sent_to_a_foreign_address_without_consent(self):
        done = cxload(scenario(self.folder), "--set", "deployment.signalling=udp://192.0.2.1")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("consent", done.stderr)

    def test_report_renders_the_same_bytes_again(self):
        out = self.folder / "out"
        cxload(scenario(self.folder), "--out", out, "--quiet")
        before = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
        for name in ("report.html", "junit.xml", "summary.md"):
            (out / name).unlink()
        self.assertEqual(cxload("report", out).returncode, 0)
        self.assertEqual({file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}, before)

    def test_plan_and_schema_send_nothing_and_say_much(self):
        done = cxload("plan", scenario(self.folder))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("This machine can do it", done.stdout)
        self.assertEqual(json.loads(cxload("schema").stdout)["type"], "object")

    def test_the_same_seed_plays_the_same_journeys(self):
        runs = []
        for name in ("a", "b"):
            cxload(scenario(self.folder), "--out", self.folder / name, "--seed", "5", "--quiet")
            runs.append({key: value["planned"] for key, value in read_report(self.folder / name)["journeys"].items()})
        self.assertEqual(runs[0], runs[1])

    def test_rerun_plays_one_journey_again_alone(self):
        out = self.folder / "first"
        busy = SHORT.replace("talk: 100ms", "talk: 100ms, expect: {status: 486}")
        file = scenario(self.folder, busy)
        secret = "accounts.callees.password=\"pw-{user}-secret\""
        first = cxload(file, "--out", out, "--threads", "1", "--set", "seed=5", "--set", secret)
        self.assertEqual(first.returncode, 1, first.stdout + first.stderr)
        example = read_report(out)["failures"][0]["example"]
        ladder = (out / example["trace"]).read_text().split("\n--- ")[0]
        callee = re.search(r"INVITE sip:(2\d+)@", ladder)[1]

        self.assertIn("give it again", cxload("rerun", out, "--journey", example["journey_id"]).stderr)
        again = cxload("rerun", out, "--journey", example["journey_id"], "--set", secret)
        self.assertEqual(again.returncode, 1, again.stdout + again.stderr)
        folder = out / f"rerun-{example['journey_id']}"
        self.assertEqual(again.stdout.splitlines()[-1], str(folder / "report.json"))
        report = read_report(folder)
        self.assertEqual(report["journeys"]["call"]["started"], 1)
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], 2, "nobody registers but the phone and its callee")
        self.assertEqual(report["failures"][0]["example"]["account"], example["account"])
        self.assertEqual(report["failures"][0]["example"]["journey_id"], example["journey_id"])
        self.assertRegex(again.stdout, rf"\|-+ INVITE sip:{callee}@")

        for words, said in ((["--journey", "call-0.999"], "no start call-0.999"), (["--journey", "cal-0.1"], "no journey"),
                            (["--journey", "call-7.1"], "no journey")):
            done = cxload("rerun", out, *words, "--set", secret)
            self.assertEqual((done.returncode, said in done.stderr), (2, True), done.stderr)
        file.write_text(busy.replace("20ms", "30ms").replace("LENGTH", "2s"))
        self.assertIn("is not what that run played",
                      cxload("rerun", out, "--journey", "call-0.0", "--set", secret).stderr)
        self.assertEqual(cxload("rerun", self.folder / "nowhere", "--journey", "call-0.0").returncode, 2)

    def test_ctrl_c_hangs_up_unregisters_and_exits_130(self):
        process, out = self.start("60s")
        [standin] = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(45), 130)
        report = read_report(out)
        self.assertEqual(report["verdict"]["status"], "aborted")
        self.assertEqual(report["metrics"]["phones.registered"]["value"], 0)
        self.assertTrue((out / "report.html").exists())
        self.assertFalse(os.path.exists(f"/proc/{standin}"), "the stand-in ends with its run")

    def test_a_killed_run_leaves_what_it_had_and_no_stand_in(self):
        process, out = self.start("60s")
        [standin] = children_of(process.pid)
        process.kill()
        process.wait(10)
        wait_for(lambda: not os.path.exists(f"/proc/{standin}"), "end of the stand-in", 10)
        report = read_report(out)
        self.assertEqual(report["verdict"]["status"], "incomplete")
        self.assertIsNone(report["run"]["finished"])
        self.assertEqual(cxload("report", out).returncode, 0)
        self.assertIn("INCOMPLETE", (out / "report.html").read_text().upper())


if __name__ == "__main__":
    unittest.main(verbosity=2)
