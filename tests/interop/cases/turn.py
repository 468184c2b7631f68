"""Media through coturn: relayed addresses over UDP, TCP and TLS, with long-term credentials."""
import json
import re
import socket

from harness.case import case, expect, expect_equal
from harness.cxload import INVALID, Run
from harness.site import Site
from peers.coturn import PASSWORD, PLAIN, RELAYED_FROM, TLS, USER, Coturn
from peers.rtpengine import RtpEngine

CALLS = 5
SILENT = 3999
URLS = {"udp": f"turn:127.0.0.1:{PLAIN}?transport=udp", "tcp": f"turn:127.0.0.1:{PLAIN}?transport=tcp", "tls": f"turns:test.example:{TLS}"}
TRUST = "resolve: {{test.example: 127.0.0.1}}, tls: {{ca: {ca}}}"


def ice(*urls: str, policy: str = "relay", password: str = PASSWORD, extra: str = "") -> str:
    servers = ", ".join(f'"{url}"' for url in urls)
    return f'{{servers: [{servers}], username: {USER}, password: "{password}", policy: {policy}{extra}}}'


def echo_scenario(site: Site, name: str, group: str, talk: str = "2s") -> str:
    return f"""cxload: 1
name: {name}
seed: 71
deployment: {{{TRUST.format(ca=site.ca)}}}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs, media: {{profile: webrtc}}, {group}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: "160", talk: {talk}}}, unregister]}}
load:
  - {{journey: call, rate: 2/s, for: {CALLS * 500}ms}}
"""


def ladders(run: Run) -> str:
    return "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))


def records(run: Run) -> list[dict]:
    return [json.loads(line) for line in (run.folder / "calls.jsonl").read_text().splitlines()]


def first_offer(run: Run) -> str:
    """The first INVITE with SDP of a ladder, up to the answer to it."""
    blocks = [re.split(r"SIP/2\.0 \d{3}", block)[0] for block in ladders(run).split("INVITE sip:")[1:]]
    offers = [block for block in blocks if "m=audio" in block]
    expect(bool(offers), "no ladder shows an offer")
    return offers[0]


def candidates(text: str) -> list[str]:
    return re.findall(r"a=candidate:.* typ (\w+)", text)


def expect_heard(run: Run, calls: int, voice: str) -> None:
    """Which way the sound took does not depend on how busy this machine was."""
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), calls, "completed calls")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    expect_equal({record["heard"]["voice"] for record in records(run)}, {voice}, "voices heard")


def by_kind(metric: dict, kind: str) -> dict:
    return next((entry for entry in metric.get("by", []) if entry["labels"] == {"kind": kind}), {})


def expect_carried(server: Coturn, sessions: int, most: int | None = None) -> None:
    """2 s of speech, 50 packets a second, there and back: nothing went another way. A run that was made again, for this
    machine was too busy, has its sessions too."""
    carried = server.wait_books()
    expect(len(carried) >= sessions and len(carried) % sessions == 0, f"sessions of coturn: {len(carried)} for {sessions}")
    if most is not None:
        expect(max(carried) <= most, f"packets that coturn carried, a session: {carried}")
    else:
        expect(min(carried) > 120, f"packets that coturn carried, a session: {carried}")


def call_the_echo(site: Site, transport: str, more: str = "") -> None:
    with Coturn(site.workplace) as server:
        run = site.cxload.run(echo_scenario(site, f"the echo through TURN over {transport}", f"ice: {ice(URLS[transport])}{more}"))
        expect_heard(run, CALLS, "own")
        expect_equal(by_kind(run.metric("phase.turn"), transport).get("count"), CALLS, "relayed addresses that were got")
        own = first_offer(run)
        expect_equal(set(candidates(own)), {"relay"}, "kinds of candidates in the offer")
        expect(f"c=IN IP4 {RELAYED_FROM}" in own, "the offer's c= is not the relayed address")
        expect_carried(server, CALLS)


for way in URLS:
    case(f"a browser's call through TURN over {way}")(lambda site, way=way: call_the_echo(site, way))
