"""What a call with media costs: a packet pair of SRTP beside its floor, alone and in a whole run; its set-up (ICE and DTLS) beside a
bare handshake; how many legs one thread carries; and two runs that two cores must carry with the stand-in: WebRTC legs to the echo
number, and browsers bridged to gateways."""
import json
import re
import statistics
import subprocess

from harness.process import Process, wait_until
from side_by_side.common import BENCHES, CXLOAD, BenchError, Row, Sizes, cpu_so_far, resident_kib, spread

PACING = 2.0               # ms, p99
PAIR = 1.25                # our transform and two system calls, beside libsrtp and the same calls
SETUP = 1.75               # ICE, DTLS and keys of both ends, beside a bare DTLS 1.2 handshake of both ends
FRAMES = 50                # packets a second and direction
USERS = 10000

SETTLE, WATCH = 3, 10      # seconds of talk before and while the CPU is read


def scenario(deployment: str, legs: int, talk: float, bridged: bool) -> str:
    callees = f"""
  desks: {{accounts: desks, signalling: udp, media: {{profile: rtp}}, answer: {{after: 20ms}}}}""" if bridged else ""
    return f"""cxload: 1
name: calls that talk
seed: 1
{deployment}
accounts:
  agents: {{users: {USERS}..{USERS + legs - 1}, password: "pw-{{user}}"}}
  desks: {{users: {2 * USERS}..{2 * USERS + legs - 1}, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, client: sipjs, media: {{profile: webrtc}}}}{callees}
journeys:
  call: {{endpoints: agents, steps: [register, call: {{to: {'group desks' if bridged else '"160"'}, talk: {talk}s}}]}}
load:
  - {{journey: call, rate: {max(10, legs // 10)}/s, for: {legs / max(10, legs // 10)}s}}
"""


class Run:
    def __init__(self, workplace, name: str, text: str, *options: str):
        folder = workplace.folder / name
        folder.mkdir()
        (folder / "calls.yaml").write_text(text)
        self.out = folder / "out"
        self.process: Process = workplace.start(name, [CXLOAD, folder / "calls.yaml", "--out", self.out, *options])

    def report(self) -> dict:
        file = self.out / "report.json"
        return json.loads(file.read_text()) if file.exists() else {}

    def calls(self) -> int:
        return self.report().get("metrics", {}).get("calls.active", {}).get("value") or 0

    def end(self, seconds: float) -> tuple[int, dict]:
        try:
            return self.process.wait(seconds), self.report()
        except subprocess.TimeoutExpired:
            raise BenchError("the run did not end") from None

    def finish(self, seconds: float, sizes: Sizes) -> dict:
        code, report = self.end(seconds)
        loss = report["metrics"]["media.loss"]
        skipped = report["metrics"]["media.skipped"]["value"] or 0
        if not sizes.may_end_with(code):
            raise BenchError(f"exit code {code}, {report['validity']}, {report['verdict']['reasons']}")
        if sizes.judge and skipped > 0:
            raise BenchError(f"{skipped} packets of our own were too late to be sent")
        if sizes.judge and loss["max"] != 0:
            raise BenchError(f"packets were lost on the loopback interface: {loss['max']} of a call")
        return report


def micro(program: str, *options: str) -> list[dict]:
    done = subprocess.run([BENCHES / program, "--benchmark_format=json", *options], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)["benchmarks"]
    for one in found:
        if one.get("error_occurred"):
            raise BenchError(f"{program}: {one['name']}: {one.get('error_message')}")
    return found


def pair_rows(sizes: Sizes) -> list[Row]:
    rounds = [{one["name"]: one["cpu_time"] / 1000 for one in micro("bench_srtp_pair")} for _ in range(sizes.rounds)]   # µs
    rows = []
    for argument, cipher in ((0, "AEAD_AES_128_GCM"), (1, "AES_CM_128_HMAC_SHA1_80")):
        ours, floor = f"srtp_pair_ours/cm:{argument}", f"srtp_pair_floor/cm:{argument}"
        ratios = [one[ours] / one[floor] for one in rounds]
        rows.append(Row(f"SRTP packet out and in, with its system calls, {cipher}",
                        f"{statistics.median(one[ours] for one in rounds):.2f} µs",
                        f"libsrtp {statistics.median(one[floor] for one in rounds):.2f} µs", spread(ratios), f"≤ {PAIR}",
                        statistics.median(ratios) <= PAIR if sizes.judge else None))
    return rows


