// ShardEngine's part of the load: when journeys start, which phone plays them, what is counted when they end.
#include <algorithm>

#include <cxload/run/load_entries.hpp>
#include <cxload/scenario/draw.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "shard_engine.hpp"

namespace cxload::run {
namespace {

namespace metric = stats::metric;

/// A start later than this is not made: it would measure us, not the deployment.
constexpr Duration too_late = std::chrono::seconds(1);
/// Whether other shards still play.
constexpr Duration look_again = std::chrono::milliseconds(20);

}  // namespace

net::Awaitable<void> ShardEngine::play(TimePoint begin) {
  for (std::size_t i = 0; i < settings_.scenario.events.size(); ++i) events_.spawn(play_event(i, begin));
  if (settings_.solo) {
    spawn_solo(*settings_.solo, begin);
  } else {
    load::Plan plan(load_entries(settings_.scenario), settings_.scenario.seed, {number(), settings_.shards});
    co_await start_all(plan, 0, begin);
  }
  co_await journeys_.join();
  events_.cancel();
  co_await events_.join();
  bulletin_.note_played();
  co_await wait_for_callers();
  co_await close_phones();
}

/// A trunk is called from all shards, so its phones stay until the last journey of all is over.
net::Awaitable<void> ShardEngine::wait_for_callers() {
  const auto& groups = settings_.scenario.groups;
  const bool has_trunk = std::any_of(groups.begin(), groups.end(), [this](const scenario::Group& group) {
    return group.listen && pools_.at(group.name)->size() > 0;
  });
  while (has_trunk && !bulletin_.have_all_played()) {
    const TimePoint next = Clock::now() + look_again;
    co_await net::sleep_until(shard_, next);
  }
}

net::Awaitable<void> ShardEngine::play(Stretch stretch, TimePoint begin) {
  load::Plan plan({stretch.entry}, stretch.seed, {number(), settings_.shards});
  co_await start_all(plan, stretch.first, begin);
  co_await journeys_.join();
  bulletin_.note_done();
}

net::Awaitable<void> ShardEngine::start_all(load::Plan& plan, std::uint64_t first, TimePoint begin) {
  while (std::optional<load::Start> next = plan.next()) {
    const TimePoint planned = begin + next->at;
    // Also when it is late already: events of running journeys get their turn before the next start.
    if (!stopping_) co_await net::sleep_until(shard_, planned);
    if (stopping_) break;
    next->ordinal += first;
    spawn_start(*next, begin);
  }
}

void ShardEngine::spawn_start(const load::Start& next, TimePoint begin) {
  const scenario::LoadEntry& entry = settings_.scenario.load[next.entry];
  const std::size_t place = listens(entry) ? next.phone : next.phone / settings_.shards;
  if (std::holds_alternative<scenario::ClosedLoad>(entry.load)) {
    journeys_.spawn(play_user(next.entry, next.ordinal, place, begin));
    return;
  }
  const EntryKeys& keys = entries_[next.entry];
  ++keys.journey.counts.planned;
  open_planned_ += keys.is_open ? 1 : 0;
  const JourneyStart start{&keys.journey.journey, next.entry, next.ordinal, begin + next.at};
  journeys_.spawn(play_one(start, place));
}

/// Phones of a trunk all live where its socket is, on the first shard.
bool ShardEngine::listens(const scenario::LoadEntry& entry) const {
  const scenario::Group* group =
      settings_.scenario.find_group(settings_.scenario.find_journey(entry.journey)->group);
  return group != nullptr && group->listen.has_value();
}

void ShardEngine::spawn_solo(const Solo& solo, TimePoint begin) {
  const std::size_t home = listens(settings_.scenario.load[solo.entry]) ? 0 : solo.phone % settings_.shards;
  if (home == number() && !stopping_) spawn_start({solo.entry, solo.ordinal, {}, solo.phone}, begin);
}

bool ShardEngine::takes_part(const scenario::Group& group, std::size_t place) const {
  if (!settings_.solo) return true;
  const Solo& solo = *settings_.solo;
  if (solo.phone % settings_.shards != number()) return false;
  const bool is_caller =
      entries_[solo.entry].journey.journey.group == group.name && place == solo.phone / settings_.shards;
  return is_caller || (group.answer && place == solo.ordinal % pools_.at(group.name)->size());
}

net::Awaitable<void> ShardEngine::play_user(std::size_t entry, std::uint64_t user, std::size_t place,
                                            TimePoint begin) {
  const scenario::LoadEntry& load = settings_.scenario.load[entry];
  const auto& closed = std::get<scenario::ClosedLoad>(load.load);
  const JourneyKeys& keys = entries_[entry].journey;
  Random thinking = Random(settings_.scenario.seed).fork("think", entry).fork("user", user);
  const load::UserCurve curve = user_curve(load);
  for (std::uint64_t round = 0; !stopping_; ++round) {
    const TimePoint now = Clock::now();
    const auto turn = curve.next_turn(user, std::max(Duration::zero(), now - begin - load.start));
    if (!turn) break;
    const TimePoint due = begin + load.start + *turn;
    if (due > now) co_await net::sleep_until(shard_, due);
    if (stopping_) break;
    const std::uint64_t ordinal = round * closed.users + user;
    ++keys.counts.planned;
    const JourneyStart start{&keys.journey, entry, ordinal, Clock::now()};
    co_await play_one(start, place);
    const Duration pause = scenario::draw(closed.think, thinking);
    const TimePoint next = Clock::now() + pause;
    co_await net::sleep_until(shard_, next);
  }
}

bool ShardEngine::is_within_rate(std::uint64_t per_second, TimePoint now) {
  if (now - rate_second_ >= std::chrono::seconds(1)) {
    rate_second_ = now;
    rate_starts_ = 0;
  }
  // Rounded down, so that all shards together stay within what was agreed; one start a shard must be
  // possible.
  const std::uint64_t share = std::max<std::uint64_t>(1, per_second / settings_.shards);
  return ++rate_starts_ <= share;
}

bool ShardEngine::admit(const JourneyStart& start, TimePoint now) {
  const scenario::Limits& limits = settings_.scenario.deployment.limits;
  const bool calls = entries_[start.entry].journey.calls;
  if (now - start.planned > too_late) {
    drop(start, "late");
  } else if (limits.auth_failures &&
             services_.telemetry.auth_failures * settings_.shards >= *limits.auth_failures) {
    drop(start, "auth_failures");
  } else if (calls && ((limits.calls_per_s && !is_within_rate(*limits.calls_per_s, now)) ||
                       (limits.concurrent && calls_in_flight_ * settings_.shards >= *limits.concurrent))) {
    drop(start, "limit");
  } else {
    return true;
  }
  return false;
}

void ShardEngine::drop(const JourneyStart& start, std::string_view reason) {
  const EntryKeys& entry = entries_[start.entry];
  const JourneyKeys& keys = entry.journey;
  ++keys.counts.dropped;
  // What was agreed, and phones that are busy, say nothing of the generator; only "late" does.
  open_excused_ += entry.is_open && reason != "late" ? 1 : 0;
  const stats::LabelId labels =
      recorder_.intern({{"journey", keys.journey.name}, {"reason", std::string(reason)}});
  recorder_.add(metric::load_dropped, labels);
  recorder_.add(keys.metrics.dropped, keys.labels);
}

net::Awaitable<void> ShardEngine::play_one(JourneyStart start, std::size_t place) {
  const TimePoint now = Clock::now();
  const EntryKeys& entry = entries_[start.entry];
  const JourneyKeys& keys = entry.journey;
  recorder_.add(metric::load_dropped, keys.no_phone, 0);
  if (!lists_.has_rows_for(start.entry, start.ordinal)) {
    drop(start, "list");
    co_return;
  }
  if (!admit(start, now)) co_return;
  PhonePool& pool = keys.pool;
  const auto borrowed = pool.size() == 0 ? std::nullopt : pool.borrow(place % pool.size(), is_free_);
  if (!borrowed) {
    drop(start, is_in_storm(pool) ? "storm" : "no_phone");
    co_return;
  }
  recorder_.sample(metric::load_lateness, keys.labels, now - start.planned);
  ++keys.counts.started;
  open_started_ += entry.is_open ? 1 : 0;
  ++in_flight_;
  calls_in_flight_ += keys.calls ? 1 : 0;
  phone::Phone& phone = pool.at(*borrowed);
  JourneyRun run(shard_, phone, *this, lists_, start, entry.draws.fork("journey", start.ordinal));
  const JourneyEnd end = co_await run.run(keys.stays_registered);
  settle(start, run, end, now, phone);
  --in_flight_;
  calls_in_flight_ -= keys.calls ? 1 : 0;
  pool.give_back(*borrowed);
}

void ShardEngine::settle(const JourneyStart& start, const JourneyRun& run, const JourneyEnd& end,
                         TimePoint started, const phone::Phone& phone) {
  if (end.cancelled) return;
  count_end(start, end, started);
  const std::string& name = start.journey->name;
  const bool is_wanted = end.failure ? failures_.wants(name, *end.failure) : failures_.wants_good(name);
  JourneyExample example;
  if (is_wanted) {
    const phone::Trace& trace = run.activity()->trace;
    example = {start.id(), phone.account().user, end.call_id, "", end.at, trace.entries(), trace.dropped()};
    if (end.failure) example.recordings = run.activity()->recordings;
  }
  if (end.failure)
    failures_.add(name, *end.failure, std::move(example));
  else if (is_wanted)
    failures_.add_good(name, std::move(example));
}

void ShardEngine::count_end(const JourneyStart& start, const JourneyEnd& end, TimePoint started) {
  const JourneyKeys& keys = entries_[start.entry].journey;
  const stats::JourneyMetrics& metrics = keys.metrics;
  const stats::LabelId labels = keys.labels;
  result::JourneyCounts& counts = keys.counts;
  recorder_.attempt(metrics.success, labels, !end.failure);
  recorder_.add(metrics.completed, labels, end.failure ? 0 : 1);
  recorder_.add(metrics.failed, labels, end.failure ? 1 : 0);
  if (end.failure) {
    ++counts.failed;
    recorder_.failed(metrics.latency, labels);
    recorder_.failed(metrics.service, labels);
    return;
  }
  ++counts.completed;
  recorder_.sample(metrics.latency, labels, end.at - start.planned - end.excluded);
  recorder_.sample(metrics.service, labels, end.at - started - end.excluded);
}

}  // namespace cxload::run
