"""What the portal tells a phone, seen at the far end of its calls: another phone of the run, through the stand-in."""
import json
import re
import unittest

from portal_case import Case

SCENARIO = """cxload: 1
name: Far end
deployment:
  web: WEB
  signalling: DOOR
  domain: sip.test
  tls: {ca: ca.pem}
accounts:
  agents: {users: 1000..1000, password: "pw-{user}"}
  customers: {users: 1005..1005, password: "pw-{user}"}
endpoints:
  agents: {accounts: agents, client: sipjs, provision: true, stay: {rate: 100/s}, media: {profile: webrtc}}
  customers: {accounts: customers, client: sipjs, stay: {rate: 100/s}, media: {profile: webrtc}CUSTOMERS}
journeys:
JOURNEYS
load:
LOAD
"""
ANSWERED = "await: answered"


class FarEnd(Case):
    def setUp(self):
        super().setUp()
        self.settings: dict = {}

    def play(self, agent: str = "", customer: str = "", customers: str = "") -> dict:
        """Both journeys once, side by side; the phones of both groups are registered before."""
        served = self.serve(**self.settings)
        journeys = {name: steps for name, steps in (("agent", agent), ("customer", customer)) if steps}
        text = SCENARIO
        for word, value in (("WEB", self.portal.url), ("DOOR", served.doors["wss"]), ("CUSTOMERS", customers),
                            ("JOURNEYS", "\n".join(f"  {name}: {{endpoints: {name}s, steps: [{steps}]}}"
                                                   for name, steps in journeys.items())),
                            ("LOAD", "\n".join(f"  - {{journey: {name}, count: 1}}" for name in journeys))):
            text = text.replace(word, value)
        code, report, said = self.run_text(text)
        self.assertIn(code, (0, 1, 4), said)
        self.played = list(journeys)
        return report

    def succeeds(self, **keys) -> dict:
        report = self.play(**keys)
        self.assertEqual(report["failures"], [], self.ladders())
        for name in self.played:
            self.assertEqual(report["journeys"][name]["completed"], 1, name)
        return report

    def ladders(self) -> str:
        return "\n".join(file.read_text() for file in sorted((self.folder / "out" / "traces").glob("*.txt")))

    def ladder(self, journey: str) -> str:
        found = [file for file in (self.folder / "out" / "traces").glob("*.txt") if journey in file.name]
        self.assertEqual(len(found), 1, found)
        return found[0].read_text()

    def answered(self, report: dict) -> int:
        return report["metrics"]["sip.ser"]["numerator"]


class AutoAnswer(FarEnd):
    def test_with_the_flag_the_phone_answers_by_itself(self):
        """WP-FLAG-ANS-1: nobody touches the agent's phone."""
        self.portal.flags = ["AUTO_ANSWER"]
        report = self.succeeds(customer=f'dial: {{to: "user 1000"}}, {ANSWERED}, wait: 1s, hangup')
        self.assertEqual(self.answered(report), 1)
        self.assertLess(report["metrics"]["sip.answer"]["max"], 3000, "the reading of the row")

    def test_with_the_flag_it_does_so_while_a_journey_looks_on(self):
        """WP-FLAG-ANS-1: the journey waits for the call, and finds it answered; a press of Answer changes nothing."""
        self.portal.flags = ["AUTO_ANSWER"]
        report = self.succeeds(agent=f"portal.login, await: incoming, {ANSWERED}, button: {{id: 60, expect: {{actions: [answerCall]}}}}, "
                                     "await: ended",
                               customer=f'dial: {{to: "user 1000"}}, {ANSWERED}, wait: 1s, hangup')
        self.assertEqual(self.answered(report), 1)

    def test_without_the_flag_it_rings_on(self):
        """WP-FLAG-ANS-2: after ten seconds it still rings; then the caller gives up."""
        report = self.succeeds(customer='dial: {to: "user 1000"}, await: ringing, wait: 10s, hangup')
        self.assertEqual(self.answered(report), 0)
        ladder = self.ladder("customer")
        self.assertIn("CANCEL sip:1000@sip.test", ladder)
        self.assertIn("SIP/2.0 487", ladder)
        self.assertNotRegex(ladder, r"SIP/2\.0 200 [^\n]*(\n[^\n]+)*\nCSeq: \d+ INVITE")

    def test_a_second_call_beside_the_first_is_busy(self):
        """WP-FLAG-ANS-3: no automatic answer while there is a call."""
        self.portal.flags = ["AUTO_ANSWER"]
        report = self.succeeds(customer=f'dial: {{to: "user 1000"}}, {ANSWERED}, '
                                        'call: {to: "user 1000", expect: {status: 486}}, hangup')
        self.assertEqual(self.answered(report), 1)


