"""Fuzzing, real peers, benches and the clean room: stages that run programs of their own."""
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

from .build import build, build_webapp, fetch_node_modules
from .stage import Context, Count


def fuzz(context: Context) -> Count:
    if not build(context, "fuzz", "fuzz_targets"):
        return Count.single("fuzz build", False)
    folder = context.root / "build-fuzz" / "tests" / "fuzz"
    targets = sorted(path for path in folder.glob("fuzz_*") if os.access(path, os.X_OK))
    if not targets:
        return Count.single("no fuzz target was built", False)
    count = Count()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for target, ok in zip(targets, pool.map(lambda path: fuzz_one(context, path), targets)):
            count.add(Count.single(f"{target.name} (input: build-fuzz/found/)", ok))
    return count


def fuzz_one(context: Context, target) -> bool:
    name = target.name.removeprefix("fuzz_")
    found, work = context.root / "build-fuzz" / "found", context.root / "build-fuzz" / "work" / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    found.mkdir(exist_ok=True)
    corpus = context.root / "tests" / "fuzz" / "corpus" / name
    seconds = 60 if context.full else 15
    # The seed follows the commit: every landing tries other inputs, and a failed one can be repeated.
    seed = int(context.output(["git", "rev-parse", "HEAD"])[:7] or "1", 16) or 1
    command = [target, f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=10", "-rss_limit_mb=2048",
               "-max_len=65536", "-verbosity=0", f"-artifact_prefix={found}/{name}-", work]
    options = {"UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", "ASAN_OPTIONS": "allocator_may_return_null=1"}
    return context.run(f"fuzz-{name}", command + ([corpus] if corpus.is_dir() else []), options, timeout=seconds + 120)


def reported(context: Context, log: str, command: list, timeout: float) -> Count:
    """A program that writes its cases as JSON: [{"name", "status": passed|failed|skipped, "why"}]."""
    record = context.logs / f"{log}.json"
    record.unlink(missing_ok=True)
    ok = context.run(log, [*command, "--json", record], timeout=timeout)
    count = Count()
    for case in json.loads(record.read_text()) if record.exists() else []:
        if case["status"] == "passed":
            count.passed += 1
        elif case["status"] == "skipped":
            count.note_skipped(f"{log} {case['name']}: {case['why']}")
        else:
            count.note_failed(f"{log} {case['name']}: {case['why']}")
    if not ok and count.failed == 0:
        count.note_failed(f"{log} ended early")
    return count


def interop(context: Context) -> Count:
    if not build(context, "release", "cxload") or not fetch_node_modules(context) or not build_webapp(context):
        return Count.single("interop: release build, npm ci, or webapp", False)
    soak = ["/usr/bin/env", "CXLOAD_SOAK_SECONDS=600"] if context.full else []
    return reported(context, "interop", [*soak, "/usr/bin/python3", "tests/interop/run.py"], timeout=2400)


def bench(context: Context) -> Count:
    size = [] if context.full else ["--sanity"]
    return reported(context, "bench", ["bench/run", *size], timeout=3600 if context.full else 600)


def clean_room(context: Context) -> Count:
    return Count.single("clean-room", context.run("clean-room", ["scripts/clean-room"], timeout=3600))
