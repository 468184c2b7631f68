#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include <cxload/base/log.hpp>
#include <cxload/run/machine.hpp>
#include <cxload/run/runner.hpp>

#include "consent.hpp"
#include "group_set.hpp"
#include "health_watch.hpp"
#include "host_facts.hpp"
#include "ladder.hpp"
#include "load_length.hpp"
#include "result_builder.hpp"
#include "shard_fleet.hpp"
#include "signals.hpp"
#include "standin_config.hpp"
#include "standin_process.hpp"
#include "step_report.hpp"

namespace cxload::run {
namespace {

constexpr Duration tick = std::chrono::seconds(1);
/// From "all registered" to the first planned start: room for every shard to get the news.
constexpr Duration head_start = std::chrono::milliseconds(100);
/// After Ctrl-C: Timer F of the last BYE or REGISTER, and a little.
constexpr Duration hang_up_patience = std::chrono::seconds(36);

/// One run from its first packet to its last; run_scenario's state, kept together.
class Session {
 public:
  Session(const scenario::Scenario& scenario, const RunOptions& options, const GroupSet& groups,
          const std::string& target);
  result::RunResult play();

 private:
  enum class Phase { registering, load, closing, finished };
  void set_up();
  void play_load();
  void play_search();
  void play_step(const load::Trial& trial);
  void take_down();
  void watch_until_done();  ///< until every shard has played what it was given
  void watch_until(const std::function<bool(const Bulletin::State&)>& is_over);
  void on_interrupts(unsigned interrupts);
  void report(std::optional<WallTime> finished);
  void check_stop_on();
  void check_abort_gates();
  void end_early(std::string why);
  void note_warmup(TimePoint now);
  [[nodiscard]] Progress progress() const;
  void write_samples() const;
  void write_call_records() const;

