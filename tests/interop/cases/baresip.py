"""baresip at the other end, with DTLS-SRTP of its own make, over a proxy that leaves media alone."""
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
