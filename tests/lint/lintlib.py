"""What the lints share: which files there are, text without comments, findings, the command line."""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, Iterable, NamedTuple

CPP = (".cpp", ".hpp")


class Finding(NamedTuple):
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


class Tree:
    """The files of a checkout (or of a self-test's folder), read once."""

    def __init__(self, root: Path):
        self.root = root
        self._texts: dict[str, str] = {}

    def files(self, suffixes: tuple[str, ...], folders: tuple[str, ...] = ("",)) -> list[str]:
        return [p for p in self.all_files() if p.endswith(suffixes) and p.startswith(folders)]

    def all_files(self) -> list[str]:
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard", "-z"]
            listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            return sorted(p for p in listed.split("\0") if p and (self.root / p).is_file())
        return sorted(str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file())

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]


_NOT_CODE = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|R\"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)\""
    r"|\"(?:\\.|[^\"\\\n])*\""
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'",
    re.S,
)


def blank(text: str) -> str:
    """C++ with comments, strings and character literals replaced by spaces; every position stays where it was."""
    return _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


Check = Callable[[Tree], Iterable[Finding]]


def run(check: Check, good: dict[str, str], bad: dict[str, tuple[dict[str, str], int]], summary=None) -> None:
    """Command line of a lint. `good` is a folder without findings; each of `bad` replaces some of its files
    and says how many findings that must give: a lint that cannot turn red proves nothing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    if options.self_test:
        sys.exit(_self_test(check, good, bad))
    tree = Tree(options.root)
    findings = list(check(tree))
    for finding in findings:
        print(finding)
    if summary:
        print(summary(tree))
    sys.exit(1 if findings else 0)


def _self_test(check: Check, good: dict[str, str], bad: dict[str, tuple[dict[str, str], int]]) -> int:
    wrong = 0
    for name, (changes, expected) in {"clean": ({}, 0), **bad}.items():
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**good, **changes}.items():
                target = Path(folder) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            findings = list(check(Tree(Path(folder))))
        if len(findings) != expected:
            wrong += 1
            print(f"self-test '{name}': {len(findings)} findings instead of {expected}", *findings, sep="\n  ")
    print(f"self-test: {len(bad) + 1 - wrong} of {len(bad) + 1} cases as expected")
    return 1 if wrong else 0
