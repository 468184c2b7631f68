/// ShardEngine: everything one shard does in a run: registers the groups that answer, plays its part of the
/// plan, takes its phones down again.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <cxload/load/plan.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/task_group.hpp>
#include <cxload/phone/services.hpp>
#include <cxload/run/solo.hpp>
#include <cxload/scenario/scenario.hpp>

#include "bulletin.hpp"
#include "call_records.hpp"
#include "group_set.hpp"
#include "journey_run.hpp"
#include "phone_keeper.hpp"
#include "phone_pool.hpp"
#include "search_book.hpp"
#include "shard_report.hpp"
#include "storm_log.hpp"

namespace cxload::run {

/// Given to every shard; outlives them.
struct EngineSettings {
  const scenario::Scenario& scenario;
  const GroupSet& groups;
  unsigned shards = 1;  ///< of the whole plan, those of other processes included
  unsigned first = 0;   ///< number of this process's first one
  std::vector<stats::LabelSet> combinations;
  bool keep_samples = false;
  std::optional<Solo> solo = {};  ///< nothing but this journey
  std::shared_ptr<phone::TagBook> tags = std::make_shared<phone::TagBook>();
};

/// What a journey needs and is counted in, found once: starting and counting one does no string work.
struct JourneyKeys {
  const scenario::Journey& journey;
  PhonePool& pool;  ///< of its group
  result::JourneyCounts& counts;
  stats::JourneyMetrics metrics;
  stats::LabelId labels;
  stats::LabelId no_phone;        ///< of load.dropped
  bool calls = false;             ///< has a step that dials: the limits of the deployment count it
  bool stays_registered = false;  ///< its phones do
};

/// One entry of `load`.
struct EntryKeys {
  const JourneyKeys& journey;
  Random draws;  ///< forked for each start
  bool is_open;  ///< its starts count in the achieved rate
};

/// Threads: constructed and destroyed by the main thread while the shard does not run; everything else
/// belongs to the shard (call through Shard::post).
class ShardEngine final : private CalleeSource {
 public:
  ShardEngine(net::Shard& shard, const EngineSettings& settings, Bulletin& bulletin);
  ~ShardEngine();

  void start_setup();                                   ///< ends in Bulletin::note_ready
  void start_load(TimePoint begin);                     ///< ends in Bulletin::note_done, phones taken down
  void play_stretch(Stretch stretch, TimePoint begin);  ///< ends in Bulletin::note_done; phones stay up
  void take_down();                                     ///< without load: after a set-up that failed
  void stop_new_work();                                 ///< journeys under way go on
  void cancel_journeys();                               ///< they hang up and unregister

  [[nodiscard]] ShardReport report();
  [[nodiscard]] const std::vector<NamedSample>& samples() const { return samples_; }
  [[nodiscard]] const CallRecords& call_records() const { return call_records_; }

 private:
  PhonePool* find_pool(std::string_view group) override;

  net::Awaitable<void> set_up();
  void open_trunks();
  net::Awaitable<void> wait_for_callers();
  [[nodiscard]] bool listens(const scenario::LoadEntry& entry) const;
  net::Awaitable<void> set_up_phone(phone::Phone& phone);
  net::Awaitable<Outcome<phone::FinalResponse>> register_first(phone::Phone& phone);
  net::Awaitable<void> play(TimePoint begin);
  net::Awaitable<void> play(Stretch stretch, TimePoint begin);
  net::Awaitable<void> start_all(load::Plan& plan, std::uint64_t first, TimePoint begin);
  void spawn_start(const load::Start& next, TimePoint begin);
  void spawn_solo(const Solo& solo, TimePoint begin);
  /// Everybody, unless one journey is played alone: then its phone, and the callee that it prefers.
  [[nodiscard]] bool takes_part(const scenario::Group& group, std::size_t place) const;
  net::Awaitable<void> play_user(std::size_t entry, std::uint64_t user, std::size_t place, TimePoint begin);
  net::Awaitable<void> play_one(JourneyStart start, std::size_t place);
  void watch_storms();
  net::Awaitable<void> play_event(std::size_t event, TimePoint begin);
  [[nodiscard]] std::vector<std::size_t> places_to_cut(std::size_t event) const;
  [[nodiscard]] bool is_in_storm(const PhonePool& pool) const;
  void add_journey(const scenario::Journey& journey);
  net::Awaitable<void> close_phones();
  net::Awaitable<void> close_phone(phone::Phone& phone);

  /// Which of settings_.shards this one is.
  [[nodiscard]] unsigned number() const { return settings_.first + shard_.index(); }
  bool is_within_rate(std::uint64_t per_second, TimePoint now);
  bool admit(const JourneyStart& start, TimePoint now);
  void drop(const JourneyStart& start, std::string_view reason);
  void settle(const JourneyStart& start, const JourneyRun& run, const JourneyEnd& end, TimePoint started,
              const phone::Phone& phone);
  void count_end(const JourneyStart& start, const JourneyEnd& end, TimePoint started);
  [[nodiscard]] bool stays(const scenario::Group& group) const { return group.stay.has_value(); }
  void note_lost(std::string_view what, const phone::Phone& phone, const Failure& failure);

  // Given.
  net::Shard& shard_;
  const EngineSettings& settings_;
  Bulletin& bulletin_;
  // Owned.
  ListRows lists_;
  stats::Recorder recorder_;
  phone::Services services_;
  std::map<std::string, std::unique_ptr<PhonePool>, std::less<>> pools_;
  PhoneKeeper keeper_;
  StormLog storms_;
  net::TaskGroup events_;
  net::TaskGroup tasks_;  ///< set-up and take-down of phones
  net::TaskGroup journeys_;
  FailureLog failures_;
  std::map<std::string, result::JourneyCounts> counts_;
  std::map<std::string, JourneyKeys, std::less<>> keys_;  ///< of each journey
  std::vector<EntryKeys> entries_;                        ///< index = that of the scenario's entry
  std::vector<NamedSample> samples_;
  CallRecords call_records_;
  const std::function<bool(const phone::Phone&)> is_free_ = [this](const phone::Phone& phone) {
    return !keeper_.holds(phone);
  };
  // State.
  bool stopping_ = false;
  TimePoint rate_second_{};  ///< limits.calls_per_s: the running second, and the starts in it
  std::uint64_t rate_starts_ = 0;
  std::size_t in_flight_ = 0, calls_in_flight_ = 0;
  std::uint64_t open_planned_ = 0, open_started_ = 0, open_excused_ = 0;
  std::uint64_t setup_total_ = 0, setup_done_ = 0, setup_failed_ = 0;
};

}  // namespace cxload::run
