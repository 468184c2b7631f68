"""Kamailio: registrar and proxy on UDP, TCP and TLS, and plain WebSocket for nginx to stand before."""
import re
import subprocess
from pathlib import Path

from harness.process import Workplace, probe_tcp, wait_until

UDP, TCP, TLS, WS = 5060, 5060, 5061, 8080
TEMPLATE = Path(__file__).with_name("kamailio.cfg")
EDGE = TEMPLATE.with_name("edge.cfg")
USERS = "^1[0-9][0-9][0-9]$"
# Told when a child ends before its father at shutdown: no fault.
FAULT = re.compile(r"(CRITICAL(?!.*receive_fd\(\): EOF)|segfault|signal (6|11)\b|BUG:).*")


class Edge:
    """A second Kamailio before the first: ws://127.0.0.4:8080, tcp and udp 127.0.0.4:5060."""

    def __init__(self, workplace: Workplace):
        folder = workplace.folder / "edge"
        folder.mkdir(exist_ok=True)
        config = folder / "edge.cfg"
        config.write_text(EDGE.read_text().replace("@DIR@", str(folder)))
        self.process = workplace.start("edge", ["kamailio", "-DD", "-E", "-w", folder, "-Y", folder, "-m", "256", "-M", "16",
                                                "-f", config])
        probe_tcp(self.process, WS, "127.0.0.4")

    def stop(self) -> None:
        self.process.stop()


class Kamailio:
    instances = 0

    def __init__(self, workplace: Workplace, algorithm: str = "MD5", users: str = USERS,
                 media_relay: bool = False):
        """`workplace` holds server.pem and server.key already (harness.ca). `users`: pattern of the known ones."""
        self.folder = workplace.folder
        config = self.folder / "kamailio.cfg"
        text = TEMPLATE.read_text()
        for name, value in (("DIR", str(self.folder)), ("ALGORITHM", algorithm), ("USERS", users)):
            text = text.replace(f"@{name}@", value)
        config.write_text(text)
        # A log of its own: what an earlier instance said while it was stopped is no fault of this one.
        Kamailio.instances += 1
        self.process = workplace.start(f"kamailio-{Kamailio.instances}", [
            "kamailio", "-DD", "-E", "-w", self.folder, "-Y", self.folder, "-m", "1024", "-M", "16", "-f", config,
            *(["-A", "WITH_MEDIA_RELAY"] if media_relay else [])])
        for port in (TCP, TLS, WS):
            probe_tcp(self.process, port)

    def ask(self, *command: str) -> str:
        """The answer to a command of Kamailio's control interface; empty when it refuses."""
        whole = ["kamcmd", "-s", f"unix:{self.folder}/ctl", *command]
        done = subprocess.run(whole, capture_output=True, text=True, timeout=10)
        return done.stdout if done.returncode == 0 else ""

    def is_registered(self, user: str) -> bool:
        return "Contact" in self.ask("ul.lookup", "location", f"s:{user}")   # s: text, not a number

    def registered_users(self) -> int:
        found = re.search(r"registered_users: (\d+)", self.ask("stats.fetch", "registered_users"))
        return int(found[1]) if found else 0

    def wait_registered(self, *users: str, seconds: float = 20) -> None:
        for user in users:
            wait_until(lambda: self.is_registered(user), self.process, f"registration of {user}", seconds)

    def faults(self) -> list[str]:
        """What the log says that must not happen in a healthy run: crashes of a worker above all."""
        return [match.group() for match in FAULT.finditer(self.process.log_text())]

    def stop(self) -> None:
        self.process.stop()
