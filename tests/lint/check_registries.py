#!/usr/bin/env python3
"""Every file of an extension folder has its line in the folder's table, and every line its file.

A folder's files are its .cpp; the table is explicit because self-registering statics vanish in static libraries."""
import re
from pathlib import PurePath
from typing import NamedTuple

from lintlib import Finding, Tree, blank, line_at, run


class Registry(NamedTuple):
    folder: str
    table: str
    entry: str             # finds the lines of the table; group 1 is the stem of the file
    ignore: tuple[str, ...] = ()   # stems of helpers that are no extension themselves


REGISTRIES = [
    Registry("src/scenario/steps/", "src/scenario/step_registry.cpp", r"^\s*X\((\w+)\)"),
    Registry("src/report/writers/", "src/report/registry.cpp", r"^\s*X\((\w+)\)"),
    Registry("src/standin/numbers/", "src/standin/number_registry.cpp", r"^\s*X\((\w+)\)"),
    Registry("src/app/commands/", "src/app/command_table.cpp", r"^\s*X\((\w+)\)"),
    Registry("src/phone/profiles/", "src/phone/profile_registry.cpp", r"^\s*&(\w+)_profile,"),
    Registry("src/standin/defects/", "src/standin/defect_registry.cpp", r"^\s*X\((\w+)\)"),
    Registry("src/phone/media/", "src/phone/media/media_engines.cpp", r"&make_(\w+_engine),", ("media_engines", "media_session")),
]


def check_one(tree: Tree, registry: Registry):
    stems = {PurePath(p).stem for p in tree.files((".cpp",), (registry.folder,))} - set(registry.ignore)
    if not stems:
        return
    if not (tree.root / registry.table).is_file():
        yield Finding(registry.table, 1, f"missing: it must list what is in {registry.folder}")
        return
    code = blank(tree.text(registry.table))
    lines = {m[1]: line_at(code, m.start(1)) for m in re.finditer(registry.entry, code.replace("\\\n", " \n"), re.M)}
    for stem in sorted(stems - lines.keys()):
        yield Finding(f"{registry.folder}{stem}.cpp", 1, f"has no line in {registry.table}")
    for stem in sorted(lines.keys() - stems):
        yield Finding(registry.table, lines[stem], f"there is no {registry.folder}{stem}.cpp")


def check(tree: Tree):
    for registry in REGISTRIES:
        yield from check_one(tree, registry)


FOLDER, TABLE = "src/scenario/steps/", "src/scenario/step_registry.cpp"
GOOD = {
    FOLDER + "wait.cpp": "", FOLDER + "call.cpp": "", FOLDER + "call.hpp": "",
    TABLE: "#define CXLOAD_STEPS(X) \\\n  X(call) \\\n  X(wait)\n// X(gone)\n",
}
BAD = {
    "file without a line": ({FOLDER + "dtmf.cpp": ""}, 1),
    "line without a file": ({TABLE: "#define CXLOAD_STEPS(X) \\\n  X(call) \\\n  X(hold) \\\n  X(wait)\n"}, 1),
    "no table": ({"src/report/writers/json.cpp": ""}, 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
