"""What an operator trips over, each told in a sentence; and a plan split over processes, merged again."""
import json
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from email.utils import formatdate
from pathlib import Path

BINARY = Path(sys.argv.pop(1)).resolve()

SCENARIO = """cxload: 1
name: Operator
deployment: {{signalling: "udp://127.0.0.1:{port}", domain: example.test}}
endpoints:
  trunk: {{register: false, phones: 12}}
journeys:
  ask:
    endpoints: trunk
    steps: [options: {{to: "160", expect: {{status: [200, 403]}}}}]
load:
  - {{journey: ask, rate: 40/s, for: 2s}}
  - {{journey: ask, rate: 10/s, for: 2s, arrivals: poisson}}
thresholds:
  - journey.ask.p95 < 5s
"""


class Deployment(threading.Thread):
    """Answers OPTIONS over UDP: 200 to the first `allowed`, then 403; Date off by `clock`; from 127.0.0.2 if `elsewhere`."""

    def __init__(self, allowed: int = 10**9, clock: float = 0, elsewhere: bool = False):
        super().__init__(daemon=True)
        self.allowed, self.clock = allowed, clock
        self.door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.door.bind(("127.0.0.1", 0))
        self.way_out = self.door
        if elsewhere:
            self.way_out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.way_out.bind(("127.0.0.2", 0))
        self.port = self.door.getsockname()[1]
        self.asked = 0
        self.start()

    def run(self):
        while True:
            try:
                data, peer = self.door.recvfrom(65536)
            except OSError:
                return
            request = data.decode()
            if not request.startswith("OPTIONS"):
                continue
            self.asked += 1
            status = "200 OK" if self.asked <= self.allowed else "403 Forbidden"
            copied = re.findall(r"(?im)^(?:via|from|call-id|cseq)\s*:.*\r\n", request)
            to = re.search(r"(?im)^to\s*:\s*(.*?)\r$", request)[1]
            reply = (f"SIP/2.0 {status}\r\n{''.join(copied)}To: {to};tag=1\r\n"
                     f"Date: {formatdate(time.time() + self.clock, usegmt=True)}\r\nContent-Length: 0\r\n\r\n")
            self.way_out.sendto(reply.encode(), peer)

    def stop(self):
        self.door.close()


class TlsDeployment(threading.Thread):
    """Answers OPTIONS over TLS, with a certificate of its own that ends in so many days."""

    def __init__(self, folder: Path, days: int):
        super().__init__(daemon=True)
        self.certificate = folder / "server.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                        str(days), "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                        folder / "key.pem", "-out", self.certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / "key.pem")
        plain = socket.create_server(("127.0.0.1", 0))
        self.port = plain.getsockname()[1]
        self.door = context.wrap_socket(plain, server_side=True)
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    @staticmethod
    def answer(connection: ssl.SSLSocket):
        with connection:
            while data := connection.recv(65536):
                request = data.decode()
                copied = re.findall(r"(?im)^(?:via|from|call-id|cseq)\s*:.*\r\n", request)
                to = re.search(r"(?im)^to\s*:\s*(.*?)\r$", request)
                if to is not None:
                    connection.sendall(f"SIP/2.0 200 OK\r\n{''.join(copied)}To: {to[1]};tag=1\r\n"
                                       "Content-Length: 0\r\n\r\n".encode())

    def stop(self):
        self.door.close()


