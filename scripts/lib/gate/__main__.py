"""Command line of the gate: which stages, how long each took, and the sum of their cases."""
import argparse
import shutil
import sys
import time
from pathlib import Path

from . import build, outside, style
from .stage import Context, Count

STAGES = {
    "format": style.format_check,
    "lint": style.lints,
    "release": build.release,
    "asan": build.asan,
    "tsan": build.tsan,
    "tidy": style.tidy,
    "fuzz": outside.fuzz,
    "interop": outside.interop,
    "bench": outside.bench,
    "clean-room": outside.clean_room,
}
QUICK = ["format", "lint", "release"]
FULL_ONLY = ["clean-room"]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/test")
    parser.add_argument("--quick", dest="mode", action="store_const", const="quick", default="normal")
    parser.add_argument("--full", dest="mode", action="store_const", const="full")
    parser.add_argument("--list", action="store_true", help="name the stages")
    parser.add_argument("stages", nargs="*", metavar="STAGE", help="only these")
    options = parser.parse_args()
    unknown = [name for name in options.stages if name not in STAGES]
    if unknown:
        parser.error(f"no stage {', '.join(unknown)}; there are {', '.join(STAGES)}")
    return options


def choose(options: argparse.Namespace) -> list[str]:
    if options.stages:
        return [name for name in STAGES if name in options.stages]
    if options.mode == "quick":
        return QUICK
    return [name for name in STAGES if options.mode == "full" or name not in FULL_ONLY]


def run_stage(context: Context, name: str) -> tuple[Count, float]:
    print(f"=== {name}", flush=True)
    begin = time.monotonic()
    try:
        count = STAGES[name](context)
    except Exception as error:   # a broken stage is a failed gate, and the others still tell what they know
        count = Count.single(f"stage {name}: {type(error).__name__}: {error}", False)
    seconds = time.monotonic() - begin
    for note in count.notes:
        print(f"    {note}")
    print(f"    {count.passed} passed, {count.failed} failed, {count.skipped} skipped in {seconds:.1f} s", flush=True)
    return count, seconds


def main() -> int:
    options = parse_arguments()
    if options.list:
        print(*STAGES, sep="\n")
        return 0
    root = Path(__file__).resolve().parents[3]
    logs = root / "build-gate"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir()
    context = Context(root, options.mode, logs)
    rows = {name: run_stage(context, name) for name in choose(options)}
    total = Count()
    table = ["stage       seconds   passed   failed  skipped"]
    for name, (count, seconds) in rows.items():
        total.add(count)
        table.append(f"{name:<10} {seconds:8.1f} {count.passed:8} {count.failed:8} {count.skipped:8}")
    (logs / "timings.txt").write_text("\n".join(table) + "\n")
    print("", *table, sep="\n")
    for note in (note for note in total.notes if note.startswith("FAILED")):
        print(note)
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
