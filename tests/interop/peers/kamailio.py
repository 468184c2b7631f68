"""Kamailio: registrar and proxy on UDP, TCP and TLS, and plain WebSocket for nginx to stand before."""
import re
import subprocess
from pathlib import Path

from harness.process import Workplace, probe_tcp, wait_until

UDP, TCP, TLS, WS = 5060, 5060, 5061, 8080
TEMPLATE = Path(__file__).with_name("kamailio.cfg")
FAULT = re.compile(r"(CRITICAL|segfault|signal (6|11)\b|BUG:).*")


class Kamailio:
    def __init__(self, workplace: Workplace, algorithm: str = "MD5"):
        """`workplace` holds server.pem and server.key already (harness.ca)."""
        self.folder, self.algorithm = workplace.folder, algorithm
        config = self.folder / "kamailio.cfg"
        text = TEMPLATE.read_text().replace("@DIR@", str(self.folder)).replace("@ALGORITHM@", algorithm)
        config.write_text(text)
        self.process = workplace.start("kamailio", [
            "kamailio", "-DD", "-E", "-w", self.folder, "-Y", self.folder, "-m", "128", "-M", "16", "-f", config])
        for port in (TCP, TLS, WS):
            probe_tcp(self.process, port)

    def is_registered(self, user: str) -> bool:
        command = ["kamcmd", "-s", f"unix:{self.folder}/ctl", "ul.lookup", "location", user]
        done = subprocess.run(command, capture_output=True, text=True, timeout=10)
        return done.returncode == 0 and "Contact" in done.stdout

    def wait_registered(self, *users: str, seconds: float = 20) -> None:
        for user in users:
            wait_until(lambda: self.is_registered(user), self.process, f"registration of {user}", seconds)

    def faults(self) -> list[str]:
        """What the log says that must not happen in a healthy run: crashes of a worker above all."""
        return [match.group() for match in FAULT.finditer(self.process.log_text())]

    def stop(self) -> None:
        self.process.stop()
