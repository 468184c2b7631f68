"""Builds one preset and runs its test programs; counts GoogleTest's cases rather than programs."""
import json
import os
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from .stage import Context, Count

SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
}
CRASH = re.compile(r"^crash: |^SUMMARY: |ERROR: .*Sanitizer|Timeout")
THREADED = ("stats", "net", "load", "run")


def jobs() -> str:
    return str(os.cpu_count() or 2)


def build(context: Context, preset: str, *targets: str, tests: bool = True) -> bool:
    folder = context.root / f"build-{preset}"
    switch = "ON" if tests else "OFF"
    cache = folder / "CMakeCache.txt"
    configured = (folder / "build.ninja").exists() and f"CXLOAD_TESTS:BOOL={switch}" in cache.read_text()
    if not configured and not context.run(preset, ["cmake", "--preset", preset, f"-DCXLOAD_TESTS={switch}"]):
        return False
    return context.run(preset, ["ninja", "-C", folder, "-j", jobs(), "-k", "20", *targets])


def count_cases(results: Path, name: str) -> Count | None:
    """The cases of one test program, from GoogleTest's own record; nothing when it left none."""
    file = results / f"test_{name}.json"
    if not file.exists():
        return None
    count = Count()
    for suite in json.loads(file.read_text())["testsuites"]:
        for case in suite["testsuite"]:
            title = f"{suite['name']}.{case['name']}"
            if case.get("failures"):
                count.note_failed(title)
            elif case["status"] == "NOTRUN" or case["result"] == "SKIPPED":
                count.note_skipped(f"{title}: {skip_reason(case)}")
            else:
                count.passed += 1
    return count


def skip_reason(case: dict) -> str:
    messages = [skip.get("message", "") for skip in case.get("skipped", [])]
    return messages[0].strip().splitlines()[-1] if messages and messages[0].strip() else "switched off"


def last_words(entry: ElementTree.Element) -> str:
    """What a program that died said at last: the test it was in, the crash report or the sanitizer's summary."""
    output = (entry.findtext("system-out") or "").splitlines()
    running = [line.split("] ", 1)[1] for line in output if line.startswith("[ RUN ")]
    telling = [line for line in output if CRASH.search(line)][:1]
    return "; ".join(telling or [f"in {running[-1].strip()}" if running else "it said nothing"])


def count_program(entry: ElementTree.Element, results: Path) -> Count:
    name, ok = entry.get("name", "?"), entry.get("status") == "run"
    cases = count_cases(results, name)
    if not ok:
        print(f"--- the end of {name}:")
        print("\n".join((entry.findtext("system-out") or "").splitlines()[-40:]))
    if cases is None:
        return Count.single(f"{name} (program): {last_words(entry)}" if not ok else name, ok)
    if not ok and cases.failed == 0:
        cases.note_failed(f"{name}: the program itself failed ({last_words(entry)})")
    return cases


def run_tests(context: Context, preset: str, select: tuple[str, ...] = ()) -> Count:
    folder = context.root / f"build-{preset}"
    results = folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    if not fetch_node_modules(context):
        return Count.single("npm ci", False)
    # Most tests wait for calls more than they compute: more of them at once than there are cores.
    command = ["ctest", "--test-dir", folder, "-j", str(2 * int(jobs())), "--timeout", "300", "-LE", "lint" if context.full else "lint|long", "--output-on-failure",
               "--output-junit", results / "ctest.xml"]
    if select:
        command += ["-R", f"^({'|'.join(select)})$"]
    soak = {"CXLOAD_SOAK_SECONDS": "600", "CXLOAD_IDLE_SECONDS": "305"} if context.full and preset == "release" else {}
    ran = context.run(f"{preset}-tests", command,
                      {**SANITIZER_OPTIONS, **soak, "GTEST_OUTPUT": f"json:{results}/"})
    count = Count()
    if (results / "ctest.xml").exists():
        for entry in ElementTree.parse(results / "ctest.xml").getroot().iter("testcase"):
            count.add(count_program(entry, results))
    if not ran and count.failed == 0:
        count.note_failed(f"{preset}: ctest failed")
    if ran and count.passed == 0:
        count.note_failed(f"{preset}: no test was run")
    return count


def fetch_node_modules(context: Context) -> bool:
    """Test programs written for node bring their lock file; fetched again only when that has changed."""
    for lock in sorted((context.root / "tests").rglob("package-lock.json")):
        if "node_modules" in lock.parts:
            continue
        mark = lock.parent / "node_modules" / ".package-lock.json"
        if mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime:
            continue
        if not context.run("npm", ["npm", "ci", "--no-audit", "--no-fund", "--prefix", lock.parent]):
            return False
    return True


def build_webapp(context: Context) -> bool:
    return context.run("webapp", ["scripts/webapp"], timeout=600)


def webapp_tests(context: Context) -> Count:
    """The client model of the browser's phone, by node's own test runner."""
    if not build_webapp(context):
        return Count.single("webapp build", False)
    log = context.logs / "webapp-tests.log"
    log.unlink(missing_ok=True)
    tests = sorted((context.root / "webapp" / "test").glob("*.test.mjs"))
    ok = context.run("webapp-tests", ["node", "--test", "--test-reporter=tap", *tests], timeout=300)
    said = log.read_text(errors="replace")
    count = Count(passed=sum(map(int, re.findall(r"^# pass (\d+)", said, re.M))))
    for title in re.findall(r"^not ok \d+ - (.*)", said, re.M):
        count.note_failed(f"webapp: {title}")
    if count.failed == 0 and (not ok or count.passed == 0):
        count.note_failed("webapp: node --test")
    return count


def release(context: Context) -> Count:
    if not build(context, "release"):
        return Count.single("release build", False)
    count = run_tests(context, "release")
    count.add(webapp_tests(context))
    return count


def asan(context: Context) -> Count:
    if not build(context, "asan"):
        return Count.single("ASan+UBSan build", False)
    return run_tests(context, "asan")


def tsan(context: Context) -> Count:
    parts = [part for part in THREADED if (context.root / "tests" / part / "CMakeLists.txt").exists()]
    if not parts:
        return Count.single("no threaded tests found", False)
    if not build(context, "tsan", *[f"test_{part}" for part in parts]):
        return Count.single("TSan build", False)
    return run_tests(context, "tsan", tuple(parts))
