"""Doors that are names, told by dnsmasq: NAPTR, SRV with a dead first target, addresses of both families."""
from harness.case import case, expect, expect_equal
from harness.site import Site
from peers import kamailio
from peers.dnsmasq import DEAD, PORT, Dnsmasq, address, naptr, srv

PHONES = 20
RECORDS = (
    address("test.example", "127.0.0.1"),
    address("edge.test.example", "127.0.0.1"),
    naptr("test.example", 10, "SIPS+D2T", "_sips._tcp.test.example"),
    naptr("test.example", 20, "SIP+D2T", "_elsewhere.test.example"),
    naptr("test.example", 30, "SIP+D2U", "_sip._udp.test.example"),
    srv("_sips._tcp.test.example", "edge.test.example", kamailio.TLS, 1),
    srv("_elsewhere.test.example", "edge.test.example", DEAD, 1),
    srv("_elsewhere.test.example", "edge.test.example", kamailio.TCP, 2),
    srv("_sip._udp.test.example", "edge.test.example", DEAD, 1),
    srv("_sip._udp.test.example", "edge.test.example", kamailio.UDP, 2),
)


def scenario(site: Site, door: str, client: str = "plain") -> str:
    return f"""cxload: 1
name: names over {door}
deployment:
  signalling: {door}
  domain: test.example
  dns: 127.0.0.1:{PORT}
  tls: {{ca: {site.ca}}}
accounts:
  phones: {{users: 1000..{999 + PHONES}, password: "pw-{{user}}"}}
endpoints:
  phones: {{accounts: phones, client: {client}}}
journeys:
  login: {{endpoints: phones, steps: [register, unregister]}}
load:
  - {{journey: login, rate: 50/s, for: {PHONES * 20}ms}}
"""


def register_by_name(site: Site, door: str, asked: set[str], client: str = "plain", records: tuple = RECORDS) -> None:
    site.fresh_registrar()
    server = Dnsmasq(site.workplace, *records)
    try:
        before = len(server.questions())
        run = site.cxload.run(scenario(site, door, client))
        questions = set(server.questions()[before:])
    finally:
        server.stop()
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()}; asked {sorted(questions)})")
    expect_equal(run.journey("login").get("completed"), PHONES, "completed journeys")
    expect(run.metric("phase.dns").get("count", 0) > 0, "no sample of phase.dns")
    expect(asked <= questions, f"dnsmasq was asked {sorted(questions)}, not all of {sorted(asked)}")


case("names: NAPTR and SRV over tls")(lambda site: register_by_name(
    site, "tls://test.example", {"NAPTR test.example", "SRV _sips._tcp.test.example", "A edge.test.example"}))
case("names: a dead first target over tcp")(lambda site: register_by_name(
    site, "tcp://test.example", {"NAPTR test.example", "SRV _elsewhere.test.example"}))
case("names: a dead first target over udp")(lambda site: register_by_name(
    site, "udp://test.example", {"NAPTR test.example", "SRV _sip._udp.test.example"}))
case("names: a list whose first door has no address, over wss")(lambda site: register_by_name(
    site, "wss://gone.test.example/ws,wss://test.example/ws", {"A gone.test.example", "AAAA test.example"}, "sipjs"))


@case("names: more services than a datagram holds")
def many_services(site: Site) -> None:
    dead = tuple(srv("_sip._tcp.test.example", f"host-{i}.test.example", DEAD, 1) for i in range(40))
    live = srv("_sip._tcp.test.example", "edge.test.example", kamailio.TCP, 2)
    register_by_name(site, "tcp://test.example", {"SRV _sip._tcp.test.example"},
                     records=(RECORDS[1], live) + dead)


@case("names: a name that is not there")
def no_such_name(site: Site) -> None:
    server = Dnsmasq(site.workplace, *RECORDS)
    try:
        run = site.cxload.run(scenario(site, "tcp://nowhere.example"))
    finally:
        server.stop()
    expect_equal(run.exit_code, 3, f"exit code ({run.summary()})")
    expect_equal(run.failure_classes(), {"dns.not_found": PHONES}, "failure classes")
