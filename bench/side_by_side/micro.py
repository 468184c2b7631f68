"""Google Benchmark's programs, one row a benchmark."""
import json
import os
import subprocess

from side_by_side.common import BENCHES, BenchError, Row, Sizes

# What belongs in a table for a reader; the programs themselves measure more.
SHOWN = {
    "parse/invite:0": "parse a REGISTER",
    "parse/invite:1": "parse an INVITE with SDP",
    "parse_and_validate/invite:1": "parse an INVITE and look into its headers",
    "write/invite:0": "write a REGISTER",
    "write/invite:1": "write an INVITE with SDP",
    "digest": "answer a digest challenge",
    "frame_stream": "cut a message out of a TCP stream",
    "parse_one_provisioning": "read the provisioning of a Web Phone",
    "one_chain": "a button chain of three requests and a call, without its network",
    "histogram_record": "record one sample in a histogram",
}


def run(sizes: Sizes) -> list[Row]:
    programs = sorted(path for path in BENCHES.glob("bench_*") if os.access(path, os.X_OK))
    if not programs:
        raise BenchError(f"no micro bench was built in {BENCHES.name}")
    rows = []
    for program in programs:
        command = [program, "--benchmark_format=json", f"--benchmark_min_time={sizes.micro_seconds}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for one in json.loads(done.stdout)["benchmarks"]:
            if one.get("error_occurred"):
                raise BenchError(f"{program.name}: {one['name']}: {one.get('error_message')}")
            if one["name"] in SHOWN:
                rows.append(Row(SHOWN.pop(one["name"]), f"{one['cpu_time']:,.0f} {one['time_unit']}"))
    if SHOWN:
        raise BenchError(f"no such benches any more: {', '.join(SHOWN)}")
    return rows
