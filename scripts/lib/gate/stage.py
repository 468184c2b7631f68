"""What a stage is given and what it gives back."""
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ERROR = re.compile(r"\berror: |\bundefined reference|CMake Error")


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)   # one line each: what failed, why something was skipped

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.notes += other.notes

    def note_failed(self, text: str) -> None:
        self.failed += 1
        self.notes.append(f"FAILED  {text}")

    def note_skipped(self, text: str, cases: int = 1) -> None:
        self.skipped += cases
        self.notes.append(f"skipped {text}")

    @staticmethod
    def single(name: str, ok: bool) -> "Count":
        count = Count(passed=1 if ok else 0)
        if not ok:
            count.note_failed(name)
        return count


def telling(lines: list[str], limit: int = 60) -> list[str]:
    """The lines of a log that a person looks for: the compiler's and linker's errors, or else the end."""
    errors = [line for line in lines if ERROR.search(line)]
    return errors[:limit] if errors else lines[-limit:]


@dataclass
class Context:
    root: Path
    mode: str              # quick, normal, full
    logs: Path

    @property
    def full(self) -> bool:
        return self.mode == "full"

    def run(self, log: str, command: list, env: dict | None = None, timeout: float | None = None) -> bool:
        """Runs a command with its output in a log file; shows the end of the log when it fails."""
        path = self.logs / f"{log}.log"
        with path.open("a") as out:
            print("+", *command, file=out, flush=True)
            try:
                code = subprocess.run([str(word) for word in command], cwd=self.root, stdin=subprocess.DEVNULL,
                                      stdout=out, stderr=subprocess.STDOUT, timeout=timeout,
                                      env={**os.environ, **(env or {})}).returncode
            except subprocess.TimeoutExpired:
                print(f"timed out after {timeout} s", file=out)
                code = 124
        if code != 0:
            print(f"--- {' '.join(map(str, command))[:160]}: exit {code}; {path} says:")
            print("\n".join(telling(path.read_text(errors="replace").splitlines())))
        return code == 0

    def output(self, command: list[str]) -> str:
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True).stdout
