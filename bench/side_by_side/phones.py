"""What a WSS phone costs: CPU of its first registration beside a bare handshake, and memory while it idles."""
import os
import resource
import signal
import statistics
import subprocess

from harness.cxload import INVALID
from harness.process import wait_until
from harness.site import Site
from side_by_side.common import BENCHES, BenchError, Row, Sizes, cpu_so_far, resident_kib, spread

WSS_CONNECT = BENCHES / "wss_connect" / "wss_connect"
SET_UP_RATE = 300          # registrations/s: what the peers carry beside us on two cores
HANDSHAKES, RECONNECT, KIB = 1.5, 0.75, 40.0
STORMS, STORM_EVERY = 3, 6     # seconds: SIP.js comes back at once
FIRST_USER = 10000
USERS = "^[1-9][0-9][0-9][0-9][0-9]$"


def scenario(site: Site, count: int) -> str:
    """Phones that register once and stay; the journey only keeps the run open."""
    return f"""cxload: 1
name: phones that stay
seed: 1
{site.deployment("wss")}
accounts:
  phones: {{users: {FIRST_USER}..{FIRST_USER + count - 1}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs, stay: {{rate: {SET_UP_RATE}/s}}}}
  others: {{register: false, phones: 1}}
journeys:
  idle: {{endpoints: others, steps: [wait: 60s]}}
load:
  - {{journey: idle, count: 1}}
"""


def with_phones(site: Site, count: int, measure) -> float:
    """Registers the phones, measures once the last one is there, interrupts the run."""
    site.fresh_registrar()
    running = site.cxload.start(scenario(site, count), "--threads", "1")
    try:
        wait_until(lambda: site.kamailio.registered_users() >= count, running.process,
                   f"registration of {count} phones", count / SET_UP_RATE + 60)
        return measure(running.process.pid)
    finally:
        running.process.signal_group(signal.SIGINT)
        run = running.finish(60)
        if run.exit_code not in (0, 130):
            raise BenchError(f"cxload with {count} phones: {run.summary()}")


def wss_connect(*words: object) -> dict[str, float]:
    done = subprocess.run([WSS_CONNECT, *map(str, words)], check=True, capture_output=True, text=True, timeout=300)
    figures = dict(line.split() for line in done.stdout.splitlines() if line.count(" ") == 1)
    return {name: float(value) for name, value in figures.items()}


def handshake_floor() -> float:
    """CPU seconds of a bare in-memory TLS 1.3 handshake, client side, as many a second as phones register: caches cool
    between them as between registrations. The lowest of three tries: everything above it is noise of the machine."""
    return min(wss_connect("handshakes", SET_UP_RATE)["handshake_us"] for _ in range(3)) / 1e6


def registration_cpu(site: Site, sizes: Sizes) -> Row:
    ratios, ours, floors = [], [], []
    for _ in range(sizes.rounds):
        few = with_phones(site, sizes.few_phones, cpu_so_far)
        many = with_phones(site, sizes.many_phones, cpu_so_far)
        ours.append((many - few) / (sizes.many_phones - sizes.few_phones))
        floors.append(handshake_floor())
        ratios.append(ours[-1] / floors[-1])
    middle = len(ours) // 2
    kept = sorted(ratios)[middle] <= HANDSHAKES if sizes.judge else None
    return Row(f"CPU of a first WSS registration, {SET_UP_RATE}/s, µs (beside it: a bare TLS 1.3 handshake, client side)",
               f"{sorted(ours)[middle] * 1e6:.0f}", f"{sorted(floors)[middle] * 1e6:.0f}",
               f"{min(ratios):.2f} / {sorted(ratios)[middle]:.2f} / {max(ratios):.2f}", f"≤ {HANDSHAKES:g}", kept)


def storm(site: Site, count: int, storms: int) -> str:
    """Phones that stay, and lose all their connections so many times."""
    drops = ", ".join(f"{{at: {1 + STORM_EVERY * i}s, drop: 100%, of: phones}}" for i in range(storms))
    return f"""cxload: 1
name: reconnects
seed: 1
{site.deployment("wss")}
accounts:
  phones: {{users: {FIRST_USER}..{FIRST_USER + count - 1}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs, stay: {{rate: {SET_UP_RATE}/s}}}}
  others: {{register: false, phones: 1}}
journeys:
  idle: {{endpoints: others, steps: [wait: {1 + STORM_EVERY * STORMS}s]}}
load:
  - {{journey: idle, count: 1}}
events: [{drops}]
"""


