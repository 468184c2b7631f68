"""A soak: phones that stay and are used for a minute (or as long as CXLOAD_SOAK_SECONDS says) against the stand-in.

Everybody stays registered, refreshes come on time, nothing fails, and the tool does not grow."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
SECONDS = int(os.environ.get("CXLOAD_SOAK_SECONDS", "60"))
PHONES = 400  # a quarter of them each client and door
EXPIRES = 10

SCENARIO = """cxload: 1
name: Soak
seed: 3
deployment: {signalling: "DOOR", domain: example.com, tls: {ca: "CA"}}
accounts:
  desks: {users: 1000..1199, password: "pw-{user}"}
  tabs: {users: 1200..1299, password: "pw-{user}"}
  lines: {users: 1300..1399, password: "pw-{user}"}
endpoints:
  desks: {accounts: desks, client: jssip, stay: {rate: 200/s, expires: EXPIRES}}
  tabs: {accounts: tabs, client: sipjs, stay: {rate: 200/s, expires: EXPIRES}}
  lines: {accounts: lines, signalling: "UDP", stay: {rate: 200/s, expires: EXPIRES}, answer: {ring: 10ms, after: 50ms}}
journeys:
  look: {endpoints: tabs, steps: [options: {to: "160"}]}
  call: {endpoints: desks, steps: [register, call: {to: group lines, talk: 100ms..500ms}]}
load:
  - {journey: look, rate: 20/s, for: SECONDSs}
  - {journey: call, rate: 5/s, for: SECONDSs}
thresholds:
  - sip.ira == 0%
  - journey.call.failed == 0
"""


def resident_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


class Soak(unittest.TestCase):
    def start_standin(self) -> dict:
        standin = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

        def stop():
            standin.stdin.close()
            standin.wait()
            standin.stdout.close()

        self.addCleanup(stop)
        accounts = [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1400)]
        standin.stdin.write(json.dumps({"domain": "example.com", "accounts": accounts, "min_expires_s": 1}) + "\n")
        standin.stdin.flush()
        return json.loads(standin.stdout.readline())

    def run_and_weigh(self, folder: Path) -> tuple[int, list]:
        addresses = self.start_standin()
        text = SCENARIO.replace("DOOR", addresses["doors"]["wss"]).replace("UDP", addresses["doors"]["udp"])
        text = text.replace("CA\"", addresses["ca"] + "\"").replace("EXPIRES", str(EXPIRES)).replace("SECONDS", str(SECONDS))
        (folder / "soak.yaml").write_text(text)
        run = subprocess.Popen([BINARY, folder / "soak.yaml", "--out", folder / "out", "--quiet", "--threads", "1"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        weights = []
        while run.poll() is None:
            weights.append(resident_kib(run.pid))
            time.sleep(0.5)
        return run.returncode, [weight for weight in weights if weight > 0]

    def test_everybody_stays_registered_and_the_tool_does_not_grow(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            code, weights = self.run_and_weigh(folder)
            report = json.loads((folder / "out" / "report.json").read_text())
        self.assertIn(code, (0, 4), report["verdict"])  # a slow machine may say that its figures are not to be trusted
        self.assertEqual(report["failures"], [])
        self.assertTrue(all(gate["pass"] for gate in report["thresholds"]), report["verdict"])
        at = report["series"]["columns"].index("phones.registered")
        registered = [row[at] for row in report["series"]["rows"]]
        steady = registered[registered.index(PHONES):-3]
        self.assertEqual(set(steady), {PHONES}, "nobody was ever lost")
        refreshes = next(series["count"] for series in report["metrics"]["sip.rrd"]["by"]
                         if series["labels"] == {"kind": "refresh"})
        # At the latest after the whole of their time; SIP.js waits for 99 % of it.
        self.assertGreaterEqual(refreshes, PHONES * (SECONDS // EXPIRES - 1))
        self.assertEqual(report["metrics"]["sip.rrd"]["count"], PHONES, "nobody had to register anew")
        quarter = len(weights) // 4
        early, late = statistics.median(weights[quarter:2 * quarter]), statistics.median(weights[-quarter:])
        self.assertLess(late, early * 1.1 + 4096, "KiB; the report's rows and samples are all that may grow")


if __name__ == "__main__":
    unittest.main(verbosity=2)
