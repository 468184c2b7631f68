"""A certificate authority for one run: ca.pem, and a server's pair signed by it."""
import subprocess
from pathlib import Path


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_ca(folder: Path, host: str = "test.example") -> None:
    """Writes ca.pem, server.pem and server.key; P-256, valid for a day and for `host` and the loopback addresses."""
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "1", "-subj",
            "/CN=interop test CA")
    openssl(folder, "req", *curve, "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={host}")
    (folder / "server.ext").write_text(f"subjectAltName=DNS:{host},IP:127.0.0.1,IP:127.0.0.2\n")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "1", "-extfile", "server.ext", "-out", "server.pem")
