"""Inside a call through the proxy: hold, resume, digits by INFO, transfer blind and attended, reliable ringing and session
timers, each request on its dialog's route."""
from harness.case import case, expect, expect_equal
from harness.site import DOORS, Site

CALLS = 10


def scenario(site: Site, caller: str, callee: str) -> str:
    return f"""cxload: 1
name: inside calls {caller} to {callee}
seed: 8
{site.deployment(caller)}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
  callees: {{users: 1200..1209, password: "pw-{{user}}"}}
  others: {{users: 1600..1609, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs, media: {{profile: rtp}}, codecs: {{delete: ["telephone.*"]}}}}
  callees: {{accounts: callees, signalling: "{DOORS[callee]}", media: {{profile: rtp}}, answer: {{after: 50ms}}}}
  others: {{accounts: others, signalling: "{DOORS[callee]}", media: {{profile: rtp}}, answer: {{after: 50ms}}}}
journeys:
  work:
    endpoints: callers
    steps:
      - register
      - call:
          to: group callees
          talk: 1500ms
          during: [{{at: 100ms, dtmf: "1#"}}, {{at: 400ms, hold: 200ms}}, {{at: 800ms, transfer: {{to: group others}}}}]
      - unregister
load:
  - {{journey: work, rate: 5/s, for: {CALLS * 200}ms}}
"""


def work_with_calls(site: Site, caller: str, callee: str) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, caller, callee))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    journey = run.journey("work")
    expect_equal((journey.get("completed"), journey.get("failed")), (CALLS, 0), "completed and failed journeys")
    # Every call twice: the one of the caller, and the one that its callee makes to the third phone.
    for name in ("sip.ser", "sip.scr"):
        metric = run.metric(name)
        expect_equal((metric.get("numerator"), metric.get("denominator")), (2 * CALLS, 2 * CALLS), name)
    ladders = "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))
    for word in ("Signal=#", "a=sendonly", "a=recvonly", "SIP/2.0 202 ", "message/sipfrag"):
        expect(word in ladders, f"no ladder shows {word!r}")


for pair in (("wss", "udp"), ("udp", "wss"), ("tls", "tcp")):
    case(f"hold, digits and transfer: {pair[0]} to {pair[1]}")(lambda site, pair=pair: work_with_calls(site, *pair))


def apart(site: Site, caller: str, callee: str) -> str:
    return f"""cxload: 1
name: calls taken apart {caller} to {callee}
seed: 9
{site.deployment(caller)}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
  callees: {{users: 1200..1209, password: "pw-{{user}}"}}
  others: {{users: 1600..1609, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: {"jssip" if caller == "wss" else "plain"}, media: {{profile: rtp}}}}
  callees: {{accounts: callees, signalling: "{DOORS[callee]}", media: {{profile: rtp}}, answer: {{ring: 20ms, after: 300ms}}}}
  others: {{accounts: others, signalling: "{DOORS[callee]}", media: {{profile: rtp}}, answer: {{ring: 20ms, after: 100ms}}}}
journeys:
  work:
    endpoints: callers
    steps:
      - register
      - dial: {{to: group callees{'' if caller == "wss" else ', headers: {Require: 100rel, Session-Expires: 60}'}}}
      - await: ringing
      - await: answered
      - hold
      - resume
      - mute
      - transfer: {{to: group others, consult: 200ms}}
      - hangup
      - unregister
load:
  - {{journey: work, rate: 5/s, for: {CALLS * 200}ms}}
"""


def take_calls_apart(site: Site, caller: str, callee: str) -> None:
    site.fresh_registrar()
    run = site.cxload.run(apart(site, caller, callee))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    journey = run.journey("work")
    expect_equal((journey.get("completed"), journey.get("failed")), (CALLS, 0), "completed and failed journeys")
    # To the callee, to the target, and from the one to the other in place of the second.
    for name in ("sip.ser", "sip.scr"):
        metric = run.metric(name)
        expect_equal((metric.get("numerator"), metric.get("denominator")), (3 * CALLS, 3 * CALLS), name)
    ladders = "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))
    words = ["?Replaces=", "\nReplaces: ", "\nSession-Expires: 90"]
    if caller != "wss":
        words += ["\nRSeq: ", "\nRAck: ", "PRACK sip:", "SIP/2.0 422 ", "\nMin-SE: 90"]
    for word in words:
        expect(word in ladders, f"no ladder shows {word!r}")


for pair in (("wss", "udp"), ("tcp", "wss"), ("udp", "tls")):
    case(f"a call taken apart: {pair[0]} to {pair[1]}")(lambda site, pair=pair: take_calls_apart(site, *pair))
