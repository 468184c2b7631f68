"""Rows of the Web Phone about the names A and B: where they lead, what answers there, and that a stray record is seen."""
import socket
import ssl
import unittest

from rows_site import DOMAIN, NAME, Rows, Site

from dns_client import ask  # noqa: E402  (rows_site puts it on the path)
from sip_client import Client, WebSocket  # noqa: E402

ZONE, SERVER, ANY_EDGE = DOMAIN, "edge.host." + DOMAIN, "anyedge." + DOMAIN
TRIES = 5


class NamedSite(Site):
    def __init__(self, defects=(), **config):
        super().__init__(defects, dns=True, **config)

    def records(self, name, kind="A"):
        code, records = ask(self.ready["dns"], name, kind)
        return records if code == 0 else []

    def addresses(self, name):
        return {value for _, kind, value in self.records(name) if kind == "A"}

    def aliases(self, name):
        return [value for _, kind, value in self.records(name) if kind == "CNAME"]

    def socket(self, host, address):
        """A signalling socket at that address for that name: its certificate is verified for the name, and so is the Host."""
        class Named(WebSocket):
            HOST = host

        tls = ssl.create_default_context(cafile=self.ca)
        port = self.door("wss")[1]
        with socket.create_connection((address, port), 10) as link, tls.wrap_socket(link, server_hostname=host):
            pass
        return Named(f"wss://{address}:{port}", self.ca)

    def serves_calls(self, host, address):
        """Does the address take WSS for that name?"""
        try:
            web = self.socket(host, address)
        except OSError:   # nobody there, or somebody with another certificate
            return False
        web.close()
        return web.code == 101

    def change(self, name, kind, value):
        """The name's record of that kind leads elsewhere from now on."""
        row, = [row for row in self.admin("GET", f"/admin/dns?name={name}")[1] if row["type"] == kind]
        status, said = self.admin("PUT", f"/admin/dns/{row['id']}", {"value": value})
        assert status == 200, said


class Names(Rows):
    def named(self, *defects):
        site = NamedSite(defects)
        self.addCleanup(site.stop)
        return site

    def test_two_names(self):
        """WP-DOM-1: A and B are two, both resolve; A's address serves the page, B's the signalling."""
        site = self.named()
        self.assertNotEqual(NAME, DOMAIN)
        for name in (NAME, DOMAIN):
            self.assertEqual(site.addresses(name), {"127.0.0.1"}, name)
        status, page, headers = site.ask("GET", "/")
        self.assertEqual((status, headers["content-type"].split(";")[0]), (200, "text/html"))
        self.assertTrue(site.serves_calls(DOMAIN, "127.0.0.1"))
        self.assertFalse(site.serves_calls("unknown.example", "127.0.0.1"))
        self.assertEqual(site.addresses("unknown.example"), set())

    def test_aliases(self):
        """WP-DOM-A-1 WP-DOM-B-1 WP-DOM-B-2: A ends at the web host, B at a name of the platform, which has the address of the chosen
        server; a record that leads elsewhere is seen, each by its own question."""
        def asked(site):
            address = {site.door("wss")[0]}
            return (site.aliases(NAME)[-1:] == ["web." + ZONE], site.aliases(DOMAIN)[-1:] == [SERVER], site.addresses(SERVER) == address)

        site = self.named()
        self.assertEqual(asked(site), (True, True, True))
        site.change(NAME, "CNAME", "elsewhere.example")
        self.assertEqual(asked(site), (False, True, True))
        site.change(SERVER, "A", "127.0.0.9")
        self.assertEqual(asked(site), (False, True, False))
        site.change(DOMAIN, "CNAME", "web." + ZONE)
        self.assertEqual(asked(site), (False, False, False))

    def test_b_leads_to_its_server_only(self):
        """WP-DOM-B-3: asked again and again B has one set of addresses, and each takes WSS for B; another that does not is seen."""
        def is_exclusive(site):
            sets = {frozenset(site.addresses(DOMAIN)) for _ in range(TRIES)}
            return len(sets) == 1 and all(site.serves_calls(DOMAIN, address) for address in next(iter(sets)))

        site = self.named()
        self.assertTrue(is_exclusive(site))
        status, said = site.admin("POST", "/admin/dns", {"name": SERVER, "type": "A", "value": "127.0.0.9", "ttl": 60})
        self.assertEqual(status, 201, said)
        self.assertEqual(site.addresses(DOMAIN), {"127.0.0.1", "127.0.0.9"})
        self.assertFalse(is_exclusive(site))

    def test_a_server_or_any_edge(self):
        """WP-DOM-B-5 WP-DOM-EDGE-1: the WebRTC Host may be the server's name or one at AnyEdge; a phone registers at either as provisioned.
        With WebRTC off at the server, AnyEdge's still takes calls."""
        site, edge = self.named(), "voice.example"
        status, said = site.admin("POST", "/admin/dns", {"name": edge, "type": "CNAME", "value": ANY_EDGE, "ttl": 60})
        self.assertEqual(status, 201, said)
        for host in (DOMAIN, edge):
            site.set_brand(webrtcHost=f"{host}:{site.door('wss')[1]}")
            user = site.provisioning()["sipUser"]
            self.assertEqual(user["wsServer"], f"wss://{host}:{site.door('wss')[1]}")
            address, = site.addresses(host)
            phone = Client.on(site.socket(host, address), user["realm"], user["username"], user["password"])
            self.addCleanup(phone.close)
            self.assertEqual(phone.register().status, 200, host)
        server, = site.admin("GET", f"/admin/server?fqdn={DOMAIN}")[1]
        site.admin("PUT", f"/admin/server/{server['id']}", {"webrtc": False})
        site.admin("POST", f"/admin/server/{server['id']}/install")
        self.assertEqual([site.serves_calls(host, "127.0.0.1") for host in (DOMAIN, edge)], [False, True])


if __name__ == "__main__":
    unittest.main(verbosity=2)
