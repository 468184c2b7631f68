"""The browser's phone of the stand-in (webapp/) in Chromium: what people do with it; each case names its rows of the register."""
from harness.case import case, expect, expect_equal
from harness.cxload import INVALID
from harness.site import Site
from peers.stranger import Stranger
from peers.webphone import PATIENCE, WebPhone, WebStandin

USER, OTHER = "1101", "1102"
MENU = [["Home", "mdi-home"], ["Dialpad", "mdi-dialpad"], ["Agent", "mdi-account-tie-voice"], ["History", "mdi-history"],
        ["Contacts", "mdi-card-account-phone"], ["Settings", "mdi-cog"]]
SWAPPED = [{"id": "home", "title": "Start", "icon": "mdi-home", "url": "/", "position": 2},
           {"id": "dialpad", "title": "Numbers", "icon": "mdi-phone", "url": "/dialpad", "position": 1},
           {"id": "contacts", "title": "People", "icon": "mdi-account", "url": "/contacts", "position": 2},
           {"id": "settings", "title": "Settings", "icon": "mdi-cog", "url": "/settings", "position": 0}]
CUSTOM = [{"id": "dialpad", "title": "Dialpad", "icon": "mdi-dialpad", "url": "/dialpad", "position": 1},
          {"id": "custom", "title": "News", "icon": "mdi-star", "url": "/page/custom", "position": 2}]


def play(site: Site, name: str, label: str = "", brand: dict | None = None, **options) -> None:
    """One case of browser/webphone against a stand-in of its own."""
    standin = WebStandin(site.workplace, site.cxload.binary, f"standin-web-{label or name}", [USER, OTHER], brand)
    complaint = WebPhone(site.workplace, standin, name, USER, label, **options).finish()
    standin.stop()
    expect_equal(complaint, "", "the browser's complaint")


def call_to_the_phone(site: Site, standin: WebStandin):
    return site.cxload.run(f"""cxload: 1
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


def expect_both(phone: WebPhone, run) -> None:
    """The browser first: what it says tells why a call failed."""
    expect_equal(phone.finish(), "", f"the browser's complaint ({run.summary()})")
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")
    expect_equal(run.journey("call").get("failed"), 0, f"failed calls ({run.summary()})")


@case("Web Phone: login and settings")
def login(site: Site) -> None:
    """WP-LOGIN-1-2 WP-APP-RUN-1 WP-APP-SECURECTX-1 WP-NAV-SET-1-2 WP-FLAG-EDIT-1 WP-SIG-REG-3 WP-AV-HOSTS-1 WP-SEC-MIX-1"""
    play(site, "login", title="Acme Phone", editable=True)


@case("Web Phone: settings are read-only without the flag; the user as title with it")
def login_read_only(site: Site) -> None:
    """WP-NAV-SET-2 WP-FLAG-EDIT-1 WP-FLAG-TITLE-1"""
    play(site, "login", "read-only", {"flags": ["TITLE_USERNAME"]}, title=USER, editable=False)


@case("Web Phone: calls out with mute, hold, keys and codec rules")
def calls(site: Site) -> None:
    """WP-APP-RUN-2 WP-SIG-CALL-1-4 WP-SIG-DTMF-1 WP-NAV-DIAL-1 WP-NAV-HIST-1 WP-CODEC-DEL-2-5-6-8 WP-CODEC-PRI-1 WP-CODEC-OPUS-1"""
    play(site, "calls", brand={"codecDelete": ["PC.*", "opus.*"], "codecPriority": ["G722"]})


@case("Web Phone: *#0*# shows SIP on the console")
def debug(site: Site) -> None:
    """WP-DBG-1-2-3-4"""
    play(site, "debug")


@case("Web Phone: buttons, forms, chains")
def chain(site: Site) -> None:
    """WP-NAV-AGENT-1 WP-BTN-PLACE-1 WP-BTN-LABEL-1 WP-BTN-ICON-1 WP-BTN-TIP-1 WP-BTN-TYPE-1 WP-BTN-SORT-1 WP-BTN-SCOPE-1
    WP-PREC-1-2-3-12-13-15-17-20 WP-SF-ERR-1 WP-FORM-MERGE-1-3-4 WP-FORM-SET-1-2-3-4-5-6-7-8-9
    WP-FORM-DATA-1 WP-FORM-SUBMIT-1 WP-NI-1-2-3 WP-CHAIN-2-3
    WP-ACT-CALL-1-3 WP-ACT-END-1 WP-ACT-SAVE-1 WP-ACT-NEXT-1 WP-ACT-REDIR-1-4-6 WP-ACT-ONE-2"""
    play(site, "chain")


@case("Web Phone: actions of buttons on calls, numbers, records and pages")
def actions(site: Site) -> None:
    """WP-ACT-ANSWER-1-2 WP-ACT-END-1-2 WP-ACT-CALL-1-2-3-4-5-6 WP-ACT-MIC-1 WP-ACT-REDIR-2-3-4-5 WP-ACT-SAVE-1-2-3-4 WP-ACT-NEXT-1-2
    WP-FLAG-ANS-3 WP-FN-2-3 WP-CHAIN-6"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-actions", [USER, OTHER])
    phone = WebPhone(site.workplace, standin, "actions", USER)
    first, second = (Stranger(site.workplace.folder, standin, OTHER) for _ in range(2))
    phone.wait_for("answer")
    expect_equal(first.ring(USER), 200, "what answerCall brings the caller")
    first.wait_bye()
    phone.wait_for("refuse")
    status = first.ring(USER)
    expect(status in (480, 486, 603), f"endCall while it rings brings the caller {status}")
    phone.wait_for("twice")
    expect_equal([first.ring(USER), second.ring(USER)], [200, 486], "an automatic answer and a second call")
    complaint = phone.finish()
    standin.stop()
    first.close()
    second.close()
    expect_equal(complaint, "", "the browser's complaint")


