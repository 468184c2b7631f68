"""SIPp at the other end, in both directions."""
from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.site import DOORS, Site
from peers import sipp

CALLS = 20


def direct(site: Site, transport: str, port: int) -> str:
    door = f"{transport}://127.0.0.1:{port}"
    return f"""cxload: 1
name: calls to SIPp over {transport}
seed: 4
{site.deployment(door)}
endpoints:
  callers: {{register: false, phones: {CALLS}}}
journeys:
  call:
    endpoints: callers
    steps:
      - call: {{to: "sip:service@127.0.0.1:{port}", talk: 100ms}}
load:
  - {{journey: call, rate: 20/s, for: {CALLS * 50}ms}}
"""


def call_sipp(site: Site, transport: str, port: int) -> None:
    far_end = sipp.Uas(site.workplace, transport, port)
    run = site.cxload.run(direct(site, transport, port))
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), CALLS, "completed calls")
    expect_equal(run.metric("sip.retransmissions").get("value", 0), 0, "retransmissions")


case("cxload calls SIPp over udp")(lambda site: call_sipp(site, "udp", 5070))
case("cxload calls SIPp over tcp")(lambda site: call_sipp(site, "tcp", 5071))


@case("SIPp wants longer sessions and a PRACK")
def strict_far_end(site: Site) -> None:
    far_end = sipp.Uas(site.workplace, "udp", 5073, scenario="strict_uas.xml")
    text = direct(site, "udp", 5073).replace("talk: 100ms", "talk: 100ms, headers: {Session-Expires: 90}")
    run = site.cxload.run(text)
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), CALLS, "completed calls")
    expect_equal(run.metric("sip.retransmissions").get("value", 0), 0, "retransmissions")


@case("SIPp redirects a call")
def redirecting_far_end(site: Site) -> None:
    far_end = sipp.Uas(site.workplace, "udp", 5074, scenario="redirect.xml")
    run = site.cxload.run(direct(site, "udp", 5074))
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), CALLS, "completed calls")
    # Each try counts, and one that was redirected is in no ratio of answers (RFC 6076 4.6).
    answered = run.metric("sip.ser")
    expect_equal((answered.get("numerator"), answered.get("denominator")), (CALLS, CALLS), "SER")
    expect_equal(run.metric("sip.isa").get("denominator"), 2 * CALLS, "attempts")


@case("cxload on wss calls SIPp behind the proxy")
def behind_proxy(site: Site) -> None:
    site.fresh_registrar()
    far_end = sipp.Uas(site.workplace, "udp", 5072, sipp.TRUNK)
    registered = sipp.register(site.workplace, "1900", 5072)
    expect_equal(registered.exit_code, 0, f"SIPp's registration ({registered.errors})")
    run = site.cxload.run(f"""cxload: 1
name: a trunk behind the proxy
seed: 5
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: user 1900, talk: 100ms}}, unregister]
load:
  - {{journey: call, rate: 10/s, for: {CALLS * 100}ms}}
""")
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), CALLS, "completed calls")


def called_by_sipp(site: Site, door: str) -> None:
    site.fresh_registrar()
    running = site.cxload.start(f"""cxload: 1
name: called by SIPp
seed: 6
{site.deployment(door)}
accounts:
  callees: {{users: 1500..1500, password: "pw-{{user}}"}}
  others: {{users: 1510..1510, password: "pw-{{user}}"}}
endpoints:
  callees: {{accounts: callees, signalling: "{DOORS[door]}", answer: {{ring: 20ms, after: 50ms}}}}
  others: {{accounts: others}}
journeys:
  watch: {{endpoints: others, steps: [wait: 6s]}}
load:
  - {{journey: watch, count: 1}}
""")
    site.kamailio.wait_registered("1500")
    # One at a time: the callee is one phone, and a second call would find it busy.
    done = sipp.call(site.workplace, "1500", calls=5, rate=2, talk_ms=50)
    run = running.finish(60)
    expect_equal((done.successful, done.failed), (5, 0), f"SIPp's calls ({done.errors})")
    # Here SIPp judges; a busy machine may make the run itself invalid.
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")


case("SIPp calls a cxload phone on udp")(lambda site: called_by_sipp(site, "udp"))
case("SIPp calls a cxload phone on wss")(lambda site: called_by_sipp(site, "wss"))
