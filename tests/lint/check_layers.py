#!/usr/bin/env python3
"""A part includes only what the table in docs/architecture.md puts below it; sockets and clocks start at net."""
import re
from posixpath import dirname, normpath

from lintlib import CPP, Finding, Tree, blank, line_at, run

TABLE = "docs/architecture.md"
ROW = re.compile(r"^    ([a-z]+(?: \| [a-z]+)*)\s{2,}(\S.*)$", re.M)
EDGE = re.compile(r"\b([a-z]+) ?→ ?([a-z]+)\b")
PURE = re.compile(r"[;,] pure\b")
BESIDE = re.compile(r"^beside them: ([a-z]+) and\b.*; included by ([a-z]+)")
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]", re.M)
PART_CALL = re.compile(r"\bcxload_part\(\s*(\w+)(.*?)\)", re.S)

# A header that everybody reads must be cheap to compile (STYLE 5.6: one Beast include costs 49 s).
LIGHT_ASIO = {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp"}
HEAVY = re.compile(r"^(boost/asio(\.hpp|/.*)|boost/beast(\.hpp|/.*)|openssl/.*)$")
SOCKETS = re.compile(r"^(boost/asio(\.hpp|/.*)|boost/beast(\.hpp|/.*)|sys/socket\.h|netinet/.*|arpa/inet\.h)$")
NOW = re.compile(r"\b(Clock|WallClock|steady_clock|system_clock)::now\s*\(")
# Stamps and rate limits of log lines are no measurement.
MAY_READ_CLOCK = {"src/base/log.cpp"}


class Table:
    def __init__(self, text: str):
        rows = ROW.findall(text)
        self.rank: dict[str, int] = {}
        self.inside: set[tuple[str, str]] = set()
        self.beside: dict[str, tuple[str, str]] = {}
        self.pure: set[str] = set()  # above net, and still without I/O and clock
        for height, (names, words) in enumerate(rows):
            parts = names.split(" | ")
            self.rank.update({part: height for part in parts})
            self.inside.update(edge for edge in EDGE.findall(words) if set(edge) <= set(parts))
            if PURE.search(words):
                self.pure.update(parts)
            if aside := BESIDE.match(words):
                self.beside[parts[0]] = (aside[1], aside[2])

    def allows(self, part: str, other: str) -> bool:
        if part == other or (part, other) in self.inside:
            return True
        if other in self.beside:
            return part == self.beside[other][1]
        if part in self.beside:
            return self.rank[other] >= self.rank[self.beside[part][0]]
        return self.rank[part] < self.rank[other]

    def is_machine(self, part: str) -> bool:
        return part in self.pure or self.rank[part] > self.rank.get("net", len(self.rank))


def part_of(path: str) -> str:
    return path.removeprefix("include/cxload/").removeprefix("src/").split("/")[0]


def home(path: str) -> str:
    """The folder of a file's part: src/net, include/cxload/net."""
    return path[:path.index(f"/{part_of(path)}/") + len(part_of(path)) + 1]


def includes(path: str, tree: Tree, table: Table):
    text, part = tree.text(path), part_of(path)
    for match in INCLUDE.finditer(text):
        quote, name = match.groups()
        line = line_at(text, match.start())
        if name.startswith("cxload/"):
            other = name.split("/")[1]
            if other not in table.rank:
                yield Finding(path, line, f"includes part '{other}', which {TABLE} does not list")
            elif not table.allows(part, other):
                yield Finding(path, line, f"'{part}' may not include '{other}' ({TABLE})")
        elif quote == '"' and not normpath(f"{dirname(path)}/{name}").startswith(f"{home(path)}/"):
            yield Finding(path, line, f"'{name}' leaves its part; private headers stay inside")
        if path.startswith("include/") and HEAVY.match(name) and name not in LIGHT_ASIO:
            yield Finding(path, line, f"<{name}> in a public header; include it in the source, declare it here")
        elif table.is_machine(part) and SOCKETS.match(name):
            yield Finding(path, line, f"<{name}> in a machine: machines do no I/O")


def clocks(path: str, tree: Tree, table: Table):
    if not table.is_machine(part_of(path)) or path in MAY_READ_CLOCK:
        return
    code = blank(tree.text(path))
    for match in NOW.finditer(code):
        yield Finding(path, line_at(code, match.start()), "reads the clock in a machine: take `now` as an argument")


def linked(path: str, tree: Tree, table: Table):
    text = tree.text(path)
    for match in PART_CALL.finditer(text):
        words = match[2].split()
        uses = words[words.index("USES") + 1:] if "USES" in words else []
        for other in uses:
            if other in ("SOURCES", "LIBS"):
                break
            if other in table.rank and match[1] in table.rank and not table.allows(match[1], other):
                yield Finding(path, line_at(text, match.start()), f"'{match[1]}' may not use '{other}' ({TABLE})")


def check(tree: Tree):
    table = Table(tree.text(TABLE))
    if "net" not in table.rank:
        yield Finding(TABLE, 1, "the table of parts was not found")
        return
    for path in tree.files(CPP, ("include/cxload/", "src/")):
        if part_of(path) not in table.rank:
            yield Finding(path, 1, f"part '{part_of(path)}' is not in the table of {TABLE}")
            continue
        yield from includes(path, tree, table)
        yield from clocks(path, tree, table)
    for path in tree.files(("CMakeLists.txt",), ("src/",)):
        yield from linked(path, tree, table)


GOOD = {
    TABLE: "    app          src/app  one file\n    run | report  siblings\n"
           "    standin      beside them: net and the protocol parts only; included by app and tests\n"
           "    phone        one phone\n    model        chains; pure\n    net          sockets\n    sip | rtp    machines\n"
           "    stats | result   plain data (result → stats)\n    base         time\n",
    "include/cxload/net/a.hpp": "#include <boost/asio/awaitable.hpp>\n#include <cxload/sip/b.hpp>\n",
    "src/net/a.cpp": "#include <boost/asio/ip/tcp.hpp>\nauto t = Clock::now();\n",
    "src/result/r.cpp": "#include <cxload/stats/s.hpp>\n",
    "src/standin/s.cpp": "#include <cxload/net/a.hpp>\n#include <cxload/sip/b.hpp>\n",
    "src/run/live/l.cpp": '#include "../r.hpp"\n',
    "src/app/m.cpp": "#include <cxload/standin/s.hpp>\n#include <cxload/run/r.hpp>\n",
    "src/sip/b.cpp": "#include <cxload/base/c.hpp>\n// Clock::now() is not read here\n",
    "src/sip/CMakeLists.txt": "cxload_part(sip SOURCES b.cpp USES base LIBS fmt::fmt)\n",
}
BAD = {
    "upwards": ({"src/sip/b.cpp": "#include <cxload/net/a.hpp>\n"}, 1),
    "siblings": ({"src/run/r.cpp": "#include <cxload/report/w.hpp>\n"}, 1),
    "edge the wrong way round": ({"src/stats/s.cpp": "#include <cxload/result/r.hpp>\n"}, 1),
    "stand-in uses phone": ({"src/standin/s.cpp": "#include <cxload/phone/p.hpp>\n"}, 1),
    "stand-in used by run": ({"src/run/r.cpp": "#include <cxload/standin/s.hpp>\n"}, 1),
    "heavy public header": ({"include/cxload/net/a.hpp": "#include <boost/asio/ssl.hpp>\n#include <openssl/ssl.h>\n"}, 2),
    "socket in a pure part": ({"src/model/m.cpp": "#include <boost/asio/post.hpp>\n"}, 1),
    "clock in a pure part": ({"src/model/m.cpp": "auto t = Clock::now();\n"}, 1),
    "socket in a machine": ({"src/sip/b.cpp": "#include <sys/socket.h>\n"}, 1),
    "clock in a machine": ({"src/sip/b.cpp": "auto t = Clock::now();\n"}, 1),
    "unknown parts": ({"src/misc/m.cpp": "", "src/app/m.cpp": "#include <cxload/util/u.hpp>\n"}, 2),
    "leaving the part": ({"src/run/r.cpp": '#include "../report/w.hpp"\n'}, 1),
    "linked upwards": ({"src/sip/CMakeLists.txt": "cxload_part(sip SOURCES b.cpp USES base net)\n"}, 1),
    "table gone": ({TABLE: "no table\n"}, 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
