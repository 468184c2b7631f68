/// The far end of a phone, written by hand: a UDP socket that calls the phone and shows in which order it
/// heard what.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <cxload/net/shard.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::phone {

/// Answers every request 200, unless a test does that by itself. Threads: the shard's only.
class UdpPeer {
 public:
  explicit UdpPeer(net::Shard& shard) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> bytes, const net::Endpoint& from, TimePoint) {
      phone_ = from;
      on_message({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    };
    socket_ = net::UdpSocket::open(shard, {net::Address::loopback(), 0}, std::move(handlers)).value();
  }

  [[nodiscard]] net::Endpoint local() const { return socket_->local(); }
  /// "<sip:…>", where the phone wants its requests.
  void set_contact(std::string_view contact, const net::Endpoint& phone) {
    target_ = contact.substr(1, contact.find('>') - 1);
    phone_ = phone;
  }
  void call() { send("INVITE", 1, ""); }
  void call_with(std::string_view name, std::string_view value) {
    further_ = {std::string(name), std::string(value)};
    call();
  }
  void acknowledge_provisional(int cseq, std::string_view rack) {
    further_ = {"RAck", std::string(rack)};
    send("PRACK", cseq, to_tag_);
  }
  void hang_up(int cseq) {
    further_ = {};
    send("BYE", cseq, to_tag_);
  }
  void update(int cseq) {
    further_ = {};
    send("UPDATE", cseq, to_tag_);
  }
  void ask_options() { send("OPTIONS", 2, to_tag_); }
  void acknowledge() { send("ACK", 1, to_tag_); }

  std::vector<std::string> heard;  ///< "REGISTER", "200 INVITE": each once, in order
  std::function<void(std::string_view)> on_heard;
  std::function<void(const sip::Message&)> on_response;  ///< hears each, too
  std::function<void(const sip::Message&)> on_request;   ///< set: answers instead of the peer

  void send_raw(std::string_view bytes) { send_bytes(bytes); }
  void send_message(const sip::Message& message) { send_bytes(message.write()); }

 private:
  void on_message(std::string_view bytes) {
    const Result<sip::Message> message = sip::parse_message(bytes);
    if (!message) return;
    std::string what(message->method());
    if (message->is_response()) {
      const std::string_view cseq = message->find(sip::HeaderId::cseq).value_or("");
      what = fmt::format("{} {}", message->status(), cseq.substr(cseq.find(' ') + 1));
      const std::string_view to = message->find(sip::HeaderId::to).value_or("");
      to_tag_ = to.substr(std::min(to.find(";tag="), to.size()));
      if (on_response) on_response(*message);
    } else if (on_request) {
      on_request(*message);
    } else {
      answer(*message);
    }
    for (const std::string& known : heard)
      if (known == what) return;  // said again
    heard.push_back(what);
    if (on_heard) on_heard(what);
  }

  void answer(const sip::Message& request) {
    sip::Message response = sip::Message::make_response_to(request, 200);
    if (const auto contact = request.find(sip::HeaderId::contact)) {
      set_contact(*contact, phone_);
      response.append(sip::HeaderId::contact, *contact);
    }
    send_bytes(response.write());
  }

  void send(std::string_view method, int cseq, std::string_view to_tag) {
    sip::Message request = sip::Message::make_request(method, target_);
    request.append(sip::HeaderId::via,
                   fmt::format("SIP/2.0/UDP {};branch=z9hG4bK{}{}", local().to_string(), method, cseq));
    request.append(sip::HeaderId::max_forwards, "70");
    request.append(sip::HeaderId::from, "<sip:peer@peer.test>;tag=peer");
    request.append(sip::HeaderId::to, fmt::format("<{}>{}", target_, to_tag));
    request.append(sip::HeaderId::call_id, "call-of-the-peer");
    request.append(sip::HeaderId::cseq, fmt::format("{} {}", cseq, method));
    request.append(sip::HeaderId::contact, fmt::format("<sip:peer@{}>", local().to_string()));
    if (!further_.first.empty()) request.append(further_.first, further_.second);
    send_bytes(request.write());
  }

  void send_bytes(std::string_view bytes) { socket_->send(std::as_bytes(std::span(bytes)), phone_); }

  std::unique_ptr<net::UdpSocket> socket_;
  net::Endpoint phone_;
  std::string target_, to_tag_;
  std::pair<std::string, std::string> further_;  ///< a header more
};

}  // namespace cxload::phone
