"""A cxload trunk: called by SIPp directly, and by Kamailio over a static route."""
from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.process import probe_tcp, probe_udp
from harness.site import Site
from peers import sipp

CALLS = 10


def called_directly(site: Site, transport: str, port: int) -> None:
    running = site.cxload.start(f"""cxload: 1
name: a trunk that SIPp calls over {transport}
seed: 8
{site.deployment("udp")}
endpoints:
  gateway: {{register: false, listen: "{transport}://127.0.0.1:{port}", phones: 20, answer: {{ring: 20ms, after: 50ms}}}}
  others: {{register: false, phones: 1}}
journeys:
  watch: {{endpoints: others, steps: [wait: 6s]}}
load:
  - {{journey: watch, count: 1}}
""")
    (probe_udp if transport == "udp" else probe_tcp)(running.process, port)
    done = sipp.call(site.workplace, "94420", calls=CALLS, rate=5, talk_ms=50, transport=transport,
                     proxy=f"127.0.0.1:{port}")
    run = running.finish(60)
    expect_equal((done.successful, done.failed), (CALLS, 0), f"SIPp's calls ({done.errors})")
    # Here SIPp judges; a busy machine may make the run itself invalid.
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")


case("SIPp calls a trunk over udp")(lambda site: called_directly(site, "udp", 6061))
case("SIPp calls a trunk over tcp")(lambda site: called_directly(site, "tcp", 6062))


@case("Kamailio forwards numbers to a trunk, and the trunk calls in")
def static_route(site: Site) -> None:
    site.fresh_registrar()
    run = site.cxload.run(f"""cxload: 1
name: a trunk behind the proxy
seed: 9
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
  callees: {{users: 1110..1119, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs}}
  callees: {{accounts: callees, client: sipjs, answer: {{ring: 20ms, after: 50ms}}}}
  gateway: {{register: false, listen: "udp://127.0.0.2:6060", phones: 10, answer: {{ring: 20ms, after: 50ms}}}}
journeys:
  outward:
    endpoints: callers
    steps: [register, call: {{to: "9100", talk: 100ms}}, unregister]
  inward:
    endpoints: gateway
    steps: [call: {{to: group callees, talk: 100ms}}]
load:
  - {{journey: outward, rate: 10/s, for: 1s}}
  - {{journey: inward, rate: 10/s, for: 1s, start: 3s}}
""")
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("outward").get("completed"), CALLS, "calls to the trunk")
    expect_equal(run.journey("inward").get("completed"), CALLS, "calls of the trunk")
