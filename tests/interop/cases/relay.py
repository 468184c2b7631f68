"""WebRTC through the usual media relay: rtpengine between our browser-like phones and plain RTP, ours and SIPp's."""
import re

from harness.case import case, expect, expect_equal
from harness.cxload import INVALID, Run
from harness.site import DOORS, Site
from peers import sipp
from peers.browser import Browser
from peers.rtpengine import RtpEngine

CALLS = 10


def expect_two_way(run: Run, calls: int, channels: int) -> None:
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("completed"), calls, "completed calls")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    expect_equal(run.metric("media.loss").get("max"), 0, "loss")
    expect_equal(run.metric("phase.dtls").get("count"), channels, "DTLS handshakes")
    ladders = "\n".join(file.read_text() for file in (run.folder / "traces").glob("*.txt"))
    expect(re.search(r"m=audio 2\d{4} ", ladders) is not None, "no description names a port of the relay")


def scenario(site: Site, caller: str, caller_media: str, callee: str, callee_media: str) -> str:
    return f"""cxload: 1
name: {caller} with {caller_media} calls {callee} with {callee_media}
seed: 61
{site.deployment(caller)}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
  callees: {{users: 1200..1219, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs, media: {{profile: {caller_media}}}}}
  callees: {{accounts: callees, client: sipjs, signalling: "{DOORS[callee]}", media: {{profile: {callee_media}}}, answer: {{after: 50ms}}}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: group callees, talk: 2s, expect: {{codec: %s}}}}, unregister]
load:
  - {{journey: call, rate: 5/s, for: {CALLS * 200}ms}}
"""


def call_across(site: Site, caller: tuple[str, str], callee: tuple[str, str], channels: int, codec: str) -> None:
    relay = RtpEngine(site.workplace)
    site.fresh_registrar(media_relay=True)
    run = site.cxload.run(scenario(site, *caller, *callee) % codec)
    relay.stop()
    expect_two_way(run, CALLS, channels)


BROWSER, GATEWAY = ("wss", "webrtc"), ("udp", "rtp")
case("a browser calls a browser through rtpengine")(lambda site: call_across(site, BROWSER, BROWSER, 2 * CALLS, "opus"))
case("a browser calls a gateway through rtpengine")(lambda site: call_across(site, BROWSER, GATEWAY, CALLS, "opus"))
case("a gateway calls a browser through rtpengine")(lambda site: call_across(site, GATEWAY, BROWSER, CALLS, "PCMU"))


@case("a browser calls SIPp through rtpengine")
def calls_sipp(site: Site) -> None:
    relay = RtpEngine(site.workplace)
    site.fresh_registrar(media_relay=True)
    far_end = sipp.Uas(site.workplace, "udp", 5072, sipp.TRUNK, "echo_uas.xml", media_port=7000)
    registered = sipp.register(site.workplace, "1900", 5072)
    expect_equal(registered.exit_code, 0, f"SIPp's registration ({registered.errors})")
    # One call at a time: SIPp has one port for the media of all, and the relay learns where each comes from.
    run = site.cxload.run(f"""cxload: 1
name: a browser calls SIPp
seed: 62
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1119, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: jssip, media: {{profile: webrtc}}}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: user 1900, talk: 2s, expect: {{codec: PCMU}}}}, unregister]
load:
  - {{journey: call, users: 1, for: 8s}}
""")
    far_end.stop()
    relay.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    calls = run.journey("call").get("completed", 0)
    expect(calls >= 3, f"completed calls: {calls}")
    expect_two_way(run, calls, calls)


@case("a gateway calls Chromium through rtpengine")
def calls_chromium(site: Site) -> None:
    relay = RtpEngine(site.workplace)
    site.fresh_registrar(media_relay=True)
    browser = Browser(site.workplace, "jssip", "1300")
    site.kamailio.wait_registered("1300")
    run = site.cxload.run(f"""cxload: 1
name: a gateway calls a browser
seed: 63
{site.deployment("udp")}
accounts:
  callers: {{users: 1100..1100, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, media: {{profile: rtp}}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: user 1300, talk: 4s, expect: {{codec: PCMU}}}}]}}
load:
  - {{journey: call, count: 1}}
""", tries=1)
    said = browser.finish()
    relay.stop()
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()}; browser: {said})")
    expect_equal(said["failed"], "", "the browser's complaint")
    heard = said.get("inbound", {})
    expect(heard.get("totalAudioEnergy", 0) > 0.001, f"audio energy in the browser: {heard.get('totalAudioEnergy')}")
    expect(heard.get("packetsReceived", 0) > 130, f"packets the browser received: {heard.get('packetsReceived')}")
    expect_equal(heard.get("packetsLost"), 0, "packets the browser lost")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    expect_equal(run.metric("media.loss").get("max"), 0, "loss")
