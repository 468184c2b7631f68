/// Group: what the phones of one scenario group have in common. Account: who one of them is.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/net/link.hpp>

namespace cxload::phone {

struct ClientProfile;  // wire behaviour: sipjs, jssip, plain (phone/profile.hpp)

struct Account {
  std::string user;
  std::optional<std::string> password;  ///< none: no credentials are ever sent
  std::string auth_user;                ///< empty: `user`
  std::string display;
  std::map<std::string, std::string> columns;  ///< further CSV columns
};

/// A duration drawn per use: `a..b`; low == high for a fixed one.
struct DurationRange {
  Duration low{}, high{};
};

/// What a called phone does; both times count from the INVITE.
struct AnswerPolicy {
  DurationRange ring;   ///< when 180 is sent
  bool no_180 = false;  ///< `ring: no`
  DurationRange after;  ///< when the final response is sent
  int status = 200;
  bool never = false;  ///< rings (or not) and stays silent until CANCEL
};

/// `stay`: registered before the load and kept so.
struct StayPolicy {
  double rate = 100;       ///< registrations a second before the load, over all shards
  bool reconnects = true;  ///< `at_loss: client`: by the rule of its profile; else a lost phone stays lost
};

enum class MediaKind { none, rtp };

/// Lifetime: outlives its phones. Read-only while they run, so shards may share it.
struct Group {
  std::string name;
  const ClientProfile* profile = nullptr;
  net::Door door;
  /// Further doors of the same scheme: a phone that cannot connect takes the next one, round and round.
  std::vector<net::Door> fallbacks;
  std::string domain;  ///< SIP domain of AORs and request URIs
  MediaKind media = MediaKind::none;
  std::optional<AnswerPolicy> answer;
  std::optional<StayPolicy> stay;
  bool registers = true;     ///< `register: false`: a trunk that never does
  std::string from;          ///< From of a trunk; empty: the account's AOR
  bool socket_each = false;  ///< UDP: a socket a phone instead of one a shard
  std::chrono::seconds expires{600};
};

}  // namespace cxload::phone
