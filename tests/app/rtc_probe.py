"""A browser's media side by hand: ICE on Python's sockets, DTLS by `openssl s_client`, SRTP by HMAC and `openssl enc`."""
import hashlib
import hmac
import os
import queue
import re
import secrets
import select
import socket
import struct
import subprocess
import threading
import zlib

COOKIE = 0x2112A442
BINDING, SUCCESS = 0x0001, 0x0101
USERNAME, INTEGRITY, XOR_MAPPED, PRIORITY, USE_CANDIDATE, FINGERPRINT, CONTROLLING = 0x6, 0x8, 0x20, 0x24, 0x25, 0x8028, 0x802A
AUTH_LABEL, SALT_LABEL, CIPHER_LABEL, TAG = 1, 2, 0, 10
PATIENCE = 30


def attribute(kind, value):
    return struct.pack(">HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def stun(kind, transaction, attributes, password):
    """With MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 14.5, 14.7): each covers a length that already counts it."""
    def head(size):
        return struct.pack(">HHI", kind, size, COOKIE) + transaction

    signed = hmac.new(password.encode(), head(len(attributes) + 24) + attributes, hashlib.sha1).digest()
    attributes += attribute(INTEGRITY, signed)
    crc = zlib.crc32(head(len(attributes) + 8) + attributes) ^ 0x5354554E
    return head(len(attributes) + 8) + attributes + attribute(FINGERPRINT, struct.pack(">I", crc))


def aes(mode, key, data, vector=None):
    command = ["openssl", "enc", f"-aes-128-{mode}", "-K", key.hex(), "-nopad", *(["-iv", vector.hex()] if vector else [])]
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=PATIENCE).stdout


class SrtpKeys:
    """One direction of AES_CM_128_HMAC_SHA1_80 (RFC 3711 4.3), as long as its packets do not wrap."""

    def __init__(self, key, salt):
        def derive(label, size):
            vector = (int.from_bytes(salt, "big") ^ (label << 48)) << 16
            return aes("ctr", key, b"\0" * size, vector.to_bytes(16, "big"))

        self.cipher, self.auth, self.salt = derive(CIPHER_LABEL, 16), derive(AUTH_LABEL, 20), derive(SALT_LABEL, 14)

    def sign(self, packet):
        return hmac.new(self.auth, packet + b"\0\0\0\0", hashlib.sha1).digest()[:TAG]

    def is_authentic(self, packet):
        return hmac.compare_digest(self.sign(packet[:-TAG]), packet[-TAG:])

    def crypt(self, packet):
        """The same packet with its payload turned over; there is no extension and no CSRC in ours."""
        sequence, ssrc = struct.unpack(">H4xI", packet[2:12])
        vector = (int.from_bytes(self.salt, "big") << 16) ^ (ssrc << 64) ^ (sequence << 16)
        return packet[:12] + aes("ctr", self.cipher, packet[12:], vector.to_bytes(16, "big"))

    def protect(self, packet):
        closed = self.crypt(packet)
        return closed + self.sign(closed)


class Certificate:
    def __init__(self, folder, name):
        self.file, self.key = f"{folder}/{name}.pem", f"{folder}/{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key,
                        "-out", self.file, "-subj", "/CN=probe", "-days", "2"], check=True, capture_output=True, timeout=PATIENCE)
        said = subprocess.run(["openssl", "x509", "-in", self.file, "-noout", "-fingerprint", "-sha256"], check=True, capture_output=True,
                              text=True, timeout=PATIENCE).stdout
        self.fingerprint = said.strip().split("=", 1)[1]


