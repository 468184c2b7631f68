"""Rows of the Web Phone about signalling: the WebSocket at B, what is refused there, who may register, and which numbers lead somewhere."""
import socket
import unittest

from rows_site import DOMAIN, Rows, Site

from sip_client import Message, Socket, WebSocket  # noqa: E402  (rows_site puts it on the path)

FOREVER = 5   # wrong passwords in a row
NUMBERS = "44"   # what a trunk takes


class WebSockets(Rows):
    @classmethod
    def setUpClass(cls):
        cls.standin = Site()
        cls.addClassCleanup(cls.standin.stop)

    def open(self, site=None, **options):
        site = site or self.standin
        web = WebSocket(site.doors["wss"], site.ca, **options)
        self.addCleanup(web.close)
        return web

    def upgrade_in_clear(self, where):
        """The status of a WebSocket upgrade at a door without TLS; 0 when nobody answers."""
        try:
            web = WebSocket("ws://%s:%d" % where, None)
        except (OSError, IndexError):
            return 0
        web.close()
        return web.code

    def test_the_subprotocol(self):
        """WP-SIG-WS-1: `sip` is offered and given back; a server that does not say it is seen."""
        web = self.open(protocol="sip")
        self.assertEqual((web.code, web.header("sec-websocket-protocol"), web.proves_key()), (101, "sip", True))
        self.assertIsNone(self.open(self.site("ws.no_subprotocol_echo")).header("sec-websocket-protocol"))

    def test_without_the_subprotocol(self):
        """WP-SIG-WS-2: no upgrade; a server that takes everybody is seen."""
        for protocol in (None, "xmpp", "sipp"):
            self.assertNotEqual(self.open(protocol=protocol).code, 101, protocol)
        self.assertEqual(self.open(self.site("ws.sip_unoffered"), protocol=None).code, 101)

    def register_as(self, site, send):
        """The final status of a registration whose requests are handed to `send(web, text)`."""
        phone = self.phone(site, "1001")
        phone.send = lambda text: send(phone.socket, text)
        return phone.register().status

    def test_text_binary_and_pieces(self):
        """WP-SIG-WS-3: the same registration in text frames, in binary ones, and in three frames a message."""
        def pieces(web, text):
            data = text.encode()
            for at, (opcode, is_last) in enumerate(((1, False), (0, False), (0, True))):
                web.frame(data[at * 40:] if is_last else data[at * 40:at * 40 + 40], opcode, is_last)

        ways = {"text": lambda web, text: web.send(text, 1), "binary": lambda web, text: web.send(text, 2), "pieces": pieces}
        self.assertEqual({name: self.register_as(self.standin, send) for name, send in ways.items()}, dict.fromkeys(ways, 200))
        broken = self.site("ws.no_reassembly")
        self.assertEqual(self.register_as(broken, ways["text"]), 200)
        with self.assertRaises((OSError, AttributeError)):   # no answer, or the end of the connection
            self.register_as(broken, pieces)

    def test_nothing_in_clear(self):
        """WP-SIG-WS-4: at the plain port an upgrade leads elsewhere; one that opens is seen."""
        self.assertIn(self.upgrade_in_clear(self.standin.plain), (0, 301, 308, 400, 403, 404, 426))
        self.assertEqual(self.upgrade_in_clear(self.site("ws.plain_on_80").plain), 101)

    def test_keep_alives(self):
        """WP-SIG-WS-5: two line ends are answered by one, a ping by a pong with the same words; a silent server is seen."""
        web = self.open()
        web.frame(b"are you there", 9)
        self.assertEqual(web.receive_frame(), (10, True, b"are you there"))
        web.send("\r\n\r\n")
        self.assertEqual(web.receive(), "\r\n")
        silent = self.phone(self.site("ws.no_crlf_pong"), "1001")
        silent.socket.send("\r\n\r\n")
        silent.send(silent.request("OPTIONS", "sip:" + DOMAIN))
        self.assertTrue(silent.socket.receive().startswith("SIP/2.0 200"))

    def test_who_may_register(self):
        """WP-SIG-REG-1: challenged, answered with a digest, and a 200 with a Contact that ends some time; defects in each are seen."""
        def is_right(site):
            phone = self.phone(site, "1001")
            response = phone.register(expires=300)
            contact = response.get("contact") or ""
            return phone.first.status in (401, 407) and response.status == 200 and phone.contact in contact and "expires=" in contact

        self.assertTrue(is_right(self.standin))
        for defect in ("auth.open_register", "auth.reject_good", "reg.no_contact", "reg.no_expires_param"):
            self.assertFalse(is_right(self.site(defect)), defect)

    def test_a_wrong_password_stays_wrong(self):
        """WP-SIG-REG-2: refused each time, on one connection and on new ones; a server that lets everybody in is seen."""
        phone = self.phone(self.standin, "1002")
        for _ in range(FOREVER):
            self.assertIn(phone.register(password="wrong").status, (401, 403, 407))
        self.assertIn(self.phone(self.standin, "1002", password="wrong").register().status, (401, 403, 407))
        self.assertEqual(phone.register().status, 200)
        self.assertEqual(self.phone(self.site("auth.any_password"), "1002", password="wrong").register().status, 200)

    def test_each_phase_of_a_call_can_be_ended(self):
        """WP-SIG-CALL-4: CANCEL gives 487, BYE 200, and what the other side refuses reaches the caller; a lost CANCEL is seen."""
        caller, uri = self.phone(self.standin, "1001"), "sip:164@" + DOMAIN
        self.assertEqual(self.cancel(caller, uri), {"CANCEL": 200, "INVITE": 487})
        for number, status in (("163", 486), ("165", 603)):
            self.assertEqual(self.phone(self.standin, "1001").authenticated("INVITE", f"sip:{number}@{DOMAIN}").status, status)
        caller = self.phone(self.standin, "1001")
        answer = caller.authenticated("INVITE", "sip:160@" + DOMAIN)
        target = caller.acknowledge(answer)
        caller.send(caller.request("BYE", target, to=answer.get("to")))
        self.assertEqual((answer.status, caller.final().status), (200, 200))
        self.assertFalse(self.callee_hears_cancel(self.site("txn.cancel_lost")))
        self.assertTrue(self.callee_hears_cancel(self.standin))

    def ring(self, caller, uri):
        """An INVITE with credentials; its Via."""
        caller.send(caller.request("INVITE", uri))
        challenge, via = caller.final(), caller.via()
        caller.acknowledge_refusal(uri, challenge)
        caller.send(caller.request("INVITE", uri, via=via, headers=[
            "Proxy-Authorization: " + caller.credentials(caller.pick(challenge), "INVITE", uri)]))
        return via

    def cancel(self, caller, uri):
        via = self.ring(caller, uri)
        self.assertEqual(caller.receive().status, 180)
        caller.send(caller.request("CANCEL", uri, via=via, cseq=caller.cseq))
        return {message.get("cseq").split()[1]: message.status for message in (caller.final(), caller.final())}

    def callee_hears_cancel(self, site):
        caller, callee, uri = self.phone(site, "1001"), self.phone(site, "1002", "tcp"), "sip:1002@" + DOMAIN
        self.assertEqual(callee.register().status, 200)
        via = self.ring(caller, uri)
        callee.answer(callee.receive(), 180, "Ringing")
        caller.send(caller.request("CANCEL", uri, via=via, cseq=caller.cseq))
        self.assertEqual(caller.final().status, 200)   # of the CANCEL itself: after it the callee has been told, or never will be
        callee.send(callee.request("OPTIONS", "sip:" + DOMAIN, call_id="later"))
        first = callee.receive()
        callee.register(expires=0)
        return first.method == "CANCEL"

    def test_numbers_and_extensions(self):
        """WP-SIG-CALL-3: short digits lead to an extension, +44… and 44… to the trunk with what was dialled, and others nowhere."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chosen:
            chosen.bind(("127.0.0.1", 0))
            port = chosen.getsockname()[1]
        site = self.site(trunks=[{"address": f"127.0.0.1:{port}", "prefix": prefix} for prefix in (NUMBERS, "+" + NUMBERS)])
        callee = self.phone(site, "1002", "tcp")
        self.assertEqual(callee.register().status, 200)
        self.ring(self.phone(site, "1001"), "sip:1002@" + DOMAIN)
        self.assertEqual(callee.receive().method, "INVITE")
        trunk = Socket(site.doors["udp"], site.ca)
        self.addCleanup(trunk.close)
        trunk.raw.close()
        trunk.raw = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        trunk.raw.bind(("127.0.0.1", port))
        trunk.raw.settimeout(30)
        for dialled in ("+442071838750", "442071838751"):
            self.ring(self.phone(site, "1001"), f"sip:{dialled}@{DOMAIN}")
            self.assertIn(dialled + "@", Message(self.next_invite(trunk, dialled)).uri)
        self.assertEqual(self.phone(site, "1001").authenticated("INVITE", f"sip:777@{DOMAIN}").status, 404)

    def next_invite(self, trunk, dialled):
        """INVITEs that nobody answers are sent again: those of an earlier call are passed over."""
        while True:
            text = trunk.receive()
            if text.startswith(f"INVITE sip:{dialled}@"):
                return text


if __name__ == "__main__":
    unittest.main(verbosity=2)
