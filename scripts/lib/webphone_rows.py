"""Rows of the Web Phone's register and the tests that name them: docs/webphone-coverage.md comes from here.

tests/webphone/rows.tsv holds id, level, needs, what, why. A test names rows in its name (WP_PREC_3_…, several numbers of
one family in a row: WP_NI_1_2_3, WP_NI_1_and_2, WP_NI_1_to_3), in other languages anywhere inside it (WP-PREC-3). `why` says what is left open: for a
row without a test it must be there."""
import re
from collections import defaultdict
from typing import Callable, Iterable, NamedTuple

ROWS = "tests/webphone/rows.tsv"
PAGE = "docs/webphone-coverage.md"
HEAD = ["id", "level", "needs", "what", "why"]
LEVELS = ("MUST", "SHOULD", "NEG", "INFO")
SCRIPTS = (".py", ".js", ".mjs", ".ts")
ID = re.compile(r"(?:\b|(?<=_))WP((?:[-_][A-Za-z0-9]+)+)")
CPP_TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.M)
SCRIPT_TEST = re.compile(r"^\s*(?:async )?def (\w+)|\b(?:test|it|check)\(\s*[\"'`]([^\"'`\n]+)", re.M)
FULL_NAMES = 3  # more tests of one row are counted


class Row(NamedTuple):
    id: str
    level: str
    needs: str
    what: str
    why: str


class Fault(NamedTuple):
    path: str
    line: int
    text: str


def read_rows(text: str) -> tuple[dict[str, Row], list[Fault]]:
    rows: dict[str, Row] = {}
    faults = []
    lines = text.split("\n")
    if lines[0].split("\t") != HEAD:
        faults.append(Fault(ROWS, 1, f"the first line is not {HEAD}"))
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(HEAD) or cells[1] not in LEVELS or not cells[3] or cells[0] in rows:
            faults.append(Fault(ROWS, number, "not a row: five cells, a level, a text, an id of its own"))
            continue
        rows[cells[0]] = Row(*cells)
    return rows, faults


def ids_in(text: str, rows: dict[str, Row]) -> tuple[list[str], list[str]]:
    """(rows named, words that look like a row and are none)"""
    known, unknown = [], []
    for match in ID.finditer(text):
        for part in re.split(r"[-_]WP(?=[-_])", match[1]):
            tokens = re.split(r"[-_]", part)[1:]
            ends = [k for k in range(1, len(tokens) + 1) if "WP-" + "-".join(tokens[:k]) in rows]
            if not ends:
                if any(token.isdigit() for token in tokens):
                    unknown.append("WP-" + "-".join(tokens))
                continue
            family = "WP-" + "".join(token + "-" for token in tokens[:ends[0] - 1])
            known += [family + number for number in numbers_of(tokens[ends[0] - 1:], lambda number: family + number in rows)]
    return known, unknown


def numbers_of(tokens: list[str], is_row: Callable[[str], bool]) -> list[str]:
    """1 2 3, 1 and 2, 1 to 3: the first, and those after it that are rows of the same family."""
    numbers, joiner = [tokens[0]], ""
    for token in tokens[1:]:
        if token in ("and", "to") and not joiner:
            joiner = token
            continue
        if not token.isdigit() or not is_row(token):
            break
        first = int(numbers[-1]) + 1 if joiner == "to" and numbers[-1].isdigit() else int(token)
        numbers += [str(one) for one in range(first, int(token) + 1) if is_row(str(one))]
        joiner = ""
    return numbers


def named_tests(path: str, text: str) -> Iterable[tuple[str, str, int]]:
    """(name of a test, where its rows may stand, line)"""
    if path.endswith(".cpp"):
        for match in CPP_TEST.finditer(text):
            yield f"{match[1]}.{match[2]}", match[2], text.count("\n", 0, match.start()) + 1
        return
    starts = list(SCRIPT_TEST.finditer(text))
    bounds = [0] + [match.start() for match in starts] + [len(text)]
    for i, (begin, end) in enumerate(zip(bounds, bounds[1:])):
        name = path.removeprefix("tests/")
        if i > 0:
            name += f" {starts[i - 1][1] or starts[i - 1][2]}"
        yield name, text[begin:end], text.count("\n", 0, begin) + 1


def collect(paths: Iterable[str], read: Callable[[str], str], rows: dict[str, Row]):
    tests: dict[str, list[str]] = defaultdict(list)
    faults = []
    for path in sorted(paths):
        if not path.startswith("tests/") or path.startswith(("tests/lint/", "tests/fuzz/")):
            continue
        if not path.endswith((".cpp",) + SCRIPTS):
            continue
        for name, words, line in named_tests(path, read(path)):
            known, unknown = ids_in(words, rows)
            faults += [Fault(path, line, f"{name} names {one}, which is no row of {ROWS}") for one in unknown]
            for row in known:
                if name not in tests[row]:
                    tests[row].append(name)
    return tests, faults


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def shown(tests: list[str]) -> str:
    names = [f"`{name}`" for name in tests[:FULL_NAMES]]
    if len(tests) > FULL_NAMES:
        names.append(f"{len(tests) - FULL_NAMES} more")
    return ", ".join(names)


def page(rows: dict[str, Row], tests: dict[str, list[str]]) -> str:
    with_test = [row for row in rows.values() if tests.get(row.id)]
    whole = sum(not row.why for row in with_test)
    out = [
        "# The rows of the Web Phone and their tests",
        "",
        "Written by `scripts/coverage-rows` from the names of the tests and `tests/webphone/rows.tsv`; a lint keeps it up to date.",
        "A row with a test and something left open is shown in part; what a person sees is shown in the browser's phone of the stand-in.",
        "",
        f"{len(rows)} rows: {whole} shown, {len(with_test) - whole} shown in part, {len(rows) - len(with_test)} without a test.",
        "",
        "| row | level | what | shown by | left open |",
        "|---|---|---|---|---|",
    ]
    for row in rows.values():
        out.append(f"| {row.id} | {row.level} | {cell(row.what)} | {shown(tests.get(row.id, []))} | {cell(row.why)} |")
    return "\n".join(out) + "\n"


def build(paths: Iterable[str], read: Callable[[str], str]) -> tuple[str, list[Fault]]:
    """The page as it should be, and what is wrong."""
    rows, faults = read_rows(read(ROWS))
    tests, more = collect(paths, read, rows)
    faults += more
    for row in rows.values():
        if not row.why and not tests.get(row.id):
            faults.append(Fault(ROWS, 1, f"{row.id} has no test and no word why"))
    return page(rows, tests), faults
