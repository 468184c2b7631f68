"""Format, lints and clang-tidy."""
import datetime
import hashlib
import json
import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath

from .stage import Context, Count

# clang-tidy is there to find bugs, not to hold up a landing: what it has not reached by then waits for its day.
TIDY_SECONDS = 480
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "cxload" / "tidy"


def tracked(context: Context, *patterns: str) -> list[str]:
    listed = context.output(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns]).splitlines()
    return [path for path in listed if (context.root / path).is_file()]


def format_check(context: Context) -> Count:
    files = tracked(context, "*.cpp", "*.hpp")
    ok = context.run("format", ["clang-format-14", "--dry-run", "--Werror", *files])
    return Count.single("clang-format (clang-format-14 -i mends it)", ok)


def lints(context: Context) -> Count:
    count = Count()
    folder = context.root / "tests" / "lint"
    scripts = sorted(path for path in folder.glob("*.py") if path.name != "lintlib.py")
    for script in scripts:
        for arguments in (["--self-test"], []):
            name = " ".join([script.stem, *arguments])
            ok = context.run(name.replace(" ", ""), ["/usr/bin/python3", script, *arguments])
            count.add(Count.single(name, ok))
    return count


def base_commit(context: Context) -> str:
    """What this change starts from: where it left origin/main, or the commit before on main itself."""
    head = context.output(["git", "rev-parse", "HEAD"]).strip()
    fork = context.output(["git", "merge-base", "HEAD", "origin/main"]).strip()
    if fork and fork != head:
        return fork
    return context.output(["git", "rev-parse", "--verify", "-q", "HEAD~1"]).strip()


def changed_sources(context: Context, sources: list[str]) -> set[str]:
    base = base_commit(context)
    if not base:
        return set(sources)
    names = context.output(["git", "diff", "--name-only", base]).splitlines()
    # A changed header counts through the source of its name.
    stems = {(PurePath(name).stem, PurePath(name).parent.name) for name in names if name.endswith((".cpp", ".hpp"))}
    return {path for path in sources if (PurePath(path).stem, PurePath(path).parent.name) in stems}


def is_of_today(path: str) -> bool:
    return int(hashlib.sha256(path.encode()).hexdigest(), 16) % 10 == datetime.date.today().timetuple().tm_yday % 10


def dependencies(context: Context, folder: Path) -> dict[str, list[str]]:
    """Own files that each source includes, from ninja's record of the last build."""
    found: dict[str, list[str]] = {}
    for block in context.output(["ninja", "-C", str(folder), "-t", "deps"]).split("\n\n"):
        paths = [os.path.normpath(folder / line.strip()) for line in block.splitlines()[1:]]
        own = [os.path.relpath(path, context.root) for path in paths if path.startswith(f"{context.root}/")]
        for path in own:
            if path.endswith(".cpp"):
                found[path] = sorted(own)
    return found


def tidy_key(context: Context, files: list[str], version: str) -> str:
    digest = hashlib.sha256(version.encode() + (context.root / ".clang-tidy").read_bytes())
    for path in files:
        digest.update(path.encode() + b"\0" + (context.root / path).read_bytes())
    return digest.hexdigest()


def tidy(context: Context) -> Count:
    folder = context.root / "build-release"
    if not (folder / "compile_commands.json").exists():
        return Count.single("clang-tidy: needs the release build", False)
    version = context.output(["clang-tidy-19", "--version"])
    deps = dependencies(context, folder)
    built = {os.path.relpath(entry["file"], context.root)
             for entry in json.loads((folder / "compile_commands.json").read_text())}
    sources = sorted(path for path in tracked(context, "src/*.cpp", "tests/*.cpp") if path in built)
    changed = changed_sources(context, sources)
    wanted = sorted(changed) + [path for path in sources
                                if path not in changed and (context.full or is_of_today(path))]
    CACHE.mkdir(parents=True, exist_ok=True)
    marks = {path: CACHE / tidy_key(context, deps.get(path, [path]), version) for path in wanted}
    todo = [path for path in wanted if not marks[path].exists()]
    deadline = time.monotonic() + TIDY_SECONDS * (6 if context.full else 1)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        verdicts = list(pool.map(lambda path: tidy_one(context, folder, path, deadline), todo))
    return tidy_count(context, todo, verdicts, marks)


def tidy_one(context: Context, folder: Path, path: str, deadline: float) -> str | None:
    """Findings, empty when there are none; nothing at all when the time is over."""
    if time.monotonic() > deadline:
        return None
    command = ["clang-tidy-19", "--quiet", "--extra-arg=-Wno-unknown-warning-option",
               # of std::stable_sort, in libstdc++ itself
               "--extra-arg=-Wno-deprecated-declarations", "-p", folder, path]
    done = subprocess.run(command, cwd=context.root, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout or done.stderr


def tidy_count(context: Context, todo: list[str], verdicts: list, marks: dict[str, Path]) -> Count:
    count = Count()
    for path, verdict in zip(todo, verdicts):
        if verdict == "":
            marks[path].touch()
        elif verdict:
            with (context.logs / "tidy.log").open("a") as log:
                print(verdict, file=log)
            first = re.search(r"^.*(?:warning|error):.*$", verdict, re.M)
            text = first.group().replace(f"{context.root}/", "") if first else path
            count.notes.append(f"FAILED  clang-tidy {text}")
    late = sum(verdict is None for verdict in verdicts)
    if late:
        count.note_skipped(f"clang-tidy: {late} of {len(marks)} files wait for their day: {TIDY_SECONDS} s are over")
    count.add(Count.single(f"clang-tidy ({len(marks)} files)", not any(verdicts)))
    return count
