"""What a login, a registration and a call of the Web Phone leave on the wire, packet by packet."""
import re
import subprocess

from harness.case import case, expect, expect_equal
from harness.site import Site
from peers import tshark
from peers.webphone import WebPhone, WebStandin

USER = "1101"
ADDRESS = "127.0.0.4"   # nobody else is there: 443 is free, and the capture has nothing else in it
HTTPS = 443   # of B; A has a port of its own here, for there is but one address
CLEAR = re.compile(rb"SIP/2\.0|HTTP/1\.|sips?:|pw-1101|a=candidate|INVITE|REGISTER")


def packets(capture: tshark.Capture) -> list[tuple[str, int, int, bytes]]:
    """(tcp or udp, from port, to port, payload) of each packet with a payload, in order."""
    capture.stop()
    command = ["tshark", "-n", "-r", str(capture.file), "-Y", "tcp.len > 0 or udp", "-T", "fields", "-E", "separator=|",
               "-E", "occurrence=f"]
    for name in ("tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.payload", "udp.payload"):
        command += ["-e", name]
    found = []
    for line in subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.splitlines():
        tcp_from, tcp_to, udp_from, udp_to, tcp, udp = line.split("|")
        kind = "tcp" if tcp_from else "udp"
        found.append((kind, int(tcp_from or udp_from), int(tcp_to or udp_to), bytes.fromhex((tcp or udp).replace(":", ""))))
    return [one for one in found if tshark.MARK_PORT not in one[1:3]]


def strays(seen: list[tuple[str, int, int, bytes]]) -> list[str]:
    """Whatever is neither TLS, nor STUN, DTLS or SRTP behind a handshake of DTLS (RFC 7983); STUN is clear by design."""
    streams, keyed, odd = set(), set(), []
    for kind, sender, receiver, payload in seen:
        pair = (kind, *sorted((sender, receiver)))
        if kind == "tcp" and pair not in streams and payload[:2] != b"\x16\x03":
            odd.append(f"tcp {sender} to {receiver} begins with {payload[:16]!r}")
        if kind == "tcp":
            streams.add(pair)
        elif 20 <= payload[0] <= 63:
            keyed.add(pair)
        elif payload[0] > 3 and not (128 <= payload[0] <= 191 and pair in keyed):
            odd.append(f"udp {sender} to {receiver}: {payload[:16]!r}")
        if clear := CLEAR.search(payload):
            odd.append(f"{kind} {sender} to {receiver} says {clear[0]!r}")
    return odd


@case("Web Phone: a login, a registration and a call leave nothing in clear, and signalling needs TCP 443 only")
def nothing_in_clear(site: Site) -> None:
    """WP-SEC-ALL-1 WP-SIG-443-1-2 WP-MEDIA-UDP-1"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-wire", [USER], more={"listen": ADDRESS, "ports": {"wss": HTTPS}})
    web = int(standin.web.rsplit(":", 1)[1])
    capture = tshark.Capture(site.workplace, f"host {ADDRESS}")
    complaint = WebPhone(site.workplace, standin, "debug", USER, "wire", address=ADDRESS).finish()
    seen = packets(capture)
    expect_equal(complaint, "", "the browser's complaint")
    ports = {receiver for kind, _, receiver, payload in seen if kind == "tcp" and payload[:1] == b"\x16" and payload[5:6] == b"\1"}
    expect_equal(ports, {HTTPS, web}, "where the browser said hello")
    kinds = {kind for kind, *_ in seen}
    expect_equal(kinds, {"tcp", "udp"}, "what the capture has in it")
    expect_equal(strays(seen)[:3], [], "what is in clear")
    standin.stop()


@case("Web Phone: a capture of signalling and media in clear is told as such")
def in_clear(site: Site) -> None:
    """WP-SEC-ALL-1"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-clear", [USER], more={"listen": ADDRESS, "ports": {"udp": 5070}})
    capture = tshark.Capture(site.workplace, f"host {ADDRESS}")
    run = site.cxload.run(f"""cxload: 1
name: in clear
deployment: {{signalling: "udp://{ADDRESS}:5070", domain: {standin.domain}}}
accounts:
  callers: {{users: {USER}..{USER}, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, media: {{profile: rtp}}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: "160", talk: 500ms}}]}}
load:
  - {{journey: call, count: 1}}
""", tries=1)
    seen = packets(capture)
    standin.stop()
    expect_equal(run.journey("call").get("failed"), 0, f"failed calls ({run.summary()})")
    found = "\n".join(strays(seen))
    expect("says b'REGISTER'" in found, "the REGISTER was not seen")
    expect("b'\\x80\\x00" in found or "b'\\x80\\x80" in found, f"the media were not seen: {found[-200:]}")
