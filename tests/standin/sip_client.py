"""A SIP client of its own, on Python's sockets: no line of it is shared with cxload."""
import base64
import hashlib
import os
import re
import secrets
import socket
import ssl
import struct

TIMEOUT = 8


class Message:
    """start line, headers as (lower-case name, value) in order, body."""

    def __init__(self, text):
        head, _, self.body = text.partition("\r\n\r\n")
        lines = head.split("\r\n")
        self.start = lines[0]
        self.headers = [(n.strip().lower(), v.strip()) for n, _, v in (line.partition(":") for line in lines[1:])]
        self.status = int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0
        self.method = "" if self.status else self.start.split()[0]
        self.uri = "" if self.status else self.start.split()[1]

    def get(self, name):
        return next((v for n, v in self.headers if n == name), None)

    def all(self, name):
        return [v for n, v in self.headers if n == name]


class Socket:
    """Datagrams or a byte stream; `receive` gives one SIP message as text, or None at the end."""

    def __init__(self, url, ca):
        self.scheme, rest = url.split("://")
        host, port = rest.rsplit(":", 1)
        self.peer = (host, int(port))
        kind = socket.SOCK_DGRAM if self.scheme == "udp" else socket.SOCK_STREAM
        self.raw = socket.socket(socket.AF_INET, kind)
        self.raw.settimeout(TIMEOUT)
        if self.scheme == "udp":
            self.raw.bind(("127.0.0.1", 0))
        self.raw.connect(self.peer)
        if self.scheme in ("tls", "wss"):
            context = ssl.create_default_context(cafile=ca)
            self.raw = context.wrap_socket(self.raw, server_hostname="localhost")
        self.buffer = b""

    @property
    def local(self):
        return "%s:%d" % self.raw.getsockname()

    def close(self):
        self.raw.close()

    def send(self, text):
        self.raw.sendall(text.encode())

    def receive(self):
        if self.scheme == "udp":
            return self.raw.recv(65536).decode()
        while True:
            text = self.buffer.decode("latin1")
            if text.startswith("\r\n"):
                self.buffer = self.buffer[2:]
                return "\r\n"
            end = text.find("\r\n\r\n")
            if end >= 0:
                size = int(re.search(r"(?im)^content-length\s*:\s*(\d+)", text[:end + 2])[1])
                if len(text) >= end + 4 + size:
                    self.buffer = self.buffer[end + 4 + size:]
                    return text[:end + 4 + size]
            if not self.fill():
                return None

    def fill(self):
        try:
            data = self.raw.recv(65536)
        except ConnectionError:
            data = b""
        self.buffer += data
        return bool(data)


class WebSocket(Socket):
    """RFC 6455 by hand."""

    HOST = "localhost"

    def __init__(self, url, ca, protocol="sip", version="13", key=None):
        super().__init__(url, ca)
        key = key or base64.b64encode(os.urandom(16)).decode()
        self.key = key
        lines = ["GET / HTTP/1.1", "Host: " + self.HOST, "Upgrade: websocket", "Connection: keep-alive, Upgrade",
                 "Sec-WebSocket-Key: " + key, "Sec-WebSocket-Version: " + version]
        if protocol:
            lines.append("Sec-WebSocket-Protocol: " + protocol)
        self.raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer and self.fill():
            pass
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.response = head.decode("latin1")
        self.code = int(self.response.split()[1])
        self.opcode = None

    def header(self, name):
        found = re.search(r"(?im)^%s:\s*(.*?)\r?$" % name, self.response)
        return found[1] if found else None

    def proves_key(self):
        guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return self.header("sec-websocket-accept") == base64.b64encode(
            hashlib.sha1((self.key + guid).encode()).digest()).decode()

    def frame(self, payload, opcode=1, fin=True):
        mask = os.urandom(4)
        head = bytes([(0x80 if fin else 0) | opcode])
        if len(payload) < 126:
            head += bytes([0x80 | len(payload)])
        elif len(payload) < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", len(payload))
        self.raw.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def send(self, text, opcode=1):
        self.frame(text.encode(), opcode)

    def take(self, size):
        while len(self.buffer) < size:
            if not self.fill():
                return None
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def receive_frame(self):
        head = self.take(2)
        if head is None:
            return None
        assert not head[1] & 0x80, "a server masks nothing"
        size = head[1] & 127
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        return head[0] & 15, bool(head[0] & 128), self.take(size)

    def receive(self):
        message = b""
        while True:
            frame = self.receive_frame()
            if frame is None:
                return None
            opcode, fin, payload = frame
            if opcode == 9:
                self.frame(payload, 10)
            elif opcode == 8:
                return None
            elif opcode in (0, 1, 2):
                self.opcode = opcode or self.opcode
                message += payload
                if fin:
                    return message.decode()


def connect(url, ca):
    return (WebSocket if url.startswith("ws") else Socket)(url, ca)


