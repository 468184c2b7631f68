#!/usr/bin/env python3
"""A file is read in one go and a function fits a screen: at most 500 and 100 lines; functions over 60 are counted."""
import ast
import re
from typing import Iterator

from lintlib import CPP, Finding, Tree, blank, line_at, run

MAX_FILE, MAX_FUNCTION, LONG_FUNCTION = 500, 100, 60
FOLDERS = ("include/", "src/", "tests/", "bench/", "scripts/")
CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^;{}()=]*(\([^()]*\))?[^;{}()=]*$")
HEAD = re.compile(r"(\)|\]|\bconst|\bnoexcept|\boverride|\bfinal|\bmutable|\btry|->[^;{}]*|\)\s*:[^;{}]*[)}])\s*$")


def statement_head(code: str, position: int) -> str:
    """What stands between the end of the statement before and `position`."""
    start = max(code.rfind(end, 0, position) for end in ";{}")
    return code[start + 1:position]


def cpp_functions(text: str) -> Iterator[tuple[int, int]]:
    """(line, length) of every outermost function body; lambdas and local types belong to the function around them."""
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), blank(text), flags=re.M)
    depth, function_depth, begin = 0, None, 0
    for match in re.finditer(r"[{}]", code):
        if match.group() == "{":
            head = statement_head(code, match.start())
            if function_depth is None and HEAD.search(head) and not CONTAINER.search(head):
                function_depth, begin = depth, line_at(code, match.start())
            depth += 1
        else:
            depth -= 1
            if depth == function_depth:
                yield begin, line_at(code, match.start()) - begin + 1
                function_depth = None


def python_functions(text: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def functions(tree: Tree, path: str) -> Iterator[tuple[int, int]]:
    return python_functions(tree.text(path)) if path.endswith(".py") else cpp_functions(tree.text(path))


def check(tree: Tree):
    for path in tree.files(CPP + (".py", ".sh"), FOLDERS):
        lines = tree.text(path).count("\n")
        if lines > MAX_FILE:
            yield Finding(path, 1, f"{lines} lines; at most {MAX_FILE}: which two things are in here?")
        if path.endswith(".sh"):
            continue
        for line, length in functions(tree, path):
            if length > MAX_FUNCTION:
                yield Finding(path, line, f"a function of {length} lines; at most {MAX_FUNCTION}")


def summary(tree: Tree) -> str:
    lengths = [length for path in tree.files(CPP, FOLDERS) for _, length in functions(tree, path)]
    return f"{len(lengths)} C++ functions, {sum(n > LONG_FUNCTION for n in lengths)} longer than {LONG_FUNCTION} lines"


def body(lines: int) -> str:
    return "  work();\n" * lines


GOOD = {
    "src/a/a.cpp": "namespace a {\nint f(int x) {\n" + body(98) + "}\n" + "struct S {\n" + "  int x;\n" * 150 + "};\n"
                   "constexpr int table[] = {\n" + "  1,\n" * 120 + "};\n}  // namespace a {\n",
    "scripts/a.py": "def f():\n" + "    pass\n" * 99,
}
BAD = {
    "long file": ({"src/a/b.cpp": "// line\n" * 501}, 1),
    "long function": ({"src/a/a.cpp": "int f() {\n" + body(99) + "}\n"}, 1),
    "long member": ({"src/a/a.hpp": "class C : public B {\n  void f() const override {\n" + body(99) + "  }\n};\n"}, 1),
    "long constructor": ({"src/a/a.cpp": "C::C(int a) : a_(a), b_(f(a)) {\n" + body(99) + "}\n"}, 1),
    "long lambda": ({"src/a/a.cpp": "int f() {\n  g([&] {\n" + body(99) + "  });\n}\n"}, 1),
    "trailing return": ({"src/a/a.cpp": "auto f() -> std::vector<int> {\n" + body(99) + "}\n"}, 1),
    "two of them": ({"src/a/a.cpp": ("int f() {\n" + body(99) + "}\n") * 2}, 2),
    "python": ({"scripts/a.py": "def f():\n" + "    pass\n" * 100}, 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD, summary)
