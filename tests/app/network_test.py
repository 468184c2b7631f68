"""Networks that are bad on purpose: what they do to signalling, and what the report calls it."""
import json
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from report_wait import wait_for_report

BINARY = Path(sys.argv.pop(1)).resolve()
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

SCENARIO = """cxload: 1
name: Bad network
seed: 3
accounts:
  agents: {users: 1000..1019, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, signalling: DOOR, MEDIAnetwork: NETWORK}
journeys:
  look: {endpoints: agents, steps: STEPS}
load:
  - {journey: look, rate: 5/s, for: 4s}
"""

STAYING = """cxload: 1
name: Upgrades that end
deployment: {signalling: "ws://127.0.0.1:PORT", domain: example.com}
accounts:
  agents: {users: 1000, password: "pw-{user}"}
  clock: {users: 1001, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, client: sipjs, stay: {expires: 600}}
  clock: {accounts: clock, signalling: "UDP"}
journeys:
  tick: {endpoints: clock, steps: [register, wait: 20s]}
load:
  - {journey: tick, count: 1}
"""


class Proxy:
    """Stands before a WebSocket door. Once `close_all()` was called it is a proxy that ends every upgrade."""

    def __init__(self, door: int):
        self.door, self.ends_upgrades = door, False
        self.accepted: list[float] = []
        self.ended: list[float] = []
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.accepted.append(time.monotonic())
            if self.ends_upgrades:
                threading.Thread(target=self.end, args=(client,), daemon=True).start()
                continue
            server = socket.create_connection(("127.0.0.1", self.door))
            self.open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    def end(self, client: socket.socket):
        with client:
            client.recv(4096)
            self.ended.append(time.monotonic())

    @staticmethod
    def pump(source: socket.socket, sink: socket.socket):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            sink.close()

    def close_all(self):
        self.ends_upgrades = True
        for one in self.open:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.listener.close()
        self.close_all()


class Network(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "out"

    def play(self, file: Path) -> tuple[int, dict]:
        done = subprocess.run([BINARY, file, "--out", self.out, "--quiet"], capture_output=True, text=True, timeout=180, check=False)
        self.assertTrue((self.out / "report.json").exists(), done.stdout + done.stderr)
        return done.returncode, json.loads((self.out / "report.json").read_text())

    def play_with(self, network: str, steps: str = "[register, unregister]", door: str = "wss", media: str = "") -> tuple[int, dict]:
        file = self.folder / "network.yaml"
        text = SCENARIO.replace("NETWORK", network).replace("STEPS", steps).replace("DOOR", door)
        file.write_text(text.replace("MEDIA", f"media: {{profile: {media}}}, " if media else ""))
        return self.play(file)

    def least(self, report: dict, metric: str) -> float:
        return report["metrics"][metric]["min"]

    def classes(self, report: dict) -> set:
        return {failure["class"] for failure in report["failures"]}

    def test_the_ready_scenario(self):
        """WP-MEDIA-FW-1: a firewall that lets TCP through and nothing else: phones register, and each call says that it has no media."""
        code, report = self.play(SCENARIOS / "restrictive-firewall.yaml")
        self.assertIn(code, (0, 4), report["verdict"])
        self.assertEqual([gate["text"] for gate in report["thresholds"] if not gate["pass"]], [])
        # And without the words that forgive: each cause by its name.
        file = self.folder / "unforgiving.yaml"
        text = (SCENARIOS / "restrictive-firewall.yaml").read_text()
        file.write_text(text.replace(", optional: true", "").replace("register: {optional: true}", "register"))
        code, report = self.play(file)
        self.assertIn(code, (1, 4))
        self.assertEqual({(failure["class"], failure["count"]) for failure in report["failures"]}, {("ice.failed", 5), ("ws.blocked", 5)})

    def test_every_layer_of_signalling_is_late_by_what_was_injected(self):
        _, report = self.play_with("{delay: 40ms}")
        self.assertEqual(report["failures"], [])
        for metric, trips in (("phase.tcp", 1), ("phase.tls", 1), ("phase.ws", 1), ("sip.rrd", 2)):
            # Never sooner than injected; how much later depends on who else runs here. The histogram rounds to 0.1 %.
            self.assertGreaterEqual(self.least(report, metric), 80 * trips * 0.998, metric)

    def test_loss_on_a_stream_is_time_and_no_retransmission_of_ours(self):
        _, report = self.play_with("{delay: 5ms, loss: 20%}")
        self.assertNotIn("tcp.closed", self.classes(report))
        self.assertNotIn("sip.retransmissions", report["metrics"], "TCP sends again, not SIP")
        # 20 connections, each with some eight segments one after the other: that none was lost has odds of 1 to 10^15.
        self.assertGreaterEqual(max(report["metrics"][name]["max"] for name in ("phase.tcp", "phase.tls", "phase.ws", "sip.rrd")), 200)

    def test_loss_on_datagrams_makes_sip_send_again(self):
        _, report = self.play_with("{loss: 20%}", door="udp")
        self.assertGreater(report["metrics"]["sip.retransmissions"]["value"], 0)
        self.assertEqual(report["journeys"]["look"]["failed"], 0, report["failures"])

    def test_blocked_udp_blocks_signalling_over_udp_and_plain_media(self):
        _, report = self.play_with("{udp: blocked}", steps="[call: {to: \"160\", talk: 4s}]", door="tcp", media="rtp")
        self.assertEqual(self.classes(report), {"rtp.none"})

    def test_a_client_comes_back_no_faster_than_its_rule_when_upgrades_end(self):
        standin = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(standin.stdout.close)
        self.addCleanup(standin.wait)
        self.addCleanup(standin.stdin.close)
        standin.stdin.write(json.dumps({"domain": "example.com", "accounts": [
            {"user": user, "password": f"pw-{user}"} for user in ("1000", "1001")]}) + "\n")
        standin.stdin.flush()
        doors = json.loads(standin.stdout.readline())["doors"]
        proxy = Proxy(int(re.search(r":(\d+)", doors["ws"].split("//")[1])[1]))
        self.addCleanup(proxy.stop)
        file = self.folder / "staying.yaml"
        file.write_text(STAYING.replace("PORT", str(proxy.port)).replace("UDP", doors["udp"]))
        run = subprocess.Popen([BINARY, file, "--out", self.out, "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        wait_for_report(self.out, lambda report: report["journeys"].get("tick", {}).get("started") == 1)
        proxy.close_all()
        self.assertIn(run.wait(timeout=90), (0, 1, 4))
        # SIP.js: at once, then every 4 s, three times in all, and the user has to load the page again.
        self.assertEqual(len(proxy.ended), 3, "attempts after the loss")
        for before, after in zip(proxy.ended, proxy.accepted[2:]):   # the first connection and the attempt at once come before
            self.assertGreaterEqual(after - before, 3.9, "no fast loop")


if __name__ == "__main__":
    unittest.main(verbosity=2)
