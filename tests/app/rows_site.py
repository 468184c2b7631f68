"""A stand-in for the tests of the Web Phone's rows: its doors, its API as a browser sees it, its admin, and phones of its users."""
import http.client
import json
import socket
import ssl
import subprocess
import sys
import threading
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "standin"))
from sip_client import Client  # noqa: E402

BINARY = Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
DOMAIN, NAME = "standin.test", "phone.standin.test"   # B and A
PATIENCE = 30


class Site:
    """`cxload serve` as a deployment of its own; 1000 … 1008 are users of Acme, 1009 is one of Globex."""

    def __init__(self, defects=(), web=None, **config):
        accounts = [{"user": str(user), "password": f"pw-{user}"} for user in range(1000, 1010)]
        settings = {"domain": DOMAIN, "accounts": accounts, "defects": list(defects), "web": {"plain_port": 0, **(web or {})}, **config}
        self.process = subprocess.Popen([BINARY, "serve", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(settings))
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stand-in did not start ({self.process.wait(20)})")
        self.ready = json.loads(line)
        self.ca, self.doors = self.ready["ca"], self.ready["doors"]
        self.web, self.plain, self.admin_door = (split(self.ready[door]) for door in ("web", "plain", "admin"))
        self.admin_token = Path(self.ready["admin_token_file"]).read_text()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def door(self, scheme):
        return split(self.doors[scheme])

    def ask(self, method, path, body=None, token=None, host=NAME, headers=()):
        """(status, value of JSON or bytes, headers) of one request at A."""
        tls = ssl.create_default_context(cafile=self.ca)
        tls.check_hostname = False   # which names it is for is looked at where that is the question
        link = http.client.HTTPSConnection(*self.web, context=tls, timeout=PATIENCE)
        fields = {"Host": host, **dict(headers)}
        if token:
            fields["Authorization"] = f"Bearer {token}"
        return answer_of(link, method, path, body, fields)

    def admin(self, method, path, body=None):
        link = http.client.HTTPConnection(*self.admin_door, timeout=PATIENCE)
        status, value, _ = answer_of(link, method, path, body, {"Authorization": f"Bearer {self.admin_token}"})
        if status >= 500:
            raise AssertionError(f"{method} {path}: {status} {value}")
        return status, value

    def set_brand(self, host=NAME, **settings):
        status, value = self.admin("PUT", f"/admin/webphone/{host}", settings)
        assert status in (200, 201), value

    def try_login(self, user="1000", password=None, host=NAME):
        return self.ask("POST", "/api/softphone/login", {"username": user, "password": password or f"pw-{user}"}, host=host)

    def log_in(self, user="1000", password=None, host=NAME):
        status, value, _ = self.try_login(user, password, host)
        assert status == 200, value
        return value["jwt"]

    def provisioning(self, user="1000", host=NAME):
        return self.try_login(user, host=host)[1]["prov"]

    def phone(self, user, scheme="wss", password=None):
        return Client(self.doors[scheme], self.ca, DOMAIN, user, password or f"pw-{user}")


def split(url):
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, parts.port


def answer_of(link, method, path, body, headers):
    if body is not None:
        headers["Content-Type"] = "application/json"
    link.request(method, path, None if body is None else json.dumps(body), headers)
    reply = link.getresponse()
    data = reply.read()
    link.close()
    is_json = "json" in reply.getheader("Content-Type", "")
    return reply.status, json.loads(data) if is_json and data else data, dict((name.lower(), value) for name, value in reply.getheaders())


class Rows(unittest.TestCase):
    """Tests of rows: each site that they start ends with them."""

    def site(self, *defects, **settings):
        site = Site(defects, **settings)
        self.addCleanup(site.stop)
        return site

    def phone(self, site, user, scheme="wss", password=None):
        phone = site.phone(user, scheme, password)
        self.addCleanup(phone.close)
        return phone

    def server(self, serve, context=None):
        """Somebody else's server on loopback: `serve(link)` for each connection. Where it listens."""
        door = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(door.close)

        def run():
            while True:
                try:
                    link, _ = door.accept()
                except OSError:
                    return
                try:
                    with (context.wrap_socket(link, server_side=True) if context else link) as one:
                        serve(one)
                except (OSError, ssl.SSLError):
                    continue

        threading.Thread(target=run, daemon=True).start()
        return door.getsockname()
