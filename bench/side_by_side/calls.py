"""CPU of a call: cxload's trunk beside SIPp's built-in caller, same far end, alternated."""
import statistics

from harness.process import Workplace
from peers import sipp
from side_by_side.common import CXLOAD, BenchError, Row, Sizes, Usage, run_measured

PORTS = {"udp": 5070, "tcp": 5071}
PROMISE = 1.0
# SIPp's caller keeps one TCP connection for all calls; a phone of ours keeps it for the calls of one journey.
CALLS_A_JOURNEY = {"udp": 1, "tcp": 10}
# An INVITE stays in the Accepted state for 32 s (RFC 6026): no phone may come to hold more than 256 of them.
CALLS_A_PHONE = 5


def scenario(transport: str, sizes: Sizes) -> str:
    uri = f"sip:service@127.0.0.1:{PORTS[transport]}"
    steps = [f'call: {{to: "{uri}", talk: 0s}}'] * CALLS_A_JOURNEY[transport]
    journeys = sizes.call_rate // len(steps)
    door = f"{transport}://127.0.0.1:{PORTS[transport]}"
    return f"""cxload: 1
name: calls beside SIPp over {transport}
seed: 1
deployment: {{signalling: "{door}", domain: 127.0.0.1}}
endpoints:
  trunk: {{register: false, phones: {sizes.call_rate // CALLS_A_PHONE}}}
journeys:
  call:
    endpoints: trunk
    steps: [{", ".join(steps)}]
load:
  - {{journey: call, rate: {journeys}/s, for: {sizes.calls / sizes.call_rate:g}s}}
"""


def with_sipp(workplace: Workplace, transport: str, sizes: Sizes) -> Usage:
    command = ["sipp", "-sn", "uac", "-d", "0", "-t", sipp.MODES[transport], "-i", "127.0.0.1", "-p", "5090",
               "-r", sizes.call_rate, "-m", sizes.calls, "-nostdin", f"127.0.0.1:{PORTS[transport]}"]
    used = run_measured(command, workplace.folder / "sipp-uac.log", sizes.calls / sizes.call_rate + 60)
    if used.exit_code != 0:
        raise BenchError(f"SIPp's caller ended with {used.exit_code}: {used.output[-800:]}")
    return used


def with_cxload(workplace: Workplace, transport: str, sizes: Sizes) -> Usage:
    file = workplace.folder / f"calls-{transport}.yaml"
    file.write_text(scenario(transport, sizes))
    command = [CXLOAD, file, "--out", workplace.folder / f"calls-{transport}", "--threads", "1", "--no-color"]
    used = run_measured(command, workplace.folder / "cxload.log", sizes.calls / sizes.call_rate + 60)
    if used.exit_code != 0:
        raise BenchError(f"cxload ended with {used.exit_code}: {used.output[-800:]}")
    return used


def beside_sipp(workplace: Workplace, transport: str, sizes: Sizes) -> Row:
    ours, theirs = [], []
    for turn in range(sizes.rounds):
        order = [with_cxload, with_sipp] if turn % 2 else [with_sipp, with_cxload]
        for caller in order:
            far_end = sipp.Uas(workplace, transport, PORTS[transport], scenario="uas")
            used = caller(workplace, transport, sizes)
            far_end.stop()
            (ours if caller is with_cxload else theirs).append(used.cpu / sizes.calls * 1e6)
    ratios = [own / other for own, other in zip(ours, theirs)]
    kept = statistics.median(ratios) <= PROMISE if sizes.judge else None
    return Row(f"CPU of a call over {transport.upper()}, {sizes.call_rate:,}/s, µs (SIPp: its built-in caller)",
               f"{statistics.median(ours):.1f}", f"{statistics.median(theirs):.1f}",
               f"{min(ratios):.2f} / {statistics.median(ratios):.2f} / {max(ratios):.2f}", f"≤ {PROMISE:g}", kept)


def run(workplace: Workplace, sizes: Sizes) -> list[Row]:
    return [beside_sipp(workplace, transport, sizes) for transport in PORTS]