  const scenario::Scenario& scenario_;
  const RunOptions& options_;
  WallAnchor anchor_{Clock::now(), WallClock::now()};
  Bulletin bulletin_;
  SignalWatch signals_{
      [this] { bulletin_.interrupt(); }};  // before the shards: their threads inherit its mask
  EngineSettings settings_;
  ShardFleet fleet_;
  HealthWatch health_;
  SeriesBuilder series_;
  ResultBuilder builder_;
  std::optional<SearchBook> search_;
  ShardReport merged_;
  result::RunResult result_;
  result::Ending ending_;
  Bulletin::State seen_;
  Phase phase_ = Phase::registering;
  TimePoint phase_begin_ = anchor_.steady;
  TimePoint next_tick_ = anchor_.steady + tick;
  unsigned done_ = 0;  ///< so many notes of Bulletin::note_done are expected
  std::optional<TimePoint> give_up_;
  bool is_warm_ = scenario_.warmup == Duration::zero();
  bool forced_ = false;
};

result::RunFacts make_facts(const scenario::Scenario& scenario, const RunOptions& options,
                            const std::string& target, WallTime started, unsigned threads) {
  result::RunFacts facts;
  facts.version = CXLOAD_VERSION;
  facts.name = scenario.name;
  facts.scenario = scenario.file;
  facts.scenario_text = scenario.masked_text;
  facts.seed = scenario.seed;
  facts.started = started;
  facts.target = target;
  facts.command = scenario.secrets.mask(scenario::mask_urls(options.command));
  for (const std::string& word : options.set)
    facts.set.push_back(scenario.secrets.mask(scenario::mask_urls(word)));
  facts.duration_scale = options.duration_scale;
  facts.threads = threads;
  facts.shard = options.shard;
  facts.host = read_host_facts();
  return facts;
}

Session::Session(const scenario::Scenario& scenario, const RunOptions& options, const GroupSet& groups,
                 const std::string& target)
    : scenario_(scenario),
      options_(options),
      settings_{scenario,
                groups,
                choose_threads(options.threads) * options.shard.count,
                choose_threads(options.threads) * options.shard.index,
                result::named_combinations(scenario.thresholds),
                !options.samples.empty(),
                options.solo},
      fleet_(choose_threads(options.threads), settings_, bulletin_),
      health_(anchor_),
      series_(scenario.catalogue),
      builder_(scenario, make_facts(scenario, options, target, anchor_.wall, fleet_.size()),
               TraceWriter(options.folder, anchor_), anchor_) {
  if (scenario.search) search_.emplace(scenario);
}

result::RunResult Session::play() {
  report(std::nullopt);
  set_up();
  if (!forced_ && !ending_.is_interrupted && merged_.setup_failed == 0) {
    search_ ? play_search() : play_load();
  } else if (!forced_) {
    if (!ending_.is_interrupted)
      ending_.aborted_by = fmt::format("registration before the load: {} of {} phones could not register",
                                       merged_.setup_failed, merged_.setup_total);
    take_down();
  }
  phase_ = Phase::finished;
  merged_ = fleet_.collect();
  fleet_.stop();
  write_samples();
  write_call_records();
  report(WallClock::now());
  return std::move(result_);
}

void Session::set_up() {
  fleet_.tell([](ShardEngine& engine) { engine.start_setup(); });
  watch_until([this](const Bulletin::State& state) { return state.ready >= fleet_.size(); });
  merged_ = fleet_.collect();
}

void Session::play_load() {
  phase_ = Phase::load;
  phase_begin_ = Clock::now() + head_start;
  const TimePoint begin = phase_begin_;
  fleet_.tell([begin](ShardEngine& engine) { engine.start_load(begin); });
  watch_until_done();
}

/// Each step starts on its own and is judged by its own samples; phones stay up until the search is over.
void Session::play_search() {
  phase_ = Phase::load;
  phase_begin_ = Clock::now();
  while (!ending_.is_interrupted && ending_.aborted_by.empty() && !forced_) {
    const auto trial = search_->next();
    if (!trial) break;
    play_step(*trial);
  }
  search_->stop();
  if (!forced_) take_down();
}

void Session::play_step(const load::Trial& trial) {
  merged_ = fleet_.collect();
  const ShardReport before = merged_;
  health_.begin_step();
  const TimePoint begin = Clock::now() + std::max<Duration>(head_start, scenario_.search->pause);
  const Stretch stretch = search_->stretch_of(trial);
  fleet_.tell([stretch, begin](ShardEngine& engine) { engine.play_stretch(stretch, begin); });
  watch_until_done();
  if (ending_.is_interrupted || !ending_.aborted_by.empty() || forced_) return;
  merged_ = fleet_.collect();
  StepFigures figures;
  figures.report = since(before, merged_, scenario_.catalogue);
  figures.gates = builder_.gates(figures.report.snapshot);
  figures.validity = builder_.validity(figures.report, health_.step());
  search_->note(trial, figures);
}

void Session::watch_until_done() {
  done_ += fleet_.size();
  watch_until([this](const Bulletin::State& state) { return state.done >= done_; });
}

void Session::take_down() {
  phase_ = Phase::closing;
  fleet_.tell([](ShardEngine& engine) { engine.take_down(); });
  watch_until_done();
}

void Session::watch_until(const std::function<bool(const Bulletin::State&)>& is_over) {
  while (!is_over(seen_) && !forced_) {
    const unsigned interrupts = seen_.interrupts;
    seen_ = bulletin_.wait(seen_, next_tick_);
    if (seen_.interrupts != interrupts) on_interrupts(seen_.interrupts);
    const TimePoint now = Clock::now();
    const WallTime wall = WallClock::now();
    if (give_up_ && now > *give_up_) forced_ = true;
    if (now < next_tick_) continue;
    next_tick_ = std::max(next_tick_ + tick, now + tick / 2);
    merged_ = fleet_.collect();
    health_.tick(now, wall, merged_.health.busy_share);
    const std::chrono::duration<double> at = now - anchor_.steady;
    series_.add(at.count(), merged_);
    note_warmup(now);
    check_stop_on();
    report(std::nullopt);
    check_abort_gates();
  }
}

void Session::on_interrupts(unsigned interrupts) {
  ending_.is_interrupted = true;
  if (interrupts > 1) {
    forced_ = true;
    return;
  }
  give_up_ = Clock::now() + hang_up_patience;
  fleet_.tell([](ShardEngine& engine) { engine.cancel_journeys(); });
}

void Session::check_stop_on() {
  const auto& limit = scenario_.deployment.limits.auth_failures;
  if (!limit || merged_.auth_failures < *limit || !ending_.aborted_by.empty()) return;
  end_early(fmt::format("limits.stop_on.auth_failures: {}", *limit));
}

void Session::check_abort_gates() {
  if (phase_ != Phase::load || !ending_.aborted_by.empty() || !is_warm_) return;
  for (std::size_t i = 0; i < scenario_.thresholds.size(); ++i) {
    const result::ThresholdResult& gate = result_.thresholds[i];
    if (scenario_.thresholds[i].aborts && !gate.pass && gate.samples > 0)
      return end_early(fmt::format("{} (abort: true)", gate.text));
  }
}

void Session::end_early(std::string why) {
  ending_.aborted_by = std::move(why);
  fleet_.tell([](ShardEngine& engine) { engine.cancel_journeys(); });
}

/// What was measured up to the end of the warm-up is left out of every gate from then on; before, all of it
/// is.
void Session::note_warmup(TimePoint now) {
  if (is_warm_) return;
  builder_.leave_out(merged_.snapshot);
  is_warm_ = phase_ == Phase::load && now >= phase_begin_ + scenario_.warmup;
}

Progress Session::progress() const {
  constexpr std::string_view names[] = {"registering", "load", "taking phones down", "finished"};
  Progress progress;
  progress.phase = names[static_cast<std::size_t>(phase_)];
  progress.elapsed = std::max(Duration::zero(), Clock::now() - phase_begin_);
  if (phase_ == Phase::load && !search_) progress.planned = load_length(scenario_);
  progress.done = merged_.setup_done;
  progress.total = merged_.setup_total;
  progress.registered = merged_.registered;
  progress.calls = merged_.calls;
  progress.in_flight = merged_.in_flight;
  return progress;
}

void Session::report(std::optional<WallTime> finished) {
  result_ =
      builder_.build(merged_, series_, health_.health(), ending_, search_ ? &*search_ : nullptr, finished);
  if (options_.publish) options_.publish(result_, progress());
}

void Session::write_samples() const {
  if (options_.samples.empty()) return;
  std::ofstream file(options_.samples);
  file << "metric,call_id,microseconds\n";
  for (const NamedSample& sample : fleet_.samples()) {
    const auto value = std::chrono::duration_cast<std::chrono::microseconds>(sample.value);
    file << fmt::format("{},{},{}\n", sample.metric, sample.call_id, value.count());
  }
}

/// calls.jsonl, where a call had audio.
void Session::write_call_records() const {
  std::ofstream file;
  std::uint64_t left_out = 0;
  for (const CallRecords* shard : fleet_.call_records()) {
    left_out += shard->left_out();
    for (const phone::CallRecord& record : shard->records()) {
      if (!file.is_open()) file.open(options_.folder / "calls.jsonl", std::ios::binary);
      file << write_call_record(record, anchor_) << '\n';
    }
  }
  if (left_out > 0) file << fmt::format("{{\"leftOut\":{}}}\n", left_out);
  if (file.is_open() && !file.flush())
    CXLOAD_LOG(warn, "run", "cannot write {}", (options_.folder / "calls.jsonl").string());
}

}  // namespace

Outcome<result::RunResult> run_scenario(const scenario::Scenario& scenario, const RunOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that closes is an error code, not the end of the run
  raise_descriptor_limit();
  // Of several processes only the one with the first shard listens.
  if (options.shard.index == 0)
    if (const Outcome<> free = check_listening(scenario); !free) return free.error();
  std::optional<StandinProcess> standin;
  if (scenario.deployment.is_embedded()) {
    Outcome<StandinProcess> started = StandinProcess::start(write_standin_config(scenario));
    if (!started) return started.error();
    standin.emplace(std::move(*started));
  }
  const Outcome<GroupSet> groups = make_groups(scenario, standin ? &*standin : nullptr);
  if (!groups) return groups.error();
  if (const Outcome<> agreed = check_consent(scenario, *groups); !agreed) return agreed.error();
  Session session(scenario, options, *groups, groups->target);
  return session.play();
}

}  // namespace cxload::run
