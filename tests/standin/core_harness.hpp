/// A core with virtual doors, virtual time and virtual media.
#pragma once
#include <deque>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cxload/sip/message.hpp>
#include <cxload/sip/name_addr.hpp>

#include "../../src/standin/core/core.hpp"

namespace cxload::standin {

/// Keeps what the core sends, a queue for each flow.
class VirtualWire final : public Wire {
 public:
  bool send(const Flow& flow, std::string_view message) override {
    if (closed.contains(flow.connection)) return false;
    sent[key_of(flow)].emplace_back(message);
    ++count;
    return true;
  }
  [[nodiscard]] const std::map<net::Scheme, net::Endpoint>& doors() const override { return doors_; }

  /// A connection is known by its number alone.
  static Flow key_of(Flow flow) {
    if (flow.is_reliable()) flow.remote = {};
    return flow;
  }
  std::deque<std::string>& queue(const Flow& flow) { return sent[key_of(flow)]; }

  std::map<Flow, std::deque<std::string>> sent;
  std::set<ConnectionId> closed;
  std::size_t count = 0;

 private:
  std::map<net::Scheme, net::Endpoint> doors_ = {{net::Scheme::udp, {net::Address::loopback(), 5060}},
                                                 {net::Scheme::tcp, {net::Address::loopback(), 5060}},
                                                 {net::Scheme::tls, {net::Address::loopback(), 5061}},
                                                 {net::Scheme::ws, {net::Address::loopback(), 8080}},
                                                 {net::Scheme::wss, {net::Address::loopback(), 8443}}};
};

class VirtualMedia : public MediaFactory {
 public:
  std::unique_ptr<MediaPort> open(MediaKind, bool, const MediaFaults&) override {
    class Port : public MediaPort {
     public:
      explicit Port(std::vector<std::int16_t> samples) : samples_(std::move(samples)) {}
      [[nodiscard]] std::uint16_t port() const override { return 40'000; }
      void set_remote(const MediaRemote&) override {}
      [[nodiscard]] std::vector<std::int16_t> recorded() const override { return samples_; }

     private:
      std::vector<std::int16_t> samples_;
    };
    return has_ports ? std::make_unique<Port>(recording) : nullptr;
  }
  std::unique_ptr<MediaBridge> open_bridge(bool, bool, const MediaFaults&) override {
    class Both : public MediaBridge {
      [[nodiscard]] std::uint16_t port(Leg leg) const override {
        return leg == Leg::caller ? 41'000 : 42'000;
      }
      void set_remote(Leg, const net::Endpoint&) override {}
      Outcome<> accept(Leg, const sdp::SecureTransport&, bool) override { return {}; }
      sdp::SecureTransport describe(Leg, bool is_offer) override {
        sdp::SecureTransport transport;
        transport.ufrag = "abcd";
        transport.password = "0123456789012345678901";
        transport.fingerprint = "sha-256 AA:BB";
        transport.setup = is_offer ? sdp::Setup::actpass : sdp::Setup::active;
        return transport;
      }
    };
    return has_ports ? std::make_unique<Both>() : nullptr;
  }
  bool has_ports = true;
  std::vector<std::int16_t> recording;
};

inline Config make_config() {
  Config config;
  config.domain = "example.test";
  for (const char* user : {"alice", "bob", "carol"}) config.accounts.push_back({user, ""});
  config.accounts.push_back({"secured", "secret"});
  return config;
}

/// Accounts without password, so that messages can be plain text; time moves by hand.
class CoreHarness : public testing::Test {
 protected:
  explicit CoreHarness(const Config& config = make_config())
      : core(config, wire, media, [this](const Event& event) { events.push_back(event); }) {}

