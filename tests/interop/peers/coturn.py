"""coturn: a TURN server with long-term credentials, on UDP, TCP and TLS; it relays from the second loopback address."""
import re

from harness.process import Process, Workplace, probe_tcp, probe_udp, wait_until

PLAIN, TLS = 3478, 5349
RELAYED_FROM = "127.0.0.2"
USER, PASSWORD = "relayed", "through the looking glass"


class Coturn:
    def __init__(self, workplace: Workplace):
        self._log = workplace.folder / "coturn.log"
        self._begun = self._log.stat().st_size if self._log.exists() else 0
        self.process: Process = workplace.start("coturn", [
            "turnserver", "-n", "--listening-ip=127.0.0.1", f"--listening-port={PLAIN}", f"--tls-listening-port={TLS}",
            f"--relay-ip={RELAYED_FROM}", "--min-port=50000", "--max-port=59999", "--realm=test.example", "--lt-cred-mech",
            f"--user={USER}:{PASSWORD}", "--allow-loopback-peers", "--no-cli", "--no-dtls", f"--cert={workplace.folder}/server.pem",
            f"--pkey={workplace.folder}/server.key", f"--userdb={workplace.folder}/turndb", f"--pidfile={workplace.folder}/coturn.pid",
            "--log-file=stdout", "--simple-log", "--verbose", "--stale-nonce=600", "--relay-threads=1"])
        probe_udp(self.process, PLAIN)
        probe_tcp(self.process, PLAIN)
        probe_tcp(self.process, TLS)

    def log(self) -> str:
        return self._log.read_bytes()[self._begun:].decode(errors="replace")

    def allocations(self) -> int:
        """Addresses that it lent."""
        return len(set(re.findall(r"session (\d+): new, ", self.log())))

    def wait_given_back(self, sessions: int) -> None:
        """Each address came back before its time: by Refresh with a lifetime of 0, or by the end of the connection."""
        wait_until(lambda: len(self._given_back()) >= sessions, self.process, f"end of {sessions} sessions")

    def _given_back(self) -> set[str]:
        return set(re.findall(r"session (\d+): (?:refreshed, .*lifetime=0\b|closed)", self.log()))

    def carried(self) -> list[int]:
        """Packets between each relayed address and its peers, of the sessions that it closed its books on."""
        sums: dict[str, int] = {}
        for session, received, sent in re.findall(r"session (\d+): peer usage: .*?rp=(\d+).*?sp=(\d+)", self.log()):
            sums[session] = sums.get(session, 0) + int(received) + int(sent)
        return list(sums.values())

    def wait_carried(self, sessions: int) -> list[int]:
        """A session's books are closed a while after its end."""
        wait_until(lambda: len(self.carried()) >= sessions, self.process, f"books of {sessions} sessions")
        return self.carried()

    def stop(self) -> None:
        self.process.stop()
