"""Command line of the benches: runs the chosen ones, prints the table, judges the promises."""
import argparse
import json
import sys
from pathlib import Path

from harness import netns
from harness.process import Workplace
from side_by_side import calls, media, micro, phones, scale, web
from side_by_side.common import CXLOAD, Row, Sizes, machine

BENCHES = {
    "calls": lambda workplace, sizes: calls.run(workplace, sizes),
    "wss": lambda workplace, sizes: phones.run(workplace, sizes, CXLOAD),
    "scale": lambda workplace, sizes: scale.run(workplace, sizes),
    "media": lambda workplace, sizes: media.run(workplace, sizes),
    "web": lambda workplace, sizes: web.run(workplace, sizes),
    "micro": lambda workplace, sizes: micro.run(sizes),
}


def table(rows: list[Row]) -> str:
    lines = ["| what | cxload | beside it | ratio: min / median / max | promise |", "|---|---:|---:|---|---|"]
    for row in rows:
        mark = {None: "", True: " kept", False: " **broken**"}[row.kept]
        lines.append(f"| {row.what} | {row.ours} | {row.beside} | {row.ratio} | {row.promise}{mark} |")
    return "\n".join(lines)


def run_one(name: str, sizes: Sizes) -> tuple[list[Row], dict]:
    try:
        with Workplace() as workplace:
            rows = BENCHES[name](workplace, sizes)
    except Exception as error:   # a bench that breaks down must not hide what the others found
        return [], {"name": name, "status": "failed", "why": f"{type(error).__name__}: {error}"}
    broken = [row.what for row in rows if row.kept is False]
    return rows, {"name": name, "status": "failed" if broken else "passed", "why": "; ".join(broken)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/run")
    parser.add_argument("--sanity", action="store_true", help="tiny sizes; only shows that the benches work")
    parser.add_argument("--rounds", type=int, help="how often cxload and its peer take turns")
    parser.add_argument("--json", type=Path, help="verdicts as JSON")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="only these")
    options = parser.parse_args()
    if options.list:
        print(*BENCHES, sep="\n")
        return 0
    if not netns.enter():
        print("no network namespaces here: the benches need one", file=sys.stderr)
        return 1
    sizes = Sizes.sanity() if options.sanity else Sizes()
    sizes.rounds = options.rounds or sizes.rounds
    rows, verdicts = [], []
    for name in options.names or BENCHES:
        found, verdict = run_one(name, sizes)
        rows += found
        verdicts.append(verdict)
        if verdict["status"] == "failed":
            print(f"{name}: {verdict['why']}", file=sys.stderr)
    print(f"Measured on {machine()}.\n\n{table(rows)}")
    if options.json:
        options.json.write_text(json.dumps(verdicts))
    return 1 if any(verdict["status"] == "failed" for verdict in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
