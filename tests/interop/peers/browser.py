"""Chromium with a phone of JsSIP or SIP.js in it."""
import json
import subprocess
from pathlib import Path

from harness.process import Workplace

DRIVER = Path(__file__).parents[1] / "browser" / "phone.mjs"


class Browser:
    """Registers `user`, then calls `call` and talks so many milliseconds, or answers one call."""

    def __init__(self, workplace: Workplace, library: str, user: str, call: str = "", talk: int = 3000,
                 url: str = "wss://test.example/ws"):
        options = {"library": library, "url": url, "domain": "test.example", "user": user,
                   "password": f"pw-{user}", "call": call, "talk": talk}
        role = f"calls-{call}" if call else "answers"
        self.process = workplace.start(f"browser-{library}-{role}", ["node", DRIVER, json.dumps(options)])

    def finish(self, seconds: float = 40) -> dict:
        """What the browser's getStats said: inbound, outbound, transport …; `failed` is empty when all went well."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.stop()
        lines = self.process.log_text().splitlines()
        if not lines or not lines[-1].startswith("{"):
            return {"failed": "\n".join(lines[-5:]) or "it said nothing"}
        return json.loads(lines[-1])
