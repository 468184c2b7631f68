"""Real browser phones (Chromium with JsSIP and SIP.js) at the other end, through a proxy that leaves media alone."""
import json
import re

from harness.case import case, expect, expect_equal
from harness.cxload import INVALID, Run
from harness.process import wait_until
from harness.site import Site
from peers.browser import Browser

TALK = 13_000   # milliseconds: the browser reports at most 7.5 s apart, and our first report must be answered


def expect_heard(run: Run, said: dict, packets: int) -> None:
    """Both ends heard each other, and say the same of the call."""
    expect_equal(said["failed"], "", "the browser's complaint")
    transport, inbound, outbound = said.get("transport", {}), said.get("inbound", {}), said.get("outbound", {})
    expect_equal(transport.get("dtlsState"), "connected", "DTLS in the browser")
    expect(inbound.get("packetsReceived", 0) > packets, f"packets the browser received: {inbound.get('packetsReceived')}")
    expect(inbound.get("totalAudioEnergy", 0) > 0.001, f"audio energy in the browser: {inbound.get('totalAudioEnergy')}")
    expect_equal(inbound.get("packetsLost"), 0, "packets the browser lost")
    expect(outbound.get("packetsSent", 0) > packets, f"packets the browser sent: {outbound.get('packetsSent')}")
    # What our receiver reports made the browser think of its own stream, and its reports made us measure.
    remote = said.get("remoteInbound", {})
    expect_equal(remote.get("packetsLost"), 0, "packets that the browser was told it lost")
    expect(0 <= remote.get("roundTripTime", 1) < 0.1, f"round trip in the browser: {remote.get('roundTripTime')} s")
    expect_equal(run.metric("media.rtt").get("count"), 1, "samples of media.rtt")
    expect_equal(said.get("codec"), "audio/opus", "the codec of the browser")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    (call,) = [json.loads(line) for line in (run.folder / "calls.jsonl").read_text().splitlines()]
    heard = call["inbound"]
    expect(heard["totalAudioEnergy"] > 0.0001, f"energy of the browser's microphone: {heard['totalAudioEnergy']}")
    expect(abs(call["outbound"]["packetsSent"] - inbound["packetsReceived"]) < 10, f"{call['outbound']} and {inbound}")
    expect(abs(heard["packetsReceived"] - outbound["packetsSent"]) < 60, f"{heard} and {outbound}")
    for phase in ("phase.ice", "phase.dtls", "phase.first_rtp"):
        expect_equal(run.metric(phase).get("count"), 1, f"samples of {phase}")


def browser_is_called(site: Site, library: str) -> None:
    site.fresh_registrar()
    browser = Browser(site.workplace, library, "1300")
    site.kamailio.wait_registered("1300")
    run = site.cxload.run(f"""cxload: 1
name: a browser is called
seed: 51
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1100, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: {library}, media: {{profile: webrtc}}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: user 1300, talk: {TALK}ms}}]}}
load:
  - {{journey: call, count: 1}}
""", tries=1)
    said = browser.finish()
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()}; browser: {said})")
    expect_heard(run, said, TALK // 20 * 2 // 3)


def browser_calls(site: Site, library: str) -> None:
    site.fresh_registrar()
    running = site.cxload.start(f"""cxload: 1
name: called by a browser
seed: 52
{site.deployment("wss")}
accounts:
  callees: {{users: 1500..1500, password: "pw-{{user}}"}}
endpoints:
  callees: {{accounts: callees, client: {library}, media: {{profile: webrtc}}}}
journeys:
  taken: {{endpoints: callees, steps: [register, await: {{incoming: 60s}}, answer, await: {{ended: 60s}}]}}
load:
  - {{journey: taken, count: 1}}
""")
    site.kamailio.wait_registered("1500")
    said = Browser(site.workplace, library, "1310", call="1500", talk=TALK).finish()
    run = running.finish(90)
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()}; browser: {said})")
    expect_heard(run, said, TALK // 20 * 2 // 3)


for name in ("jssip", "sipjs"):
    case(f"cxload calls Chromium with {name}")(lambda site, name=name: browser_is_called(site, name))
    case(f"Chromium with {name} calls cxload")(lambda site, name=name: browser_calls(site, name))


def heard_from_the_standin(site: Site, library: str, number: str = "160", **settings) -> None:
    config = site.workplace.folder / "standin.json"
    config.write_text(json.dumps({"domain": "test.example", "accounts": [{"user": "1320", "password": "pw-1320"}], "algorithms": ["MD5"]}
                                 | settings))
    standin = site.workplace.start(f"standin-{library}-{number}-{len(settings)}", [site.cxload.binary, "serve", "--config", config])
    wait_until(lambda: "wss://" in standin.log_text(), standin, "the stand-in's doors")
    door = re.search(r"wss://\S+", standin.log_text())[0]
    said = Browser(site.workplace, library, "1320", call=number, talk=3000, url=door).finish()
    standin.stop()
    expect_equal(said["failed"], "", "the browser's complaint")
    heard = said.get("inbound", {})
    expect(heard.get("packetsReceived", 0) > 100, f"packets the browser received: {heard.get('packetsReceived')}")
    expect_equal(heard.get("packetsLost"), 0, "packets the browser lost")
    expect(heard.get("totalAudioEnergy", 0) > 0.0001, f"energy of what it heard: {heard.get('totalAudioEnergy')}")


for name in ("jssip", "sipjs"):
    case(f"Chromium with {name} hears its echo from the stand-in")(lambda site, name=name: heard_from_the_standin(site, name))
case("Chromium hears its echo from an ICE-lite stand-in")(lambda site: heard_from_the_standin(site, "jssip", ice_lite=True))
case("Chromium hears the stand-in's hold music")(lambda site: heard_from_the_standin(site, "sipjs", "170"))