class Buttons(FarEnd):
    CALLS = f'dial: {{to: "user 1000"}}, {ANSWERED}, wait: 500ms, hangup'

    def test_answer_call_answers_the_ringing_call(self):
        """WP-ACT-ANSWER-1: by a button's fn, by the script of a button, and at the end of a chain with a form."""
        for press in ("button: {id: 60, expect: {actions: [answerCall]}}", "button: {id: 61, expect: {actions: [answerCall]}}",
                      'button: {id: 45, forms: {"Feedback Form": {first_name: Answer}}, expect: {actions: [openForm, answerCall]}}'):
            with self.subTest(press):
                report = self.succeeds(agent=f"portal.login, await: incoming, {press}, {ANSWERED}, await: ended", customer=self.CALLS)
                self.assertEqual(self.answered(report), 1)
                self.assertRegex(self.ladder("agent"), r"SIP/2\.0 200 OK[^\n]*(\n[^\n]+)*\nCSeq: \d+ INVITE")

    def test_without_the_press_nobody_answers(self):
        """WP-ACT-ANSWER-1, the other way round."""
        report = self.succeeds(agent="portal.login, await: incoming, wait: 2s, hangup",
                               customer='call: {to: "user 1000", expect: {status: 480}}')
        self.assertEqual(self.answered(report), 0)

    def test_answer_call_with_nothing_ringing_does_nothing(self):
        """WP-ACT-ANSWER-2: the phone does nothing and works on; the step says that nobody called."""
        report = self.play(agent="portal.login, button: {id: 60}")
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"call.none_came"})
        report = self.succeeds(agent="portal.login, lead.next, button: {id: 60, optional: true}, button: {id: 46}, await: answered, "
                                     "button: {id: 47}")
        self.assertEqual(self.answered(report), 1)

    def test_end_call_takes_back_a_call_that_rings(self):
        """WP-ACT-END-2: CANCEL as the caller, 480 as the called one; WP-ACT-END-1: BYE of an answered one."""
        self.portal.alt_phone = "164"
        self.succeeds(agent="portal.login, lead.next, button: {id: 46}, await: ringing, button: {id: 47, expect: {actions: [endCall]}}")
        self.assertIn("CANCEL sip:164@sip.test", self.ladder("agent"))
        self.succeeds(agent="portal.login, await: incoming, button: {id: 47, expect: {actions: [endCall]}}",
                      customer='call: {to: "user 1000", expect: {status: 480}}')
        self.succeeds(agent="portal.login, await: incoming, button: {id: 60}, wait: 500ms, button: {id: 47}",
                      customer=f'dial: {{to: "user 1000"}}, {ANSWERED}, await: ended')
        self.assertRegex(self.ladder("customer"), r"\bBYE sip:")

    def test_make_call_during_a_call_is_told(self):
        """WP-ACT-CALL-6: no second INVITE; the call goes on."""
        self.portal.alt_phone = "160"
        report = self.succeeds(agent="portal.login, lead.next, button: {id: 46}, await: answered, button: {id: 46, optional: true}, "
                                     "wait: 500ms, button: {id: 47, expect: {actions: [endCall]}}")
        self.assertEqual(self.answered(report), 1)
        self.assertEqual(report["metrics"]["sip.ser"]["denominator"], 1)
        report = self.play(agent="portal.login, lead.next, button: {id: 46}, await: answered, button: {id: 46}")
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"call.busy"})


