"""The peers by themselves, without cxload: when these fail, look at the peers first."""
import threading

from harness.case import case, expect_equal
from harness.control_phone import ControlPhone
from harness.site import DOORS, Site
from peers import sipp


def control_registers(site: Site, transport: str) -> None:
    expect_equal(ControlPhone("1000", transport, site.ca).register(), (401, 200), "challenge and answer")
    expect_equal(ControlPhone("1000", transport, site.ca, "wrong").register(), (401, 401), "with a wrong password")


def control_calls(site: Site, caller: str, callee: str) -> None:
    site.fresh_registrar()
    answering = ControlPhone("1100", callee, site.ca)
    answering.register()
    flow = threading.Thread(target=answering.answer_call, daemon=True)
    flow.start()
    expect_equal(ControlPhone("1101", caller, site.ca).call("1100"), (407, 200, 200), "challenge, INVITE, BYE")
    flow.join(10)


def control_refusals(site: Site) -> None:
    for user, status in (("9999", 404), ("1403", 403), ("1480", 480)):
        expect_equal(ControlPhone("1101", "wss", site.ca).call(user), (407, status, 0), f"a call to {user}")


for door in DOORS:
    case(f"control: registration over {door}")(lambda site, door=door: control_registers(site, door))
for pair in (("wss", "udp"), ("udp", "wss"), ("wss", "wss"), ("tls", "tcp")):
    case(f"control: call {pair[0]} to {pair[1]}")(lambda site, pair=pair: control_calls(site, *pair))
case("control: refusals")(control_refusals)


@case("control: SIPp to SIPp through the proxy")
def sipp_to_sipp(site: Site) -> None:
    for port, transport in ((5080, "udp"), (5081, "tcp")):
        site.fresh_registrar()
        far_end = sipp.Uas(site.workplace, transport, port, sipp.TRUNK)
        sipp.register(site.workplace, "1900", port, transport)
        done = sipp.call(site.workplace, "1900", calls=10, transport=transport)
        far_end.stop()
        expect_equal((done.successful, done.failed), (10, 0), f"calls over {transport}")
