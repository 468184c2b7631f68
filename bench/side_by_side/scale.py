"""What one more phone costs when there are many: CPU of its registration and memory while it idles, from a hundred to
fifteen thousand WSS phones in one process, the stand-in in its own. Nothing may grow with their number."""
import json
import signal
import subprocess

from harness.process import Process, wait_until
from side_by_side.common import CXLOAD, BenchError, Row, Sizes, cpu_so_far, resident_kib

RATE = 400                 # registrations/s
FLAT = 1.25                # the dearest phone of the curve against the cheapest
FIRST_USER = 10000
HOLD = 8                   # seconds that the run goes on with all phones registered


def scenario(count: int, options: str) -> str:
    return f"""cxload: 1
name: {count} phones
seed: 1
accounts:
  phones: {{users: {FIRST_USER}..{FIRST_USER + count - 1}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs, stay: {{rate: {RATE}/s}}{options}}}
  others: {{register: false, phones: 1}}
journeys:
  idle: {{endpoints: others, steps: [wait: {HOLD}s]}}
load:
  - {{journey: idle, count: 1}}
"""


class Run:
    """One run whose phones register and stay; looked at while all of them are there."""

    def __init__(self, workplace, count: int, options: str = ""):
        name = f"scale-{count}{'-web' if options else ''}"
        folder = workplace.folder / name
        folder.mkdir()
        (folder / "scale.yaml").write_text(scenario(count, options))
        self.count, self.report = count, folder / "out" / "report.json"
        self.process: Process = workplace.start(name, [
            CXLOAD, folder / "scale.yaml", "--out", folder / "out", "--threads", "1"])

    def read(self) -> dict:
        return json.loads(self.report.read_text()) if self.report.exists() else {}

    def all_are_there(self) -> bool:
        return self.read().get("journeys", {}).get("idle", {}).get("started", 0) == 1

    def measure(self) -> tuple[float, int]:
        wait_until(self.all_are_there, self.process, f"{self.count} phones", self.count / RATE + 90)
        return cpu_so_far(self.process.pid), resident_kib(self.process.pid)

    def finish(self, sizes: Sizes) -> None:
        try:
            code = self.process.wait(self.count / RATE + 120)
        except subprocess.TimeoutExpired:
            self.process.signal_group(signal.SIGKILL)
            raise BenchError(f"{self.count} phones: the run did not end") from None
        report = self.read()
        validity = report.get("validity", {}).get("status")
        if not sizes.may_end_with(code):
            raise BenchError(f"{self.count} phones: exit code {code}, {validity}, {report.get('verdict', {}).get('reasons')}")


def run(workplace, sizes: Sizes) -> list[Row]:
    curve = []
    for count in (1, *sizes.crowd):
        one = Run(workplace, count)
        curve.append((count, *one.measure()))
        one.finish(sizes)
    (_, base_cpu, base_kib), *points = curve
    count, _, plain = points[1]
    web = Run(workplace, count, ", provision: true")
    session = (web.measure()[1] - plain) / count
    web.finish(sizes)
    cpu = [(cpu - base_cpu) / count * 1e6 for count, cpu, _ in points]
    kib = [(kib - base_kib) / count for count, _, kib in points]
    named = " → ".join(f"{count:,}" for count, _, _ in points)

    def row(what: str, each: list[float]) -> Row:
        # The smallest crowd is too small for a figure of its own: a page more or less is a tenth of it.
        judged = each[1:] or each
        growth = max(judged) / min(judged)
        return Row(f"{what}, {named} phones in one process (ratio: dearest to cheapest from the second on)",
                   " → ".join(f"{value:.0f}" if value >= 100 else f"{value:.1f}" for value in each), "",
                   f"{growth:.2f}", f"≤ {FLAT:g}", growth <= FLAT if sizes.judge else None)

    return [row(f"CPU of a WSS registration on the stand-in, {RATE}/s, µs", cpu),
            row("resident KiB of an idle registered WSS phone", kib),
            Row(f"resident KiB more with an idle session at the portal (connection, cookie, provisioning), {count:,} phones",
                f"{session:.1f}")]
