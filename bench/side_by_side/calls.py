"""CPU of a call: cxload's trunk beside SIPp's built-in caller, same far end, alternated."""
import resource
import statistics
from dataclasses import dataclass

from harness.process import Workplace
from peers import sipp
from side_by_side.common import CXLOAD, BenchError, Row, Sizes, Usage, run_measured

PORTS = {"udp": 5070, "tcp": 5071}
PROMISE = 1.0
# An INVITE stays in the Accepted state for 32 s (RFC 6026): no phone may come to hold more than 256 of them.
CALLS_A_PHONE = 5


@dataclass(frozen=True)
class Comparison:
    """One row: how many calls a second, and how both callers use their connections."""
    title: str
    transport: str
    sipp_mode: str                # SIPp's -t
    calls_a_connection: int = 1   # ours; UDP has none
    times_the_rate: int = 1       # of Sizes.call_rate
    times_as_long: float = 1
    is_promised: bool = False


COMPARISONS = (
    Comparison("over UDP", "udp", "u1", is_promised=True),
    Comparison("over UDP", "udp", "u1", times_the_rate=5, times_as_long=0.5),
    # SIPp's cost of a connection grows with their number: a quarter of the time is enough.
    Comparison("over TCP, each in a connection of its own", "tcp", "tn", times_as_long=0.25, is_promised=True),
    Comparison("over TCP, ten in a connection; SIPp: all in one", "tcp", "t1", calls_a_connection=10),
)


@dataclass(frozen=True)
class Amount:
    rate: int
    calls: int

    @property
    def seconds(self) -> float:
        return self.calls / self.rate


def amount_of(comparison: Comparison, sizes: Sizes) -> Amount:
    rate = sizes.call_rate * comparison.times_the_rate
    return Amount(rate, int(rate * sizes.calls / sizes.call_rate * comparison.times_as_long))


def scenario(comparison: Comparison, amount: Amount) -> str:
    transport = comparison.transport
    uri = f"sip:service@127.0.0.1:{PORTS[transport]}"
    steps = [f'call: {{to: "{uri}", talk: 0s}}'] * comparison.calls_a_connection
    door = f"{transport}://127.0.0.1:{PORTS[transport]}"
    return f"""cxload: 1
name: "calls beside SIPp {comparison.title}"
seed: 1
deployment: {{signalling: "{door}", domain: 127.0.0.1}}
endpoints:
  trunk: {{register: false, phones: {amount.rate // CALLS_A_PHONE}}}
journeys:
  call:
    endpoints: trunk
    steps: [{", ".join(steps)}]
load:
  - {{journey: call, rate: {amount.rate // len(steps)}/s, for: {amount.seconds:g}s}}
"""


def most_sockets() -> int:
    """SIPp ends at once when it may open more sockets than the system lets it have descriptors."""
    return min(50_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 100)


def with_sipp(workplace: Workplace, comparison: Comparison, amount: Amount, _: Sizes) -> Usage:
    command = ["sipp", "-sn", "uac", "-d", "0", "-t", comparison.sipp_mode, "-i", "127.0.0.1", "-p", "5090",
               "-r", amount.rate, "-m", amount.calls, "-max_socket", most_sockets(), "-nostdin", f"127.0.0.1:{PORTS[comparison.transport]}"]
    used = run_measured(command, workplace.folder / "sipp-uac.log", amount.seconds + 120)
    if used.exit_code != 0:
        raise BenchError(f"SIPp's caller ended with {used.exit_code}: {used.output[-800:]}")
    return used


def with_cxload(workplace: Workplace, comparison: Comparison, amount: Amount, sizes: Sizes) -> Usage:
    file = workplace.folder / f"calls-{comparison.transport}.yaml"
    file.write_text(scenario(comparison, amount))
    out = workplace.folder / f"calls-{comparison.transport}"
    command = [CXLOAD, file, "--out", out, "--threads", "1", "--no-color"]
    used = run_measured(command, workplace.folder / "cxload.log", amount.seconds + 60)
    if not sizes.may_end_with(used.exit_code):
        raise BenchError(f"cxload ended with {used.exit_code}: {used.output[-800:]}")
    return used


def beside_sipp(workplace: Workplace, comparison: Comparison, sizes: Sizes) -> Row:
    amount = amount_of(comparison, sizes)
    ours, theirs = [], []
    for turn in range(sizes.rounds):
        order = [with_cxload, with_sipp] if turn % 2 else [with_sipp, with_cxload]
        for caller in order:
            far_end = sipp.Uas(workplace, comparison.transport, PORTS[comparison.transport], scenario="uas")
            used = caller(workplace, comparison, amount, sizes)
            far_end.stop()
            (ours if caller is with_cxload else theirs).append(used.cpu / amount.calls * 1e6)
    ratios = [own / other for own, other in zip(ours, theirs)]
    kept = statistics.median(ratios) <= PROMISE if sizes.judge and comparison.is_promised else None
    return Row(f"CPU of a call {comparison.title}, {amount.rate:,}/s, µs (beside it: SIPp's built-in caller)",
               f"{statistics.median(ours):.1f}", f"{statistics.median(theirs):.1f}",
               f"{min(ratios):.2f} / {statistics.median(ratios):.2f} / {max(ratios):.2f}",
               f"≤ {PROMISE:g}" if comparison.is_promised else "", kept)


def run(workplace: Workplace, sizes: Sizes) -> list[Row]:
    return [beside_sipp(workplace, comparison, sizes) for comparison in COMPARISONS]
