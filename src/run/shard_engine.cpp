#include "shard_engine.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/net/dns.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/phone/profile.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "phones_needed.hpp"

namespace cxload::run {
namespace {

namespace metric = stats::metric;

/// Taking phones down asks for less of a registrar than putting them up: a binding fewer, no location to
/// store.
constexpr double close_rate = 500;

Duration every(double rate, unsigned shards) {
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(static_cast<double>(shards) / rate));
}

bool dials(const scenario::Journey& journey) {
  return std::any_of(journey.steps.begin(), journey.steps.end(),
                     [](const scenario::JourneyStep& entry) { return entry.step->calls() > 0; });
}

stats::JourneyMetrics metrics_of(const stats::Catalogue& catalogue, const scenario::Journey& journey) {
  const auto find = [&](std::string_view suffix) {
    return *catalogue.find(fmt::format("journey.{}{}", journey.name, suffix));
  };
  return {find(""),           find("_service"), find(".success"),
          find(".completed"), find(".failed"),  find(".dropped")};
}

/// How many of `total` phones live on shard `index` of `shards`: every shards-th, beginning with its own
/// number.
std::size_t share_of(std::size_t total, unsigned index, unsigned shards) {
  return total > index ? (total - index - 1) / shards + 1 : 0;
}

}  // namespace

ShardEngine::ShardEngine(net::Shard& shard, const EngineSettings& settings, Bulletin& bulletin)
    : shard_(shard),
      settings_(settings),
      bulletin_(bulletin),
      lists_(settings.scenario),
      recorder_(settings.scenario.catalogue, settings.combinations),
      services_{phone::Telemetry{recorder_}, net::UdpHubs(shard, phone::contact_token_size)},
      keeper_(shard, {{},
                      [this](phone::Phone& phone, const Failure& failure) {
                        note_lost("registration kept", phone, failure);
                      }}),
      storms_(settings.scenario.events.size()),
      events_(shard),
      tasks_(shard),
      journeys_(shard) {
  const scenario::Scenario& scenario = settings_.scenario;
  if (!settings_.groups.name_servers.empty())
    net::Dns::of(shard_).use(net::DnsOptions{.servers = settings_.groups.name_servers});
  for (const scenario::Group& group : scenario.groups) {
    const std::size_t total = phone_count(scenario, group);
    const auto& variants = settings_.groups.groups.at(group.name);
    const scenario::AccountPool* accounts = scenario.find_pool(group.accounts);
    const bool listens = group.listen.has_value();
    const auto make = [this, &variants, accounts, listens](std::size_t index) {
      const std::size_t global = listens ? index : index * settings_.shards + number();
      const phone::Group& shared = *variants[global % variants.size()];
      // Those of a sign-up pool are nobody until their journey makes them somebody.
      const bool is_known = accounts != nullptr && !accounts->from_signup;
      phone::Account account = is_known ? accounts->at(global) : phone::Account{};
      if (!is_known) account.user = fmt::format("{}-{}", shared.name, global + 1);
      return std::make_unique<phone::Phone>(shard_, shared, std::move(account), services_);
    };
    const std::size_t trunk_share = number() == 0 ? total : 0;  // an address has one socket, on one loop
    const std::size_t share = listens ? trunk_share : share_of(total, number(), settings_.shards);
    auto pool = std::make_unique<PhonePool>(share, make);
    pool->on_return([this](phone::Phone& phone) { keeper_.look_after(phone); });
    pools_.emplace(group.name, std::move(pool));
  }
  for (const scenario::Journey& journey : scenario.journeys) add_journey(journey);
  for (std::size_t i = 0; i < scenario.load.size(); ++i) {
    const scenario::LoadEntry& entry = scenario.load[i];
    entries_.push_back({keys_.at(entry.journey), Random(scenario.seed).fork("entry", i),
                        std::holds_alternative<scenario::OpenLoad>(entry.load)});
  }
  services_.telemetry.on_lost = [this](phone::Phone& phone, const Failure& failure) {
    if (failure.kind != result::cut_on_purpose) note_lost("registration kept", phone, failure);
    keeper_.look_after(phone);
  };
  watch_storms();
  if (settings_.keep_samples)
    services_.telemetry.on_sample = [this](std::string_view name, std::string_view call_id, Duration value) {
      samples_.push_back({std::string(name), std::string(call_id), value});
    };
  services_.tags = settings_.tags;
  services_.telemetry.on_call_record = [this](const phone::CallRecord& record) { call_records_.add(record); };
  shard_.watch_lag(
      [this, plain = recorder_.intern({})](Duration lag) { recorder_.sample(metric::load_lag, plain, lag); });
}

ShardEngine::~ShardEngine() = default;

void ShardEngine::add_journey(const scenario::Journey& journey) {
  const scenario::Group& group = *settings_.scenario.find_group(journey.group);
  keys_.emplace(journey.name,
                JourneyKeys{journey, *pools_.at(journey.group), counts_[journey.name],
                            metrics_of(settings_.scenario.catalogue, journey),
                            recorder_.intern({{"group", journey.group}, {"journey", journey.name}}),
                            recorder_.intern({{"journey", journey.name}, {"reason", "no_phone"}}),
                            dials(journey), stays(group) || group.listen});
}

PhonePool* ShardEngine::find_pool(std::string_view group) {
  const auto found = pools_.find(group);
  return found == pools_.end() ? nullptr : found->second.get();
}

