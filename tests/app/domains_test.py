"""Domains A and B as an operator sets them up: names, certificates, servers, and what a stranger's client sees of them."""
import datetime
import json
import socket
import ssl
import subprocess
import sys
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

PROGRAM = [sys.argv.pop(1), "serve"]
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "standin"))
from dns_client import ask  # noqa: E402
from sip_client import Client, WebSocket  # noqa: E402

A, B, ZONE = "phone.sip.test", "sip.test", "sip.test"


class Deployment:
    def __init__(self, **config):
        config = {"domain": B, "dns": True, "accounts": [{"user": str(u), "password": f"pw-{u}"} for u in (1000, 1001)], **config}
        self.process = subprocess.Popen([*PROGRAM, "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(config))
        self.process.stdin.flush()
        self.ready = json.loads(self.process.stdout.readline())
        self.token = Path(self.ready["admin_token_file"]).read_text()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def admin(self, method, path, body=None):
        request = urllib.request.Request(self.ready["admin"] + path, None if body is None else json.dumps(body).encode(), method=method,
                                         headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.loads(reply.read() or "null")

    def row(self, table, **wanted):
        query = urllib.parse.urlencode(wanted)
        rows = self.admin("GET", f"/admin/{table}?{query}")
        return rows[0] if rows else None

    def resolve(self, name, kind="A"):
        code, records = ask(self.ready["dns"], name, kind)
        return records if code == 0 else None

    def address(self, door):
        url = urllib.parse.urlsplit(self.ready[door] if door in self.ready else self.ready["doors"][door])
        return url.hostname, url.port

    def certificate(self, door, name):
        """What the door shows for the name, vouched for by the CA; an SSLError when it is not for it."""
        context = ssl.create_default_context(cafile=self.ready["ca"])
        with socket.create_connection(self.address(door), 30) as raw, context.wrap_socket(raw, server_hostname=name) as link:
            return link.getpeercert()

    def page(self, name, path="/api/softphone/config"):
        context = ssl.create_default_context(cafile=self.ready["ca"])
        with socket.create_connection(self.address("web"), 30) as raw, context.wrap_socket(raw, server_hostname=name) as link:
            link.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while piece := link.recv(65536):
                answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def upgrade(self, host):
        """Status of a WebSocket handshake under the name, and the connection."""
        class Named(WebSocket):
            HOST = host
        web = Named(self.ready["doors"]["wss"], self.ready["ca"])
        return web.code, web


class Domains(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Deployment()
        cls.addClassCleanup(cls.site.stop)

    def setUp(self):
        self.site.admin("POST", "/admin/reset")

    def upgrades(self, host):
        code, web = self.site.upgrade(host)
        web.close()
        return code

    def test_WP_DOM_1_and_A_1_and_B_1_and_B_2_names_lead_where_they_are_listed_to(self):
        self.assertEqual(self.site.resolve(A), [(A, "CNAME", "web." + ZONE), ("web." + ZONE, "A", "127.0.0.1")])
        self.assertEqual(self.site.resolve(B), [(B, "CNAME", "edge.host." + ZONE), ("edge.host." + ZONE, "A", "127.0.0.1")])
        self.assertIsNone(self.site.resolve("nobody.sip.test"))
        listed = {(row["name"], row["type"], row["value"]) for row in self.site.admin("GET", "/admin/dns")}
        for owner in (A, B):
            for record in self.site.resolve(owner):
                self.assertIn(record, listed)

    def test_services_of_an_alias_are_found_behind_it(self):
        kinds = [kind for _, kind, _ in self.site.resolve(B, "NAPTR")]
        self.assertEqual(kinds, ["CNAME"] + ["NAPTR"] * 5)
        port = self.site.address("tls")[1]
        self.assertEqual(self.site.resolve("_sips._tcp." + B, "SRV")[0][2], (10, 0, port, B))

    def test_WP_SEC_PKI_1_2_4_each_name_has_a_certificate_of_its_own(self):
        for door in ("web", "wss", "tls"):
            for name in (A, B, "second." + A):
                self.assertEqual(self.site.certificate(door, name)["subjectAltName"], (("DNS", name),))
            with self.assertRaises(ssl.SSLCertVerificationError):
                self.site.certificate(door, "unknown.example")
            self.assertNotIn(("DNS", A), self.site.certificate(door, "localhost")["subjectAltName"])

    def test_WP_CERT_1_to_3_listed_added_refreshed(self):
        for domain in (A, B):
            row, shown = self.site.row("certificate", domain=domain), self.site.certificate("web", domain)
            self.assertEqual(row["status"], "Valid")
            for column, field in (("issued", "notBefore"), ("expires", "notAfter")):
                seconds = ssl.cert_time_to_seconds(shown[field])
                self.assertEqual(row[column], self.iso(seconds))
        added = self.site.admin("POST", "/admin/certificate", {"domain": "new.example"})
        self.assertEqual((added["status"], added["issued"], added["expires"]), ("Pending", None, None))
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.site.certificate("wss", "new.example")
        fresh = self.site.admin("POST", f"/admin/certificate/{added['id']}/refresh")
        shown = self.site.certificate("wss", "new.example")
        self.assertEqual(fresh["expires"], self.iso(ssl.cert_time_to_seconds(shown["notAfter"])))
        again = self.site.admin("POST", f"/admin/certificate/{added['id']}/refresh")
        self.assertEqual(again["status"], "Valid")
        self.assertNotEqual(self.site.certificate("wss", "new.example")["serialNumber"], shown["serialNumber"])
        self.site.admin("DELETE", f"/admin/certificate/{added['id']}")
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.site.certificate("wss", "new.example")

    @staticmethod
    def iso(seconds):
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def test_WP_APP_AVAIL_1_and_DOM_SAVE_1_2_a_saved_domain_can_be_used_at_once(self):
        name, host = "phone.acme.example", "sip.acme.example"
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.site.page(name)
        port = self.site.address("wss")[1]
        saved = self.site.admin("PUT", "/admin/webphone/" + name, {"brandName": "Acme", "webrtcHost": f"{host}:{port}"})
        self.assertEqual((saved["domain"], saved["webrtcHost"]), (name, f"{host}:{port}"))
        self.assertEqual(self.site.resolve(name)[-1], ("web." + ZONE, "A", "127.0.0.1"))
        self.assertEqual(self.site.resolve(host)[-1], ("edge.host." + ZONE, "A", "127.0.0.1"))
        status, body = self.site.page(name)
        self.assertEqual((status, json.loads(body)["brandName"]), (200, "Acme"))
        self.assertEqual(self.site.certificate("wss", host)["subjectAltName"], (("DNS", host),))
        code, web = self.site.upgrade(host)
        self.assertEqual(code, 101)
        client = Client.on(web, B, "1000", "pw-1000")
        self.addCleanup(client.close)
        self.assertEqual(client.register().status, 200)

    def test_WP_SRV_1_to_3_webrtc_needs_both_switches_installed(self):
        server = self.site.row("server", fqdn=B)
        path = f"/admin/server/{server['id']}"
        self.assertIn(("DNS", server["fqdn"]), self.site.certificate("tls", B)["subjectAltName"])
        for switch in ("webrtc", "tls"):
            self.site.admin("PUT", path, {switch: False})
            self.assertEqual(self.upgrades(B), 101)
            self.site.admin("POST", path + "/install")
            self.assertEqual(self.upgrades(B), 503)
            self.assertEqual(self.upgrades("127.0.0.1"), 503)
            self.site.admin("PUT", path, {switch: True})
            self.assertEqual(self.upgrades(B), 503)
            self.site.admin("POST", path + "/install")
            self.assertEqual(self.upgrades(B), 101)

    def test_WP_DOM_EDGE_1_and_B_5_a_name_at_anyedge_needs_no_server_settings(self):
        server = self.site.row("server", fqdn=B)
        self.site.admin("PUT", f"/admin/server/{server['id']}", {"webrtc": False})
        self.site.admin("POST", f"/admin/server/{server['id']}/install")
        self.site.admin("POST", "/admin/dns", {"name": "any.example", "type": "CNAME", "value": "anyedge." + ZONE})
        self.assertEqual(self.site.resolve("any.example")[-1], ("anyedge." + ZONE, "A", "127.0.0.1"))
        self.assertEqual(self.site.certificate("wss", "any.example")["subjectAltName"], (("DNS", "any.example"),))
        self.assertEqual((self.upgrades("any.example"), self.upgrades(B)), (101, 503))

    def test_own_records_of_the_settings_come_first(self):
        site = Deployment(dns={"records": [f"{B} A 127.0.0.7"]})
        self.addCleanup(site.stop)
        self.assertEqual(site.resolve(B), [(B, "A", "127.0.0.7")])
        self.assertEqual([kind for _, kind, _ in site.resolve(B, "NAPTR")], ["NAPTR"] * 5)

    def test_a_deployment_of_ipv6_lists_its_address_as_one(self):
        site = Deployment(listen="::1")
        self.addCleanup(site.stop)
        self.assertEqual(site.resolve(A, "AAAA"), [(A, "CNAME", "web." + ZONE), ("web." + ZONE, "AAAA", "::1")])


if __name__ == "__main__":
    unittest.main()
