"""The stand-in's Web Phone in Chromium: a case of browser/webphone, spoken to line by line."""
import json
import re
import subprocess
from pathlib import Path

from harness.case import expect_equal
from harness.process import Process, Workplace, wait_until

ROOT = Path(__file__).resolve().parents[3]
DRIVER = ROOT / "tests" / "interop" / "browser" / "webphone.mjs"
PATIENCE = 180   # seconds; a browser on a busy machine


class WebStandin:
    """`cxload serve` with the browser's phone; `brand` goes over the settings of the first brand."""

    def __init__(self, workplace: Workplace, binary: Path, name: str, users: list[str], brand: dict | None = None, web: dict | None = None,
                 more: dict | None = None):
        self.domain = "test.example"
        settings = {"domain": self.domain, "algorithms": ["MD5"],
                    "accounts": [{"user": user, "password": f"pw-{user}"} for user in users],
                    "web": {"app": str(ROOT / "webapp" / "dist"), "brand": brand or {}, **(web or {})}, **(more or {})}
        config = workplace.folder / f"{name}.json"
        config.write_text(json.dumps(settings))
        self.process: Process = workplace.start(name, [binary, "serve", "--config", config])
        wait_until(lambda: "numbers\n" in self.process.log_text(), self.process, "the stand-in's doors", PATIENCE)
        said = self.process.log_text()
        self.door = re.search(r"wss://\S+", said)[0]
        port, self.host = re.search(r"https://[^\s:]+:(\d+) \(([^)]+)\)", said).groups()
        self.web = f"https://{self.host}:{port}"
        self.ca = re.search(r"CA +(\S+)", said)[1]
        admin = re.search(r"admin +(http://\S+), token in (\S+)", said)
        self.admin = (admin[1], Path(admin[2]).read_text().strip()) if admin else None

    def deployment(self) -> str:
        """The scenario's `deployment` for its WSS door."""
        port = self.door.rsplit(":", 1)[1]
        return (f"deployment:\n  signalling: wss://{self.domain}:{port}\n  domain: {self.domain}\n"
                f"  resolve: {{{self.domain}: 127.0.0.1}}\n  tls: {{ca: {self.ca}}}\n")

    def stop(self) -> None:
        self.process.stop()


class WebPhone:
    """Plays browser/webphone/CASE.mjs as `user`."""

    def __init__(self, workplace: Workplace, standin: WebStandin, case: str, user: str, label: str = "", **more):
        options = {"web": standin.web, "ca": standin.ca, "domain": standin.domain, "user": user, "password": f"pw-{user}", **more}
        if standin.admin:
            options["admin"] = dict(zip(("url", "token"), standin.admin))
        self.process = workplace.start(f"webphone-{label or case}", ["node", DRIVER, case, json.dumps(options)])

    def events(self) -> list[dict]:
        lines = self.process.log_text().split("\n")[:-1]   # the last one may be half a line
        return [json.loads(line) for line in lines if line.startswith('{"event"')]

    def wait_for(self, name: str) -> dict:
        wait_until(lambda: any(event["event"] in (name, "end") for event in self.events()), self.process, name, PATIENCE)
        event = next(event for event in self.events() if event["event"] in (name, "end"))
        expect_equal(event.get("failed", ""), "", f"the browser's complaint before it was {name}")
        return event

    def finish(self) -> str:
        """What the case complained of; empty when all went well."""
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.stop()
        ends = [event for event in self.events() if event["event"] == "end"]
        return ends[0]["failed"] if ends else "it ended early: " + self.process.log_text()[-600:]
