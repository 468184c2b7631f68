"""A phone of a few lines, to show that the peers work by themselves: when its cases fail, look at the peers first.

It blocks, knows one dialog at a time and trusts its peer: nothing here is a model for anything."""
import base64
import hashlib
import os
import re
import socket
import ssl
import struct
from dataclasses import dataclass, field
from pathlib import Path

DOMAIN = "test.example"
SDP = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
       "m=audio 9 RTP/AVP 0\r\na=inactive\r\n")


class Stream:
    """SIP over TCP and TLS: Content-Length frames."""

    def __init__(self, name: str, port: int, ca: Path):
        self.name, self._socket, self._buffer = name.upper(), socket.create_connection(("127.0.0.1", port), 5), b""
        if name in ("tls", "wss"):
            context = ssl.create_default_context(cafile=str(ca))
            self._socket = context.wrap_socket(self._socket, server_hostname=DOMAIN)
        self.contact = "%s:%d;transport=%s" % (*self._socket.getsockname()[:2], name)

    def send(self, text: str) -> None:
        self._socket.sendall(text.encode())

    def take(self, length: int) -> bytes:
        while len(self._buffer) < length:
            self._fill()
        taken, self._buffer = self._buffer[:length], self._buffer[length:]
        return taken

    def take_head(self) -> bytes:
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        return self.take(self._buffer.index(b"\r\n\r\n") + 4)

    def _fill(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the peer closed")
        self._buffer += data

    def receive(self) -> str:
        head = self.take_head().decode()
        length = re.search(r"^(?:Content-Length|l)\s*:\s*(\d+)", head, re.M | re.I)
        return head + self.take(int(length[1]) if length else 0).decode()


class WebSocket(Stream):
    """RFC 7118 with nothing but whole text and binary frames."""

    def __init__(self, port: int, ca: Path):
        super().__init__("wss", port, ca)
        self.contact = f"{os.urandom(6).hex()}.invalid;transport=ws"
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(f"GET /ws HTTP/1.1\r\nHost: {DOMAIN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                             f"Sec-WebSocket-Protocol: sip\r\nOrigin: https://{DOMAIN}\r\n\r\n".encode())
        answer = self.take_head().decode()
        if " 101 " not in answer.splitlines()[0]:
            raise ConnectionError(answer.splitlines()[0])

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        length = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data))
        self._socket.sendall(b"\x81" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def receive(self) -> str:
        while True:
            kind, length = struct.unpack("!BB", self.take(2))
            length = struct.unpack("!H", self.take(2))[0] if length == 126 else length
            data = self.take(length)
            if kind in (0x81, 0x82):
                return data.decode()


class Datagrams:
    def __init__(self, port: int):
        self.name, self._socket = "UDP", socket.socket(type=socket.SOCK_DGRAM)
        self._socket.settimeout(5)
        self._socket.connect(("127.0.0.1", port))
        self.contact = "%s:%d" % self._socket.getsockname()

    def send(self, text: str) -> None:
        self._socket.send(text.encode())

    def receive(self) -> str:
        return self._socket.recv(65536).decode()


def connect(transport: str, ca: Path):
    ports = {"udp": 5060, "tcp": 5060, "tls": 5061, "wss": 443}
    if transport == "udp":
        return Datagrams(5060)
    return WebSocket(443, ca) if transport == "wss" else Stream(transport, ports[transport], ca)


def header(message: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*?)\r$", message, re.M | re.I)
    return found[1] if found else ""


def headers(message: str, name: str) -> list[str]:
    return re.findall(rf"^{name}\s*:\s*(.*?)\r$", message, re.M | re.I)


def status(message: str) -> int:
    return int(message.split(" ")[1])


def credentials(challenge: str, user: str, password: str, method: str, uri: str) -> str:
    part = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    digest = hashlib.sha256 if part.get("algorithm") == "SHA-256" else hashlib.md5

    def hashed(*words: str) -> str:
        return digest(":".join(words).encode()).hexdigest()

    secret = hashed(user, part["realm"], password)
    response = hashed(secret, part["nonce"], "00000001", "c0ffee", "auth", hashed(method, uri))
    return (f'Digest username="{user}", realm="{part["realm"]}", nonce="{part["nonce"]}", uri="{uri}", qop=auth, '
            f'nc=00000001, cnonce="c0ffee", algorithm={part.get("algorithm", "MD5")}, response="{response}"')


@dataclass
class ControlPhone:
    user: str
    transport: str
    ca: Path
    password: str = ""
    sequence: int = 0
    routes: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.link = connect(self.transport, self.ca)
        self.call_id, self.tag = os.urandom(8).hex(), os.urandom(4).hex()
        self.contact = f"<sip:{self.user}@{self.link.contact}>"
        self.password = self.password or f"pw-{self.user}"

    def request(self, method: str, uri: str, to: str, extra: str = "", body: str = "") -> str:
        kind = f"Content-Type: application/sdp\r\n{extra}" if body else extra
        return (f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/{self.link.name} control.invalid;rport;"
                f"branch=z9hG4bK{os.urandom(6).hex()}\r\nMax-Forwards: 70\r\n"
                f"From: <sip:{self.user}@{DOMAIN}>;tag={self.tag}\r\nTo: {to}\r\nCall-ID: {self.call_id}\r\n"
                f"CSeq: {self.sequence} {method}\r\nContact: {self.contact}\r\n"
                + "".join(f"Route: {route}\r\n" for route in self.routes)
                + f"{kind}Content-Length: {len(body)}\r\n\r\n{body}")

    def final(self) -> str:
        while True:
            message = self.link.receive()
            if message.startswith("SIP/2.0") and status(message) >= 200:
                return message

    def with_digest(self, method: str, uri: str, to: str, extra: str = "", body: str = "") -> tuple[int, str]:
        """The challenge's status (0 when there was none) and the final answer."""
        self.sequence += 1
        self.link.send(self.request(method, uri, to, extra, body))
        answer = self.final()
        challenged = status(answer)
        if challenged not in (401, 407):
            return 0, answer
        if method == "INVITE":
            self.acknowledge(uri, answer)
        name, offered = ("Authorization", "WWW-Authenticate") if challenged == 401 else (
            "Proxy-Authorization", "Proxy-Authenticate")
        self.sequence += 1
        proof = credentials(header(answer, offered), self.user, self.password, method, uri)
        self.link.send(self.request(method, uri, to, f"{name}: {proof}\r\n{extra}", body))
        return challenged, self.final()

    def acknowledge(self, uri: str, answer: str) -> None:
        self.link.send(self.request("ACK", uri, header(answer, "To")))

    def register(self) -> tuple[int, int]:
        challenged, answer = self.with_digest("REGISTER", f"sip:{DOMAIN}", f"<sip:{self.user}@{DOMAIN}>",
                                              "Expires: 600\r\n")
        return challenged, status(answer)

    def call(self, user: str) -> tuple[int, int, int]:
        """Calls and hangs up: the status of the challenge, of the INVITE and of the BYE (0: there was none)."""
        uri = f"sip:{user}@{DOMAIN}"
        challenged, answer = self.with_digest("INVITE", uri, f"<{uri}>", body=SDP)
        if status(answer) != 200:
            return challenged, status(answer), 0
        target = re.search(r"<([^>]+)>", header(answer, "Contact"))[1]
        self.routes = headers(answer, "Record-Route")[::-1]
        self.acknowledge(target, answer)
        self.sequence += 1
        self.link.send(self.request("BYE", target, header(answer, "To")))
        return challenged, 200, status(self.final())

    def answer_call(self) -> None:
        """Takes one call: 200 to the INVITE and to the BYE, which may overtake the ACK between UDP workers."""
        method = ""
        while method != "BYE":
            message = self.link.receive()
            method = message.split(" ")[0]
            if method in ("INVITE", "BYE"):
                self.link.send(self.ok(message, SDP if method == "INVITE" else ""))

    def ok(self, request: str, body: str) -> str:
        copied = "".join(f"{name}: {value}\r\n" for name in ("Via", "Record-Route", "From", "Call-ID", "CSeq")
                         for value in headers(request, name))
        to = header(request, "To")
        tagged = to if "tag=" in to else f"{to};tag={self.tag}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (f"SIP/2.0 200 OK\r\n{copied}To: {tagged}\r\nContact: {self.contact}\r\n{kind}"
                f"Content-Length: {len(body)}\r\n\r\n{body}")
