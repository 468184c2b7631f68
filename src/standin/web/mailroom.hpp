/// What callers left, from samples to the list that phones see.
#pragma once
#include <string>

#include "../core/mailboxes.hpp"
#include "../store/store.hpp"

namespace cxload::standin::web {

/// RIFF WAVE, 16 bits, one channel, at recording_rate.
[[nodiscard]] std::string make_wav(std::span<const std::int16_t> samples);
/// Bounded: the oldest message of a full mailbox makes room.
void store_message(store::Store& store, const VoiceMessage& message, WallTime wall);
[[nodiscard]] Mailboxes::Count count_messages(store::Store& store, const std::string& user);

}  // namespace cxload::standin::web
