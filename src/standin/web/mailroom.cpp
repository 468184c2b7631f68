#include "mailroom.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

#include "../media/port.hpp"
#include "json.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_messages = 200;  // of a mailbox

void append_number(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// Eight, four, four, four, twelve, as the documentation's screen shows them.
std::string make_uuid() {
  std::array<std::byte, 16> bytes;
  crypto::random_bytes(bytes.data(), bytes.size());
  std::string uuid = text::to_hex(bytes);
  std::transform(uuid.begin(), uuid.end(), uuid.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const std::size_t at : {8, 13, 18, 23}) uuid.insert(at, "-");
  return uuid;
}

}  // namespace

std::string make_wav(std::span<const std::int16_t> samples) {
  constexpr std::uint32_t sample_size = 2;
  const auto size = static_cast<std::uint32_t>(samples.size() * sample_size);
  std::string wav = "RIFF";
  append_number(wav, 36 + size, 4);
  wav += "WAVEfmt ";
  append_number(wav, 16, 4);
  append_number(wav, 1, 2);  // linear
  append_number(wav, 1, 2);  // mono
  append_number(wav, recording_rate, 4);
  append_number(wav, recording_rate * sample_size, 4);
  append_number(wav, sample_size, 2);
  append_number(wav, 8 * sample_size, 2);
  wav += "data";
  append_number(wav, size, 4);
  for (const std::int16_t sample : samples) append_number(wav, static_cast<std::uint16_t>(sample), 2);
  return wav;
}

void store_message(store::Store& store, const VoiceMessage& message, WallTime wall) {
  const auto known = store.find(store::voicemails, {{"username", message.user}});
  if (known.size() >= most_messages) store.remove(store::voicemails, store::number_in(known.front(), "id"));
  const store::Written written = store.insert(
      store::voicemails,
      {{"uuid", key_of(make_uuid())},
       {"username", key_of(message.user)},
       {"call_id", key_of(message.call_id)},
       {"caller", key_of(message.caller)},
       {"duration", static_cast<double>(message.samples.size()) / static_cast<double>(recording_rate)},
       {"created", key_of(to_iso(wall))},
       {"read", false}});
  if (!written) return;
  const std::string wav = make_wav(message.samples);
  const auto bytes = std::as_bytes(std::span(wav));
  const store::Values values = {store::Blob(bytes.begin(), bytes.end()), written.id};
  store.database().run("UPDATE voicemail SET audio = ? WHERE id = ?", values);
}

Mailboxes::Count count_messages(store::Store& store, const std::string& user) {
  static const std::string sql = "SELECT COUNT(*), COALESCE(SUM(read), 0) FROM voicemail WHERE username = ?";
  const store::Values values = {user};
  const auto rows = store.database().query(sql, values);
  if (rows.empty()) return {};
  const auto all = static_cast<std::size_t>(std::get<std::int64_t>(rows.front()[0]));
  const auto heard = static_cast<std::size_t>(std::get<std::int64_t>(rows.front()[1]));
  return {all - heard, heard};
}

}  // namespace cxload::standin::web
