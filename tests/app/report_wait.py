"""Waiting for what a run writes about itself, instead of for a time."""
import json
import time
from pathlib import Path


def wait_for_report(out: Path, holds, seconds: float = 60) -> dict:
    """The report is written every second; returns it once `holds` says so of it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            report = json.loads((out / "report.json").read_text())
            if holds(report):
                return report
        except (FileNotFoundError, KeyError, ValueError):
            pass  # not there yet, or not with that part
        time.sleep(0.1)
    raise AssertionError(f"the report in {out} never said so")
