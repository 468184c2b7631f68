/// Voicemail: the columns of visual voicemail, and the length of what is played (WP-VM).
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

using Seconds = std::chrono::duration<double>;

struct VoicemailMessage {
  std::string id;
  std::string call_id;  ///< of SIP, or a UUID
  std::string caller;
  std::optional<Seconds> duration;
  std::optional<WallTime> created;
  std::optional<bool> is_read;
};

/// Failures: http.shape (no list), http.json_limit. Missing columns are findings (WP-VM-2).
[[nodiscard]] Outcome<std::vector<VoicemailMessage>> read_voicemails(const Json& value, Findings& findings);

/// What a message was left as, as far as the caller knows.
struct LeftMessage {
  std::string caller;
  std::string call_id;  ///< empty: not known
  Seconds spoken{0};
  WallTime at;
};
/// The newest message of that caller, if one came at or after `message.at` less the tolerance; null: none
/// did.
[[nodiscard]] const VoicemailMessage* find_voicemail(const std::vector<VoicemailMessage>& all,
                                                     const LeftMessage& message);
void judge_voicemail(const VoicemailMessage& listed, const LeftMessage& left, Findings& findings);

/// The reply to voicemail.audio.
struct AudioReply {
  int status = 0;
  std::string content_type;
  std::span<const std::byte> body;
};
/// Length of a RIFF/WAVE file by its own header. Failures: http.audio (no WAVE, or sizes that do not add up).
[[nodiscard]] Outcome<Seconds> wave_length(std::span<const std::byte> file);
/// WP-VM-3, WP-VM-5.
void judge_audio(const VoicemailMessage& listed, const AudioReply& reply, Findings& findings);

}  // namespace cxload::webphone
