/// Telemetry: where a phone's measurements and messages go.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/stats/recorder.hpp>

namespace cxload::phone {

/// One message or event of a ladder. `text` holds no secret: digest responses, nonces and keys are cut out
/// before.
struct TraceEntry {
  TimePoint at;
  bool sent = false;    ///< by the phone it belongs to
  std::string who;      ///< "1001", the phone
  std::string peer;     ///< "wss 127.0.0.1:8443"
  std::string summary;  ///< "INVITE sip:160@example.com", "180 Ringing", "connection closed by peer"
  std::string text;     ///< whole message, redacted; empty for events
};

/// Flight recorder of one running journey; bounded (the first 32 and the last 96 entries survive).
class Trace {
 public:
  void add(TraceEntry entry);
  [[nodiscard]] std::vector<TraceEntry> entries() const;
  void clear();

 private:
  std::vector<TraceEntry> first_, last_;
  std::size_t next_ = 0, dropped_ = 0;
};

/// What a journey attaches to the phones it uses: its labels and its trace.
struct Activity {
  std::string journey;
  std::string step;
  std::shared_ptr<Trace> trace;
};

/// Shard-wide. Threads: the shard's only.
struct Telemetry {
  stats::Recorder& recorder;
};

}  // namespace cxload::phone
