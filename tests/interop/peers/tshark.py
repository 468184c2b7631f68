"""dumpcap and tshark: what was really on the wire, and when."""
import signal
import socket
import subprocess
from dataclasses import dataclass

from harness.process import Workplace, wait_until

MARK = b"the capture has come this far"
MARK_PORT = 9
FIELDS = ["frame.time_epoch", "sip.Call-ID", "sip.CSeq.method", "sip.Method", "sip.Status-Code"]


@dataclass
class SipEvent:
    at: float            # seconds, as the kernel stamped the packet
    call_id: str
    of: str              # method of the CSeq
    status: int          # 0: a request


class Capture:
    def __init__(self, workplace: Workplace, ports: str):
        self.file = workplace.folder / "capture.pcapng"
        self.process = workplace.start("dumpcap", [
            "dumpcap", "-i", "lo", "-f", f"{ports} or udp port {MARK_PORT}", "-B", "32", "-w", self.file])
        wait_until(lambda: self.file.exists() and "File:" in self.process.log_text(), self.process, "capture file")

    def stop(self) -> None:
        """The kernel hands packets over in batches: what was sent before this mark is in the file once it is."""
        with socket.socket(type=socket.SOCK_DGRAM) as marker:
            marker.sendto(MARK, ("127.0.0.1", MARK_PORT))
        wait_until(lambda: MARK in self.file.read_bytes(), self.process, "mark in the capture")
        self.process.stop(signal.SIGINT, 30)   # a killed dumpcap leaves a file cut short

    def sip_events(self) -> list[SipEvent]:
        """Ends the capture and reads it."""
        self.stop()
        command = ["tshark", "-n", "-r", str(self.file), "-d", "udp.port==5060,sip", "-Y", "sip", "-T", "fields",
                   "-E", "separator=|", "-E", "occurrence=f"]
        for name in FIELDS:
            command += ["-e", name]
        text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
        rows = [line.split("|") for line in text.splitlines()]
        return [SipEvent(float(row[0]), row[1], row[2], int(row[4] or 0)) for row in rows if len(row) == len(FIELDS)]


def registration_delays(events: list[SipEvent]) -> dict[str, float]:
    """RFC 6076 4.1 by Call-ID: first REGISTER to the first 200 after it, in seconds."""
    begun: dict[str, float] = {}
    delays: dict[str, float] = {}
    for event in events:
        if event.of != "REGISTER":
            continue
        if event.status == 0:
            begun.setdefault(event.call_id, event.at)
        elif event.status == 200 and event.call_id in begun:
            delays.setdefault(event.call_id, event.at - begun[event.call_id])
    return delays