class Client:
    """One user on one connection: registers, calls, answers."""

    def __init__(self, url, ca, domain, user, password, algorithm="MD5"):
        self.take(connect(url, ca), domain, user, password, algorithm)

    @classmethod
    def on(cls, link, domain, user, password, algorithm="MD5"):
        """On a connection that is there already."""
        client = cls.__new__(cls)
        client.take(link, domain, user, password, algorithm)
        return client

    def take(self, link, domain, user, password, algorithm):
        self.socket = link
        self.domain, self.user, self.password, self.algorithm = domain, user, password, algorithm
        self.tag, self.call_id, self.cseq = secrets.token_hex(4), secrets.token_hex(8), 0
        self.transport = self.socket.scheme.upper()
        is_web = self.socket.scheme.startswith("ws")
        self.sent_by = secrets.token_hex(6) + ".invalid" if is_web else self.socket.local
        param = "" if self.socket.scheme == "udp" else ";transport=" + ("ws" if is_web else self.socket.scheme)
        self.contact = "<sip:%s@%s%s>" % (user, self.sent_by, param)

    def close(self):
        self.socket.close()

    def via(self):
        return "SIP/2.0/%s %s;branch=z9hG4bK%s;rport" % (self.transport, self.sent_by, secrets.token_hex(8))

    def request(self, method, uri, to=None, headers=(), body="", cseq=None, via=None, call_id=None, routes=()):
        if cseq is None:
            self.cseq += 1
            cseq = self.cseq
        lines = ["%s %s SIP/2.0" % (method, uri), "Via: " + (via or self.via())]
        lines += ["Route: " + route for route in routes]
        default_to = "<sip:%s@%s>" % (self.user, self.domain) if method == "REGISTER" else "<%s>" % uri
        lines += ["Max-Forwards: 70", "From: <sip:%s@%s>;tag=%s" % (self.user, self.domain, self.tag),
                  "To: " + (to or default_to), "Call-ID: " + (call_id or self.call_id),
                  "CSeq: %d %s" % (cseq, method)]
        if method != "REGISTER":
            lines.append("Contact: " + self.contact)
        lines += list(headers)
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append("Content-Length: %d" % len(body))
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def send(self, text):
        self.socket.send(text)

    def receive(self):
        while True:
            text = self.socket.receive()
            if text is None:
                return None
            if text != "\r\n":
                return Message(text)

    def final(self, skip=()):
        """The next final response; provisional ones are kept in self.provisional."""
        self.provisional = []
        while True:
            message = self.receive()
            if message is None or message.status >= 200:
                return message
            self.provisional.append(message)

    def credentials(self, challenge, method, uri, password=None, user=None):
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge))
        digest = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[fields.get("algorithm", "MD5")]
        of = lambda text: digest(text.encode()).hexdigest()
        user, cnonce, nc = user or self.user, secrets.token_hex(4), "00000001"
        secret = of("%s:%s:%s" % (user, fields["realm"], password or self.password))
        middle = "%s:%s:%s:auth" % (fields["nonce"], nc, cnonce)
        if "qop" not in fields:
            middle = fields["nonce"]
        response = of("%s:%s:%s" % (secret, middle, of("%s:%s" % (method, uri))))
        text = 'Digest username="%s", realm="%s", nonce="%s", uri="%s", response="%s", algorithm=%s' % (
            user, fields["realm"], fields["nonce"], uri, response, fields.get("algorithm", "MD5"))
        return text + (', qop=auth, nc=%s, cnonce="%s"' % (nc, cnonce) if "qop" in fields else "")

    def pick(self, response):
        name = "www-authenticate" if response.status == 401 else "proxy-authenticate"
        return next(c for c in response.all(name) if "algorithm=%s" % self.algorithm in c)

    def authenticated(self, method, uri, password=None, **options):
        """Sends, answers one challenge, returns the final response to the second request."""
        self.send(self.request(method, uri, **options))
        response = self.final()
        self.first = response
        if response is None or response.status not in (401, 407):
            return response
        if method == "INVITE":
            self.acknowledge_refusal(uri, response)
        header = "Authorization: " if response.status == 401 else "Proxy-Authorization: "
        extra = [header + self.credentials(self.pick(response), method, uri, password)]
        options["headers"] = list(options.get("headers", ())) + extra
        self.send(self.request(method, uri, **options))
        return self.final()

    def register(self, expires=600, password=None, contact=None, headers=()):
        contacts = ["Contact: %s;expires=%d" % (contact or self.contact, expires)] if expires is not None else []
        return self.authenticated("REGISTER", "sip:" + self.domain, password=password, headers=contacts + list(headers))

    def acknowledge_refusal(self, uri, response):
        self.send(self.request("ACK", uri, to=response.get("to"), via=response.get("via"),
                               cseq=int(response.get("cseq").split()[0])))

    def acknowledge(self, response, routes=()):
        target = re.search(r"<([^>]*)>", response.get("contact"))[1]
        self.send(self.request("ACK", target, to=response.get("to"), cseq=int(response.get("cseq").split()[0]),
                               routes=routes))
        return target

    def routes_of(self, response):
        return list(reversed([r.strip() for v in response.all("record-route") for r in v.split(",")]))

    def answer(self, request, status, reason="OK", headers=(), body=""):
        """As the called side."""
        lines = ["SIP/2.0 %d %s" % (status, reason)]
        for name in ("via", "record-route", "from", "to", "call-id", "cseq"):
            for value in request.all(name):
                tag = ";tag=" + self.tag if name == "to" and ";tag=" not in value and status > 100 else ""
                lines.append(name + ": " + value + tag)
        lines += ["Contact: " + self.contact] + list(headers)
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append("Content-Length: %d" % len(body))
        self.send("\r\n".join(lines) + "\r\n\r\n" + body)
