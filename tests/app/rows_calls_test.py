"""Rows of the Web Phone about media: what the answer to a browser's offer says, and what goes over the wire after it."""
import re
import struct
import tempfile
import unittest

from rows_site import DOMAIN, Rows, Site
from rtc_probe import Certificate, RtcProbe

CALLS = 50
ECHO, TONE, DIGITS = "160", "161", "166"
PLAIN = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")
SDES = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw\r\n"


def audio_port(answer):
    return int(re.search(r"\r\nm=audio (\d+) ", answer)[1])


def is_of_a_browser(answer):
    """Encrypted with keys of DTLS, over UDP, through one port with RTCP."""
    words = ("UDP/TLS/RTP/SAVPF", "a=fingerprint:sha-256 ", "a=setup:", "a=ice-ufrag:", "a=ice-pwd:", "a=rtcp-mux")
    return all(word in answer for word in words) and all(
        transport.lower() == "udp" for transport in re.findall(r"a=candidate:\S+ \d+ (\S+)", answer))


def rtp(sequence, payload=b"\x55" * 160):
    return struct.pack(">BBHII", 0x80, 8, sequence, sequence * 160, 0x12345678) + payload


class Calls(Rows):
    @classmethod
    def setUpClass(cls):
        cls.standin = Site()
        cls.addClassCleanup(cls.standin.stop)
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.own, cls.other = Certificate(scratch.name, "own"), Certificate(scratch.name, "other")

    def call(self, probe, number=ECHO, site=None):
        """The phone that calls, and the answer's SDP; the call ends with the test."""
        phone = self.phone(site or self.standin, "1001")
        response = phone.authenticated("INVITE", f"sip:{number}@{DOMAIN}", body=probe.offer())
        self.assertEqual(response.status, 200)
        target = phone.acknowledge(response)
        self.addCleanup(self.hang_up, phone, response, target)
        return phone, response.body

    def hang_up(self, phone, response, target):
        phone.send(phone.request("BYE", target, to=response.get("to")))
        self.assertEqual(phone.final().status, 200)

    def probe(self, **options):
        probe = RtcProbe(self.own, **options)
        self.addCleanup(probe.close)
        return probe

    def test_the_answer_to_a_browser(self):
        """WP-MEDIA-UDP-1: over UDP and nothing else, and not a packet of media on the WebSocket, while media flow."""
        probe = self.probe()
        phone, answer = self.call(probe, TONE)
        self.assertTrue(is_of_a_browser(answer), answer)
        self.assertFalse(is_of_a_browser(PLAIN))
        self.assertTrue(probe.connect(answer))
        for _ in range(25):
            self.assertIsNotNone(probe.next_rtp())
        phone.send(phone.request("OPTIONS", "sip:" + DOMAIN))   # the next thing on the WebSocket is its answer
        self.assertTrue(phone.receive().start.startswith("SIP/2.0 200"))

    def test_ports_cannot_be_guessed(self):
        """WP-MEDIA-UDP-2: of fifty calls, neither one port nor each two above the one before; one fixed port is seen."""
        def ports(site, offer):
            phone, found = self.phone(site, "1001"), []
            for _ in range(CALLS):
                response = phone.authenticated("INVITE", f"sip:{ECHO}@{DOMAIN}", body=offer)
                found.append(audio_port(response.body))
                target = phone.acknowledge(response)
                phone.send(phone.request("BYE", target, to=response.get("to")))
                self.assertEqual(phone.final().status, 200)
            return found

        def can_be_guessed(found):
            return len({b - a for a, b in zip(found, found[1:])}) == 1

        healthy = ports(self.standin, self.probe().offer())
        print(f"    {CALLS} ports from {min(healthy)} to {max(healthy)}, {len(set(healthy))} different")
        self.assertFalse(can_be_guessed(healthy), healthy)
        self.assertTrue(can_be_guessed(list(range(30000, 30100, 2))))
        self.assertTrue(can_be_guessed(ports(self.site("rtp.fixed_port"), PLAIN)))   # that defect is one of plain media

    def test_media_are_encrypted(self):
        """WP-MEDIA-SRTP-1 WP-MEDIA-ICE-1: checks succeed, nothing comes before the handshake, and every packet after it authenticates
        under the keys of that handshake. Clear packets, and those under the keys of the other direction, are seen."""
        probe = self.probe()
        _, answer = self.call(probe, TONE)
        self.assertTrue(probe.connect(answer))
        packets = [probe.next_rtp() for _ in range(50)]
        self.assertEqual(probe.early, [])
        self.assertTrue(all(probe.in_.is_authentic(packet) for packet in packets))
        self.assertFalse(any(probe.out.is_authentic(packet) for packet in packets))
        clear = self.probe()
        _, answer = self.call(clear, TONE, self.site("dtls.clear_rtp"))
        self.assertTrue(clear.connect(answer))
        self.assertFalse(clear.in_.is_authentic(clear.next_rtp()))

    def test_what_is_said_comes_back(self):
        """WP-MEDIA-2WAY-1: an echo of packets that only we and the deployment can read; a deployment that swallows them is seen."""
        probe = self.probe()
        _, answer = self.call(probe)
        self.assertTrue(probe.connect(answer))
        for sequence in range(1, 11):
            said = rtp(sequence, bytes([sequence]) * 160)
            probe.send(probe.out.protect(said))
            heard = probe.next_rtp()
            self.assertTrue(probe.in_.is_authentic(heard))
            self.assertEqual(probe.in_.crypt(heard[:-10])[12:], said[12:])
        deaf = self.probe()
        _, answer = self.call(deaf, site=self.site("rtp.one_way"))
        self.assertTrue(deaf.connect(answer))
        deaf.send(deaf.out.protect(rtp(1)))
        self.assertIsNone(deaf.next_rtp(1))

    def test_clear_packets_are_nobodys(self):
        """WP-MEDIA-SRTP-2: what comes in clear is not echoed, while what came encrypted behind it is."""
        probe = self.probe()
        _, answer = self.call(probe)
        self.assertTrue(probe.connect(answer))
        for sequence in range(1, 6):
            probe.send(rtp(sequence))
        probe.send(probe.out.protect(rtp(100)))
        first = probe.next_rtp()
        self.assertTrue(probe.in_.is_authentic(first))
        self.assertEqual(struct.unpack(">H", first[2:4])[0], 100)

    def test_offers_in_clear(self):
        """WP-MEDIA-SRTP-2: RTP/AVP over WSS is 488 where browsers are served; a deployment that takes it is seen."""
        strict = self.site(clear_media=False)
        self.assertEqual(self.phone(strict, "1001").authenticated("INVITE", f"sip:{ECHO}@{DOMAIN}", body=PLAIN).status, 488)
        self.call(self.probe(), site=strict)
        lax = self.phone(self.standin, "1001").authenticated("INVITE", f"sip:{ECHO}@{DOMAIN}", body=PLAIN)
        self.assertEqual(lax.status, 200)

    def test_another_certificate_than_signalled(self):
        """WP-MEDIA-SRTP-3: whose fingerprint was not the one in the offer hears nothing; the same call with the right one does."""
        liar = self.probe(shown=self.other)
        _, answer = self.call(liar, TONE)
        liar.connect(answer)
        self.assertIsNone(liar.next_rtp(3))
        honest = self.probe()
        _, answer = self.call(honest, TONE)
        self.assertTrue(honest.connect(answer))
        self.assertIsNotNone(honest.next_rtp())

    def test_no_keys_in_signalling(self):
        """WP-MEDIA-SRTP-4: an offer that has both gets an answer with a fingerprint and without a key."""
        _, answer = self.call(self.probe(more=SDES))
        self.assertTrue(is_of_a_browser(answer), answer)
        self.assertNotIn("a=crypto", answer)


if __name__ == "__main__":
    unittest.main(verbosity=2)