def cpu_of_storms(site: Site, count: int, storms: int) -> float:
    """CPU seconds of a whole run."""
    site.fresh_registrar()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = site.cxload.run(storm(site, count, storms), "--threads", "1", tries=1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    back = run.metric("storm.recovery").get("count", 0)
    if run.exit_code not in (0, INVALID) or back != storms:
        raise BenchError(f"{storms} storms of {count} phones, {back} of them recovered: {run.summary()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def reconnect_cpu(site: Site, sizes: Sizes) -> Row:
    """A phone that lost its connection and takes its TLS session up again, against a whole handshake."""
    ratios, ours, floors = [], [], []
    for _ in range(sizes.rounds):
        calm, stormy = (cpu_of_storms(site, sizes.storm_phones, storms) for storms in (0, STORMS))
        ours.append((stormy - calm) / (STORMS * sizes.storm_phones))
        floors.append(handshake_floor())
        ratios.append(ours[-1] / floors[-1])
    kept = statistics.median(ratios) <= RECONNECT if sizes.judge else None
    return Row("CPU of a WSS reconnect with its ticket, REGISTER included, µs (beside it: a bare TLS 1.3 handshake)",
               f"{statistics.median(ours) * 1e6:.0f}", f"{statistics.median(floors) * 1e6:.0f}", spread(ratios),
               f"≤ {RECONNECT:g}", kept)


def idle_memory(site: Site, sizes: Sizes) -> Row:
    few = with_phones(site, sizes.idle_few, resident_kib)
    many = with_phones(site, sizes.idle_many, resident_kib)
    each = (many - few) / (sizes.idle_many - sizes.idle_few)
    return Row(f"resident KiB of an idle registered WSS phone, {sizes.idle_few:,} → {sizes.idle_many:,} phones",
               f"{each:.1f}", "", "", f"≤ {KIB:g}", each <= KIB if sizes.judge else None)


def arrivals(site: Site, rate: int, seconds: int) -> str:
    return f"""cxload: 1
name: new registrations
seed: 1
{site.deployment("wss")}
accounts:
  phones: {{users: {FIRST_USER}..{FIRST_USER + rate * seconds - 1}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs}}
journeys:
  login: {{endpoints: phones, steps: [register]}}
load:
  - {{journey: login, rate: {rate}/s, for: {seconds}s}}
"""


def registration_rate(site: Site, sizes: Sizes) -> Row:
    """The highest of the tried rates that the whole chain carries: valid run, nothing failed, p99 within 20 ms."""
    best, p99 = 0, float("nan")
    for rate in sizes.rates:
        site.fresh_registrar()
        run = site.cxload.run(arrivals(site, rate, 4), "--threads", "1")
        if not sizes.judge and not sizes.may_end_with(run.exit_code):
            raise BenchError(f"{rate} registrations/s: {run.summary()}")
        late = run.metric("journey.login").get("p99", 1e9)
        if sizes.judge and (run.exit_code != 0 or late > 20):
            break
        best, p99 = rate, late
    return Row(f"new WSS registrations/s, both sides on these {os.cpu_count()} cores (p99 from planned start {p99:.1f} ms)",
               f"{best:,}" if best else f"under {sizes.rates[0]}")


def bare_links(sizes: Sizes) -> list[Row]:
    figures = wss_connect(5000 if sizes.judge else 20)
    return [Row("CPU of a WSS connection without SIP: TCP, TLS, upgrade, µs (beside it: the bare handshake)",
                f"{figures['wss_connect_us']:.0f}", f"{figures['handshake_us']:.0f}", f"{figures['ratio']:.2f}"),
            Row("resident KiB of an idle WSS connection without a phone", f"{figures['kib_per_idle_link']:.1f}")]


def run(workplace, sizes: Sizes, binary) -> list[Row]:
    site = Site(workplace, binary, USERS)
    return [registration_cpu(site, sizes), reconnect_cpu(site, sizes), registration_rate(site, sizes), idle_memory(site, sizes),
            *bare_links(sizes)]
