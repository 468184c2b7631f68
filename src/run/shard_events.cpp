// ShardEngine's part of `events`: cuts connections on purpose, and counts how the phones come back.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <cxload/result/storm.hpp>

#include "phones_needed.hpp"
#include "shard_engine.hpp"

namespace cxload::run {
namespace {

/// Cutting ten thousand links in one turn of the loop would be a lag of our own.
constexpr std::size_t cuts_a_turn = 64;

}  // namespace

void ShardEngine::watch_storms() {
  if (settings_.scenario.events.empty()) return;
  services_.telemetry.on_registered = [this](phone::Phone& phone) { storms_.note_back(phone, Clock::now()); };
  services_.telemetry.on_register = [this](TimePoint now) { storms_.note_register(now); };
}

/// The same phones whatever the number of shards: a shuffle of all places of the group, from the seed.
std::vector<std::size_t> ShardEngine::places_to_cut(std::size_t event) const {
  const scenario::DropEvent& drop = settings_.scenario.events[event];
  const scenario::Group& group = *settings_.scenario.find_group(drop.group);
  std::vector<std::size_t> places(phone_count(settings_.scenario, group));
  std::iota(places.begin(), places.end(), std::size_t{0});
  Random random = Random(settings_.scenario.seed).fork("event", event);
  for (std::size_t i = places.size(); i > 1; --i)
    std::swap(places[i - 1], places[static_cast<std::size_t>(random.below(i))]);
  places.resize(static_cast<std::size_t>(std::llround(static_cast<double>(places.size()) * drop.share)));
  std::erase_if(places, [this](std::size_t place) { return place % settings_.shards != number(); });
  return places;
}

net::Awaitable<void> ShardEngine::play_event(std::size_t event, TimePoint begin) {
  const scenario::DropEvent& drop = settings_.scenario.events[event];
  const TimePoint at = begin + drop.at;
  co_await net::sleep_until(shard_, at);
  storms_.begin(event, at);
  PhonePool& pool = *pools_.at(drop.group);
  std::size_t cuts = 0;
  const std::vector<std::size_t> places = places_to_cut(event);
  for (const std::size_t place : places) {
    phone::Phone& phone = pool.at(place / settings_.shards);
    if (!phone.is_registered()) continue;
    storms_.note_cut(event, phone);
    phone.cut(Failure{std::string(result::cut_on_purpose), "an event of the scenario cut the connection"});
    if (++cuts % cuts_a_turn == 0) co_await net::sleep_until(shard_, Clock::now());
  }
}

/// Phones of this pool that an event took away: starts that find none free are its doing.
bool ShardEngine::is_in_storm(const PhonePool& pool) const {
  const std::vector<phone::Phone*> phones = pool.made();
  return std::any_of(phones.begin(), phones.end(),
                     [this](const phone::Phone* phone) { return storms_.is_away(*phone); });
}

}  // namespace cxload::run
