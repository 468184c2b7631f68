/// Locations: where each user can be reached now (RFC 3261 10, RFC 5626).
#pragma once
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <cxload/sip/name_addr.hpp>

#include "flow.hpp"
#include "timers.hpp"

namespace cxload::standin {

struct Binding {
  sip::NameAddr contact;  ///< as registered, without expires
  Flow flow;
  std::string call_id;
  std::uint32_t cseq = 0;
  TimePoint expires;
  TimerId timer = {};
  std::string instance;           ///< +sip.instance, without its quotes; empty: none (RFC 5626 4.1)
  std::string reg_id;             ///< with an instance: the flow that a new one of this number replaces
  std::vector<std::string> path;  ///< Route values on the way to it (RFC 3327)

  /// RFC 5626 6: a registration of the same instance over the same numbered flow takes its place.
  [[nodiscard]] bool is_same_flow(const Binding& other) const {
    return !reg_id.empty() && reg_id == other.reg_id && instance == other.instance;
  }
};

/// Threads: none.
class Locations {
 public:
  using Lost = std::function<void(const std::string& user, std::string_view why)>;
  Locations(Timers& timers, Lost on_lost) : timers_(timers), on_lost_(std::move(on_lost)) {}

  [[nodiscard]] const std::vector<Binding>& of(const std::string& user) const;
  /// The binding with an equivalent contact, of `user`.
  [[nodiscard]] const Binding* find(const std::string& user, const sip::Uri& contact) const;
  /// Whoever registered this contact: requests that name it directly (a call back to a Contact).
  [[nodiscard]] const Binding* find_contact(const sip::Uri& contact) const;

  /// Replaces the equivalent one, and the one of the same instance and flow number.
  void put(const std::string& user, Binding binding);
  void remove(const std::string& user, const sip::Uri& contact);
  void clear(const std::string& user);
  void remove_flow(const Flow& flow);  ///< the connection closed
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  using Match = std::function<bool(const Binding&)>;
  bool erase_if(const std::string& user, const Match& match);

  // Given.
  Timers& timers_;
  Lost on_lost_;
  // State.
  std::unordered_map<std::string, std::vector<Binding>> bindings_;
  std::unordered_map<std::uint64_t, std::unordered_set<std::string>> users_of_connection_;
  std::unordered_map<std::string, std::string> user_of_contact_;
  std::size_t size_ = 0;
};

}  // namespace cxload::standin
