"""Runs the program under test and reads what the contract promises about a run."""
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from harness.process import Process, Workplace

INVALID = 4


@dataclass
class Run:
    """A finished run: exit code, report.json, and what it printed."""
    exit_code: int
    folder: Path
    output: str
    report: dict = field(default_factory=dict)

    def journey(self, name: str) -> dict:
        return self.report.get("journeys", {}).get(name, {})

    def metric(self, name: str) -> dict:
        return self.report.get("metrics", {}).get(name, {})

    def failure_classes(self) -> dict[str, int]:
        return {failure["class"]: failure["count"] for failure in self.report.get("failures", [])}

    def summary(self) -> str:
        """What a person needs when a case failed."""
        verdict = self.report.get("verdict", {})
        return (f"exit {self.exit_code}, {verdict.get('status')}: {verdict.get('reasons')}, "
                f"failures {self.failure_classes()}, last output: {self.output[-600:]}")


class Running:
    def __init__(self, process: Process, folder: Path):
        self.process, self.folder = process, folder

    def finish(self, seconds: float) -> Run:
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.stop()
            code = 124
        file = self.folder / "report.json"
        report = json.loads(file.read_text()) if file.exists() else {}
        return Run(code, self.folder, self.process.log_text(), report)


class Cxload:
    def __init__(self, binary: Path, workplace: Workplace):
        self.binary, self._workplace = binary, workplace
        self._runs = 0

    def start(self, scenario: str, *options: str) -> Running:
        self._runs += 1
        name = f"run-{self._runs}"
        file, folder = self._workplace.folder / f"{name}.yaml", self._workplace.folder / name
        file.write_text(scenario)
        command = [self.binary, file, "--out", folder, "--no-color", *options]
        return Running(self._workplace.start(name, command), folder)

    def run(self, scenario: str, *options: str, seconds: float = 90, tries: int = 3) -> Run:
        """Runs to the end. An invalid run (exit 4) says that this machine was too busy just then, nothing about
        cxload or its peers: it is run again."""
        run = self.start(scenario, *options).finish(seconds)
        if run.exit_code == INVALID and tries > 1:
            print(f"    invalid, once more: {run.report.get('validity', {}).get('reasons')}")
            return self.run(scenario, *options, seconds=seconds, tries=tries - 1)
        return run