case("TURN over TLS carries a call where no datagram passes")(lambda site: call_the_echo(site, "tls", ", network: {udp: blocked}"))


@case("a browser calls a browser, both through TURN and rtpengine")
def through_turn_and_rtpengine(site: Site) -> None:
    with Coturn(site.workplace) as server:
        relay = RtpEngine(site.workplace)
        site.fresh_registrar(media_relay=True)
        run = site.cxload.run(f"""cxload: 1
name: through TURN and rtpengine
seed: 72
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
  callees: {{users: 1200..1219, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs, media: {{profile: webrtc}}, ice: {ice(URLS["udp"])}}}
  callees: {{accounts: callees, client: jssip, media: {{profile: webrtc}}, answer: {{after: 50ms}}, ice: {ice(URLS["tcp"])}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: group callees, talk: 2s, expect: {{codec: opus}}}}, unregister]}}
load:
  - {{journey: call, rate: 2/s, for: {CALLS * 500}ms}}
""")
        relay.stop()
        expect_heard(run, CALLS, "far-end")
        for kind in ("udp", "tcp"):
            expect_equal(by_kind(run.metric("phase.turn"), kind).get("count"), CALLS, f"relayed addresses over {kind}")
        expect_carried(server, 2 * CALLS)


@case("all kinds of candidates are told where the policy is all")
def all_kinds(site: Site) -> None:
    with Coturn(site.workplace) as server:
        servers = ice(f"stun:127.0.0.1:{PLAIN}", *URLS.values(), policy="all")
        run = site.cxload.run(echo_scenario(site, "all candidates", f"ice: {servers}"))
        expect_heard(run, CALLS, "own")
        expect_equal(by_kind(run.metric("phase.stun"), "udp").get("count"), CALLS, "answers of the STUN server")
        own = first_offer(run)
        # No NAT stands between: the reflexive address is the host's own, and redundant.
        expect_equal(candidates(own), ["host", "relay", "relay", "relay"], "candidates of the offer")
        priorities = [int(number) for number in re.findall(r"a=candidate:\S+ 1 udp (\d+) ", own)]
        expect_equal(priorities, sorted(priorities, reverse=True), "priorities")
        expect_equal(len(set(re.findall(r"a=candidate:(\S+) ", own))), 4, "foundations")
        expect_carried(server, 3 * CALLS, most=20)  # checks: the way between the hosts is the better one


@case("a wrong TURN password is told for what it is")
def wrong_password(site: Site) -> None:
    wrong = "off with her head"
    with Coturn(site.workplace):
        run = site.cxload.run(echo_scenario(site, "a wrong password", f"ice: {ice(URLS['udp'], password=wrong)}"))
        expect(run.exit_code in (1, INVALID), f"exit code ({run.summary()})")
        expect_equal(run.failure_classes(), {"turn.auth": CALLS}, "failures")
        everything = "".join(file.read_text(errors="replace") for file in run.folder.rglob("*") if file.is_file())
        expect(wrong not in everything and wrong not in run.output, "the password stands in a report")
        # With the policy `all` the same is no more than a notice.
        again = site.cxload.run(echo_scenario(site, "a wrong password, and a way without", f"ice: {ice(URLS['udp'], policy='all', password=wrong)}"))
        expect_heard(again, CALLS, "own")
        expect("turn.auth" in (again.folder / "summary.md").read_text(), "no notice tells of the server that refused")


@case("a silent TURN server costs a call its time of gathering and no more")
def silent(site: Site) -> None:
    servers = ice(f"turn:127.0.0.2:{SILENT}", f"turn:127.0.0.1:{PLAIN}?transport=tcp", policy="all", extra=", gathering: 500ms")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.2", SILENT))
        run = site.cxload.run(echo_scenario(site, "a silent server", f"ice: {servers}"))
    expect_heard(run, CALLS, "own")
    expect_equal(run.metric("phase.turn").get("failed"), 2 * CALLS, "askings that failed")
    notice = (run.folder / "summary.md").read_text()
    expect("turn.timeout" in notice or "tcp.refused" in notice, "no notice tells of the servers")
