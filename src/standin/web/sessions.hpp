/// Sessions: who is logged in, by cookie or by bearer token.
#pragma once
#include <deque>
#include <string>
#include <unordered_map>

#include <cxload/base/clock.hpp>

namespace cxload::standin::web {

struct Session {
  std::string id;
  std::string username;  ///< SIP user; empty: a contact of a customer, in the portal
  std::string email;
  std::int64_t customer = 0;
  std::int64_t account = 0;
  TimePoint expires{};
};

/// Threads: one. Bounded: the oldest makes room.
class Sessions {
 public:
  static constexpr Duration lifetime = std::chrono::hours(12);
  explicit Sessions(std::size_t most = 200'000);

  const Session& open(Session session, TimePoint now);  ///< gets its id and its end
  [[nodiscard]] const Session* find(const std::string& id, TimePoint now) const;
  /// RFC 7519, HS256; `wall` dates it.
  [[nodiscard]] std::string make_token(const Session& session, WallTime wall) const;
  /// Nothing when the signature is not ours, or the session is over.
  [[nodiscard]] const Session* find_token(std::string_view token, TimePoint now) const;
  void close(const std::string& id) { sessions_.erase(id); }
  void close_all();
  [[nodiscard]] std::size_t size() const { return sessions_.size(); }

 private:
  [[nodiscard]] std::string sign(std::string_view text) const;

  std::size_t most_;
  std::string secret_;
  std::unordered_map<std::string, Session> sessions_;
  std::deque<std::string> by_age_;
};

}  // namespace cxload::standin::web
