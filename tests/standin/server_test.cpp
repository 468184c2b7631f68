// What the stand-in says for itself: syntax, Via, OPTIONS, numbers, overload, latency.
#include <cxload/sip/via.hpp>
#include <cxload/standin/defects.hpp>

#include "core_harness.hpp"

namespace cxload::standin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Server : public CoreHarness {
 protected:
  int status_of(const Ask& ask) {
    wire.queue(phone).clear();
    receive(phone, write(ask));
    return take(phone).status();
  }
  const Flow phone = connection(1);
};

TEST_F(Server, options_say_what_can_be_done) {
  Ask ask;
  ask.method = "OPTIONS";
  ask.uri = "sip:example.test";
  receive(phone, write(ask));
  const sip::Message answer = take(phone);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_TRUE(sip::tag_of(*answer.find(sip::HeaderId::to)));
  for (const sip::HeaderId id : {sip::HeaderId::allow, sip::HeaderId::accept, sip::HeaderId::accept_encoding,
                                 sip::HeaderId::accept_language, sip::HeaderId::supported})
    EXPECT_TRUE(answer.find(id));
}

TEST_F(Server, methods_and_schemes_it_does_not_know) {
  Ask ask;
  ask.uri = "sip:example.test";
  ask.method = "PUBLISH";
  EXPECT_EQ(status_of(ask), 405);
  ask.method = "FOOBAR";
  EXPECT_EQ(status_of(ask), 501);
  ask.method = "OPTIONS";
  ask.uri = "soap.beep://a";
  ask.branch = "2";
  EXPECT_EQ(status_of(ask), 416);
  ask.uri = "tel:+15551234";
  ask.method = "MESSAGE";
  EXPECT_EQ(status_of(ask), 404);
}

TEST_F(Server, unreadable_requests_are_refused_politely) {
  Ask ask;
  ask.method = "OPTIONS";
  ask.uri = "sip:example.test";
  std::string text = write(ask);
  receive(phone, text.replace(text.find("SIP/2.0\r\n"), 7, "SIP/7.0"));
  EXPECT_EQ(take(phone).status(), 505);
  text = write(ask);
  receive(phone, text.replace(text.find("1 OPTIONS"), 9, "1 INVITE"));
  EXPECT_EQ(take(phone).status(), 400);
  text = write(ask);
  receive(phone, text.replace(text.find("Content-Length: 0"), 17, "Content-Length: 50"));
  EXPECT_EQ(take(phone).status(), 400);
  text = write(ask);
  receive(phone, text.erase(text.find("Via: "), text.find("Max-Forwards") - text.find("Via: ")));
  receive(phone, "hello world");
  receive(phone, "");
  receive(phone, std::string(70'000, 'x'));
  EXPECT_EQ(waiting(phone), 0U);
}

TEST_F(Server, udp_answers_go_where_the_via_says) {
  const Flow source = udp(33'333);
  const auto ask = [&](std::string_view via) {
    return fmt::format(
        "OPTIONS sip:example.test SIP/2.0\r\nVia: {}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:example.test>\r\n"
        "Call-ID: c\r\nCSeq: 1 OPTIONS\r\n\r\n",
        via);
  };
  receive(source, ask("SIP/2.0/UDP host.example:5070;branch=z9hG4bK1"));
  const sip::Message plain = take(udp(5070));
  EXPECT_EQ(sip::parse_via(*plain.find(sip::HeaderId::via))->received(), "127.0.0.1");
  receive(source, ask("SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK2;rport"));
  const sip::Message asked = take(source);
  EXPECT_EQ(sip::parse_via(*asked.find(sip::HeaderId::via))->rport(), 33'333);
}

TEST_F(Server, a_called_number_repeats_its_answer_until_it_is_acknowledged) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  receive(phone, write(ask));
  pass(seconds(3));
  EXPECT_EQ(waiting(phone), 3U);  // at 0, 0.5 and 1.5 s
  const sip::Message answer = take(phone);
  const std::string tag(*sip::tag_of(*answer.find(sip::HeaderId::to)));
  wire.queue(phone).clear();
  ask.method = "ACK";
  ask.branch = "ack";
  ask.to_tag = tag;
  receive(phone, write(ask));
  pass(seconds(40));
  EXPECT_EQ(waiting(phone), 0U);
  EXPECT_EQ(core.load().calls, 1U);
  // The call ends by BYE; a second one finds nothing.
  ask.method = "BYE";
  ask.branch = "bye";
  ask.cseq = 2;
  EXPECT_EQ(status_of(ask), 200);
  ask.branch = "again";
  EXPECT_EQ(status_of(ask), 481);
  EXPECT_EQ(core.load().calls, 0U);
}

TEST_F(Server, an_answer_nobody_acknowledges_ends_in_a_bye) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  receive(phone, write(ask));
  pass(seconds(40));
  std::string last;
  while (waiting(phone) > 0) last = take(phone).method();
  EXPECT_EQ(last, "BYE");
  EXPECT_EQ(core.load().calls, 0U);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, Event::Kind::call_started);
  EXPECT_EQ(events[0].detail, "160");
  EXPECT_EQ(events[1].kind, Event::Kind::call_ended);
}

TEST_F(Server, reinvites_and_old_requests_inside_a_call) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  receive(phone, write(ask));
  ask.to_tag = std::string(*sip::tag_of(*take(phone).find(sip::HeaderId::to)));
  ask.method = "INVITE";
  ask.branch = "early";
  ask.cseq = 2;
  EXPECT_EQ(status_of(ask), 491);  // the first is not acknowledged yet
  ask.method = "ACK";
  ask.branch = "ack";
  ask.cseq = 1;
  receive(phone, write(ask));
  ask.method = "INVITE";
  ask.branch = "late";
  ask.cseq = 5;
  EXPECT_EQ(status_of(ask), 200);
  ask.method = "INFO";
  ask.branch = "old";
  ask.cseq = 4;
  EXPECT_EQ(status_of(ask), 500);
}