class Microphone(FarEnd):
    """WP-ACT-MIC-1: what the far end hears of a call with a muted third in its middle."""
    PRESS = "button: {id: 48, expect: {actions: [toggleMic]}}"
    SETTLED = "wait: 4s"

    def energy(self, leg: dict) -> float:
        """A second of what it heard."""
        return leg["inbound"]["totalAudioEnergy"] / leg["inbound"]["totalSamplesDuration"]

    def talk(self, number: str, *presses: str) -> dict[str, dict]:
        self.portal.alt_phone = number
        first, second = presses or ("", "")
        steps = [step for step in (self.SETTLED, first, self.SETTLED, second, self.SETTLED) if step]
        self.succeeds(agent=f"portal.login, lead.next, button: {{id: 46}}, {ANSWERED}, {', '.join(steps)}, button: {{id: 47}}",
                      customers=", answer: {after: 0s}")
        lines = (self.folder / "out" / "calls.jsonl").read_text().splitlines()
        return {leg["side"]: leg for leg in map(json.loads, lines)}

    def assert_third_is_silent(self, share: float):
        # Two thirds of the sound; nothing muted: all of it; the second press without effect: one third.
        self.assertGreater(share, 0.5)
        self.assertLess(share, 0.84)

    def test_toggle_mic_silences_what_the_far_phone_hears(self):
        """WP-ACT-MIC-1: through the stand-in's relay, against the other direction of the same call, which nobody mutes."""
        self.settings = {"relays_media": True}
        legs = self.talk("1005", self.PRESS, self.PRESS)
        self.assert_third_is_silent(self.energy(legs["callee"]) / self.energy(legs["caller"]))
        self.assertEqual(legs["callee"]["heard"]["voice"], "far-end")
        self.assertLess(legs["callee"]["inbound"]["longestConcealment"], 1, "packets go on")
        self.assertGreater(legs["callee"]["inbound"]["packetsReceived"], 10 * 45)
        whole = self.talk("1005")
        share = self.energy(whole["callee"]) / self.energy(whole["caller"])
        self.assertGreater(share, 0.9, "without a press nothing is missing: the measure can tell")
        self.assertLess(legs["callee"]["heard"]["tags"], whole["callee"]["heard"]["tags"])

    def test_a_microphone_that_stays_off_is_not_heard_again(self):
        """WP-ACT-MIC-1: one press, and the rest is silence."""
        legs = self.talk("1005", self.PRESS, "")
        self.assertLess(self.energy(legs["callee"]) / self.energy(legs["caller"]), 0.5)

    def test_toggle_mic_silences_the_echo(self):
        """WP-ACT-MIC-1: of the echo number the agent hears himself, and for a third of the time nothing."""
        muted = self.energy(self.talk("160", self.PRESS, self.PRESS)["caller"])
        whole = self.energy(self.talk("160")["caller"])
        self.assert_third_is_silent(muted / whole)


def audio_formats(ladder: str, start: str) -> list[str]:
    """Of the first message with a body whose first line begins so: its codecs, in the order of the m= line. Its attributes
    must speak of nothing else."""
    for message in re.split(r"\n(?=[^\n]*(?:INVITE sip:|SIP/2\.0 \d{3}))", ladder):
        lines = [line.strip() for line in message.splitlines()]
        if not re.search(start, message.split("\n", 1)[0]) or not any(line.startswith("m=audio") for line in lines):
            continue
        offered = next(line for line in lines if line.startswith("m=audio")).split()[3:]
        names = dict(re.match(r"a=rtpmap:(\d+) ([^/]+)", line).groups() for line in lines if line.startswith("a=rtpmap:"))
        told = {re.match(r"a=[\w-]+:(\d+)", line)[1] for line in lines if re.match(r"a=(rtpmap|fmtp|rtcp-fb):\d", line)}
        assert told <= set(offered), f"{told} beside {offered}"
        return [names[number] for number in offered]
    raise AssertionError(f"no {start} with a session description in\n{ladder}")


