"""dnsmasq: a name server that is not ours, with the records of a deployment found by NAPTR and SRV."""
from harness.process import Workplace, probe_tcp, probe_udp

PORT = 5353
DEAD = 1     # nobody listens there


def address(name: str, *addresses: str) -> str:
    return f"--host-record={name},{','.join(addresses)}"


def srv(owner: str, target: str, port: int, priority: int, weight: int = 0) -> str:
    return f"--srv-host={owner},{target},{port},{priority},{weight}"


def naptr(owner: str, order: int, service: str, replacement: str, flags: str = "S") -> str:
    return f"--naptr-record={owner},{order},50,{flags},{service},,{replacement}"


class Dnsmasq:
    def __init__(self, workplace: Workplace, *records: str):
        """Authoritative for `test.example`; what is not there does not exist."""
        self.process = workplace.start("dnsmasq", [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--no-daemon",
            f"--port={PORT}", "--listen-address=127.0.0.1", "--bind-interfaces", "--user=root", "--pid-file",
            "--local=/example/", "--local-ttl=30", "--log-queries", *records])
        probe_tcp(self.process, PORT)
        probe_udp(self.process, PORT)

    def questions(self) -> list[str]:
        """What was asked, as dnsmasq logs it: "NAPTR test.example"."""
        found = []
        for line in self.process.log_text().splitlines():
            if "query[" in line:
                kind, rest = line.split("query[", 1)[1].split("] ", 1)
                found.append(f"{kind} {rest.split(' ')[0]}")
        return found

    def stop(self) -> None:
        self.process.stop()
