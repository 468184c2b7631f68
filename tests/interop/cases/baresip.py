"""baresip at the other end, with DTLS-SRTP of its own make, over a proxy that leaves media alone."""
import json

from harness.case import case, expect, expect_equal
from harness.site import Site
from peers.baresip import Baresip


@case("cxload calls baresip with ICE and DTLS-SRTP")
def calls_baresip(site: Site) -> None:
    site.fresh_registrar()
    far_end = Baresip(site.workplace, "1700")
    site.kamailio.wait_registered("1700")
    run = site.cxload.run(f"""cxload: 1
name: calls to baresip
seed: 71
{site.deployment("wss")}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: jssip, media: {{profile: webrtc}}}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: user 1700, talk: 2s, expect: {{codec: opus}}}}, unregister]
load:
  - {{journey: call, users: 1, for: 8s}}
""")
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()}; baresip: {far_end.process.log_text()[-500:]})")
    calls = run.journey("call").get("completed", 0)
    expect(calls >= 3, f"completed calls: {calls}")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    expect_equal(run.metric("phase.dtls").get("count"), calls, "DTLS handshakes")


def call_plainly(site: Site, door: str, media: str, account: str, codec: str) -> None:
    """Eight seconds: reports of RTCP have gone both ways by then, or go with its BYE."""
    site.fresh_registrar()
    far_end = Baresip(site.workplace, "1700", media=account)
    site.kamailio.wait_registered("1700")
    run = site.cxload.run(f"""cxload: 1
name: calls to baresip without a browser
seed: 72
{site.deployment(door)}
accounts:
  callers: {{users: 1100..1109, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, media: {media}, codecs: {{priority: [{codec}]}}}}
journeys:
  call:
    endpoints: callers
    steps: [register, call: {{to: user 1700, talk: 8s, expect: {{codec: {codec}}}}}, unregister]
load:
  - {{journey: call, count: 1}}
""")
    far_end.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()}; baresip: {far_end.process.log_text()[-500:]})")
    expect_equal(run.journey("call").get("completed"), 1, "completed calls")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")
    expect_equal(run.metric("media.rtt").get("count"), 1, "calls with a round trip of RTCP")
    [call] = [json.loads(line) for line in (run.folder / "calls.jsonl").read_text().splitlines()]
    expect_equal(call["heard"]["voice"], "own", "baresip sends back what it hears")
    expect(call["remoteInbound"]["fractionLost"] is not None, "baresip reports what it hears")


@case("cxload calls baresip over plain RTP with G.722, and RTCP goes both ways")
def calls_in_the_clear(site: Site) -> None:
    call_plainly(site, "udp", "{profile: rtp}", "audio_codecs=G722/16000/1", "G722")


@case("cxload calls baresip with SRTP and keys in the SDP")
def calls_with_sdes(site: Site) -> None:
    call_plainly(site, "tls", "{profile: rtp, srtp: sdes}", "mediaenc=srtp-mand;audio_codecs=opus/48000/2", "opus")