class Operator(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def start(self, **manner) -> Deployment:
        deployment = Deployment(**manner)
        self.addCleanup(deployment.stop)
        (self.folder / "scenario.yaml").write_text(SCENARIO.format(port=deployment.port))
        return deployment

    def play(self, out: str, *options) -> dict:
        done = subprocess.run([BINARY, self.folder / "scenario.yaml", "--out", self.folder / out, "--threads", "1", *options],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertIn(done.returncode, (0, 1, 4), done.stderr)
        self.text = done.stdout
        return json.loads((self.folder / out / "report.json").read_text())

    def notices(self, report: dict) -> dict:
        return {notice["id"]: notice["text"] for notice in report["notices"]}

    def test_a_healthy_deployment_has_no_notice(self):
        self.start()
        self.assertEqual(self.play("out")["notices"], [])

    def test_a_ban_is_recognised(self):
        self.start(allowed=20)
        report = self.play("out")
        self.assertIn("403 from request 21 on", self.notices(report)["source_ban"])
        for file in ("report.html", "summary.md"):
            self.assertIn("your address was probably blocked", (self.folder / "out" / file).read_text(), file)
        self.assertIn("your address was probably blocked", self.text)
        before = (self.folder / "out" / "report.json").read_bytes()
        subprocess.run([BINARY, "report", self.folder / "out"], capture_output=True, check=True)
        self.assertEqual((self.folder / "out" / "report.json").read_bytes(), before)

    def test_refusals_from_the_start_are_no_ban(self):
        self.start(allowed=0)
        self.assertNotIn("source_ban", self.notices(self.play("out")))

    def test_a_clock_that_is_wrong_is_told(self):
        self.start(clock=3600)
        text = self.notices(self.play("out"))["clock_offset"]
        self.assertRegex(text, r"is (3599|3600|3601) s ahead of ours")

    def test_answers_from_another_address_are_told(self):
        self.start(elsewhere=True)
        self.assertIn("127.0.0.2", self.notices(self.play("out"))["other_address"])

    def told_of_certificate(self, days: int) -> str:
        deployment = TlsDeployment(self.folder, days)
        self.addCleanup(deployment.stop)
        text = SCENARIO.format(port=deployment.port).replace("udp://", "tls://")
        (self.folder / "scenario.yaml").write_text(
            text.replace("domain: example.test", f'domain: example.test, tls: {{ca: "{deployment.certificate}"}}'))
        report = self.play(f"out-{days}")
        self.assertEqual(report["journeys"]["ask"]["failed"], 0, report["failures"])
        return self.notices(report).get("certificate", "")

    def test_a_certificate_that_ends_soon_is_told_and_another_is_not(self):
        self.assertRegex(self.told_of_certificate(3), r"chain of 127\.0\.0\.1 expires on 20\d\d-\d\d-\d\d, in [23] days")
        self.assertEqual(self.told_of_certificate(90), "")

    def test_too_few_local_ports_are_told_before_and_after(self):
        deployment = self.start()
        # A network of its own, so that its range of ports can be narrow; the deployment there is nobody.
        narrow = ["unshare", "--net", "sh", "-c", "ip link set lo up && sysctl -qw net.ipv4.ip_local_port_range='40000 40009' "
                  "&& exec \"$@\"", "sh", BINARY]
        options = ["--set", "endpoints.trunk.socket=each", "--set", f"deployment.signalling=tcp://127.0.0.1:{deployment.port}"]
        plan = subprocess.run([*narrow, "plan", self.folder / "scenario.yaml", *options], capture_output=True, text=True,
                              check=False)
        self.assertIn("NOT ENOUGH: widen net.ipv4.ip_local_port_range", plan.stdout, plan.stderr)
        subprocess.run([*narrow, self.folder / "scenario.yaml", "--out", self.folder / "out", *options], capture_output=True,
                       timeout=120, check=False)
        report = json.loads((self.folder / "out" / "report.json").read_text())
        self.assertIn("ports", self.notices(report)["limits"])

    def test_too_few_descriptors_are_told_before_and_after(self):
        self.start()
        limited = ["prlimit", "--nofile=40:40", BINARY]
        options = ["--set", "endpoints.trunk.socket=each", "--set", "load.0.rate=100/s", "--set", "load.0.for=1s"]
        plan = subprocess.run([*limited, "plan", self.folder / "scenario.yaml", *options], capture_output=True, text=True,
                              check=False)
        self.assertIn("NOT ENOUGH: raise it with ulimit -n", plan.stdout)
        subprocess.run([*limited, self.folder / "scenario.yaml", "--out", self.folder / "out", *options], capture_output=True,
                       timeout=120, check=False)
        report = json.loads((self.folder / "out" / "report.json").read_text())
        self.assertIn("descriptors", self.notices(report)["limits"])

    def test_shards_of_a_plan_are_the_plan(self):
        self.start()
        whole = self.play("whole")
        shards = [self.play(f"shard{i}", "--shard", f"{i}/3") for i in (1, 2, 3)]
        self.assertEqual(sum(one["journeys"]["ask"]["planned"] for one in shards), whole["journeys"]["ask"]["planned"])
        folders = [self.folder / f"shard{i}" for i in (3, 1, 2)]
        done = subprocess.run([BINARY, "merge", *folders, "--out", self.folder / "merged"], capture_output=True, text=True,
                              check=False)
        self.assertIn(done.returncode, (0, 4), done.stderr)
        merged = json.loads((self.folder / "merged" / "report.json").read_text())
        self.assertEqual(merged["journeys"]["ask"], whole["journeys"]["ask"])
        self.assertEqual(merged["metrics"]["journey.ask"]["count"],
                         sum(one["metrics"]["journey.ask"]["count"] for one in shards))
        self.assertEqual(merged["metrics"]["journey.ask"]["max"], max(one["metrics"]["journey.ask"]["max"] for one in shards))
        self.assertTrue((self.folder / "merged" / "report.html").is_file())

    def test_what_is_no_whole_plan_is_refused(self):
        self.start()
        self.play("shard1", "--shard", "1/2")
        done = subprocess.run([BINARY, "merge", self.folder / "shard1", "--out", self.folder / "merged"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("shard 1 of 2", done.stderr)
        for wrong in ("0/2", "3/2", "1", "a/b", "1/2x", "1/5000"):
            done = subprocess.run([BINARY, self.folder / "scenario.yaml", "--out", self.folder / "no", "--shard", wrong],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2, wrong)


if __name__ == "__main__":
    unittest.main(verbosity=2)
