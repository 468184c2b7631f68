#!/usr/bin/env python3
"""Flags the co_await forms that g++ 12.2 miscompiles: double frees, crashes and hangs, seen with plain flows.

House form: co_await stands at the start of a statement, after `=` in the initialisation or assignment of a name, or
after co_return; its operands are names, literals or Type(args): no braces and no capturing lambdas in the same
expression. Also allowed: `if (T x = co_await f(); condition)`, and `co_await this_coro::executor` as an argument."""
import re

from lintlib import CPP, Finding, Tree, blank, line_at, run

OPEN, CLOSE = "([{", ")]}"
EXECUTOR = re.compile(r"\s*(?:net::|asio::|boost::asio::)?this_coro::executor\b")
CONDITION = ("if", "while", "switch", "for")
BODY_HEAD = re.compile(r"(\)|->\s*[\w:<>, ]+|\bconst|\bmutable|\bnoexcept|\boverride)$")
OPEN_CONDITION = re.compile(r"\b(if|for|while|switch)\s*\([^(){}]*$")
CAPTURE = re.compile(r"\[[^\[\]]+\]\s*(\(|\{|mutable|->)")
PLAIN_LAMBDA = re.compile(r"\[\s*\]\s*(\([^)]*\))?[^;{]*\{[^{}]*\}")
BRACED_TEMPORARY = re.compile(r"(?:[\w>]|[(,])\s*\{")


def is_block(bracket: str, before: str) -> bool:
    """Does this bracket open a block of statements, rather than an initialiser?"""
    if bracket != "{":
        return False
    return not before or before.endswith((";", "{", "}", "else", "do", "try", ":")) or bool(BODY_HEAD.search(before))


def enclosing(code: str, position: int):
    """The brackets still open at `position`, innermost first, within its statement: (bracket, word before, between)."""
    depth = 0
    for i in range(position - 1, -1, -1):
        char = code[i]
        if char in CLOSE:
            depth += 1
        elif char in OPEN and depth:
            depth -= 1
        elif char in OPEN:
            before = code[:i].rstrip()
            if is_block(char, before):
                return
            word = re.search(r"[\w>:.\]]+$|[=,(&|?]$", before)
            yield char, word.group() if word else "", code[i + 1:position]
        if depth == 0 and char in ";}" and not OPEN_CONDITION.search(code[:i]):
            return


def statement_rest(code: str, start: int) -> str:
    """From `start` to the end of the expression that it stands in."""
    depth = 0
    for end in range(start, len(code)):
        depth += (code[end] in OPEN) - (code[end] in CLOSE)
        if depth < 0 or (code[end] == ";" and depth == 0):
            return code[start:end]
    return code[start:]


def place_problem(code: str, position: int) -> str | None:
    argument = None
    for bracket, word, between in enclosing(code, position):
        if bracket == "(" and word in CONDITION:
            with_initialiser = word in ("if", "switch") and re.search(r"=\s*$", between) and ";" not in between
            if not with_initialiser:
                return f"in the condition of {word}"
        elif bracket == "{":
            return "inside a braced initialiser"
        else:
            argument = "as an argument of another call"
    return argument


def operand_problem(expression: str) -> str | None:
    if CAPTURE.search(expression):
        return "with a capturing lambda in the same expression"
    if BRACED_TEMPORARY.search(PLAIN_LAMBDA.sub("", expression)):
        return "with a braced temporary in the same expression"
    return None


def operator_problem(before: str) -> str | None:
    statement = re.split(r"[;{}]", before)[-1]
    if before.endswith(("&&", "||", "?")) or (before.endswith(":") and "?" in statement):
        return "inside && || ?:"
    return None


def check(tree: Tree):
    for path in tree.files(CPP, ("include/", "src/", "tests/", "bench/")):
        if "co_await" not in tree.text(path):
            continue
        code = blank(tree.text(path))
        for match in re.finditer(r"\bco_await\b", code):
            if EXECUTOR.match(code, match.end()):
                continue
            problem = (place_problem(code, match.start()) or operand_problem(statement_rest(code, match.end()))
                       or operator_problem(code[:match.start()].rstrip()))
            if problem:
                yield Finding(path, line_at(code, match.start()), f"co_await {problem}; name the value first")


def flow(statements: str) -> dict[str, str]:
    return {"src/run/flow.cpp": "Awaitable<int> f(Shard& shard) {\n  " + statements + "\n}\n"}


GOOD = flow("""
  co_await g(shard, std::string("a{b}"), 3);
  auto reply = co_await g(shard);
  reply = co_await h(reply, Options(1, 2));
  auto& [error, size] = reply;
  if (auto again = co_await h(reply); again) size += 1;
  auto timer = Timer(co_await net::this_coro::executor);
  for (int i = 0; i < 3; ++i) {
    co_await g(shard);  // if (co_await x()) in a comment
  }
  const auto callback = [&shard](int n) { return n; };
  co_await h(callback);
  co_return co_await g(shard);
""")
BAD = {
    "condition of if": (flow("if (co_await ok()) return;"), 1),
    "condition of while": (flow("while (co_await ok()) {}"), 1),
    "condition of switch": (flow("switch (co_await kind()) {}"), 1),
    "argument": (flow("use(co_await g());"), 1),
    "in braces": (flow("Pair p{1, co_await g()};"), 1),
    "braced temporary": (flow("co_await g(Options{1, 2});"), 1),
    "braces as argument": (flow("co_await g({1, 2});"), 1),
    "capturing lambda": (flow("co_await g([&shard] { return 1; });"), 1),
    "ternary": (flow("auto x = c ? T() : co_await g();"), 1),
    "and": (flow("bool x = a && co_await g();"), 1),
    "nested": (flow("co_await g(co_await h());"), 1),
    "second statement": (flow("co_await g();\n  use(1, co_await h());"), 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
