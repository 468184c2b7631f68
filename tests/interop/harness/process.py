"""Processes of one test run: started with a log, found ready by asking them, ended for sure."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Callable

READY_SECONDS = 15


class PeerError(Exception):
    """A peer did not come up or went away; never a verdict about cxload."""


class Process:
    def __init__(self, name: str, command: list, log: Path, cwd: Path):
        self.name, self.log = name, log
        with log.open("ab") as out:
            self._child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out,
                                           stderr=subprocess.STDOUT, cwd=cwd, start_new_session=True)

    @property
    def pid(self) -> int:
        return self._child.pid

    def is_alive(self) -> bool:
        return self._child.poll() is None

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def wait(self, seconds: float) -> int:
        return self._child.wait(seconds)

    def signal_group(self, number: int) -> None:
        try:
            os.killpg(self._child.pid, number)
        except ProcessLookupError:
            pass

    def stop(self, first: int = signal.SIGTERM, seconds: float = 5) -> None:
        """Asks, then insists; the whole process group is gone afterwards."""
        if self.is_alive():
            self.signal_group(first)
            try:
                self._child.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
        self.signal_group(signal.SIGKILL)
        self._child.wait()


class Workplace:
    """A temporary folder and the processes that work in it."""

    def __init__(self, keep: bool = False):
        self.folder = Path(tempfile.mkdtemp(prefix="cxload-interop-"))
        self.keep = keep
        self._processes: list[Process] = []

    def start(self, name: str, command: list) -> Process:
        process = Process(name, command, self.folder / f"{name}.log", self.folder)
        self._processes.append(process)
        return process

    def __enter__(self) -> "Workplace":
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self._processes):
            process.stop()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(ready: Callable[[], bool], process: Process, what: str, seconds: float = READY_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if not process.is_alive():
            raise PeerError(f"{process.name} ended: {process.log_text()[-1500:]}")
        if time.monotonic() > deadline:
            raise PeerError(f"{process.name}: no {what} after {seconds} s: {process.log_text()[-1500:]}")
        time.sleep(0.02)


def accepts_tcp(port: int, address: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


def probe_tcp(process: Process, port: int, address: str = "127.0.0.1") -> None:
    wait_until(lambda: accepts_tcp(port, address), process, f"door on port {port}")


def has_udp_socket(port: int) -> bool:
    """Asks the kernel: a probe datagram would be a message to the peer."""
    wanted = f":{port:04X}"
    tables = Path("/proc/net/udp").read_text().splitlines()[1:]
    return any(line.split()[1].endswith(wanted) for line in tables)


def probe_udp(process: Process, port: int) -> None:
    wait_until(lambda: has_udp_socket(port), process, f"UDP socket on port {port}")
