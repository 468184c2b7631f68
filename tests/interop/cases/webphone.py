"""The browser's phone of the stand-in (webapp/) in Chromium: what people do with it, row by row of the register WP-*."""
from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.site import Site
from peers.webphone import PATIENCE, WebPhone, WebStandin

USER, OTHER = "1101", "1102"
MENU = [["Home", "mdi-home"], ["Dialpad", "mdi-dialpad"], ["Agent", "mdi-account-tie-voice"], ["History", "mdi-history"],
        ["Contacts", "mdi-card-account-phone"], ["Settings", "mdi-cog"]]


def play(site: Site, name: str, label: str = "", brand: dict | None = None, **options) -> None:
    """One case of browser/webphone against a stand-in of its own."""
    standin = WebStandin(site.workplace, site.cxload.binary, f"standin-web-{label or name}", [USER, OTHER], brand)
    phone = WebPhone(site.workplace, standin, name, USER, label, **options)
    complaint = phone.finish()
    standin.stop()
    expect_equal(complaint, "", "the browser's complaint")


@case("Web Phone: login and settings (WP-LOGIN-1 -2, WP-APP-RUN-1, WP-APP-SECURECTX-1, WP-NAV-SET-1 -2, WP-FLAG-EDIT-1, WP-AV-HOSTS-1, WP-SEC-MIX-1)")
def login(site: Site) -> None:
    play(site, "login", title="Acme Phone", editable=True)


@case("Web Phone: settings are read-only without the flag, the title is the user with it (WP-NAV-SET-2, WP-FLAG-TITLE-1)")
def login_read_only(site: Site) -> None:
    play(site, "login", "read-only", {"flags": ["TITLE_USERNAME"]}, title=USER, editable=False)


@case("Web Phone: calls out with mute, hold, keys; codec rules (WP-APP-RUN-2, WP-SIG-CALL-1 -4, WP-NAV-DIAL-1, WP-NAV-HIST-1, WP-CODEC-*)")
def calls(site: Site) -> None:
    play(site, "calls", brand={"codecDelete": ["PC.*", "opus.*"], "codecPriority": ["G722"]})


@case("Web Phone: *#0*# (WP-DBG-1 -2 -3)")
def debug(site: Site) -> None:
    play(site, "debug")


@case("Web Phone: buttons, forms, chains (WP-BTN-*, WP-PREC-*, WP-CHAIN-*, WP-FORM-*, WP-NI-*, WP-ACT-*, WP-NAV-AGENT-1)")
def chain(site: Site) -> None:
    play(site, "chain")


@case("Web Phone: menu, side menu, flags as they are by default (WP-NAV-1, WP-MENU-*, WP-FLAG-UUID-1, WP-FLAG-BAL-1, WP-FLAG-PAY-1)")
def menu(site: Site) -> None:
    play(site, "menu", menu=MENU, right=False, uuid=True, payments=True, balance="US$25.50", title="Acme Phone")


@case("Web Phone: menu, side menu, flags turned round, CSS (WP-MENU-POS-1 -2, WP-FLAG-UUID-2, WP-FLAG-RIGHT-1, WP-FLAG-BAL-2, WP-FLAG-PAY-3, WP-CSS-1 -2)")
def menu_turned_round(site: Site) -> None:
    names = {"home": ("Start", "mdi-home", "/", 2), "dialpad": ("Numbers", "mdi-phone", "/dialpad", 1)}
    items = [{"id": key, "title": title, "icon": icon, "url": url, "position": place} for key, (title, icon, url, place) in names.items()]
    items.append({"id": "settings", "title": "Settings", "icon": "mdi-cog", "url": "/settings", "position": 0})
    css = ".bar { background: rgb(1, 2, 3); }</style><script>window.__pwn=1</script>"
    play(site, "menu", "turned", {"flags": ["MENU_RIGHT", "HIDE_UUID", "TITLE_USERNAME"], "css": css, "menu": items},
         menu=[["Numbers", "mdi-phone"], ["Start", "mdi-home"]], right=True, uuid=False, payments=False, balance="",
         title=USER, colour="rgb(1, 2, 3)")


@case("Web Phone: inside a page of somebody else, by the SDK's messages (WP-SDK-1 to -5)")
def sdk(site: Site) -> None:
    play(site, "sdk")


@case("Web Phone: it can be installed, and opens without a network (WP-APP-PWA-1 -2, WP-CFG-BRAND-1, WP-SEC-PKI-1)")
def install(site: Site) -> None:
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-install", [USER])
    phone = WebPhone(site.workplace, standin, "install", USER, title="Acme Phone")
    phone.wait_for("installed")
    standin.stop()
    expect_equal(phone.finish(), "", "the browser's complaint")


@case("Web Phone: push subscription, notification, and life without push (WP-APP-PUSH-1 to -3)")
def push(site: Site) -> None:
    play(site, "push", endpoint="https://push.example/one")


@case("Web Phone: a strange CA stops the browser before a byte of the phone (WP-SEC-PKI-3)")
def strange_ca(site: Site) -> None:
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-strange", [USER])
    standin.ca = ""
    complaint = WebPhone(site.workplace, standin, "login", USER, "strange", title="Acme Phone", editable=True).finish()
    standin.stop()
    expect("ERR_CERT_AUTHORITY_INVALID" in complaint, f"the browser said {complaint!r}")


def called(site: Site, label: str, brand: dict, automatic: bool) -> None:
    """A cxload phone calls the browser, which hears it; the caller hangs up."""
    standin = WebStandin(site.workplace, site.cxload.binary, f"standin-web-{label}", [USER, OTHER], brand)
    phone = WebPhone(site.workplace, standin, "incoming", USER, label, automatic=automatic, caller=OTHER)
    phone.wait_for("registered")
    run = site.cxload.run(f"""cxload: 1
name: the web phone is called
seed: 71
{standin.deployment()}
accounts:
  callers: {{users: {OTHER}..{OTHER}, password: "pw-{{user}}"}}
endpoints:
  callers: {{accounts: callers, client: sipjs, media: {{profile: webrtc}}}}
journeys:
  call: {{endpoints: callers, steps: [register, call: {{to: user {USER}, talk: 6s}}]}}
load:
  - {{journey: call, count: 1}}
""", tries=1, seconds=PATIENCE)
    complaint = phone.finish()
    standin.stop()
    expect_equal(complaint, "", "the browser's complaint")
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("failed"), 0, f"failed calls ({run.summary()})")
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")


@case("Web Phone: a cxload phone calls it, and a person answers (WP-SIG-CALL-2, WP-FLAG-ANS-2, WP-NAV-DIAL-1)")
def called_by_hand(site: Site) -> None:
    called(site, "called", {}, automatic=False)


@case("Web Phone: Auto Answer (WP-FLAG-ANS-1)")
def called_automatic(site: Site) -> None:
    called(site, "automatic", {"flags": ["AUTO_ANSWER"]}, automatic=True)
