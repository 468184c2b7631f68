"""A question to a name server and what it answers, by hand (RFC 1035)."""
import secrets
import socket
import struct

TYPES = {"A": 1, "CNAME": 5, "AAAA": 28, "SRV": 33, "NAPTR": 35}
NAMES = {number: name for name, number in TYPES.items()}


def write_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split(".")) + b"\0"


def read_name(data, at):
    """The name there, and where it ends."""
    labels = []
    while size := data[at]:
        if size >= 0xC0:
            rest, _ = read_name(data, (size & 0x3F) << 8 | data[at + 1])
            return ".".join([*labels, rest]), at + 2
        labels.append(data[at + 1:at + 1 + size].decode())
        at += 1 + size
    return ".".join(labels), at + 1


def read_value(data, at, size, kind):
    if kind in ("A", "AAAA"):
        return socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, data[at:at + size])
    if kind == "CNAME":
        return read_name(data, at)[0]
    if kind == "SRV":
        return (*struct.unpack("!HHH", data[at:at + 6]), read_name(data, at + 6)[0])
    return data[at:at + size]


def ask(server, name, kind):
    """(code, [(name, type, value)]) of the server "ADDRESS:PORT"."""
    host, port = server.rsplit(":", 1)
    number = secrets.randbelow(65536)
    with socket.socket(socket.AF_INET6 if "[" in host else socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(8)
        link.connect((host.strip("[]"), int(port)))
        link.send(struct.pack("!HHHHHH", number, 0x0100, 1, 0, 0, 0) + write_name(name) + struct.pack("!HH", TYPES[kind], 1))
        data = link.recv(4096)
    got, flags, questions, answers, _, _ = struct.unpack("!HHHHHH", data[:12])
    assert (got, questions) == (number, 1)
    at, records = read_name(data, 12)[1] + 4, []
    for _ in range(answers):
        owner, at = read_name(data, at)
        number, _, _, size = struct.unpack("!HHIH", data[at:at + 10])
        records.append((owner, NAMES.get(number, str(number)), read_value(data, at + 10, size, NAMES.get(number))))
        at += 10 + size
    return flags & 15, records
