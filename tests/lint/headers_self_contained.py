#!/usr/bin/env python3
"""Each public header compiles alone, whatever was included before it. Results are remembered by content."""
import hashlib
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lintlib import Finding, Tree, run

COMPILER = ["g++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror",
            "-DBOOST_ASIO_SEPARATE_COMPILATION", "-DBOOST_BEAST_SEPARATE_COMPILATION", "-DBOOST_ASIO_NO_DEPRECATED"]
OWN_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<(cxload/[^>]+)>", re.M)
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "cxload" / "headers"


def closure(tree: Tree, path: str, seen: set[str]) -> set[str]:
    """The header and every header of ours that it reaches."""
    if path not in seen and (tree.root / path).is_file():
        seen.add(path)
        for name in OWN_INCLUDE.findall(tree.text(path)):
            closure(tree, "include/" + name, seen)
    return seen


def content_key(tree: Tree, path: str, compiler: str) -> str:
    digest = hashlib.sha256(f"{compiler} {COMPILER}".encode())
    for reached in sorted(closure(tree, path, set())):
        digest.update(f"{reached}\0{tree.text(reached)}\0".encode())
    return digest.hexdigest()


def compile_alone(tree: Tree, path: str) -> str | None:
    """The first error, or nothing. The header is included twice: that its guard works is part of standing alone."""
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
        name = path.removeprefix("include/")
        source.write(f"#include <{name}>\n#include <{name}>\n")
        source.flush()
        done = subprocess.run([*COMPILER, f"-I{tree.root}/include", source.name], capture_output=True, text=True)
    if done.returncode == 0:
        return None
    errors = [line for line in done.stderr.splitlines() if "error:" in line]
    return (errors or done.stderr.splitlines() or ["does not compile"])[0].replace(str(tree.root) + "/", "")


def check(tree: Tree):
    compiler = subprocess.run(["g++", "-dumpfullversion"], check=True, capture_output=True, text=True).stdout
    CACHE.mkdir(parents=True, exist_ok=True)
    keys = {path: CACHE / content_key(tree, path, compiler) for path in tree.files((".hpp",), ("include/",))}
    unknown = [path for path, key in keys.items() if not key.exists()]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for path, error in zip(unknown, pool.map(lambda p: compile_alone(tree, p), unknown)):
            if error:
                yield Finding(path, 1, f"does not stand alone: {error}")
            else:
                keys[path].touch()


GOOD = {"include/cxload/a/a.hpp": "#pragma once\n#include <string>\ninline std::string f() { return {}; }\n"}
BAD = {
    "missing include": ({"include/cxload/a/a.hpp": "#pragma once\ninline std::string f() { return {}; }\n"}, 1),
    "missing guard": ({"include/cxload/a/a.hpp": "struct A {};\n"}, 1),
    "broken below": ({"include/cxload/a/b.hpp": "#pragma once\n#include <cxload/a/c.hpp>\n",
                      "include/cxload/a/c.hpp": "#pragma once\nNoType x;\n"}, 2),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