  static Flow connection(std::uint64_t id, net::Scheme scheme = net::Scheme::wss) {
    return {scheme,
            static_cast<ConnectionId>(id),
            {net::Address::loopback(), static_cast<std::uint16_t>(50'000 + id)}};
  }
  static Flow udp(std::uint16_t port) {
    return {net::Scheme::udp, ConnectionId::none, {net::Address::loopback(), port}};
  }

  void receive(const Flow& flow, const std::string& text) { core.on_message(flow, text, now, WallTime{}); }

  /// Runs every deadline up to `span` from now.
  void pass(Duration span) {
    const TimePoint end = now + span;
    while (const auto next = core.next_deadline()) {
      if (*next > end) break;
      now = std::max(now, *next);
      core.on_deadline(now);
    }
    now = end;
  }

  std::size_t waiting(const Flow& flow) { return wire.queue(flow).size(); }
  sip::Message take(const Flow& flow) {
    auto& queue = wire.queue(flow);
    if (queue.empty()) {
      ADD_FAILURE() << "nothing was sent there";
      return sip::Message::make_response(699, "nothing");
    }
    last_text = queue.front();
    queue.pop_front();
    auto message = sip::parse_message(last_text);
    EXPECT_TRUE(message) << last_text;
    return message ? std::move(*message) : sip::Message::make_response(699, "unreadable");
  }

  struct Ask {
    std::string method = "INVITE", uri = "sip:bob@example.test", from = "alice", to_tag = {}, branch = "1",
                extra = {}, body = {}, call_id = "call", contact = {};
    int cseq = 1;
  };
  static std::string write(const Ask& ask) {
    const std::string contact =
        ask.contact.empty() ? fmt::format("<sip:{}@a.invalid;transport=ws>", ask.from) : ask.contact;
    const std::string to = ask.method == "REGISTER" ? fmt::format("<sip:{}@example.test>", ask.from)
                                                    : fmt::format("<{}>", ask.uri);
    return fmt::format(
        "{} {} SIP/2.0\r\nVia: SIP/2.0/WSS a.invalid;rport;branch=z9hG4bK{}\r\nMax-Forwards: 70\r\nFrom: "
        "<sip:{}@example.test>;tag=f\r\nTo: {}{}\r\nCall-ID: {}\r\nCSeq: {} {}\r\nContact: {}\r\n{}"
        "Content-Length: {}\r\n\r\n{}",
        ask.method, ask.uri, ask.branch, ask.from, to, ask.to_tag.empty() ? "" : ";tag=" + ask.to_tag,
        ask.call_id, ask.cseq, ask.method, contact, ask.extra, ask.body.size(), ask.body);
  }

  /// Binds `user` at `flow`; the contact is <sip:user@a.invalid;transport=ws>.
  void bind(const Flow& flow, const std::string& user) {
    Ask ask;
    ask.method = "REGISTER";
    ask.uri = "sip:example.test";
    ask.from = user;
    ask.call_id = "reg-" + user + std::to_string(static_cast<std::uint64_t>(flow.connection));
    ask.branch = ask.call_id;
    ask.contact =
        fmt::format("<sip:{}@{}.invalid;transport=ws>", user, static_cast<std::uint64_t>(flow.connection));
    receive(flow, write(ask));
    EXPECT_EQ(take(flow).status(), 200);
  }

  static std::string answer(const sip::Message& request, int status, std::string_view tag = "t",
                            std::string_view extra = {}) {
    sip::Message response = sip::Message::make_response_to(request, status);
    if (status > 100 && !sip::tag_of(*response.find(sip::HeaderId::to)))
      response.set(sip::HeaderId::to, fmt::format("{};tag={}", *response.find(sip::HeaderId::to), tag));
    for (const std::string_view route : request.values(sip::HeaderId::record_route))
      response.append(sip::HeaderId::record_route, route);
    response.append(sip::HeaderId::contact, "<sip:callee@b.invalid;transport=ws>");
    if (!extra.empty()) response.append(sip::HeaderId::www_authenticate, extra);
    return response.write();
  }

  VirtualWire wire;
  VirtualMedia media;
  std::vector<Event> events;
  Core core;
  TimePoint now = TimePoint(std::chrono::hours(1));
  std::string last_text;
};

}  // namespace cxload::standin
