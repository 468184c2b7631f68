"""The truth of sip.rrd: each registration against the packets on the wire."""
import csv

from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.site import Site
from peers import tshark
from cases import registrations

PAIRS = 200
LIMIT = 0.0005      # seconds at p95


def own_delays(file) -> dict[str, float]:
    """cxload's samples by Call-ID; the first of each is the first registration."""
    delays: dict[str, float] = {}
    with open(file, newline="") as lines:
        for row in csv.DictReader(lines):
            if row["metric"] == "sip.rrd":
                delays.setdefault(row["call_id"], int(row["microseconds"]) / 1e6)
    return delays


def difference(site: Site) -> float:
    """p95 of one run's differences, in seconds."""
    site.fresh_registrar()
    capture = tshark.Capture(site.workplace, "udp port 5060")
    samples = site.workplace.folder / "samples.csv"
    run = site.cxload.run(registrations.scenario(site, "udp", count=PAIRS), "--samples", str(samples), tries=1)
    wire = tshark.registration_delays(capture.sip_events())
    if run.exit_code == INVALID:
        return float("inf")
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(len(wire), PAIRS, "registrations in the capture")
    own = own_delays(samples)
    expect_equal(own.keys(), wire.keys(), "Call-IDs of the samples")
    off = sorted(abs(own[call_id] - wire[call_id]) for call_id in wire)
    p95 = off[int(0.95 * len(off))]
    print(f"    differences to the capture: median {off[len(off) // 2] * 1e6:.0f} µs, p95 {p95 * 1e6:.0f} µs, "
          f"largest {off[-1] * 1e6:.0f} µs")
    return p95


@case(f"sip.rrd of {PAIRS} registrations against a capture, pair by pair")
def pairs(site: Site) -> None:
    # The kernel stamps a packet at once and wakes cxload when a core is free: a busy machine only ever adds, so the
    # best of three runs is what the tool itself contributes.
    best = min_until(lambda: difference(site), LIMIT, tries=3)
    expect(best <= LIMIT, f"p95 of the differences is {best * 1e3:.3f} ms, more than {LIMIT * 1e3} ms")


def min_until(measure, limit: float, tries: int) -> float:
    best = measure()
    for _ in range(tries - 1):
        if best <= limit:
            break
        best = min(best, measure())
    return best
