"""What the benches share: CPU time of a process, rows of the table, sizes, the machine."""
import os
import platform
import re
import signal
import statistics
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CXLOAD = ROOT / "build-release" / "src" / "app" / "cxload"
BENCHES = ROOT / "build-bench" / "bench"


class BenchError(Exception):
    """The bench itself did not work: no figure to judge."""


@dataclass
class Row:
    what: str
    ours: str
    beside: str = ""
    ratio: str = ""
    promise: str = ""
    kept: bool | None = None      # nothing: no promise, or a sanity run


@dataclass
class Sizes:
    """How much of everything; `judge` is off in a sanity run, whose figures mean nothing."""
    judge: bool = True
    rounds: int = 5
    call_rate: int = 1000
    calls: int = 20000
    few_phones: int = 200
    many_phones: int = 1700
    storm_phones: int = 1000
    idle_few: int = 1000
    idle_many: int = 5000
    crowd: tuple[int, ...] = (100, 1000, 5000, 15000)
    rates: tuple[int, ...] = (200, 400, 600, 800, 1000, 1200)
    media_legs: int = 500
    media_talk: float = 60
    media_search: tuple[int, ...] = (600, 700, 800, 900, 1000, 1200)
    setup_seconds: float = 2.0
    web_agents: int = 20
    web_seconds: float = 8
    web_crowd: int = 500
    web_crowd_seconds: float = 60
    web_leads: int = 7
    micro_seconds: float = 0.5

    def may_end_with(self, exit_code: int) -> bool:
        """A sanity run is made beside others: that its figures are not to be trusted (exit code 4) is known before."""
        return exit_code == 0 or (exit_code == 4 and not self.judge)

    @staticmethod
    def sanity() -> "Sizes":
        return Sizes(judge=False, rounds=1, call_rate=200, calls=200, few_phones=10, many_phones=30, storm_phones=20, idle_few=10,
                     idle_many=30, crowd=(5, 20), rates=(20,), media_legs=4, media_talk=2, media_search=(4, 6), setup_seconds=0.05,
                     web_agents=2, web_seconds=1, web_crowd=4, web_crowd_seconds=1, web_leads=1, micro_seconds=0.01)


@dataclass
class Usage:
    exit_code: int
    cpu: float                    # seconds, user and system
    output: str = field(repr=False, default="")


def run_measured(command: list, log: Path, seconds: float) -> Usage:
    """Runs a program to its end; CPU time as the kernel accounts it to this one process."""
    with log.open("wb") as out:
        child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=subprocess.STDOUT, start_new_session=True, cwd=log.parent)
    timer = threading.Timer(seconds, lambda: os.killpg(child.pid, signal.SIGKILL))
    timer.start()
    _, status, used = os.wait4(child.pid, 0)
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    return Usage(child.returncode, used.ru_utime + used.ru_stime, log.read_text(errors="replace"))


def cpu_so_far(pid: int) -> float:
    """CPU seconds of a running process with its threads; nanoseconds exact where the scheduler keeps them."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def resident_kib(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s*(\d+)", text, re.M)[1])


def spread(values: list[float], form: str = "{:.2f}") -> str:
    """min / median / max, as the table shows it."""
    return " / ".join(form.format(value) for value in (min(values), statistics.median(values), max(values)))


def machine() -> str:
    cpu = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    system = re.search(r'^PRETTY_NAME="(.*)"$', Path("/etc/os-release").read_text(), re.M)
    return (f"{cpu[1].strip() if cpu else platform.machine()}, {os.cpu_count()} cores, "
            f"{system[1] if system else platform.system()}, Linux {platform.release().split('-')[0]}")
