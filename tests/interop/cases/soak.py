"""A soak on Kamailio: phones that stay and are used for a minute, or as long as CXLOAD_SOAK_SECONDS says. Nobody is lost,
refreshes come on time, calls work to the end, and the tool does not grow."""
import os
import re
import statistics
import time
from pathlib import Path

from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.site import DOORS, Site

SECONDS = int(os.environ.get("CXLOAD_SOAK_SECONDS", "60"))
EXPIRES = 15
PHONES = 150


def scenario(site: Site) -> str:
    return f"""cxload: 1
name: soak on Kamailio
seed: 12
{site.deployment("wss")}
accounts:
  tabs: {{users: 1000..1049, password: "pw-{{user}}"}}
  agents: {{users: 1050..1099, password: "pw-{{user}}"}}
  desks: {{users: 1100..1149, password: "pw-{{user}}"}}
endpoints:
  tabs: {{accounts: tabs, client: sipjs, stay: {{rate: 50/s, expires: {EXPIRES}}}}}
  agents: {{accounts: agents, client: jssip, stay: {{rate: 50/s, expires: {EXPIRES}}}}}
  desks: {{accounts: desks, signalling: "{DOORS["udp"]}", stay: {{rate: 50/s, expires: {EXPIRES}}}, answer: {{after: 50ms}}}}
journeys:
  look: {{endpoints: tabs, steps: [options]}}
  call: {{endpoints: agents, steps: [call: {{to: group desks, talk: 100ms..500ms}}]}}
load:
  - {{journey: look, rate: 10/s, for: {SECONDS}s}}
  - {{journey: call, rate: 4/s, for: {SECONDS}s}}
thresholds:
  - sip.ira == 0%
"""


def resident_kib(pid: int) -> int:
    found = re.search(r"^VmRSS:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)
    return int(found[1]) if found else 0


def weights_of(running) -> list[int]:
    weights = []
    while running.process.is_alive():
        weights.append(resident_kib(running.process.pid))
        time.sleep(0.5)
    return [weight for weight in weights if weight]


@case("a soak: phones stay registered and are used")
def soak(site: Site) -> None:
    site.fresh_registrar()
    running = site.cxload.start(scenario(site), "--threads", "1")
    weights = weights_of(running)
    run = running.finish(60)
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")
    expect_equal(run.failure_classes(), {}, "failures")
    at = run.report["series"]["columns"].index("phones.registered")
    registered = [row[at] for row in run.report["series"]["rows"]]
    expect_equal(set(registered[registered.index(PHONES):-3]), {PHONES}, "phones registered all the time")
    delays = run.metric("sip.rrd")
    expect_equal(delays["count"], PHONES, "first registrations: nobody had to come anew")
    refreshes = next(series["count"] for series in delays["by"] if series["labels"] == {"kind": "refresh"})
    expect(refreshes >= PHONES * (SECONDS // EXPIRES - 1), f"only {refreshes} refreshes")
    quarter = len(weights) // 4
    early, late = statistics.median(weights[quarter:2 * quarter]), statistics.median(weights[-quarter:])
    expect(late < early * 1.1 + 4096, f"grew from {early} to {late} KiB")
