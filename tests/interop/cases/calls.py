"""Calls between phones on different doors, through a record-routing proxy that bridges them."""
from harness.case import case, expect_equal
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
