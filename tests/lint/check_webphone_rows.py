#!/usr/bin/env python3
"""docs/webphone-coverage.md is what scripts/coverage-rows writes; each row has a test or a word why; tests name rows that exist."""
import sys
from pathlib import Path

from lintlib import Finding, Tree, run

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts/lib"))
import webphone_rows  # noqa: E402


def check(tree: Tree):
    text, faults = webphone_rows.build(tree.files(("",), ("tests/",)), tree.text)
    yield from (Finding(*fault) for fault in faults)
    there = tree.text(webphone_rows.PAGE) if webphone_rows.PAGE in tree.all_files() else ""
    if there != text:
        yield Finding(webphone_rows.PAGE, 1, "is not up to date: run scripts/coverage-rows")


TSV = "id\tlevel\tneeds\twhat\twhy\nWP-A-1\tMUST\tH\tone\t\nWP-A-2\tMUST\tH\ttwo\t\nWP-B-443-1\tINFO\tB\tthree\tneeds a browser\n"
TEST = "TEST(Suite, WP_A_1_2_Both) {}\n"


def written(tests: dict[str, str], tsv: str = TSV) -> str:
    files = {**tests, webphone_rows.ROWS: tsv}
    return webphone_rows.build(files, files.__getitem__)[0]


GOOD = {
    webphone_rows.ROWS: TSV,
    webphone_rows.PAGE: written({"tests/a/a_test.cpp": TEST, "tests/b/b.py": "def f():\n    # WP-B-443-1\n"}),
    "tests/a/a_test.cpp": TEST,
    "tests/b/b.py": "def f():\n    # WP-B-443-1\n",
    "docs/other.md": "",
}
BAD = {
    "page is old": ({"tests/a/a_test.cpp": "TEST(Suite, WP_A_1_First_WP_A_2) {}\n"}, 1),
    "page is old, rows joined": ({"tests/a/a_test.cpp": "TEST(Suite, WP_A_1_and_2_joined) {}\n"}, 1),
    "page is old, rows in a range": ({"tests/a/a_test.cpp": "TEST(Suite, WP_A_1_to_2_reaching) {}\n"}, 1),
    "page is gone": ({webphone_rows.PAGE: ""}, 1),
    "row without a test": ({"tests/a/a_test.cpp": "TEST(Suite, WP_A_1_First) {}\n"}, 2),
    "a row in the body only": ({"tests/a/a_test.cpp": "TEST(Suite, WP_A_1_First) { f(\"WP-A-2\"); }\n"}, 2),
    "a row that does not exist": ({"tests/a/a_test.cpp": TEST + "TEST(Suite, WP_A_9_Typo) {}\n"}, 1),
    "a script names no row": ({"tests/b/b.py": "def f():\n    # WP-B-443-2\n"}, 2),
    "a row twice": ({webphone_rows.ROWS: TSV + "WP-A-1\tMUST\tH\tone\t\n"}, 1),
    "a level that is none": ({webphone_rows.ROWS: TSV.replace("INFO", "MAYBE")}, 3),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
