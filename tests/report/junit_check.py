#!/usr/bin/env python3
"""junit_check.py RENDER_SAMPLES: every junit.xml is well-formed for a parser we did not write, and its sums add up."""
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def check_suite(suite: ElementTree.Element) -> dict[str, int]:
    cases = suite.findall("testcase")
    found = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
    }
    for name, number in found.items():
        assert int(suite.get(name)) == number, f"{suite.get('name')}: {name} says {suite.get(name)}, has {number}"
    return found


def check(file: Path) -> None:
    root = ElementTree.parse(file).getroot()
    assert root.tag == "testsuites"
    suites = [check_suite(suite) for suite in root.findall("testsuite")]
    assert [suite.get("name") for suite in root] == ["thresholds", "journeys"]
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(suite[name] for suite in suites), f"sum of {name}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(Path(folder).glob("*/junit.xml"))
        assert len(files) >= 5, "no samples"
        for file in files:
            check(file)
            print("ok", file.parent.name)
        hostile = ElementTree.parse(Path(folder) / "hostile" / "junit.xml").getroot()
        assert "</script><script>" in hostile.get("name"), "the hostile name must arrive as text"


main()
