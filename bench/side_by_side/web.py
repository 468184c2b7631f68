"""What the web half costs: pressed buttons beside wrk's GETs of the same button on the same server, and five hundred agents at once."""
import json
import re
import ssl
import statistics
import urllib.request

from harness.process import wait_until
from side_by_side.common import CXLOAD, BenchError, Row, Sizes, run_measured, spread

BUTTON = 136               # redirect: one GET, and an action without a call
PRESSES = (8, 98)          # of one login, which each journey pays too: what one press more costs is their difference
SHARE = 0.5                # of wrk's requests a CPU second, at least
USERS = 1000
NUMBERLESS = 6             # of the stand-in's seven records: it has no alt_phone


class Portal:
    """The stand-in in a process of its own, and a token for wrk."""

    def __init__(self, workplace, agents: int):
        config = workplace.folder / "portal.json"
        config.write_text(json.dumps({"domain": "test.example", "web": True, "accounts": [
            {"user": str(user), "password": f"pw-{user}"} for user in range(USERS, USERS + agents)]}))
        self.process = workplace.start("portal", [CXLOAD, "serve", "--config", config])
        wait_until(lambda: "web " in self.process.log_text(), self.process, "the portal's door")
        self.address = re.search(r"web +(https://\S+)", self.process.log_text())[1].rstrip("/")
        self.door = re.search(r"wss://\S+", self.process.log_text())[0]

    def log_in(self) -> str:
        strangers = ssl.create_default_context()
        strangers.check_hostname, strangers.verify_mode = False, ssl.CERT_NONE
        request = urllib.request.Request(f"{self.address}/api/softphone/login", json.dumps(
            {"username": str(USERS), "password": f"pw-{USERS}"}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=strangers, timeout=10) as answer:
            return json.load(answer)["jwt"]


def presses(portal: Portal, agents: int, seconds: float, count: int) -> str:
    steps = ["portal.login", *[f"button: {{id: {BUTTON}}}"] * count, "portal.logout"]
    listed = "\n".join(f"      - {step}" for step in steps)
    return f"""cxload: 1
name: pressed buttons
seed: 1
deployment: {{signalling: "{portal.door}", web: "{portal.address}", domain: test.example, tls: {{verify: false}}}}
accounts:
  agents: {{users: {USERS}..{USERS + agents - 1}, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents}}
journeys:
  press:
    endpoints: agents
    steps:
{listed}
load:
  - {{journey: press, users: {agents}, for: {seconds}s}}
"""


def play_presses(workplace, portal: Portal, sizes: Sizes, name: str, count: int) -> float:
    """CPU seconds of the whole program, reports included, for one journey with so many presses."""
    folder = workplace.folder / f"{name}-{count}"
    folder.mkdir()
    (folder / "press.yaml").write_text(presses(portal, sizes.web_agents, sizes.web_seconds, count))
    used = run_measured([CXLOAD, folder / "press.yaml", "--out", folder / "out", "--threads", "1", "--quiet"], folder / "log",
                        sizes.web_seconds + 90)
    report = json.loads((folder / "out" / "report.json").read_text()) if (folder / "out" / "report.json").exists() else None
    # The client is driven as fast as it goes: its core is full, and the report rightly says so (exit code 4).
    if report is None or used.exit_code not in (0, 4) or report["failures"]:
        raise BenchError(f"exit code {used.exit_code}: {used.output[-2000:]}")
    return used.cpu / report["journeys"]["press"]["completed"]


def chains_a_second(workplace, portal: Portal, sizes: Sizes, name: str) -> float:
    few, many = (play_presses(workplace, portal, sizes, name, count) for count in PRESSES)
    return (PRESSES[1] - PRESSES[0]) / (many - few) if many > few else float("nan")


def play_wrk(workplace, portal: Portal, sizes: Sizes, name: str) -> float:
    used = run_measured(["wrk", "-t", "1", "-c", sizes.web_agents, "-d", f"{max(1, round(sizes.web_seconds))}s", "-H",
                         f"Authorization: Bearer {portal.log_in()}", f"{portal.address}/api/softphone/button/{BUTTON}"],
                        workplace.folder / f"{name}.log", sizes.web_seconds + 60)
    done = re.search(r"(\d+) requests in", used.output)
    if used.exit_code != 0 or done is None or "Non-2xx" in used.output:
        raise BenchError(f"wrk: exit code {used.exit_code}: {used.output[-500:]}")
    return int(done[1]) / used.cpu


def chain_rows(workplace, sizes: Sizes) -> list[Row]:
    portal = Portal(workplace, sizes.web_agents)
    ours, theirs = [], []
    for turn in range(sizes.rounds):
        theirs.append(play_wrk(workplace, portal, sizes, f"wrk-{turn}"))
        ours.append(chains_a_second(workplace, portal, sizes, f"press-{turn}"))
    portal.process.stop()
    ratios = [one / other for one, other in zip(ours, theirs)]
    return [Row(f"button chains (one GET each) a CPU second, {sizes.web_agents} agents over HTTPS", f"{statistics.median(ours):,.0f}",
                f"wrk {statistics.median(theirs):,.0f} requests", spread(ratios), f"≥ {SHARE}",
                statistics.median(ratios) >= SHARE if sizes.judge else None)]


CALLED = [lead != NUMBERLESS for lead in range(1, 8)]


def lead_steps(is_called: bool) -> list[str]:
    """A record: a form out of a button, a call, save. The one without a number is saved as it is."""
    if not is_called:
        return ['lead.next: {campaign: "2"}', "wait: 1s..3s", "button: {id: 141, expect: {actions: [save]}}"]
    return ['lead.next: {campaign: "2"}', "wait: 1s..3s",
            'button: {id: 45, forms: {"Feedback Form": {first_name: Ada, last_name: Lovelace}}, expect: {actions: [openForm, makeCall]}}',
            "await: answered", "wait: 3s..6s", "button: {id: 132, expect: {actions: [endCall]}}",
            "button: {id: 140, expect: {actions: [save]}}"]


def shift(agents: int, leads: int, seconds: float) -> str:
    """Everybody logs in and works through a campaign, and begins again."""
    steps = ["portal.login", "register", *[step for is_called in CALLED[:leads] for step in lead_steps(is_called)], "unregister",
             "portal.logout"]
    listed = "\n".join(f"      - {step}" for step in steps)
    return f"""cxload: 1
name: {agents} agents
seed: 1
accounts:
  agents: {{users: {USERS}..{USERS + agents - 1}, password: "pw-{{user}}"}}
endpoints:
  agents: {{accounts: agents, client: sipjs, provision: true, media: {{profile: webrtc}}}}
journeys:
  shift:
    endpoints: agents
    steps:
{listed}
load:
  - {{journey: shift, users: [{{to: {agents}, in: {min(20, seconds)}s}}, {{for: {seconds}s}}], think: 1s..3s}}
"""


def agent_rows(workplace, sizes: Sizes) -> list[Row]:
    folder = workplace.folder / "agents"
    folder.mkdir()
    (folder / "shift.yaml").write_text(shift(sizes.web_crowd, sizes.web_leads, sizes.web_crowd_seconds))
    used = run_measured([CXLOAD, folder / "shift.yaml", "--out", folder / "out", "--quiet"], folder / "log",
                        sizes.web_crowd_seconds + 120)
    report = json.loads((folder / "out" / "report.json").read_text()) if (folder / "out" / "report.json").exists() else None
    if report is None or not sizes.may_end_with(used.exit_code) or report["failures"]:
        raise BenchError(f"exit code {used.exit_code}: {used.output[-2000:]}")
    chain, login = (report["metrics"][name] for name in ("button.chain", "http.login"))
    return [Row(f"{sizes.web_crowd} agents at once for {sizes.web_crowd_seconds:.0f} s: login, records, forms, calls, save; both ends here",
                f"{report['validity']['status']}, {chain['count']} chains, {report['journeys']['shift']['failed']} failed",
                f"chain p95 {chain['p95']:.0f} ms, login p95 {login['p95']:.0f} ms", "", "valid, none failed",
                report["validity"]["status"] == "valid" if sizes.judge else None)]


def run(workplace, sizes: Sizes) -> list[Row]:
    return chain_rows(workplace, sizes) + agent_rows(workplace, sizes)
