"""IPv6: a registration and a call over [::1], by each transport and to a trunk."""
import json
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()
TRANSPORTS = ["tcp", "tls", "udp", "ws", "wss"]


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
            return True
    except OSError:
        return False


@unittest.skipUnless(has_ipv6(), "this machine has no IPv6 loopback")
class Ipv6(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def start_standin(self, **further) -> tuple[dict, str]:
        accounts = [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1020)]
        config = self.folder / "standin.json"
        config.write_text(json.dumps({"domain": "standin.test", "listen": "::1", "accounts": accounts, **further}))
        process = subprocess.Popen([BINARY, "serve", "--config", config], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        doors, ca = {}, ""
        for line in process.stdout:
            word = line.strip()
            if word.split("://")[0] in TRANSPORTS:
                doors[word.split("://")[0]] = word
            if word.startswith("CA"):
                ca = word.split()[1]
                return doors, ca
        self.fail("the stand-in did not start")

    def play(self, door: str, ca: str, further: str = "", target: str = '"160"') -> dict:
        file, out = self.folder / "scenario.yaml", self.folder / "out"
        file.write_text(f"""cxload: 1
name: six
deployment:
  signalling: "{door}"
  domain: standin.test
  tls: {{ca: {ca}}}
accounts:
  agents: {{users: 1000..1002, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, media: {{profile: rtp}}}}
{further}
journeys:
  call: {{endpoints: agents, steps: [register, call: {{to: {target}, talk: 200ms}}, unregister]}}
load:
  - {{journey: call, count: 3}}
""")
        done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=60, check=False)
        self.assertIn(done.returncode, (0, 4), done.stdout + done.stderr)
        report = json.loads((out / "report.json").read_text())
        self.assertEqual(report["failures"], [])
        self.assertEqual(report["journeys"]["call"]["completed"], 3)
        self.ladders = "\n".join(trace.read_text() for trace in (out / "traces").glob("*.txt"))
        return report["metrics"]

    def test_every_transport(self):
        doors, ca = self.start_standin()
        self.assertEqual(sorted(doors), TRANSPORTS)
        for scheme, door in doors.items():
            with self.subTest(scheme):
                self.play(door, ca)
                self.assertIn("IN IP6 ::1", self.ladders)

    def test_a_trunk(self):
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
            port = probe.getsockname()[1]
        doors, ca = self.start_standin(trunks=[{"address": f"[::1]:{port}", "prefix": "9"}])
        trunk = f'  gateway: {{register: false, listen: "udp://[::1]:{port}", phones: 5, answer: {{after: 50ms}}}}'
        self.play(doors["udp"], ca, trunk, '"94420"')
        self.play(doors["udp"], ca, trunk, "group gateway")


if __name__ == "__main__":
    unittest.main(verbosity=2)
