"""Rows of the Web Phone about TLS: versions, suites, chains and names at A and at B, and our own client before a stranger's server."""
import os
import socket
import ssl
import struct
import subprocess
import tempfile
import time
import unittest
import warnings
from pathlib import Path

from rows_site import BINARY, DOMAIN, NAME, Rows, Site

OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
NEW = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
# RFC 2246, 4346, 4492, 5246, 5288: suites without encryption, without authentication, and those of the export rules.
WEAK = {"NULL": (0x0001, 0x0002, 0x003B, 0xC001, 0xC006, 0xC00B, 0xC010),
        "anonymous": (0x0018, 0x001B, 0x0034, 0x003A, 0x006C, 0x006D, 0x00A6, 0x00A7, 0xC016, 0xC017, 0xC018, 0xC019),
        "export": (0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0011, 0x0014, 0x0017, 0x0019, 0x0026, 0x0029, 0x002B)}
GOOD_SUITES = (0xC02B, 0xC02C)
ALERT, HANDSHAKE = 21, 22

SCENARIO = """cxload: 1
name: A stranger's server
deployment: {{signalling: "wss://localhost:{port}", domain: standin.test, tls: {{ca: {ca}, verify: {verify}}}}}
accounts:
  agents: {{users: 1000, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, client: sipjs}}
journeys:
  login: {{endpoints: agents, steps: [register]}}
load:
  - {{journey: login, count: 1}}
"""


def handshake(where, name, ca=None, version=None):
    """What was agreed on: (version, certificate). Whatever goes wrong is raised; without `ca` nothing is verified."""
    context = ssl.create_default_context(cafile=ca)
    if ca is None:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if version is not None:
        weakest_too(context, version)
    with socket.create_connection(where, 30) as link, context.wrap_socket(link, server_hostname=name) as tls:
        return tls.version(), tls.getpeercert()


def weakest_too(context, version):
    """One version only; for the old ones with what OpenSSL itself no longer offers."""
    if version in OLD:
        context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = version
        context.maximum_version = version


def extension(number, body):
    return struct.pack(">HH", number, len(body)) + body


def hello(name, suites):
    """A ClientHello of TLS 1.2 with these suites and no others."""
    host = name.encode()
    extensions = extension(0, struct.pack(">HBH", len(host) + 3, 0, len(host)) + host)
    extensions += extension(10, struct.pack(">HHH", 4, 23, 24)) + extension(11, b"\1\0")
    extensions += extension(13, struct.pack(">HHHH", 6, 0x0403, 0x0804, 0x0401))
    listed = b"".join(struct.pack(">H", suite) for suite in suites)
    body = b"\3\3" + os.urandom(32) + b"\0" + struct.pack(">H", len(listed)) + listed + b"\1\0"
    body += struct.pack(">H", len(extensions)) + extensions
    message = b"\1" + struct.pack(">I", len(body))[1:] + body
    return struct.pack(">BHH", HANDSHAKE, 0x0301, len(message)) + message


def first_record(where, name, suites):
    """The type of the first record that comes back; 0 when the other side just hangs up."""
    with socket.create_connection(where, 30) as link:
        link.sendall(hello(name, suites))
        try:
            return (link.recv(1) or b"\0")[0]
        except ConnectionError:
            return 0


def make_certificate(folder, name):
    """(certificate, key) of a server that nobody knows."""
    certificate, key = Path(folder) / f"{name}.pem", Path(folder) / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
                    certificate, "-subj", "/CN=stranger", "-addext", f"subjectAltName=DNS:{name}", "-days", "2"],
                   check=True, capture_output=True, timeout=60)
    return certificate, key


