/// What one SIP message costs: parse, write, and the questions every layer asks of it.
#include <benchmark/benchmark.h>

#include <cxload/sip/digest.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/sip/stream_framer.hpp>
#include <cxload/sip/validate.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view register_text =
    "REGISTER sip:example.com SIP/2.0\r\n"
    "Via: SIP/2.0/WSS 3k9s81hd0a2k.invalid;branch=z9hG4bK4471250\r\n"
    "To: <sip:1001@example.com>\r\n"
    "From: \"Alice\" <sip:1001@example.com>;tag=8sk2m1l0aa\r\n"
    "CSeq: 2 REGISTER\r\n"
    "Call-ID: 0a8d7f6s5d4f3g2h1j0k9l\r\n"
    "Max-Forwards: 70\r\n"
    "Authorization: Digest algorithm=MD5, username=\"1001\", realm=\"example.com\", "
    "nonce=\"0000000000a1b2c3d4e5f6g7h8i9j0\", uri=\"sip:example.com\", "
    "response=\"6629fae49393a05397450978507c4ef1\", qop=auth, cnonce=\"0a4f113b\", nc=00000001\r\n"
    "Contact: <sip:k2l3m4n5@3k9s81hd0a2k.invalid;transport=ws>;expires=600\r\n"
    "Allow: ACK,CANCEL,INVITE,MESSAGE,BYE,OPTIONS,INFO,NOTIFY,REFER\r\n"
    "Supported: outbound\r\n"
    "User-Agent: SIP.js/0.21.2\r\n"
    "Content-Length: 0\r\n\r\n";

constexpr std::string_view invite_text =
    "INVITE sip:1002@example.com SIP/2.0\r\n"
    "Via: SIP/2.0/TLS edge.example.com:5061;branch=z9hG4bKa7c2.1;rport\r\n"
    "Via: SIP/2.0/WSS 3k9s81hd0a2k.invalid;branch=z9hG4bK4471251;received=192.0.2.7;rport=50123\r\n"
    "Record-Route: <sip:edge.example.com:5061;transport=tls;lr;ftag=8sk2m1l0aa>\r\n"
    "To: <sip:1002@example.com>\r\n"
    "From: \"Alice\" <sip:1001@example.com>;tag=8sk2m1l0aa\r\n"
    "CSeq: 1 INVITE\r\n"
    "Call-ID: 9l8k7j6h5g4f3d2s1a0q9w\r\n"
    "Max-Forwards: 69\r\n"
    "Contact: <sip:k2l3m4n5@3k9s81hd0a2k.invalid;transport=ws;ob>\r\n"
    "Allow: ACK,CANCEL,INVITE,MESSAGE,BYE,OPTIONS,INFO,NOTIFY,REFER\r\n"
    "Supported: outbound\r\n"
    "User-Agent: SIP.js/0.21.2\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 300\r\n\r\n"
    "v=0\r\no=- 8371626354 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 0 8 9 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\n"
    "a=maxptime:60\r\na=rtcp:40001\r\na=ssrc:1234567 cname:x\r\na=sendrecv\r\n";

std::string_view text_of(const benchmark::State& state) {
  return state.range(0) == 0 ? register_text : invite_text;
}

void parse(benchmark::State& state) {
  for (auto _ : state) {
    auto message = parse_message(text_of(state));
    if (!message) state.SkipWithError("does not parse");
    benchmark::DoNotOptimize(message);
  }
}
BENCHMARK(parse)->ArgName("invite")->Arg(0)->Arg(1);

void parse_and_validate(benchmark::State& state) {
  for (auto _ : state) {
    const auto message = parse_message(text_of(state));
    benchmark::DoNotOptimize(validate_request(*message));
  }
}
BENCHMARK(parse_and_validate)->ArgName("invite")->Arg(0)->Arg(1);

void write(benchmark::State& state) {
  const Message message = *parse_message(text_of(state));
  std::string out;
  for (auto _ : state) {
    out.clear();
    message.write_to(out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(write)->ArgName("invite")->Arg(0)->Arg(1);

void build(benchmark::State& state) {
  for (auto _ : state) {
    Message message = Message::make_request("REGISTER", "sip:example.com");
    message.append(HeaderId::via, "SIP/2.0/WSS 3k9s81hd0a2k.invalid;branch=z9hG4bK4471250");
    message.append(HeaderId::to, "<sip:1001@example.com>");
    message.append(HeaderId::from, "\"Alice\" <sip:1001@example.com>;tag=8sk2m1l0aa");
    message.append(HeaderId::cseq, "2 REGISTER");
    message.append(HeaderId::call_id, "0a8d7f6s5d4f3g2h1j0k9l");
    message.append(HeaderId::max_forwards, "70");
    message.append(HeaderId::contact, "<sip:k2l3m4n5@3k9s81hd0a2k.invalid;transport=ws>;expires=600");
    message.append(HeaderId::supported, "outbound");
    benchmark::DoNotOptimize(message.write());
  }
}
BENCHMARK(build);

void transaction_key(benchmark::State& state) {
  const Message message = *parse_message(invite_text);
  for (auto _ : state) {
    benchmark::DoNotOptimize(branch_of(*message.find(HeaderId::via)));
    benchmark::DoNotOptimize(message.find(HeaderId::cseq));
    benchmark::DoNotOptimize(tag_of(*message.find(HeaderId::to)));
  }
}
BENCHMARK(transaction_key);

void parse_address(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        parse_name_addr("\"Alice\" <sip:1001@example.com;transport=tls>;tag=8sk2m1l0aa"));
}
BENCHMARK(parse_address);

void frame_stream(benchmark::State& state) {
  StreamFramer framer(StreamSide::client);
  for (auto _ : state) {
    framer.feed(invite_text);
    while (auto frame = *framer.next()) benchmark::DoNotOptimize(frame->bytes.data());
  }
}
BENCHMARK(frame_stream);

void redact_invite(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(redact(text_of(state)));
}
BENCHMARK(redact_invite)->ArgName("invite")->Arg(0)->Arg(1);

void digest(benchmark::State& state) {
  const std::string secret = digest_secret(DigestAlgorithm::md5, "1001", "example.com", "pw-1001");
  DigestCredentials credentials;
  credentials.nonce = "0000000000a1b2c3d4e5f6g7h8i9j0";
  credentials.uri = "sip:example.com";
  credentials.qop = Qop::auth;
  credentials.cnonce = "0a4f113b";
  credentials.nonce_count = "00000001";
  for (auto _ : state)
    benchmark::DoNotOptimize(digest_response(DigestAlgorithm::md5, secret, credentials, "REGISTER", ""));
}
BENCHMARK(digest);

}  // namespace
}  // namespace cxload::sip
