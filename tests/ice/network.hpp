/// Two agents and a network between them, in virtual time: delay, loss, NATs, walls.
#pragma once
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/ice/agent.hpp>
#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::ice::test {

inline stun::TransportAddress at(std::uint8_t last, std::uint16_t port) {
  return stun::TransportAddress::v4({10, 0, 0, last}, port);
}

inline Candidate host(const stun::TransportAddress& address, std::uint16_t preference = 65535,
                      const std::string& foundation = "1") {
  Candidate candidate;
  candidate.foundation = foundation;
  candidate.priority = candidate_priority(CandidateType::host, preference);
  candidate.address = address;
  return candidate;
}

class Network;

struct Side final : AgentSink {
  Side(Network& its_network, const AgentOptions& options, std::uint64_t seed)
      : network(its_network), random(seed), agent(options, random, *this) {}
  void add(const Candidate& candidate) {
    candidates.push_back(candidate);
    EXPECT_EQ(agent.add_base(candidate), candidates.size() - 1);
  }
  void send_stun(std::size_t base, const stun::TransportAddress& to, stun::Bytes message) override;

  Network& network;
  Random random;
  std::vector<Candidate> candidates;
  Agent agent;
};

class Network {
 public:
  explicit Network(const AgentOptions& of_left, const AgentOptions& of_right)
      : left(*this, of_left, 1), right(*this, of_right, 2) {}

  void send(const stun::TransportAddress& from, const stun::TransportAddress& to, stun::Bytes message) {
    stun::TransportAddress seen = translate ? translate(from) : from;
    if (passes && !passes(seen, to)) return;
    under_way.push_back({now + delay, ++order, seen, to, {message.begin(), message.end()}});
  }
  /// Both know each other's description from now on.
  void exchange(bool right_is_lite = false) {
    left.agent.set_remote(right.agent.credentials(), right.candidates, right_is_lite, now);
    right.agent.set_remote(left.agent.credentials(), left.candidates, false, now);
  }
  /// Until `done`, or the time is over.
  void run(
      Duration most, const std::function<bool()>& done = [] { return false; }) {
    const TimePoint end = now + most;
    for (int turns = 0; !done(); ++turns) {
      if (turns == 100'000) {
        ADD_FAILURE() << "time stands still";
        return;
      }
      TimePoint next = end;
      for (Side* side : {&left, &right})
        if (const auto due = side->agent.next_deadline()) next = std::min(next, *due);
      for (const Message& message : under_way) next = std::min(next, message.arrives);
      if (next >= end) {
        now = end;
        return;
      }
      now = std::max(now, next);
      deliver();
      left.agent.tick(now);
      right.agent.tick(now);
    }
  }
  /// A request of the right one, from an address of its own choice, to the left one's first.
  void ask(const stun::TransportAddress& from, bool nominates) {
    std::array<std::byte, 512> buffer;
    const Credentials& theirs = left.agent.credentials();
    stun::Writer writer(buffer, stun::Method::binding, stun::Class::request, {std::byte(++order)});
    writer.text(stun::Attr::username, theirs.ufrag + ":" + right.agent.credentials().ufrag);
    writer.u32(stun::Attr::priority, 1000);
    writer.u64(right.agent.is_controlling() ? stun::Attr::ice_controlling : stun::Attr::ice_controlled, 1);
    if (nominates) writer.flag(stun::Attr::use_candidate);
    writer.integrity(stun::short_term_key(theirs.password)).fingerprint();
    const stun::Bytes message = writer.finish().value();
    left.agent.receive(0, from, message, now);
  }
  /// In place of what the right one would answer: what this writes, authentic.
  std::function<void(stun::Writer&)> right_answers;
  bool right_refuses_nominations_only = false;
  [[nodiscard]] bool are_connected() const { return left.agent.selected() && right.agent.selected(); }

  TimePoint now{};
  Duration delay = std::chrono::milliseconds(20);
  std::function<stun::TransportAddress(const stun::TransportAddress&)> translate;
  std::function<bool(const stun::TransportAddress& from, const stun::TransportAddress& to)> passes;
  std::map<stun::TransportAddress, stun::TransportAddress> behind;  ///< public address → who is behind it
  Side left, right;

 private:
  struct Message {
    TimePoint arrives;
    std::uint64_t order;
    stun::TransportAddress from, to;
    std::vector<std::byte> bytes;
  };
  void deliver() {
    std::vector<Message> due;
    for (std::size_t i = 0; i < under_way.size();)
      if (under_way[i].arrives <= now) {
        due.push_back(std::move(under_way[i]));
        under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    for (Message& message : due) {
      const auto inside = behind.find(message.to);
      const stun::TransportAddress to = inside == behind.end() ? message.to : inside->second;
      for (Side* side : {&left, &right})
        for (std::size_t base = 0; base < side->candidates.size(); ++base)
          if (side->candidates[base].address == to && !(side == &right && answers_for_right(message)))
            side->agent.receive(base, message.from, message.bytes, now);
    }
  }

  bool answers_for_right(const Message& message) {
    const Result<stun::Message> request = stun::Message::parse(message.bytes);
    if (!right_answers || !request || request->type_class() != stun::Class::request) return false;
    if (right_refuses_nominations_only && !request->find(stun::Attr::use_candidate)) return false;
    std::array<std::byte, 512> buffer;
    stun::Writer writer(buffer, stun::Method::binding, stun::Class::error, request->transaction());
    right_answers(writer);
    writer.integrity(stun::short_term_key(right.agent.credentials().password)).fingerprint();
    send(message.to, message.from, writer.finish().value());
    return true;
  }

  std::vector<Message> under_way;
  std::uint64_t order = 0;
};

inline void Side::send_stun(std::size_t base, const stun::TransportAddress& to, stun::Bytes message) {
  ASSERT_FALSE(message.empty());
  network.send(candidates.at(base).address, to, message);
}

}  // namespace cxload::ice::test
