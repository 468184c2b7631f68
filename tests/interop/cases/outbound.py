"""How a phone is reached and found again: GRUU, an edge with Path and flow tokens, TLS sessions taken up again, mailboxes."""
from harness.case import case, expect, expect_equal
from harness.site import DOORS, Site
from peers import sipp
from peers.kamailio import Edge

PHONES = 20


def ladders(run) -> str:
    return "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))


def calls(site: Site, caller: str, callee: str) -> str:
    return f"""cxload: 1
name: calls to phones behind {callee}
seed: 21
{site.deployment(caller)}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
  callees: {{users: 1200..1209, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: jssip}}
  callees: {{accounts: callees, client: jssip, signalling: "{DOORS.get(callee, callee)}", answer: {{ring: 20ms, after: 50ms}}}}
journeys:
  call:
    endpoints: callers
    steps:
      - register
      - call: {{to: group callees, talk: 300ms, during: [{{at: 50ms, hold: 100ms}}]}}
      - unregister
load:
  - {{journey: call, rate: 10/s, for: {PHONES * 100}ms}}
"""


def call_all(site: Site, caller: str, callee: str) -> str:
    """The ladders of calls that all went well."""
    site.fresh_registrar()
    run = site.cxload.run(calls(site, caller, callee))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), PHONES, "completed calls")
    return ladders(run)


@case("GRUU: dialogs are addressed to an instance")
def gruu(site: Site) -> None:
    shown = call_all(site, "wss", "wss")
    for word in ("pub-gruu=", ";gr=urn:uuid:", "INVITE sip:1", "BYE sip:1"):
        expect(word in shown, f"no ladder shows {word!r}")
    expect(any(line.startswith("BYE sip:12") and ";gr=urn:uuid:" in line for line in shown.splitlines()),
           "no BYE goes to the GRUU of a callee")


@case("an edge proxy: Path, flow tokens and reg-id")
def behind_an_edge(site: Site) -> None:
    edge = Edge(site.workplace)
    try:
        shown = call_all(site, "wss", "ws://127.0.0.4:8080")
    finally:
        edge.stop()
    for word in ("reg-id=1", "Supported: path,gruu,outbound"):
        expect(word in shown, f"no ladder shows {word!r}")
    # The registrar found the phone by its Path: the flow token stands where the INVITE came along.
    routes = [line for line in shown.splitlines() if line.startswith("Record-Route: ") and "@127.0.0.4" in line]
    expect(bool(routes), "no INVITE came along a flow token of the edge")
    expect("Require: outbound" in shown, "the registrar does not say that it keeps flows")


def storm(site: Site) -> str:
    return f"""cxload: 1
name: reconnects
seed: 22
{site.deployment("wss")}
accounts:
  phones: {{users: 1100..{1099 + PHONES}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs, stay: {{rate: 50/s}}}}
  others: {{register: false, phones: 1}}
journeys:
  idle: {{endpoints: others, steps: [wait: 4s]}}
load:
  - {{journey: idle, count: 1}}
events: [{{at: 1s, drop: 100%, of: phones}}]
"""


@case("a phone that lost its connection takes its TLS session up again")
def takes_up_sessions(site: Site) -> None:
    site.fresh_registrar()
    before = len(site.nginx.handshakes())
    run = site.cxload.run(storm(site))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.metric("storm.recovery").get("count"), 1, "storms that everybody came back from")
    met = site.nginx.handshakes()[before:]
    expect_equal((met.count("TLSv1.3 ."), met.count("TLSv1.3 r")), (PHONES, PHONES), "whole and resumed handshakes")


def mailbox(site: Site, door: str) -> str:
    return f"""cxload: 1
name: what waits
seed: 23
{site.deployment(door)}
accounts:
  phones: {{users: 1100..{1099 + PHONES}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: {"sipjs" if door == "wss" else "plain"}}}
journeys:
  look: {{endpoints: phones, steps: [register, mwi: {{expect: {{waiting: true, new: 4}}}}, unregister]}}
load:
  - {{journey: look, rate: 20/s, for: {PHONES * 50}ms}}
"""


def ask_mailbox(site: Site, door: str) -> None:
    site.fresh_registrar()
    server = sipp.Uas(site.workplace, "udp", 5075, scenario="mailbox.xml")
    run = site.cxload.run(mailbox(site, door))
    server.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("look").get("completed"), PHONES, "phones that were told")


for door in ("wss", "udp"):
    case(f"SIPp tells {door} phones behind the proxy what waits")(lambda site, door=door: ask_mailbox(site, door))
