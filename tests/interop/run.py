#!/usr/bin/env python3
"""Runs the interop cases: run.py [--json FILE] [--binary cxload] [--keep] [--list] [NAME-PART...]"""
import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import cases  # noqa: F401  (fills the list)
from harness import netns
from harness.case import CASES, Verdict, run_case
from harness.process import Workplace
from harness.site import Site

ROOT = Path(__file__).resolve().parents[2]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path, help="verdicts as JSON")
    parser.add_argument("--binary", type=Path, default=ROOT / "build-release" / "src" / "app" / "cxload")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*", help="only cases whose name contains one of these")
    return parser.parse_args()


def run_all(options: argparse.Namespace, chosen: list) -> list[Verdict]:
    verdicts = []
    with Workplace(options.keep) as workplace:
        if options.keep:
            print(f"working in {workplace.folder}")
        site = Site(workplace, options.binary.resolve())
        for one in chosen:
            verdict = run_case(one, site)
            verdicts.append(verdict)
            print(f"{verdict.status:7} {verdict.seconds:6.1f} s  {verdict.name}  {verdict.why}", flush=True)
    return verdicts


def main() -> int:
    options = parse_arguments()
    chosen = [one for one in CASES if not options.names or any(part in one.name for part in options.names)]
    if options.list:
        print(*(one.name for one in chosen), sep="\n")
        return 0
    if netns.enter():
        verdicts = run_all(options, chosen)
    else:
        verdicts = [Verdict(one.name, "skipped", "no network namespaces here", 0) for one in chosen]
    if options.json:
        options.json.write_text(json.dumps([asdict(verdict) for verdict in verdicts]))
    bad = sum(verdict.status == "failed" for verdict in verdicts)
    print(f"{sum(v.status == 'passed' for v in verdicts)} passed, {bad} failed")
    return 1 if bad or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