std::string offer(std::string_view direction, int version) {
  return fmt::format(
      "v=0\r\no=- 7 {} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40002 RTP/AVP "
      "0\r\na={}\r\n",
      version, direction);
}

TEST_F(Server, a_held_number_answers_the_direction_it_is_left) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  ask.extra = "Content-Type: application/sdp\r\n";
  ask.body = offer("sendrecv", 1);
  receive(phone, write(ask));
  const sip::Message first = take(phone);
  EXPECT_NE(first.body().find("a=sendrecv"), std::string_view::npos) << first.body();
  ask.to_tag = std::string(*sip::tag_of(*first.find(sip::HeaderId::to)));
  // RFC 3264 8.4, 6.1: what is left of what the other side still does.
  const std::vector<std::array<std::string, 3>> changes = {{"INVITE", "sendonly", "a=recvonly"},
                                                           {"INVITE", "inactive", "a=inactive"},
                                                           {"UPDATE", "recvonly", "a=sendonly"},
                                                           {"INVITE", "sendrecv", "a=sendrecv"}};
  const auto acknowledge = [&] {
    Ask ack = ask;
    ack.method = "ACK";
    ack.branch += "ack";
    ack.extra.clear();
    ack.body.clear();
    receive(phone, write(ack));
  };
  acknowledge();
  for (const auto& [method, direction, answered] : changes) {
    ask.method = method;
    ask.branch += "x";
    ask.body = offer(direction, ++ask.cseq);
    receive(phone, write(ask));
    const sip::Message answer = take(phone);
    EXPECT_EQ(answer.status(), 200) << direction;
    EXPECT_NE(answer.body().find(answered), std::string_view::npos) << direction << answer.body();
    if (method == "INVITE") acknowledge();
  }
}

