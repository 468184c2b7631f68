"""baresip: a phone that shares no line with ours: SIP over TLS, ICE, DTLS-SRTP, Opus; it sends back what it hears."""
from harness.process import Workplace

CONFIG = """module_path /usr/lib/baresip/modules
module {modules}
module_tmp account.so
module_app menu.so
sip_cafile {folder}/ca.pem
sip_verify_server no
sip_listen 127.0.0.1:{port}
audio_player aubridge,pseudo
audio_source aubridge,pseudo
rtcp_mux yes
rtp_ports 31000-31999
net_interface lo
ice_mode full
"""
MODULES = ("opus.so", "g711.so", "aubridge.so", "ice.so", "dtls_srtp.so", "srtp.so", "uuid.so")


class Baresip:
    """Registers `user` over TLS and answers every call."""

    def __init__(self, workplace: Workplace, user: str, port: int = 5090):
        folder = workplace.folder / f"baresip-{user}"
        folder.mkdir(exist_ok=True)
        modules = "\nmodule ".join(MODULES)
        (folder / "config").write_text(CONFIG.format(modules=modules, folder=workplace.folder, port=port))
        (folder / "accounts").write_text(
            f'<sip:{user}@test.example;transport=tls>;auth_pass=pw-{user};outbound="sip:127.0.0.1:5061;transport=tls"'
            ";regint=600;answermode=auto;mediaenc=dtls_srtp;medianat=ice;audio_codecs=opus/48000/2,pcmu\n")
        (folder / "contacts").write_text("")
        self.process = workplace.start(f"baresip-{user}", ["baresip", "-f", folder])

    def stop(self) -> None:
        self.process.stop()
