#!/usr/bin/env python3
"""No unfinished marks, no sleeping threads, no detached flows, and no test that is switched off without saying so."""
import re

from lintlib import CPP, Finding, Tree, blank, line_at, run

CODE = ("include/", "src/", "tests/", "bench/", "scripts/")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
SLEEP = re.compile(r"\b(sleep_for|sleep_until\s*\(\s*std::|usleep\s*\(|nanosleep\s*\(|(?<![\w:.])sleep\s*\(\s*\d)")
DETACHED = re.compile(r"\bdetached\b")
SWITCHED_OFF = re.compile(r"\bDISABLED_\w+|\bEXPECT_TRUE\(true\)|\bASSERT_TRUE\(true\)|\bSUCCEED\(\)")
BARE_SKIP = re.compile(r"\bGTEST_SKIP\(\)\s*;")

RULES = [
    (SLEEP, "a sleep is a flake in a test and a stall in the engine; wait for the event, or use virtual time"),
    (DETACHED, "a detached flow swallows its exceptions (STYLE 5.2)"),
    (SWITCHED_OFF, "a test that asserts nothing or never runs"),
    (BARE_SKIP, "a skip without its reason"),
]


def check(tree: Tree):
    for path in tree.files(CPP + (".py", ".sh", ".txt"), CODE):
        text = tree.text(path)
        for match in UNFINISHED.finditer(text):
            yield Finding(path, line_at(text, match.start()), f"unfinished: {match.group()}")
        if path.endswith(CPP):
            code = blank(text)
            for pattern, problem in RULES:
                for match in pattern.finditer(code):
                    yield Finding(path, line_at(code, match.start()), f"{match.group()}: {problem}")


GOOD = {"src/a/a.cpp": "// never detached, no sleep_for(1s)\nco_await sleep_until(shard, when);\n",
        "tests/a/a_test.cpp": 'GTEST_SKIP() << "no IPv6 here";\n'}
BAD = {
    "unfinished": ({"src/a/a.cpp": "// TO" + "DO later\n"}, 1),
    "sleep": ({"tests/a/a_test.cpp": "std::this_thread::sleep_for(1ms);\nusleep(10);\n"}, 2),
    "detached": ({"src/a/a.cpp": "co_spawn(e, f(), asio::detached);\n"}, 1),
    "switched off": ({"tests/a/a_test.cpp": "TEST(A, DISABLED_b) {\n  SUCCEED();\n}\n"}, 2),
    "bare skip": ({"tests/a/a_test.cpp": "GTEST_SKIP();\n"}, 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
