"""Calls between phones on different doors, through a record-routing proxy that bridges them."""
from harness.case import case, expect, expect_equal
from harness.site import DOORS, Site

CALLS = 20


def scenario(site: Site, caller: str, callee: str, answer: str = "{ring: 50ms, after: 100ms}") -> str:
    return f"""cxload: 1
name: calls {caller} to {callee}
seed: 2
{site.deployment(caller)}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
  callees: {{users: 1200..1219, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs}}
  callees: {{accounts: callees, signalling: "{DOORS[callee]}", answer: {answer}}}
journeys:
  call:
    endpoints: callers
    steps:
      - register
      - call: {{to: group callees, talk: 200ms}}
      - unregister
load:
  - {{journey: call, rate: 10/s, for: {CALLS * 100}ms}}
"""


def call_all(site: Site, caller: str, callee: str) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, caller, callee))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    journey = run.journey("call")
    expect_equal((journey.get("completed"), journey.get("failed")), (CALLS, 0), "completed and failed calls")
    for name in ("sip.ser", "sip.scr"):
        expect_equal(run.metric(name).get("value"), 1, name)
    expect_equal(run.metric("sip.sdd").get("count"), CALLS, "samples of sip.sdd")


for pair in (("wss", "udp"), ("udp", "wss"), ("wss", "wss"), ("tls", "tcp")):
    case(f"calls {pair[0]} to {pair[1]}")(lambda site, pair=pair: call_all(site, *pair))


@case("two phones of one account ring, one answers, the other is cancelled")
def forked(site: Site) -> None:
    site.fresh_registrar()
    run = site.cxload.run(f"""cxload: 1
name: a fork of the proxy
seed: 12
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
  shared: {{users: 1300..1300, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs}}
  answers: {{accounts: shared, client: sipjs, answer: {{ring: 20ms, after: 100ms}}}}
  rings: {{accounts: shared, signalling: "{DOORS['udp']}", answer: {{ring: 20ms, never: true}}}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: user 1300, talk: 100ms}}, unregister]
load:
  - {{journey: call, rate: 2/s, for: 5s}}
""")
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), 10, "completed calls")
    ladder = "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))
    # Two early dialogs, and one session.
    tags = {line.split("tag=")[1] for block in ladder.split("SIP/2.0 180")[1:] for line in block.splitlines()[:12]
            if line.startswith("To:") and "tag=" in line}
    expect(len(tags) >= 2, f"early dialogs in the ladder: {tags}")
