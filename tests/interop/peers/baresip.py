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
rtcp_mux {rtcp_mux}
rtp_ports 31000-31999
net_interface lo
ice_mode full
"""
MODULES = ("opus.so", "g722.so", "g711.so", "aubridge.so", "ice.so", "dtls_srtp.so", "srtp.so", "uuid.so")


class Baresip:
    """Registers `user` over TLS and answers every call; `media` are the parameters of its account."""
    BROWSER = "mediaenc=dtls_srtp;medianat=ice;audio_codecs=opus/48000/2,pcmu"

    def __init__(self, workplace: Workplace, user: str, port: int = 5090, media: str = BROWSER):
        folder = workplace.folder / f"baresip-{user}"
        folder.mkdir(exist_ok=True)
        modules = "\nmodule ".join(MODULES)
        (folder / "config").write_text(CONFIG.format(modules=modules, folder=workplace.folder, port=port,
                                                    rtcp_mux="yes" if media == self.BROWSER else "no"))
        (folder / "accounts").write_text(
            f'<sip:{user}@test.example;transport=tls>;auth_pass=pw-{user};outbound="sip:127.0.0.1:5061;transport=tls"'
            f";regint=600;answermode=auto;{media}\n")
        (folder / "contacts").write_text("")
        self.process = workplace.start(f"baresip-{user}", ["baresip", "-f", folder])

    def stop(self) -> None:
        self.process.stop()
