"""A portal for tests, by Python's own http.server over TLS: the paths of the default site profile."""
import gzip
import json
import secrets
import ssl
import struct
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MENU = [{"id": name, "title": name.title(), "url": f"/{name}", "icon": "mdi-x", "order": order}
        for order, name in enumerate(("home", "dialpad", "agent"), 1)]
FORM = {"id": 7, "name": "Feedback Form", "sandbox_id": 1, "placement": "agent", "schema": [
    {"name": "first_name", "label": "First name", "type": "text", "required": True},
    {"name": "comment", "label": "Comment", "type": "text"}]}
BUTTONS = {  # id → (fn, form_id, sandbox_id, what its script returns)
    45: ("openForm(Feedback Form)", None, None, None),
    46: ("", None, 2, {"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}}),
    47: ("endCall()", None, None, None),
    48: ("toggleMic()", None, None, None),
    49: ("save(Yes)", None, None, None),
    50: ("next()", None, None, None),
    51: ("redirect(https://example.com/x)", None, None, None),
    52: ("", None, 3, {"result": "<script>alert(1)</script>"}),
    60: ("answerCall()", None, None, None),
    61: ("", None, 4, {"__": {"action": {"name": "answerCall", "params": []}}}),
}


def make_identity(folder: Path) -> tuple[Path, Path]:
    """A CA that is its own server certificate for 127.0.0.1."""
    certificate, key = folder / "portal.pem", folder / "portal.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", certificate, "-days", "2", "-subj", "/CN=portal", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    return certificate, key


def wav(seconds: int) -> bytes:
    samples = b"\0\0" * 8000 * seconds
    return (b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", len(samples)) + samples)


class Portal:
    """State, and how it misbehaves: `spoil` maps (method, path) to a function of the handler."""

    def __init__(self, folder: Path, sip: dict | None = None):
        self.ca, key = make_identity(folder)
        self.sip = sip or {"wsServer": "wss://127.0.0.1:1", "realm": "sip.test"}
        self.lock = threading.Lock()
        self.sessions: dict[str, str] = {}   # cookie → user
        self.tokens: dict[str, str] = {}     # jwt → user
        self.signed_up: dict[str, str] = {}  # user → password
        self.secrets: set[str] = set()
        self.spoil: dict[tuple[str, str], object] = {}
        self.mixed_up: list[str] = []
        self.balance = 500
        self.vouchers = {"GIFT-5"}
        self.leads = {}
        self.seen: list[tuple[str, str]] = []
        self.display = "Alice"
        self.cli: str | None = None
        self.flags = ["BALANCE", "ACCEPT_PAYMENT"]
        self.codec = {"delete": [], "priority": []}
        self.alt_phone = "160"
        self.resumed: list[bool] = []  # of each connection: whether its TLS session was an old one
        self.keeps_connections = True
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_one(self):
                try:
                    portal.handle(self)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    self.close_connection = True

            do_GET = do_POST = do_DELETE = handle_one

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def finish_request(self, request, client_address):
                try:  # the handshake belongs to the connection's own thread
                    with context.wrap_socket(request, server_side=True) as secure:
                        portal.resumed.append(bool(secure.session_reused))
                        super().finish_request(secure, client_address)
                except (OSError, ssl.SSLError):
                    pass

            def handle_error(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca, key)
        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"https://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if not self.keeps_connections:
            request.close_connection = True
        path = request.path.split("?")[0]
        with self.lock:
            self.seen.append((request.command, path))
        spoiled = self.spoil.get((request.command, path))
        if spoiled:
            return spoiled(request)
        with self.lock:
            status, answer, headers = self.answer(request, path, body)
        if isinstance(answer, bytes):
            return self.reply(request, status, answer, headers)
        return self.reply(request, status, b"" if answer is None else json.dumps(answer).encode(),
                          {"Content-Type": "application/json", **headers})

    @staticmethod
    def reply(request, status: int, body: bytes = b"", headers: dict | None = None):
        headers = dict(headers or {})
        if "gzip" in request.headers.get("Accept-Encoding", "") and len(body) > 200:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if status != 204:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def user_of(self, request) -> str | None:
        cookies = dict(part.strip().split("=", 1) for part in request.headers.get("Cookie", "").split(";") if "=" in part)
        by_cookie = self.sessions.get(cookies.get("cxs", ""))
        by_token = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if by_cookie and by_token and by_cookie != by_token:
            self.mixed_up.append(f"{by_cookie} and {by_token}")
        return by_cookie if by_cookie == by_token else None

    def keep(self, secret: str) -> str:
        self.secrets.add(secret)
        return secret

    def answer(self, request, path: str, body: bytes):
        if (request.command, path) == ("POST", "/api/softphone/login"):
            return self.log_in(json.loads(body))
        if (request.command, path) == ("POST", "/api/softphone/register"):
            return self.sign_up(json.loads(body))
        user = self.user_of(request)
        if user is None:
            return 401, {"error": "Unauthorized"}, {}
        name = "_".join([request.command.lower()] + path.removeprefix("/api/softphone/").split("/")[:1])
        handler = getattr(self, "on_" + name, None)
        if handler is None:
            return 404, {"error": "Not Found"}, {}
        return handler(user, path.split("/")[4:], json.loads(body) if body.startswith((b"{", b"[")) else {})

    def log_in(self, asked: dict):
        user, password = asked["username"], asked["password"]
        if password != self.signed_up.get(user, f"pw-{user}"):
            return 401, {"error": "Unauthorized"}, {}
        cookie, token = self.keep(secrets.token_hex(16)), self.keep(secrets.token_hex(24))
        self.sessions[cookie], self.tokens[token] = user, user
        return 200, {"jwt": token, "expires_in": 3600}, {"Set-Cookie": f"cxs={cookie}; Secure; HttpOnly; Path=/; SameSite=None"}

    def sign_up(self, asked: dict):
        if asked["username"] in self.signed_up:
            return 409, {"error": "Duplicate User Detected"}, {}
        self.signed_up[asked["username"]] = asked["password"]
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        return 201, {"customer_id": "c1", "username": asked["username"], "successHtml": "<p>Complete</p>",
                     "payments": [{"id": "p1", "total": 5.00, "status": "Completed", "description": "credit", "created": created}]}, {}

    def on_get_prov(self, user, *_):
        password = self.keep(self.sip.get("password", f"pw-{user}"))
        return 200, {"brandName": "Acme", "menu": MENU, "currency": "USD", "flags": self.flags,
                     "codec": self.codec, "setup": True, "balance": self.balance / 100,
                     "paymentMethods": {"stripe": {"label": "Card", "currencies": ["usd"], "min_payment": 1, "key": "pk_test_x"}},
                     "sipUser": {"displayName": self.display, "cli": self.cli, "username": user, "password": password,
                                 "wsServer": self.sip["wsServer"], "realm": self.sip["realm"]}}, {}

    def on_post_logout(self, user, *_):
        for table in (self.sessions, self.tokens):
            for key in [key for key, owner in table.items() if owner == user]:
                del table[key]
        return 204, b"", {"Set-Cookie": "cxs=; Max-Age=0; Path=/; Secure"}

    def on_get_button(self, _, rest, *__):
        fn, form, sandbox, _ = BUTTONS[int(rest[0])]
        return 200, {"id": int(rest[0]), "account_id": 1, "label": f"Button {rest[0]}", "icon": "", "tooltip": "", "type": "button",
                     "placement": "agent", "min_select": None, "max_select": None, "sandbox_id": sandbox, "fn": fn,
                     "form_id": form, "sort_order": 1}, {}

    def on_post_button(self, _, rest, *__):
        return 200, BUTTONS[int(rest[0])][3], {}

    def on_get_form(self, _, rest, *__):
        return (200, FORM, {}) if rest else (200, [{"id": FORM["id"], "name": FORM["name"]}], {})

    def on_post_form(self, _, __, values):
        if values.get("first_name") == "Ada":
            return 200, {"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}}, {}
        if values.get("first_name") == "Answer":
            return 200, {"__": {"action": {"name": "answerCall", "params": []}}}, {}
        return 200, {"echo": values}, {}

    def on_post_agent(self, user, rest, asked):
        if rest[0] == "save":
            return 200, {"record_id": asked["record_id"], "decision": asked["decision"], "agent": user,
                         "updated": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())} | {"key": asked["record_id"]}, {}
        at = self.leads[user] = self.leads.get(user, -1) + 1
        if at >= 7:
            return 204, b"", {}
        return 200, {"key": f"1555010{at}", "status": "New", "phone_code": "161", "alt_phone": self.alt_phone, "first_name": "Lead"}, {}

    def on_get_contact(self, *_):
        return 200, [{"id": "1", "name": "Front Desk", "type": "person", "source": "server",
                      "numbers": [{"id": "1", "name": "work", "number": "160", "extension": ""}]}], {}

    def on_get_voicemail(self, _, rest, *__):
        if rest:
            return 200, wav(2), {"Content-Type": "audio/wav"}
        return 200, [{"id": "A7371C73", "call_id": "c@x", "caller": "1001", "duration": 2.0,
                      "created": "2026-11-01T10:00:00Z", "read": False}], {}

    def on_get_balance(self, *_):
        return 200, {"balance": self.balance / 100, "currency": "USD"}, {}

    def on_post_payment(self, _, __, asked):
        if asked["currency"] != "USD" or asked["amount"] < 1:
            return 422, {"error": "below the minimum"}, {}
        if asked["token"] == "tok_pending":
            return 200, {"id": "p2", "status": "Pending", "total": asked["amount"], "fee": 0, "balance": self.balance / 100}, {}
        self.balance += round(asked["amount"] * 100)
        return 200, {"id": "p2", "status": "Completed", "total": asked["amount"], "fee": 0, "balance": self.balance / 100}, {}

    def on_post_voucher(self, _, __, asked):
        if asked["code"] not in self.vouchers:
            return 409, {"error": "used"}, {}
        self.vouchers.remove(asked["code"])
        self.balance += 500
        return 200, {"balance": self.balance / 100}, {}