def setup_rows(sizes: Sizes) -> list[Row]:
    """CPU time of one thread that plays both ends: set-ups a second of it, and µs for each."""
    rounds = [{one["name"]: one["items_per_second"] for one in micro("bench_net_call_setup", f"--benchmark_min_time={sizes.setup_seconds}")}
              for _ in range(sizes.rounds)]
    ratios = [one["call_setup_floor"] / one["call_setup_ours"] for one in rounds]
    ours, floor = (statistics.median(one[name] for one in rounds) for name in ("call_setup_ours", "call_setup_floor"))
    return [Row("WebRTC call set up (ICE, DTLS 1.2, keys), both ends on one core", f"{1e6 / ours:.0f} µs: {ours:,.0f} a second",
                f"bare DTLS 1.2 handshake, both ends, {1e6 / floor:.0f} µs", spread(ratios), f"≤ {SETUP}",
                statistics.median(ratios) <= SETUP if sizes.judge else None)]


class Echo:
    """The stand-in in a process of its own."""

    def __init__(self, workplace, legs: int, name: str = "echo"):
        config = workplace.folder / f"{name}.json"
        config.write_text(json.dumps({"domain": "test.example", "accounts": [
            {"user": str(user), "password": f"pw-{user}"} for user in range(USERS, USERS + legs)]}))
        self.process = workplace.start(name, [CXLOAD, "serve", "--config", config])
        wait_until(lambda: "wss://" in self.process.log_text(), self.process, "the stand-in's doors")
        door = re.search(r"wss://\S+", self.process.log_text())[0]
        self.deployment = f'deployment: {{signalling: "{door}", domain: test.example, tls: {{verify: false}}}}'


def leg_rows(workplace, sizes: Sizes) -> list[Row]:
    legs = sizes.media_legs
    echo = Echo(workplace, legs)
    talk = 10 + SETTLE + WATCH + 4
    one = Run(workplace, "legs", scenario(echo.deployment, legs, talk, False), "--threads", "1")
    wait_until(lambda: one.calls() >= legs, one.process, f"{legs} calls", 60)
    wait_for(SETTLE)
    begin = cpu_so_far(one.process.pid)
    wait_for(WATCH)
    cpu, kib = (cpu_so_far(one.process.pid) - begin) / WATCH, resident_kib(one.process.pid)
    one.finish(90, sizes)
    echo.process.stop()
    pairs = legs * FRAMES
    return [Row(f"WebRTC leg that talks and hears, {legs} of them, one thread",
                f"{cpu / pairs * 1e6:.1f} µs a packet pair, {kib / legs:.0f} KiB and {cpu / legs * 1000:.2f} ms/s a leg",
                f"{cpu:.2f} of a core: {legs / cpu:,.0f} legs a core")]


def search_rows(workplace, sizes: Sizes) -> list[Row]:
    """Upwards until one is not valid, or loses a packet of our own. The far end works beside it, on the other core."""
    carried, why = 0, "not searched further"
    for legs in sizes.media_search:
        echo = Echo(workplace, legs, f"far-end-{legs}")
        one = Run(workplace, f"search-{legs}", scenario(echo.deployment, legs, 30 if sizes.judge else 2, False), "--threads", "1")
        code, report = one.end(150)
        echo.process.stop()
        lost = report["metrics"]["media.loss"]["max"]
        if code not in (0, 4):
            raise BenchError(f"exit code {code}, {report['verdict']['reasons']}")
        if sizes.judge and (report["validity"]["status"] != "valid" or lost != 0):
            why = f"at {legs}: {report['validity']['status']}, loss {lost:.1%}; {'; '.join(report['validity']['reasons'][:1])}"
            break
        carried = legs
    return [Row("WebRTC legs that one thread carries, valid and without loss, 30 s", f"{carried:,}", why)]


def wait_for(seconds: float) -> None:
    """What is measured is time itself."""
    subprocess.run(["sleep", str(seconds)], check=True)


def capacity_rows(workplace, sizes: Sizes) -> list[Row]:
    rows = []
    for name, legs, bridged, what in (("echo", sizes.media_legs, False, "WebRTC legs to the echo number"),
                                      ("bridge", sizes.media_legs // 2, True, "browsers bridged to gateways")):
        deployment = "deployment:\n  standin: {relay: true}" if bridged else ""
        run = Run(workplace, name, scenario(deployment, legs, sizes.media_talk, bridged))
        report = run.finish(sizes.media_talk + 90, sizes)
        jitter, pacing = (report["metrics"][name]["p99"] for name in ("media.jitter", "media.pacing"))
        rows.append(Row(f"{legs} {what}, {sizes.media_talk:.0f} s, both ends on this machine",
                        f"{report['validity']['status']}, loss {report['metrics']['media.loss']['max']:.0%}",
                        f"packets late p99 {pacing:.2f} ms, jitter p99 {jitter:.2f} ms", "",
                        f"valid, no loss, late p99 < {PACING:.0f} ms",
                        report["validity"]["status"] == "valid" and pacing < PACING if sizes.judge else None))
    return rows


def run(workplace, sizes: Sizes) -> list[Row]:
    return (pair_rows(sizes) + setup_rows(sizes) + leg_rows(workplace, sizes) + search_rows(workplace, sizes)
            + capacity_rows(workplace, sizes))
