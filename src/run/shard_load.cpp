// ShardEngine's part of the load: when journeys start, which phone plays them, what is counted when they end.
#include <fmt/format.h>

#include <cxload/scenario/draw.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "shard_engine.hpp"

namespace cxload::run {
namespace {

namespace metric = stats::metric;

/// A start later than this is not made: it would measure us, not the deployment.
constexpr Duration too_late = std::chrono::seconds(1);

stats::MetricId journey_metric(const stats::Catalogue& catalogue, std::string_view journey,
                               std::string_view suffix) {
  return *catalogue.find(fmt::format("journey.{}{}", journey, suffix));
}

}  // namespace

JourneyMetrics::JourneyMetrics(const stats::Catalogue& catalogue, const std::string& journey)
    : latency(journey_metric(catalogue, journey, "")),
      service(journey_metric(catalogue, journey, "_service")),
      success(journey_metric(catalogue, journey, ".success")),
      completed(journey_metric(catalogue, journey, ".completed")),
      failed(journey_metric(catalogue, journey, ".failed")),
      dropped(journey_metric(catalogue, journey, ".dropped")) {}

net::Awaitable<void> ShardEngine::play_user(std::size_t entry, std::size_t user, TimePoint begin) {
  const scenario::LoadEntry& load = settings_.scenario.load[entry];
  const auto& closed = std::get<scenario::ClosedLoad>(load.load);
  const scenario::Journey& journey = *settings_.scenario.find_journey(load.journey);
  Random thinking = Random(settings_.scenario.seed).fork("think", entry).fork("user", user);
  const TimePoint end = begin + load.start + closed.length;
  co_await net::sleep_until(shard_, begin + load.start);
  for (std::uint64_t round = 0; Clock::now() < end && !stopping_; ++round) {
    const std::uint64_t ordinal = round * closed.users + user;
    JourneyStart start{&journey, fmt::format("{}-{}.{}", journey.name, entry, ordinal), ordinal,
                       Clock::now()};
    ++counts_[journey.name].planned;
    const Random random = Random(settings_.scenario.seed).fork("entry", entry).fork("journey", ordinal);
    co_await play_one(std::move(start), user / settings_.shards, random);
    const Duration pause = scenario::draw(closed.think, thinking);
    co_await net::sleep_until(shard_, Clock::now() + pause);
  }
}

bool ShardEngine::admit(const JourneyStart& start, TimePoint now) {
  const scenario::Limits& limits = settings_.scenario.deployment.limits;
  if (now - start.planned > too_late) {
    drop(start, "late");
  } else if (limits.auth_failures &&
             services_.telemetry.auth_failures * settings_.shards >= *limits.auth_failures) {
    drop(start, "auth_failures");
  } else if (limits.concurrent && in_flight_ * settings_.shards >= *limits.concurrent) {
    drop(start, "limit");
  } else {
    return true;
  }
  return false;
}

void ShardEngine::drop(const JourneyStart& start, std::string_view reason) {
  ++counts_[start.journey->name].dropped;
  const stats::LabelId labels =
      recorder_.intern({{"journey", start.journey->name}, {"reason", std::string(reason)}});
  recorder_.add(metric::load_dropped, labels);
  recorder_.add(metrics_.at(start.journey->name).dropped, labels_.at(start.journey->name));
}

net::Awaitable<void> ShardEngine::play_one(JourneyStart start, std::size_t preferred, Random random) {
  const TimePoint now = Clock::now();
  const stats::LabelId labels = labels_.at(start.journey->name);
  recorder_.add(metric::load_dropped, drop_labels_.at(start.journey->name), 0);
  if (!admit(start, now)) co_return;
  PhonePool& pool = *pools_.at(start.journey->group);
  const auto place = pool.size() == 0 ? std::nullopt : pool.borrow(preferred % pool.size());
  if (!place) {
    drop(start, "no_phone");
    co_return;
  }
  recorder_.sample(metric::load_lateness, labels, now - start.planned);
  ++counts_[start.journey->name].started;
  ++in_flight_;
  phone::Phone& phone = pool.at(*place);
  JourneyRun run(shard_, phone, *this, start, random);
  const bool stay = stays(*settings_.scenario.find_group(start.journey->group));
  const JourneyEnd end = co_await run.run(stay);
  settle(start, run, end, now, phone);
  --in_flight_;
  pool.give_back(*place);
}

void ShardEngine::settle(const JourneyStart& start, const JourneyRun& run, const JourneyEnd& end,
                         TimePoint started, const phone::Phone& phone) {
  if (end.cancelled) return;
  count_end(start, end, started);
  const std::string& name = start.journey->name;
  const phone::Trace& trace = run.activity()->trace;
  const bool wanted = end.failure || failures_.wants_good(name);
  if (!wanted) return;
  JourneyExample example{start.id, phone.account().user, end.call_id,    "",
                         end.at,   trace.entries(),      trace.dropped()};
  if (end.failure) {
    failures_.add(name, *end.failure, std::move(example));
  } else {
    failures_.add_good(name, std::move(example));
  }
}

void ShardEngine::count_end(const JourneyStart& start, const JourneyEnd& end, TimePoint started) {
  const std::string& name = start.journey->name;
  const JourneyMetrics& metrics = metrics_.at(name);
  const stats::LabelId labels = labels_.at(name);
  result::JourneyCounts& counts = counts_[name];
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