TEST_F(Server, a_number_takes_digits_and_refuses_other_information_and_transfers) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  receive(phone, write(ask));
  ask.to_tag = std::string(*sip::tag_of(*take(phone).find(sip::HeaderId::to)));
  ask.method = "ACK";
  ask.branch = "ack";
  receive(phone, write(ask));
  ask.method = "INFO";
  ask.branch = "digit";
  ask.cseq = 2;
  ask.extra = "Content-Type: application/dtmf-relay\r\n";
  ask.body = "Signal=5\r\nDuration=160\r\n";
  EXPECT_EQ(status_of(ask), 200);
  ask.branch = "other";
  ask.cseq = 3;
  ask.extra = "Content-Type: application/media_control+xml\r\n";
  EXPECT_EQ(status_of(ask), 415);
  ask.method = "REFER";
  ask.branch = "refer";
  ask.cseq = 4;
  ask.extra = "Refer-To: <sip:161@example.test>\r\n";
  ask.body.clear();
  EXPECT_EQ(status_of(ask), 405);
}

TEST_F(Server, bodies_a_number_cannot_read) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  ask.extra = "Content-Type: application/unknown\r\n";
  ask.body = "x";
  EXPECT_EQ(status_of(ask), 415);
  ask.branch = "2";
  ask.extra = "Accept: text/x\r\n";
  ask.body.clear();
  EXPECT_EQ(status_of(ask), 406);
  ask.branch = "3";
  ask.extra = "Content-Type: application/sdp\r\n";
  ask.body = "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";
  EXPECT_EQ(status_of(ask), 488);
  media.has_ports = false;
  ask.branch = "4";
  ask.extra.clear();
  ask.body.clear();
  EXPECT_EQ(status_of(ask), 503);
  EXPECT_EQ(core.load().calls, 0U);
}

TEST_F(Server, a_refused_call_is_repeated_over_udp_until_the_ack) {
  const Flow caller = udp(40'000);
  Ask ask;
  ask.uri = "sip:163@example.test";
  std::string text = write(ask);
  receive(caller, text);
  pass(seconds(4));
  EXPECT_EQ(waiting(caller), 4U);  // at 0, 0.5, 1.5 and 3.5 s (Timer G)
  text.replace(0, 6, "ACK");
  text.replace(text.find("1 INVITE"), 8, "1 ACK");
  receive(caller, text);
  wire.queue(caller).clear();
  pass(seconds(40));
  EXPECT_EQ(waiting(caller), 0U);
  EXPECT_EQ(core.load().servers, 0U);
}

Config make_slow() {
  Config config = make_config();
  config.latency = milliseconds(200);
  return config;
}

class Slow : public CoreHarness {
 protected:
  Slow() : CoreHarness(make_slow()) {}
};

TEST_F(Slow, every_response_waits) {
  const Flow phone = connection(1);
  Ask ask;
  ask.uri = "sip:162@example.test";
  receive(phone, write(ask));
  pass(milliseconds(199));
  EXPECT_EQ(waiting(phone), 0U);
  pass(milliseconds(1));
  EXPECT_EQ(take(phone).status(), 180);
}

TEST(Settings, faults_are_named) {
  const auto fault = [](std::string_view text) {
    const auto config = parse_config(text);
    return config ? std::string("none") : config.error().detail;
  };
  EXPECT_EQ(fault(R"({"domain": "a.b", "accounts": [{"user": "1", "password": "p"}], "latency_ms": 20})"),
            "none");
  EXPECT_NE(fault(R"({"domian": "a.b"})").find("did you mean \"domain\"?"), std::string::npos);
  EXPECT_NE(fault(R"({"defects": ["reg.no_contakt"]})").find("did you mean \"reg.no_contact\"?"),
            std::string::npos);
  EXPECT_NE(fault(R"({"accounts": [{"user": "1"}, {"user": "1"}]})").find("twice"), std::string::npos);
  EXPECT_NE(fault(R"({"latency_ms": -1})").find("latency_ms"), std::string::npos);
  EXPECT_NE(fault("[1").find("JSON"), std::string::npos);
  for (const std::string_view id : defect_ids()) EXPECT_FALSE(explain_defect(id).empty());
}

}  // namespace
}  // namespace cxload::standin
