"""The truth of sip.rrd: each registration against the packets on the wire."""
import csv

from harness.case import case, expect, expect_equal
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


@case(f"sip.rrd of {PAIRS} registrations against a capture, pair by pair")
def pairs(site: Site) -> None:
    site.fresh_registrar()
    capture = tshark.Capture(site.workplace, "udp port 5060")
    samples = site.workplace.folder / "samples.csv"
    run = site.cxload.run(registrations.scenario(site, "udp", count=PAIRS), "--samples", str(samples))
    wire = tshark.registration_delays(capture.sip_events())
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(len(wire), PAIRS, "registrations in the capture")
    own = own_delays(samples)
    expect_equal(own.keys(), wire.keys(), "Call-IDs of the samples")
    off = sorted(abs(own[call_id] - wire[call_id]) for call_id in wire)
    p95 = off[int(0.95 * len(off))]
    print(f"    differences to the capture: median {off[len(off) // 2] * 1e6:.0f} µs, p95 {p95 * 1e6:.0f} µs, "
          f"largest {off[-1] * 1e6:.0f} µs")
    expect(p95 <= LIMIT, f"p95 of the differences is {p95 * 1e3:.3f} ms, more than {LIMIT * 1e3} ms")
