"""The deployment of the interop tests: Kamailio, nginx before it, their CA, and the cxload under test."""
from pathlib import Path

from harness import ca
from harness.cxload import Cxload
from harness.process import Workplace
from peers.kamailio import USERS, Kamailio
from peers.nginx import Nginx

DOORS = {"udp": "udp://test.example", "tcp": "tcp://test.example", "tls": "tls://test.example",
         "wss": "wss://test.example/ws"}


class Site:
    def __init__(self, workplace: Workplace, binary: Path, users: str = USERS):
        self.workplace, self.users = workplace, users
        ca.make_ca(workplace.folder)
        self.ca = workplace.folder / "ca.pem"
        self.cxload = Cxload(binary, workplace)
        self.nginx = Nginx(workplace)
        self.kamailio = Kamailio(workplace, users=users)

    def fresh_registrar(self, algorithm: str = "MD5", media_relay: bool = False) -> None:
        """An empty registrar: what an earlier case registered must not answer for this one."""
        self.kamailio.stop()
        self.kamailio = Kamailio(self.workplace, algorithm, self.users, media_relay)

    def peer_faults(self) -> list[str]:
        return self.kamailio.faults()

    def deployment(self, door: str) -> str:
        """The scenario's `deployment` for one door of this site (a scheme or a whole URL)."""
        return (f"deployment:\n  signalling: {DOORS.get(door, door)}\n  domain: test.example\n"
                f"  resolve: {{test.example: 127.0.0.1}}\n  tls: {{ca: {self.ca}}}\n")
