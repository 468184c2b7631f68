"""Google Benchmark's programs, one row a benchmark."""
import json
import os
import subprocess

from side_by_side.common import BENCHES, BenchError, Row, Sizes


def run(sizes: Sizes) -> list[Row]:
    programs = sorted(path for path in BENCHES.glob("bench_*") if os.access(path, os.X_OK))
    if not programs:
        raise BenchError(f"no micro bench was built in {BENCHES.name}")
    rows = []
    for program in programs:
        command = [program, "--benchmark_format=json", f"--benchmark_min_time={sizes.micro_seconds}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for one in json.loads(done.stdout)["benchmarks"]:
            if one.get("run_type") == "iteration" and not one.get("error_occurred"):
                rows.append(Row(f"`{one['name']}`", f"{one['cpu_time']:,.0f} {one['time_unit']}"))
    return rows
