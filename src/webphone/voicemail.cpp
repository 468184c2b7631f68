#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/voicemail.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_messages = 10'000;
constexpr std::chrono::seconds clock_tolerance{60};  // WP-VM-4
constexpr Seconds length_tolerance{1.0};             // WP-VM-3
constexpr Seconds spoken_tolerance{2.0};  // "close to what was spoken": the beep and the BYE lie between

std::optional<Seconds> read_duration(const Json& item) {
  const Json* value = item.find("duration");
  const auto number = value == nullptr ? std::nullopt : value->if_number();
  if (!number || !std::isfinite(*number) || *number < 0 || *number > 86'400) return std::nullopt;
  return Seconds(*number);
}

Outcome<VoicemailMessage> read_message(const Json& item, Findings& findings) {
  if (item.if_object() == nullptr) return wrong_shape("a message", "an object", item);
  VoicemailMessage message;
  message.id = text_of(item, "id");
  message.call_id = text_of(item, "call_id");
  message.caller = text_of(item, "caller");
  message.duration = read_duration(item);
  message.created = parse_date_time(text_of(item, "created"));
  if (const Json* read = item.find("read"); read != nullptr && read->if_bool() != nullptr)
    message.is_read = *read->if_bool();
  const std::string id = text::printable(message.id, 60);
  const auto missing = [&](std::string_view column) {
    findings.add("WP-VM-2", Level::must, fmt::format("message '{}' has no {}", id, column));
  };
  if (message.id.empty()) missing("id");
  if (message.caller.empty()) missing("caller");
  if (message.call_id.empty()) missing("Call-ID");
  if (!message.duration) missing("duration");
  if (!message.created) missing("date and time");
  return message;
}

bool is_of(const VoicemailMessage& message, const LeftMessage& left) {
  if (!left.call_id.empty() && message.call_id == left.call_id) return true;
  return text::iequals(message.caller, left.caller) && message.created &&
         *message.created >= left.at - clock_tolerance;
}

}  // namespace

Outcome<std::vector<VoicemailMessage>> read_voicemails(const Json& value, Findings& findings) {
  return read_items<VoicemailMessage>(value, {"the list of voicemails", most_messages, "WP-VM-2"}, findings,
                                      [&](const Json& item) { return read_message(item, findings); });
}

const VoicemailMessage* find_voicemail(const std::vector<VoicemailMessage>& all, const LeftMessage& message) {
  const VoicemailMessage* newest = nullptr;
  for (const VoicemailMessage& one : all)
    if (is_of(one, message) && (newest == nullptr || one.created >= newest->created)) newest = &one;
  return newest;
}

void judge_voicemail(const VoicemailMessage& listed, const LeftMessage& left, Findings& findings) {
  if (!text::iequals(listed.caller, left.caller))
    findings.add("WP-VM-2", Level::must,
                 fmt::format("the caller is '{}'", text::printable(listed.caller, 60)));
  if (listed.created && std::chrono::abs(*listed.created - left.at) > clock_tolerance)
    findings.add("WP-VM-4", Level::must, "date and time are more than a minute off");
  if (listed.duration && std::chrono::abs(*listed.duration - left.spoken) > spoken_tolerance)
    findings.add("WP-VM-3", Level::must,
                 fmt::format("the duration is {:.2f} s, {:.2f} s were spoken", listed.duration->count(),
                             left.spoken.count()));
}

void judge_audio(const VoicemailMessage& listed, const AudioReply& reply, Findings& findings) {
  if (reply.status != 200 && reply.status != 206) {
    findings.add("WP-VM-5", Level::must, fmt::format("the audio was answered with {}", reply.status));
    return;
  }
  if (!text::istarts_with(reply.content_type, "audio/"))
    findings.add("WP-VM-5", Level::must,
                 fmt::format("the audio has the type '{}'", text::printable(reply.content_type, 60)));
  const auto length = wave_length(reply.body);
  if (!length) {
    findings.add("WP-VM-5", Level::must, length.error().detail);
  } else if (listed.duration && std::chrono::abs(*length - *listed.duration) > length_tolerance) {
    findings.add("WP-VM-3", Level::must,
                 fmt::format("the audio is {:.2f} s long, the list says {:.2f} s", length->count(),
                             listed.duration->count()));
  }
}

}  // namespace cxload::webphone