@case("Web Phone: what opens a form, what changes it, what starts nothing")
def forms(site: Site) -> None:
    """WP-FN-4-5-6 WP-ACT-FORM-1-2 WP-FORM-MERGE-6 WP-FORM-SET-1-10 WP-FORM-DATA-2-3 WP-CHAIN-1-4-5-6-8 WP-CHAIN-LOOP-1 WP-ACT-ONE-1
    WP-SF-ID-1"""
    play(site, "forms")


@case("Web Phone: codec rules one by one, in its offers")
def codecs(site: Site) -> None:
    """WP-CODEC-DEL-1-2-3-4-5-6-8-9-10-11 WP-CODEC-PRI-1-2-3-4 WP-CODEC-OPUS-1"""
    play(site, "codecs")


@case("Web Phone: menus and flags as they come")
def menu(site: Site) -> None:
    """WP-NAV-1 WP-MENU-TITLE-1 WP-MENU-ICON-1 WP-MENU-POS-1 WP-FLAG-UUID-1 WP-FLAG-BAL-1 WP-FLAG-PAY-1"""
    play(site, "menu", menu=MENU, right=False, uuid=True, payments=True, signup=True, balance="US$25.50", title="Acme Phone")


@case("Web Phone: menus and flags turned round, CSS")
def menu_turned_round(site: Site) -> None:
    """WP-MENU-TITLE-1 WP-MENU-ICON-1 WP-MENU-POS-1-2-3 WP-FLAG-UUID-2 WP-FLAG-RIGHT-1 WP-FLAG-BAL-2 WP-FLAG-PAY-3 WP-SIGNUP-2 WP-FLAG-REG-1
    WP-CSS-1-2"""
    css = ".bar { background: rgb(1, 2, 3); }</style><script>window.__pwn=1</script>"
    play(site, "menu", "turned", {"flags": ["MENU_RIGHT", "HIDE_UUID", "TITLE_USERNAME"], "css": css, "menu": SWAPPED},
         menu=[["Numbers", "mdi-phone"], ["Start", "mdi-home"], ["People", "mdi-account"]], right=True, uuid=False, payments=False,
         signup=False, balance="", title=USER, colour="rgb(1, 2, 3)")


@case("Web Phone: fits its screen, and everything has a name")
def layout(site: Site) -> None:
    """WP-APP-XPLAT-1"""
    play(site, "layout", brand={"menu": [*CUSTOM, {"id": "agent", "title": "Agent", "icon": "mdi-account", "url": "/agent", "position": 3},
                                         {"id": "settings", "title": "Settings", "icon": "mdi-cog", "url": "/settings", "position": 4}]})


@case("Web Phone: where WebSockets do not get through")
def blocked(site: Site) -> None:
    """WP-AV-BLOCK-1"""
    play(site, "blocked", brand={"webrtcHost": "blocked.example:18999"})


@case("Web Phone: contacts")
def contacts(site: Site) -> None:
    """WP-PB-1-9-10-11 WP-NAV-CONT-1"""
    play(site, "contacts")


@case("Web Phone: balance, payments, vouchers")
def payments(site: Site) -> None:
    """WP-FLAG-BAL-1 WP-FLAG-PAY-1"""
    play(site, "payments")


@case("Web Phone: sign-up, credit, login, first call")
def signup(site: Site) -> None:
    """WP-SIGNUP-1-4-5-6 WP-FLAG-REG-1 WP-TMPL-PAY-1-3"""
    html = "<p>Welcome, <b>dear</b> customer</p><script>window.parent.__pwn=1</script>"
    play(site, "signup", brand={"registerSuccessHtml": html}, html=html)


@case("Web Phone: the custom page in its container")
def custom_framed(site: Site) -> None:
    """WP-MENU-TPL-1 WP-MENU-IFRAME-2"""
    play(site, "custom", "framed", {"template": 1, "menu": CUSTOM}, bare=False, text=f"Hello User {USER}")


@case("Web Phone: the custom page edge to edge")
def custom_bare(site: Site) -> None:
    """WP-MENU-IFRAME-1"""
    play(site, "custom", "bare", {"template": 2, "menu": CUSTOM}, bare=True)


