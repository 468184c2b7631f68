"""rtpengine: the media relay of the usual deployment, between DTLS-SRTP and plain RTP; all in user space."""
from harness.process import Workplace, probe_udp

CONTROL = 2223


class RtpEngine:
    def __init__(self, workplace: Workplace):
        # Without --dtls-passive Chromium can stay in DTLS "connecting" for good.
        self.process = workplace.start("rtpengine", [
            "rtpengine", "--table=-1", "--interface=127.0.0.1", f"--listen-ng=127.0.0.1:{CONTROL}", "--foreground", "--log-stderr",
            "--log-level=5", "--dtls-passive", "--port-min=20000", "--port-max=29999", "--num-threads=2",
            f"--pidfile={workplace.folder}/rtpengine.pid"])
        probe_udp(self.process, CONTROL)

    def stop(self) -> None:
        self.process.stop()
