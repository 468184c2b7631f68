"""coturn: a TURN server with long-term credentials, on UDP, TCP and TLS; it relays from the second loopback address."""
import re

from harness.process import Process, Workplace, probe_tcp, probe_udp, wait_until

PLAIN, TLS = 3478, 5349
RELAYED_FROM = "127.0.0.2"
USER, PASSWORD = "relayed", "through the looking glass"


class Coturn:
    """Used with `with`: a case that fails must not leave one to the next."""
    _started = 0

    def __init__(self, workplace: Workplace):
        Coturn._started += 1
        self.process: Process = workplace.start(f"coturn-{Coturn._started}", [
            "turnserver", "-n", "--listening-ip=127.0.0.1", f"--listening-port={PLAIN}", f"--tls-listening-port={TLS}",
            f"--relay-ip={RELAYED_FROM}", "--min-port=50000", "--max-port=59999", "--realm=test.example", "--lt-cred-mech",
            f"--user={USER}:{PASSWORD}", "--allow-loopback-peers", "--no-cli", "--no-dtls", f"--cert={workplace.folder}/server.pem",
            f"--pkey={workplace.folder}/server.key", f"--userdb={workplace.folder}/turndb", f"--pidfile={workplace.folder}/coturn.pid",
            "--log-file=stdout", "--simple-log", "--verbose", "--stale-nonce=600", "--relay-threads=1"])
        probe_udp(self.process, PLAIN)
        probe_tcp(self.process, PLAIN)
        probe_tcp(self.process, TLS)

    def __enter__(self) -> "Coturn":
        return self

    def __exit__(self, *_) -> None:
        self.process.stop()

    def _lent(self) -> set[str]:
        """Sessions that got an address; those of probes did not."""
        return set(re.findall(r"session (\d+): new, ", self.process.log_text()))

    def wait_books(self) -> list[int]:
        """Packets between each relayed address and its peers. Each came back before its time, by Refresh with a lifetime of
        0 or the end of the connection; the books of a session are closed a while after its end."""
        def closed() -> set[str]:
            return set(re.findall(r"session (\d+): closed", self.process.log_text()))
        wait_until(lambda: self._lent() <= closed(), self.process, "end of all sessions")
        sums = {session: 0 for session in self._lent()}
        for session, received, sent in re.findall(r"session (\d+): peer usage: .*?rp=(\d+).*?sp=(\d+)", self.process.log_text()):
            if session in sums:
                sums[session] += int(received) + int(sent)
        return list(sums.values())
