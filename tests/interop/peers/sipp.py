"""SIPp 3.6.1: a plain SIP far end and caller over UDP and TCP (Debian's has neither TLS nor digest)."""
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.process import Process, Workplace, probe_tcp, probe_udp

SCENARIOS = Path(__file__).with_name("sipp")
TRUNK = "127.0.0.2"        # the address Kamailio trusts
MODES = {"udp": "u1", "tcp": "t1"}


class Uas:
    """Answers calls until it is stopped. `scenario`: one of sipp/*.xml, or SIPp's own `uas`."""

    def __init__(self, workplace: Workplace, transport: str, port: int, address: str = "127.0.0.1",
                 scenario: str = "uas.xml",
                 media_port: int = 0):
        source = ["-sf", SCENARIOS / scenario] if scenario.endswith(".xml") else ["-sn", scenario]
        self.process = workplace.start(f"sipp-uas-{transport}", [
            "sipp", *source, "-t", MODES[transport], "-i", address, "-p", port, "-nostdin", "-nd",
            "-trace_err", "-error_file", workplace.folder / f"sipp-uas-{transport}.err",
            *(["-rtp_echo", "-mi", address, "-mp", str(media_port)] if media_port else [])])
        if transport == "udp":
            probe_udp(self.process, port)
        else:
            probe_tcp(self.process, port, address)

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        self.process.stop()


@dataclass
class Finished:
    exit_code: int
    successful: int
    failed: int
    errors: str

    @property
    def ok(self) -> bool:
        return self.exit_code == 0 and self.failed == 0


def _fields(workplace: Workplace, *fields: str) -> list:
    file = workplace.folder / "sipp-fields.csv"
    file.write_text("SEQUENTIAL\n" + ";".join(fields) + "\n")
    return ["-inf", file]


def _run(workplace: Workplace, name: str, command: list, seconds: float) -> Finished:
    statistics, errors = workplace.folder / f"{name}.csv", workplace.folder / f"{name}.err"
    process: Process = workplace.start(name, ["sipp", *command, "-nostdin", "-trace_stat", "-stf", statistics,
                                              "-trace_err", "-error_file", errors])
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.stop()
        code = 124
    rows = [line.split(";") for line in statistics.read_text().splitlines()] if statistics.exists() else []
    last = dict(zip(rows[0], rows[-1])) if len(rows) > 1 else {}
    said = errors.read_text() if errors.exists() else process.log_text() if code else ""
    return Finished(code, int(last.get("SuccessfulCall(C)", 0)), int(last.get("FailedCall(C)", 0)), said[-1500:])


def call(workplace: Workplace, user: str, calls: int, rate: int = 10, transport: str = "udp", talk_ms: int = 100,
         proxy: str = "127.0.0.1:5060", port: int = 5085, seconds: float = 60) -> Finished:
    """Calls `user` of test.example through the proxy from the trunk address."""
    return _run(workplace, f"sipp-uac-{transport}-{user}", [
        "-sf", SCENARIOS / "uac.xml", *_fields(workplace, "test.example"), "-s", user, "-t", MODES[transport],
        "-i", TRUNK, "-p", port, "-m", calls, "-r", rate, "-d", talk_ms, proxy], seconds)


def register(workplace: Workplace, user: str, contact_port: int, transport: str = "udp",
             proxy: str = "127.0.0.1:5060", port: int = 5086) -> Finished:
    """Registers `user` with a contact at the trunk address, as a gateway's far end would be. It speaks UDP itself:
    Kamailio forgets a contact whose registering connection is gone."""
    fields = _fields(workplace, "test.example", TRUNK, str(contact_port), transport)
    return _run(workplace, f"sipp-register-{user}", ["-sf", SCENARIOS / "register.xml", *fields, "-s", user, "-t", "u1",
                                                     "-i", TRUNK, "-p", port, "-m", 1, proxy], 20)