class Codecs(FarEnd):
    """Codec Delete and Codec Priority of the provisioning, as the far phone gets them."""
    RULES = (
        ({"delete": ["G722"], "priority": []}, ["opus", "PCMU", "PCMA", "telephone-event", "telephone-event"]),
        ({"delete": ["pc.*", "opus.*"], "priority": []}, ["opus", "G722", "telephone-event", "telephone-event"]),
        ({"delete": ["CMA", "PC[", ".*722"], "priority": ["pcma", "opus"]}, ["PCMA", "opus", "PCMU", "telephone-event", "telephone-event"]),
        ({"delete": ["G722", "telephone.*", "PCM.*"], "priority": ["red.*", "PCMU"]}, ["opus"]),
    )

    def test_the_offer_has_what_the_portal_left_in_its_order(self):
        """WP-CODEC-DEL-1, WP-CODEC-DEL-2, WP-CODEC-DEL-3, WP-CODEC-DEL-4, WP-CODEC-DEL-5, WP-CODEC-DEL-6, WP-CODEC-DEL-7, WP-CODEC-DEL-8,
        WP-CODEC-DEL-9, WP-CODEC-DEL-10, WP-CODEC-PRI-1, WP-CODEC-PRI-2, WP-CODEC-PRI-3, WP-CODEC-PRI-4, WP-CODEC-OPUS-1"""
        self.portal.alt_phone = "1005"
        for rules, expected in self.RULES:
            with self.subTest(rules):
                self.portal.codec = rules
                self.succeeds(agent=f"portal.login, lead.next, button: {{id: 46}}, {ANSWERED}, button: {{id: 47}}",
                              customer="await: incoming, answer, await: ended")
                self.assertEqual(audio_formats(self.ladder("customer"), "INVITE sip:"), expected)

    def test_the_answer_too(self):
        """WP-CODEC-DEL-1, WP-CODEC-DEL-2, WP-CODEC-DEL-7, WP-CODEC-PRI-1, WP-CODEC-OPUS-1: of a phone that answers by itself."""
        self.portal.flags = ["AUTO_ANSWER"]
        for rules, expected in self.RULES:
            with self.subTest(rules):
                self.portal.codec = rules
                self.succeeds(customer=f'dial: {{to: "user 1000"}}, {ANSWERED}, wait: 500ms, hangup')
                found = audio_formats(self.ladder("customer"), r"SIP/2\.0 200")
                voices = [[name for name in names if name != "telephone-event"] for names in (found, expected)]
                self.assertEqual(*voices)


class Connections(FarEnd):
    def test_a_browser_takes_up_its_tls_session(self):
        """Of a portal that ends each connection: the first handshake after a login is whole, the others are short."""
        self.portal.keeps_connections = False
        self.succeeds(agent="portal.login, lead.next, contacts, voicemail, portal.logout, portal.login, contacts")
        # Phones that stay log in before the load; then the journey's two logins, each a browser that was never here.
        short = "".join("-" if resumed else "|" for resumed in self.portal.resumed)
        self.assertEqual(short, "|-|-----|--", "a login and its provisioning, then the journey")


class Caller(FarEnd):
    def test_calls_come_from_the_cli_of_the_provisioning(self):
        """From of a call is the CLI; the phone registers and answers challenges as its user."""
        self.portal.cli, self.portal.alt_phone = "+442071838750", "1005"
        self.settings = {"accounts": [{"user": str(user), "password": f"pw-{user}"} | ({"cli": "+442071838750"} if user == 1000 else {})
                                      for user in range(1000, 1010)]}
        steps = {"agent": f"portal.login, lead.next, button: {{id: 46}}, {ANSWERED}, button: {{id: 47}}",
                 "customer": "await: incoming, answer, await: ended"}
        self.succeeds(**steps)
        self.assertIn('From: "Alice" <sip:+442071838750@sip.test>', self.ladder("customer"))
        self.assertIn('username="1000"', self.ladders().replace("***", ""))
        self.settings = {}  # a deployment that gave nobody such a number
        report = self.play(**{**steps, "customer": ""})
        self.assertEqual({failure["class"] for failure in report["failures"]}, {"sip.403"})


if __name__ == "__main__":
    unittest.main()
