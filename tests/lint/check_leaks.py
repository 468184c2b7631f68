#!/usr/bin/env python3
"""Committed text names nothing of the machine that it was written on: no paths, no package mirrors, no private keys.

The mirrors are read from this machine's own configuration, so the lint need not name them either."""
import re
from pathlib import Path

from lintlib import Finding, Tree, line_at, run

BINARY = (".png", ".ico", ".woff2", ".pcap", ".der", ".bin")
# Written in pieces, or the lint would find itself.
PATHS = re.compile(r"(?<![\w.\-{}$])/(" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "m" + "nt"]) + r")/[\w.]")
KEY = re.compile("-----BEGIN " + r"[A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{40}")
PUBLIC_REGISTRIES = ["registry." + "npmjs", "pypi." + "org", "deb." + "debian.org", "proxy." + "golang", "crates." + "io"]
CONFIGURATION = ["/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d", "/etc/npmrc",
                 "/etc/pip.conf", "~/.npmrc", "~/.config/pip/pip.conf", "~/.pip/pip.conf"]
HOST = re.compile(r"\bhttps?://(?:[^/@\s\"]*@)?([\w.\-]+)")
COMMENT = re.compile(r"^\s*(#|//).*$", re.M)
ORDINARY_HOST = re.compile(r"^(localhost|127\..*|0\.0\.0\.0|github\.com|www\.debian\.org)$")


def configured_hosts() -> set[str]:
    hosts: set[str] = set()
    for name in CONFIGURATION:
        place = Path(name).expanduser()
        for file in sorted(place.iterdir()) if place.is_dir() else [place]:
            if file.is_file():
                text = file.read_text(encoding="utf-8", errors="replace")
                hosts.update(HOST.findall(COMMENT.sub("", text)))
    return {host for host in hosts if not ORDINARY_HOST.match(host) and "." in host}


def host_pattern() -> re.Pattern:
    return re.compile("|".join(re.escape(host) for host in [*PUBLIC_REGISTRIES, *sorted(configured_hosts())]))


def check(tree: Tree):
    hosts = host_pattern()
    for path in tree.all_files():
        if path.endswith(BINARY) or path.startswith("tests/fuzz/corpus/"):
            continue
        text = tree.text(path)
        for pattern, problem in ((PATHS, "a path of one machine"), (hosts, "a package registry's host"),
                                 (KEY, "a private key")):
            for match in pattern.finditer(text):
                yield Finding(path, line_at(text, match.start()), f"{problem}: {match.group()[:40].splitlines()[0]}")


GOOD = {
    "src/a.cpp": "// the network/of the framework/x, src/mnt/x and ${HOME}/work/x are fine; https://example.com/\n",
    "a.md": "see /usr/share/javascript and -----BEGIN CERTIFICATE-----\n",
}
BAD = {
    "workplace": ({"a.md": "cd /wo" + "rk/trees\n"}, 1),
    "home": ({"a.py": "open('/ho" + "me/ada/x')\n"}, 1),
    "registry": ({"ci.yml": "url: https://registry." + "npmjs.org/\n"}, 1),
    "key": ({"key.pem": "-----BEGIN " + "PRIVATE KEY-----\n" + "A" * 64 + "\n"}, 1),
}

if __name__ == "__main__":
    run(check, GOOD, BAD)
