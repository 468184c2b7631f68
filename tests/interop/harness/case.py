"""Cases: a function with a name, and what a failed one says."""
import time
import traceback
from dataclasses import dataclass
from typing import Callable

from harness.site import Site


class CheckFailed(Exception):
    """cxload did not do what the contract says."""


@dataclass
class Case:
    name: str
    function: Callable[[Site], None]


@dataclass
class Verdict:
    name: str
    status: str        # passed, failed
    why: str
    seconds: float


CASES: list[Case] = []


def case(name: str):
    """Puts a function into the list of cases, in the order of their writing."""
    def add(function: Callable[[Site], None]) -> Callable[[Site], None]:
        CASES.append(Case(name, function))
        return function
    return add


def expect(condition: bool, text: str) -> None:
    if not condition:
        raise CheckFailed(text)


def expect_equal(actual, wanted, what: str) -> None:
    expect(actual == wanted, f"{what} is {actual!r} instead of {wanted!r}")


def run_case(one: Case, site: Site) -> Verdict:
    begin = time.monotonic()
    status, why = "passed", ""
    try:
        one.function(site)
        faults = site.peer_faults()
        expect(not faults, f"a peer is not well: {faults[:3]}")
    except CheckFailed as failure:
        status, why = "failed", str(failure)
    except Exception as error:   # whatever a peer or the harness raised fails this case and no other
        status, why = "failed", f"{type(error).__name__}: {error} ({traceback.extract_tb(error.__traceback__)[-1]})"
    return Verdict(one.name, status, why, time.monotonic() - begin)