class RtcProbe:
    """One media line. `offer()` goes out, `connect(answer)` brings ICE and DTLS about; `packets` are those of RTP and RTCP as they came."""

    def __init__(self, certificate, shown=None, more=""):
        self.certificate, self.shown, self.more = certificate, shown or certificate, more
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.media = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.media.bind(("127.0.0.1", 0))
        self.inner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)   # where s_client believes its peer to be
        self.inner.bind(("127.0.0.1", 0))
        self.packets, self.checked, self.is_over = queue.Queue(), threading.Event(), threading.Event()
        self.early = []   # media before the handshake was done
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.tls = self.peer = self.inside = None

    def offer(self):
        port = self.media.getsockname()[1]
        return (f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio {port} UDP/TLS/RTP/SAVPF 8 0\r\n"
                f"c=IN IP4 127.0.0.1\r\na=mid:0\r\na=ice-ufrag:{self.ufrag}\r\na=ice-pwd:{self.password}\r\n"
                f"a=fingerprint:sha-256 {self.shown.fingerprint}\r\na=setup:active\r\na=rtcp-mux\r\n"
                f"a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n{self.more}"
                f"a=candidate:1 1 udp 2130706431 127.0.0.1 {port} typ host\r\na=end-of-candidates\r\n")

    def connect(self, answer):
        """True once the handshake is done; the keys of both directions are there then."""
        find = lambda name: re.search(rf"\r\na={name}:(\S+)", answer)[1]
        self.remote = (find("ice-ufrag"), find("ice-pwd"))
        address, port = re.search(r"\r\na=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", answer, re.I).groups()
        self.peer = (address, int(port))
        self.listener.start()
        while not self.checked.wait(0.2):   # RFC 8445 14.3: a check is sent again until it is answered
            self.check()
        return self.shake_hands()

    def check(self):
        attributes = attribute(USERNAME, f"{self.remote[0]}:{self.ufrag}".encode()) + attribute(PRIORITY, struct.pack(">I", 1853824767))
        attributes += attribute(CONTROLLING, b"\0" * 7 + b"\1") + attribute(USE_CANDIDATE, b"")
        self.media.sendto(stun(BINDING, os.urandom(12), attributes, self.remote[1]), self.peer)

    def shake_hands(self):
        self.tls = subprocess.Popen(
            ["openssl", "s_client", "-dtls1_2", "-connect", "127.0.0.1:%d" % self.inner.getsockname()[1], "-cert", self.certificate.file,
             "-key", self.certificate.key, "-use_srtp", "SRTP_AES128_CM_SHA1_80", "-keymatexport",
             "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        too_late = threading.Timer(PATIENCE, self.tls.kill)
        too_late.start()
        try:
            return self.read_keys()
        finally:
            too_late.cancel()

    def read_keys(self):
        for line in self.tls.stdout:
            if found := re.search(r"Keying material: ([0-9A-Fa-f]{120})", line):
                material = bytes.fromhex(found[1])
                self.out = SrtpKeys(material[:16], material[32:46])
                self.in_ = SrtpKeys(material[16:32], material[46:])
                return True
        return False

    def listen(self):
        while not self.is_over.is_set():
            ready, _, _ = select.select([self.media, self.inner], [], [], 0.2)
            for one in ready:
                data, sender = one.recvfrom(65536)
                if one is self.inner:
                    self.inside = sender
                    self.media.sendto(data, self.peer)
                else:
                    self.take(data, sender)

    def take(self, data, sender):
        """RFC 7983: told apart by the first byte."""
        if data[0] < 4:
            self.on_stun(data, sender)
        elif 20 <= data[0] <= 63 and self.inside:
            self.inner.sendto(data, self.inside)
        elif 128 <= data[0] <= 191:
            if self.inside is None:
                self.early.append(data)
            self.packets.put(data)

    def on_stun(self, data, sender):
        kind, transaction = struct.unpack(">H", data[:2])[0], data[8:20]
        if kind == SUCCESS:
            self.checked.set()
        if kind == BINDING:
            port, address = sender[1] ^ (COOKIE >> 16), struct.unpack(">I", socket.inet_aton(sender[0]))[0] ^ COOKIE
            mapped = attribute(XOR_MAPPED, struct.pack(">BBHI", 0, 1, port, address))
            self.media.sendto(stun(SUCCESS, transaction, mapped, self.password), sender)

    def next_rtp(self, seconds=PATIENCE):
        """The next packet that is no RTCP (RFC 5761 4), or nothing after so long."""
        try:
            while True:
                packet = self.packets.get(timeout=seconds)
                if not 64 <= packet[1] & 127 <= 95:
                    return packet
        except queue.Empty:
            return None

    def send(self, packet):
        self.media.sendto(packet, self.peer)

    def close(self):
        self.is_over.set()
        if self.tls:
            self.tls.kill()
            self.tls.wait()
            self.tls.stdin.close()
            self.tls.stdout.close()
        if self.listener.is_alive():
            self.listener.join()
        self.media.close()
        self.inner.close()
