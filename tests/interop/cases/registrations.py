"""200 registrations over each door of Kamailio, and a wrong password."""
from harness.case import case, expect, expect_equal
from harness.site import DOORS, Site

PHONES = 200


def scenario(site: Site, door: str, password: str = "pw-{user}", count: int = PHONES) -> str:
    return f"""cxload: 1
name: registrations over {door}
seed: 1
{site.deployment(door)}
accounts:
  phones: {{users: 1000..{999 + count}, password: "{password}"}}
endpoints:
  phones: {{accounts: phones, client: sipjs}}
journeys:
  login:
    endpoints: phones
    steps: [register: {{expires: 600}}, wait: 100ms, unregister]
load:
  - {{journey: login, rate: 100/s, for: {count * 10}ms}}
"""


def register_all(site: Site, door: str) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, door))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    journey = run.journey("login")
    expect_equal((journey.get("planned"), journey.get("completed"), journey.get("failed")), (PHONES, PHONES, 0),
                 "planned, completed, failed journeys")
    expect_equal(run.metric("sip.rrd").get("count"), PHONES, "samples of sip.rrd")
    expect_equal(run.report["verdict"]["status"], "pass", "verdict")
    expect(run.metric("sip.rrd")["p50"] > 0, "sip.rrd.p50 is zero")


for door in DOORS:
    case(f"{PHONES} registrations over {door}")(lambda site, door=door: register_all(site, door))


@case("registrations with a SHA-256 challenge")
def sha256(site: Site) -> None:
    site.fresh_registrar("SHA-256")
    run = site.cxload.run(scenario(site, "udp", count=20))
    expect_equal(run.exit_code, 0, f"exit code ({run.summary()})")
    site.fresh_registrar()


@case("a wrong password is told as such")
def wrong_password(site: Site) -> None:
    site.fresh_registrar()
    run = site.cxload.run(scenario(site, "wss", password="nonsense", count=5))
    expect_equal(run.exit_code, 1, f"exit code ({run.summary()})")
    expect_equal(run.journey("login").get("failed"), 5, "failed journeys")
    classes = run.failure_classes()
    expect(set(classes) <= {"sip.401", "sip.403"} and sum(classes.values()) == 5, f"failure classes are {classes}")
    text = (run.folder / "report.json").read_text()
    expect("nonsense" not in text, "the password stands in report.json")
