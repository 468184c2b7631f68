/// Telemetry: where a phone's measurements and messages go.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/base/random.hpp>
#include <cxload/phone/media_counts.hpp>
#include <cxload/phone/recording.hpp>
#include <cxload/phone/sightings.hpp>
#include <cxload/stats/recorder.hpp>

namespace cxload::phone {

class Phone;

/// One message or event of a ladder. `raw` is what was on the wire; it is redacted when it is shown, never
/// before (most journeys succeed, and theirs is never shown).
struct TraceEntry {
  TimePoint at;
  bool sent = false;                       ///< by the phone it belongs to
  std::shared_ptr<const std::string> who;  ///< "1001", the phone
  std::shared_ptr<const std::string> raw;  ///< whole message; null for events
  std::string event;                       ///< "connection lost: tcp.reset"; empty for messages
};

/// Flight recorder of one running journey, shared by the phones it uses. Bounded: the first 32 and the last
/// 96 entries survive, messages are cut at 8 KiB.
class Trace {
 public:
  void add(TraceEntry entry);
  [[nodiscard]] std::vector<TraceEntry> entries() const;  ///< in order of time
  [[nodiscard]] std::size_t dropped() const { return dropped_; }

 private:
  std::vector<TraceEntry> first_, last_;
  std::size_t next_ = 0, dropped_ = 0;
};

/// What a journey attaches to the phones it uses: its labels and its trace. The step changes as the journey
/// runs.
struct Activity {
  Activity(std::string journey_name, const Random& draws) : journey(std::move(journey_name)), random(draws) {}
  void enter_step(std::string name) {
    step = std::move(name);
    ++version;
  }

  const std::string journey;
  std::string step;
  std::uint32_t version = 0;  ///< of the labels; phones keep interned ids for one version
  Trace trace;
  static constexpr std::size_t most_recordings = 4;
  std::vector<std::shared_ptr<const Recording>>
      recordings;  ///< of the calls in it, where the group wants them
  Random random;   ///< what a called phone draws, so that it repeats with the seed
};

/// One shard's gauges and measurements. Threads: the shard's only.
struct Telemetry {
  stats::Recorder& recorder;
  std::int64_t registered = 0;      ///< phones registered now
  std::int64_t calls = 0;           ///< answered calls now, counted at the caller
  std::uint64_t responses = 0;      ///< SIP responses of any kind: none at all means unreachable
  std::uint64_t auth_failures = 0;  ///< attempts that ended in 401, 403 or 407 although credentials were sent
  Sightings sightings = {};
  /// A registration was lost while no flow waited for it: a refresh failed, or the link died.
  std::function<void(Phone& phone, const Failure& failure)> on_lost = {};
  std::function<void(Phone& phone)> on_registered = {};  ///< it was not before
  std::function<void(TimePoint sent)> on_register = {};  ///< each REGISTER request, challenged ones too
  /// For tests of truth: each sample with its Call-ID ("sip.rrd", call_id, value); empty unless asked for.
  std::function<void(std::string_view metric, std::string_view call_id, Duration value)> on_sample = {};
  std::function<void(const CallRecord& record)> on_call_record = {};  ///< when a call with audio is over
};

}  // namespace cxload::phone
