"""404, 480, 486 and 403 are different answers, and a refusal that was expected is a success."""
from harness.case import case, expect_equal
from harness.site import Site

TARGETS = {"404": "user 9999", "480": "user 1480", "403": "user 1403", "486": "group busy"}
EACH = 3


def scenario(site: Site, door: str, expected: bool) -> str:
    journeys = "".join(
        f"  refused{status}:\n    endpoints: callers\n    steps:\n      - register\n"
        f"      - call: {{to: {target}, talk: 100ms{f', expect: {{status: {status}}}' if expected else ''}}}\n"
        f"      - unregister\n" for status, target in TARGETS.items())
    load = "".join(f"  - {{journey: refused{status}, rate: 10/s, for: {EACH * 100}ms}}\n" for status in TARGETS)
    return f"""cxload: 1
name: refusals
seed: 3
{site.deployment(door)}
accounts:
  callers: {{users: 1100..1139, password: "pw-{{user}}"}}
  busy: {{users: 1300..1319, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: jssip}}
  busy: {{accounts: busy, signalling: "udp://test.example", answer: {{after: 20ms, status: 486}}}}
journeys:
{journeys}load:
{load}"""


@case("refusals are told apart")
def told_apart(site: Site) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, "wss", expected=False))
    expect_equal(run.exit_code, 1, f"exit code ({run.summary()})")
    expect_equal(run.failure_classes(), {f"sip.{status}": EACH for status in TARGETS}, "failure classes")


@case("an expected refusal is a success")
def expected_refusals(site: Site) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, "udp", expected=True))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    for status in TARGETS:
        expect_equal(run.journey(f"refused{status}").get("completed"), EACH, f"journeys that met {status}")
