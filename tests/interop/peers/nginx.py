"""nginx: ends TLS before Kamailio's plain WebSocket (wss://test.example/ws)."""
from pathlib import Path

from harness.process import Workplace, probe_tcp

WSS = 443
TEMPLATE = Path(__file__).with_name("nginx.conf")


class Nginx:
    def __init__(self, workplace: Workplace):
        folder = self.folder = workplace.folder
        config = folder / "nginx.conf"
        config.write_text(TEMPLATE.read_text().replace("@DIR@", str(folder)))
        self.process = workplace.start("nginx", ["nginx", "-p", folder, "-c", config, "-e", folder / "nginx.log"])
        probe_tcp(self.process, WSS)

    def handshakes(self) -> list[str]:
        """One line a connection that has ended: the version, and `r` if its TLS session was taken up again, else `.`"""
        file = self.folder / "handshakes.log"
        return file.read_text().splitlines() if file.exists() else []

    def stop(self) -> None:
        self.process.stop()
