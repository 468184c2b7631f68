"""A phone in Python that calls the browser: the SIP client of the stand-in's tests, and a browser's offer by hand."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
for folder in ("tests/standin", "tests/app"):
    sys.path.insert(0, str(ROOT / folder))
from rtc_probe import Certificate, RtcProbe  # noqa: E402
from sip_client import Client  # noqa: E402

from peers.webphone import PATIENCE, WebStandin  # noqa: E402


class Stranger:
    """One call at a time; whoever wants two at once takes two of them."""

    def __init__(self, folder: Path, standin: WebStandin, user: str):
        self.standin, self.user = standin, user
        self.probe = RtcProbe(Certificate(folder, "stranger"))

    def ring(self, callee: str) -> int:
        """Calls, waits as long as it rings, and gives the final status; an answered call is up then."""
        self.phone = Client(self.standin.door, self.standin.ca, self.standin.domain, self.user, f"pw-{self.user}")
        self.phone.socket.raw.settimeout(PATIENCE)
        uri = f"sip:{callee}@{self.standin.domain}"
        response = self.phone.authenticated("INVITE", uri, body=self.probe.offer())
        if response.status < 300:
            self.phone.acknowledge(response, self.phone.routes_of(response))
        return response.status

    def wait_bye(self) -> None:
        """Until the other side hangs up."""
        while (message := self.phone.receive()) is not None:
            if message.method == "BYE":
                self.phone.answer(message, 200)
                return
        raise AssertionError("the connection ended before the call did")

    def close(self) -> None:
        self.phone.close()
        self.probe.close()