class Tls(Rows):
    @classmethod
    def setUpClass(cls):
        cls.standin = Site()
        cls.addClassCleanup(cls.standin.stop)
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.stranger = make_certificate(cls.folder, "localhost")

    def doors(self, *defects):
        """A, and B's doors with TLS."""
        site = self.site(*defects) if defects else self.standin
        return (("A", site.web, NAME), ("B wss", site.door("wss"), DOMAIN), ("B tls", site.door("tls"), DOMAIN))

    def strange_server(self, certificate=None, ciphers=""):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*(certificate or self.stranger))
        if ciphers:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(ciphers)
        return self.server(lambda link: link.recv(1), context)

    def test_versions_of_today(self):
        """WP-SEC-TLS-1-2-3: both doors, each version alone; a door without TLS, and those that lack a version, are seen."""
        for what, where, name in self.doors():
            for version, said in zip(NEW, ("TLSv1.2", "TLSv1.3")):
                with self.subTest(what, version=said):
                    self.assertEqual(handshake(where, name, self.standin.ca, version)[0], said)
        with self.assertRaises(OSError):
            handshake(self.standin.plain, NAME)
        for defect, version in (("tls.no_13", NEW[1]), ("tls.only_13", NEW[0])):
            for what, where, name in self.doors(defect):
                with self.subTest(what, defect=defect), self.assertRaises(ssl.SSLError):
                    handshake(where, name, version=version)

    def test_versions_of_old(self):
        """WP-SEC-TLS-4: neither door takes 1.0 or 1.1; a deployment that does is seen."""
        legacy = self.doors("tls.allow_legacy_versions")
        for version, said in zip(OLD, ("TLSv1", "TLSv1.1")):
            for what, where, name in self.doors():
                with self.subTest(what, version=said), self.assertRaises(OSError):
                    handshake(where, name, version=version)
            self.assertEqual({handshake(where, name, version=version)[0] for _, where, name in legacy}, {said})

    def test_suites_that_protect_nothing(self):
        """WP-SEC-TLS-5: offered alone, each kind ends in an alert. The same hello with a good suite goes on, and a server of the bad
        kind is seen."""
        for what, where, name in self.doors():
            for kind, suites in WEAK.items():
                with self.subTest(what, kind=kind):
                    self.assertEqual(first_record(where, name, suites), ALERT)
            self.assertEqual(first_record(where, name, GOOD_SUITES), HANDSHAKE, what)
        weak = self.strange_server(ciphers="aNULL:eNULL:@SECLEVEL=0")
        for kind in ("NULL", "anonymous"):
            self.assertEqual(first_record(weak, NAME, WEAK[kind]), HANDSHAKE, kind)

    def test_chains_and_names(self):
        """WP-SEC-PKI-1 WP-SEC-PKI-2: A's chain for A, B's for B, from the deployment's CA and of today; by another CA nothing holds, and
        each kind of wrong certificate is seen."""
        for what, where, name in self.doors():
            with self.subTest(what):
                _, certificate = handshake(where, name, self.standin.ca)
                self.assertIn(("DNS", name), certificate["subjectAltName"])
                valid = [ssl.cert_time_to_seconds(certificate[key]) for key in ("notBefore", "notAfter")]
                self.assertTrue(valid[0] <= time.time() < valid[1], certificate)
                with self.assertRaises(ssl.SSLCertVerificationError):
                    handshake(where, name, str(self.stranger[0]))
        for defect in ("tls.cert_expired", "tls.cert_not_yet", "tls.cert_wrong_name", "tls.self_signed"):
            site = self.site(defect)
            for where, name in ((site.web, NAME), (site.door("wss"), DOMAIN), (site.door("tls"), DOMAIN)):
                with self.subTest(defect, name=name), self.assertRaises(ssl.SSLCertVerificationError):
                    handshake(where, name, site.ca)

    def test_a_foreign_name(self):
        """WP-SEC-PKI-4: who asks for a name of somebody else gets no certificate that holds for it; one who gives one is seen."""
        for what, where, _ in self.doors():
            with self.subTest(what), self.assertRaises(ssl.SSLCertVerificationError):
                handshake(where, "unknown.example", self.standin.ca)
        pair = make_certificate(self.folder, "unknown.example")
        self.assertTrue(handshake(self.strange_server(pair), "unknown.example", str(pair[0]))[0])

    def run_against(self, port, verify):
        file, out = self.folder / "stranger.yaml", self.folder / "out"
        file.write_text(SCENARIO.format(port=port, ca=self.standin.ca, verify=str(verify).lower()))
        done = subprocess.run([BINARY, file, "--out", out, "--quiet"], capture_output=True, text=True, timeout=120, check=False)
        self.assertTrue((out / "report.json").exists(), done.stderr)
        return (out / "report.json").read_text()

    def test_our_client_says_nothing_to_a_stranger(self):
        """WP-SEC-PKI-3: a server in the way, with a certificate of another CA, gets not a byte. With `verify: false` it would get them."""
        heard = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.stranger)
        port = self.server(lambda link: heard.append(link.recv(4096)), context)[1]
        self.assertIn('"class": "tls.', self.run_against(port, True).replace('":"', '": "'))
        self.assertEqual(b"".join(heard), b"")
        self.run_against(port, False)
        self.assertIn(b"Sec-WebSocket-Protocol: sip", b"".join(heard))


if __name__ == "__main__":
    unittest.main(verbosity=2)