void ShardEngine::start_setup() { shard_.spawn(set_up()); }
void ShardEngine::start_load(TimePoint begin) { shard_.spawn(play(begin)); }
void ShardEngine::play_stretch(Stretch stretch, TimePoint begin) {
  shard_.spawn(play(std::move(stretch), begin));
}
void ShardEngine::take_down() { shard_.spawn(close_phones()); }

void ShardEngine::stop_new_work() { stopping_ = true; }

void ShardEngine::cancel_journeys() {
  stopping_ = true;
  journeys_.cancel();
}

void ShardEngine::note_lost(std::string_view what, const phone::Phone& phone, const Failure& failure) {
  failures_.add(std::string(what), failure, {"", phone.account().user, "", "", Clock::now(), {}, 0});
}

net::Awaitable<void> ShardEngine::set_up() {
  open_trunks();
  for (const scenario::Group& group : settings_.scenario.groups)
    for (std::size_t i = 0; stays(group) && i < pools_.at(group.name)->size(); ++i)
      setup_total_ += takes_part(group, i) ? 1 : 0;
  for (const scenario::Group& group : settings_.scenario.groups) {
    if (!stays(group)) continue;
    PhonePool& pool = *pools_.at(group.name);
    const Duration gap = every(group.stay->rate, settings_.shards);
    TimePoint next = Clock::now() + gap * number() / settings_.shards;
    for (std::size_t i = 0; i < pool.size() && !stopping_; ++i) {
      if (!takes_part(group, i)) continue;
      co_await net::sleep_until(shard_, next);
      tasks_.spawn(set_up_phone(pool.at(i)));
      next += gap;
    }
  }
  co_await tasks_.join();
  bulletin_.note_ready();
}

void ShardEngine::open_trunks() {
  for (const scenario::Group& group : settings_.scenario.groups) {
    PhonePool& pool = *pools_.at(group.name);
    for (std::size_t i = 0; group.listen && i < pool.size(); ++i) {
      ++setup_total_;
      ++setup_done_;
      phone::Phone& phone = pool.at(i);
      const Outcome<> listening = phone.listen();
      if (listening) continue;
      ++setup_failed_;
      note_lost("set-up", phone, listening.error());
      break;  // the others would say the same
    }
  }
}

/// A phone that obeys its portal asks it first who it is.
net::Awaitable<Outcome<phone::FinalResponse>> ShardEngine::register_first(phone::Phone& phone) {
  if (phone.group().obeys_provisioning) {
    phone::Portal& portal = phone.portal();
    const Outcome<> logged_in = co_await portal.log_in();
    if (!logged_in) co_return Failure(logged_in.error().kind, portal.masked(logged_in.error().detail));
    const auto& told = portal.state().provisioning;
    if (!told) co_return webphone::not_mapped("prov");
    const Outcome<> obeyed = co_await phone.obey(*told);
    if (!obeyed) co_return obeyed.error();
  }
  const phone::RegisterOptions options(phone.group().expires);
  co_return co_await phone.register_binding(options);
}

net::Awaitable<void> ShardEngine::set_up_phone(phone::Phone& phone) {
  const auto activity = std::make_shared<phone::Activity>("set-up", shard_.random());
  phone.begin_activity(activity);
  const Outcome<phone::FinalResponse> outcome = co_await register_first(phone);
  phone.end_activity();
  ++setup_done_;
  if (outcome && outcome->status < 300) co_return;
  ++setup_failed_;
  Failure failure = outcome ? Failure{fmt::format("sip.{}", outcome->status), "REGISTER: " + outcome->reason}
                            : outcome.error();
  failures_.add(
      "set-up", failure,
      {"", phone.account().user, "", "", Clock::now(), activity->trace.entries(), activity->trace.dropped()});
}

net::Awaitable<void> ShardEngine::close_phones() {
  co_await keeper_.stop();
  const Duration gap = every(close_rate, settings_.shards);
  TimePoint next = Clock::now();
  for (const auto& [name, pool] : pools_) {
    for (phone::Phone* phone : pool->made()) {
      if (!phone->is_registered() && phone->active_calls() == 0) continue;
      co_await net::sleep_until(shard_, next);
      next += gap;
      tasks_.spawn(close_phone(*phone));
    }
  }
  co_await tasks_.join();
  bulletin_.note_done();
}

net::Awaitable<void> ShardEngine::close_phone(phone::Phone& phone) { co_await phone.close(); }

ShardReport ShardEngine::report() {
  ShardReport out;
  out.snapshot = recorder_.snapshot();
  out.failures = failures_;
  out.journeys = counts_;
  out.open_planned = open_planned_;
  out.open_started = open_started_;
  out.open_excused = open_excused_;
  out.registered = services_.telemetry.registered;
  out.calls = services_.telemetry.calls;
  out.in_flight = in_flight_;
  out.responses = services_.telemetry.responses + services_.udp_hubs.stray();
  out.auth_failures = services_.telemetry.auth_failures;
  out.setup_total = setup_total_;
  out.setup_done = setup_done_;
  out.setup_failed = setup_failed_;
  out.storms = storms_.storms();
  out.foreign = services_.udp_hubs.foreign();
  out.sightings = {services_.telemetry.sightings};
  out.health = shard_.read_health();
  return out;
}

}  // namespace cxload::run
