/// Scenario: a whole scenario as plain data, checked (CONTRACT 2).
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <cxload/phone/codec_list.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/scenario/accounts.hpp>
#include <cxload/scenario/deployment.hpp>
#include <cxload/scenario/ice.hpp>
#include <cxload/scenario/search.hpp>
#include <cxload/scenario/secrets.hpp>
#include <cxload/scenario/step.hpp>
#include <cxload/scenario/values.hpp>
#include <cxload/stats/metric.hpp>

namespace cxload::scenario {

/// Where a group knocks: nothing: the deployment's own door; a scheme: that door of the deployment; a URL.
using GroupDoor = std::variant<std::monostate, net::Scheme, DoorUrl>;

/// One entry of `lists`: rows that journeys use up as {name.column}.
struct List {
  enum class Pick { next, random, once };

  std::string name;
  Pick pick = Pick::next;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< one cell a column

  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view column) const;
};

/// One entry of `endpoints`.
struct Group {
  std::string name;
  std::string accounts;    ///< pool; empty: none (a group that does not register)
  std::size_t phones = 0;  ///< 0: as many as are needed
  std::string client = "plain";
  GroupDoor signalling;
  std::vector<DoorUrl> fallbacks;  ///< the rest of a list of URLs
  phone::MediaKind media = phone::MediaKind::none;
  std::shared_ptr<const media::Sound> sound;  ///< `wav`
  bool records_failed = false;
  bool encodes_each = false;
  unsigned packet_time = 0;     ///< ms, `ptime`; 0: it says nothing
  std::string opus_parameters;  ///< a=fmtp; empty: the usual ones
  webphone::CodecRules codecs;
  net::NetworkProfile network;
  IceRules ice;
  std::optional<phone::AnswerPolicy> answer;  ///< such a group stays registered
  std::optional<phone::StayPolicy> stay;      ///< also set for a group that registers and answers
  std::chrono::seconds expires{600};
  std::vector<phone::AnswerPolicy> further_answers;  ///< the rest of a list of answers
  std::vector<net::Address> bind;                    ///< local addresses, phones in turn
  bool registers = true;
  std::string from;  ///< of a group that does not register; {local} may stand in it
  bool socket_each = false;
  bool auto_answers = false;
  bool obeys_provisioning = false;
  std::vector<std::pair<std::string, std::string>> headers;  ///< of every INVITE of its journeys
  std::optional<phone::ListenPolicy> listen;                 ///< the address on which a trunk is called
};

struct JourneyStep {
  std::unique_ptr<Step> step;
  bool optional = false;  ///< its failure does not end the journey
};

struct Journey {
  std::string name;
  std::string group;
  std::vector<JourneyStep> steps;
  std::vector<std::string> lists;  ///< those that its steps name
};

enum class Arrivals { uniform, poisson };

/// The rate goes evenly from one end to the other.
struct RateStage {
  Rate from, to;
  Duration length{};
};
struct OpenLoad {
  std::vector<RateStage> stages;
  Arrivals arrivals = Arrivals::uniform;
};
/// The number of users goes evenly from one end to the other.
struct UserStage {
  double from = 0, to = 0;
  Duration length{};
};
struct ClosedLoad {
  std::uint32_t users = 0;        ///< most at a time
  std::vector<UserStage> stages;  ///< of a number that changes; else empty
  Duration length{};
  phone::DurationRange think;
};
struct CountLoad {
  std::uint64_t count = 0;
};

/// One entry of `load`; times are scaled by --duration-scale already.
struct LoadEntry {
  std::string journey;
  Duration start{};
  std::variant<OpenLoad, ClosedLoad, CountLoad> load;
};

/// Connections of a group are cut on purpose; times are scaled by --duration-scale already.
struct DropEvent {
  Duration at{};     ///< from the beginning of the load
  double share = 1;  ///< of the group's phones, drawn from the seed
  std::string group;
};

/// Threads: read-only once loaded; shards share it.
struct Scenario {
  std::string name, slug;
  std::string file;         ///< as given
  std::string masked_text;  ///< the file, passwords masked: for reports
  std::uint64_t seed = 1;
  Deployment deployment;
  std::vector<AccountPool> pools;
  std::vector<List> lists;
  std::vector<Group> groups;
  std::vector<Journey> journeys;
  std::vector<LoadEntry> load;
  std::optional<SearchPlan> search;  ///< then `load` is its most demanding step
  std::vector<DropEvent> events;
  Duration warmup{};  ///< from the beginning of the load; what is measured until then is for no threshold
  std::vector<result::Threshold> thresholds;  ///< the implicit ones included
  stats::Catalogue catalogue;                 ///< standard metrics and those of the journeys
  Secrets secrets;

  [[nodiscard]] const AccountPool* find_pool(std::string_view name) const;
  [[nodiscard]] const List* find_list(std::string_view name) const;
  [[nodiscard]] const Group* find_group(std::string_view name) const;
  [[nodiscard]] const Journey* find_journey(std::string_view name) const;
  /// Phones a group has; nothing when it makes as many as are needed.
  [[nodiscard]] std::optional<std::size_t> phones_of(const Group& group) const;
  /// Where a group knocks; nothing when the stand-in says so, on its door for `scheme_of(group)`.
  [[nodiscard]] std::optional<DoorUrl> door_of(const Group& group) const;
  /// The same with those to fall back to, the first one first; empty when the stand-in says so.
  [[nodiscard]] std::vector<DoorUrl> doors_of(const Group& group) const;
  [[nodiscard]] net::Scheme scheme_of(const Group& group) const;
  /// True where `deployment.allow` is asked before what could cost or harm somebody: the group's door leads
  /// off this machine.
  [[nodiscard]] bool needs_permission(const Group& group, Permission permission) const;
};

}  // namespace cxload::scenario