@case("Web Phone: inside a page of somebody else, by the SDK's messages")
def sdk(site: Site) -> None:
    """WP-SDK-1-2-3-4-5"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-sdk", [USER, OTHER])
    phone = WebPhone(site.workplace, standin, "sdk", USER)
    stranger = Stranger(site.workplace.folder, standin, OTHER)
    phone.wait_for("answer")
    expect_equal(stranger.ring(USER), 200, "what `answer` brings the caller")
    stranger.wait_bye()
    phone.wait_for("reject")
    status = stranger.ring(USER)
    expect(status in (480, 486, 603), f"`reject` brings the caller {status}")
    complaint = phone.finish()
    standin.stop()
    stranger.close()
    expect_equal(complaint, "", "the browser's complaint")


@case("Web Phone: it can be installed, and opens without a network")
def install(site: Site) -> None:
    """WP-APP-PWA-1-2-3 WP-CFG-BRAND-1 WP-SEC-PKI-1"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-install", [USER])
    phone = WebPhone(site.workplace, standin, "install", USER, title="Acme Phone")
    phone.wait_for("installed")
    standin.stop()
    expect_equal(phone.finish(), "", "the browser's complaint")


@case("Web Phone: a call wakes it by push; life without push")
def push(site: Site) -> None:
    """WP-APP-PUSH-1-2-3"""
    folder = site.workplace.folder
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-push", [USER, OTHER], web={"push_ca": str(site.ca)})
    phone = WebPhone(site.workplace, standin, "push", USER, caller=OTHER, key=str(folder / "server.key"), cert=str(folder / "server.pem"))
    phone.wait_for("closed")
    expect_both(phone, call_to_the_phone(site, standin))
    standin.stop()


@case("Web Phone: a strange CA stops the browser before a byte of the phone")
def strange_ca(site: Site) -> None:
    """WP-SEC-PKI-3"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-strange", [USER])
    standin.ca = ""
    complaint = WebPhone(site.workplace, standin, "login", USER, "strange", title="Acme Phone", editable=True).finish()
    standin.stop()
    expect("ERR_CERT_AUTHORITY_INVALID" in complaint, f"the browser said {complaint!r}")


@case("Web Phone: a message left by a call is listed, played, downloaded")
def voicemail(site: Site) -> None:
    """WP-VM-1-2-3-5-6"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-voicemail", [USER, OTHER], web={"voicemail_after_ms": 200})
    run = call_to_the_phone(site, standin)
    expect_both(WebPhone(site.workplace, standin, "voicemail", USER, caller=OTHER), run)
    standin.stop()


def called(site: Site, label: str, brand: dict, automatic: bool) -> None:
    """A cxload phone calls the browser, which hears it; the caller hangs up."""
    standin = WebStandin(site.workplace, site.cxload.binary, f"standin-web-{label}", [USER, OTHER], {"codecDelete": ["PC.*"], **brand})
    phone = WebPhone(site.workplace, standin, "incoming", USER, label, automatic=automatic, caller=OTHER)
    phone.wait_for("registered")
    run = call_to_the_phone(site, standin)
    expect_both(phone, run)
    standin.stop()
    expect_equal(run.metric("media.one_way").get("value"), 0, "one-way calls")


@case("Web Phone: a cxload phone calls it, and a person answers")
def called_by_hand(site: Site) -> None:
    """WP-SIG-CALL-2 WP-NAV-DIAL-1 WP-FLAG-ANS-2 WP-CODEC-DEL-7"""
    called(site, "called", {}, automatic=False)


@case("Web Phone: it sends a cxload phone on to the echo")
def transfer(site: Site) -> None:
    """WP-SIG-CALL-1"""
    standin = WebStandin(site.workplace, site.cxload.binary, "standin-web-transfer", [USER, OTHER])
    running = site.cxload.start(f"""cxload: 1
name: transferred by the web phone
seed: 72
{standin.deployment()}
accounts:
  callees: {{users: {OTHER}..{OTHER}, password: "pw-{{user}}"}}
endpoints:
  callees: {{accounts: callees, client: sipjs, media: {{profile: webrtc}}}}
journeys:
  taken: {{endpoints: callees, steps: [register, await: {{incoming: 120s}}, answer, await: {{ended: 120s}}]}}
load:
  - {{journey: taken, count: 1}}
""")
    complaint = WebPhone(site.workplace, standin, "transfer", USER, callee=OTHER).finish()
    run = running.finish(PATIENCE)
    standin.stop()
    expect_equal(complaint, "", "the browser's complaint")
    expect(run.exit_code in (0, INVALID), f"exit code ({run.summary()})")


@case("Web Phone: a call that it answers by itself")
def called_automatic(site: Site) -> None:
    """WP-FLAG-ANS-1 WP-CODEC-DEL-7"""
    called(site, "automatic", {"flags": ["AUTO_ANSWER"]}, automatic=True)
