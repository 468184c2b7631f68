#include "message.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>

namespace cxload::standin::dns {
namespace {

constexpr std::size_t header_size = 12, longest_wire_name = 255, longest_label = 63;
constexpr std::uint32_t is_response = 0x8000, is_authoritative = 0x0400, is_cut = 0x0200,
                        recursion_bit = 0x0100;
constexpr std::uint32_t pointer_to_question = 0xC000 | header_size;  // RFC 1035 4.1.4

/// Bytes read one after the other; behind the end there are zeros and `ok` is false.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::uint32_t number(int bytes) {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8 | byte();
    return value;
  }
  std::string_view text(std::size_t size) {
    if (size > bytes_.size() - at_) {
      ok_ = false;
      return {};
    }
    const auto* begin = reinterpret_cast<const char*>(bytes_.data()) + at_;
    at_ += size;
    return {begin, size};
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::uint32_t byte() {
    if (at_ < bytes_.size()) return std::to_integer<std::uint32_t>(bytes_[at_++]);
    ok_ = false;
    return 0;
  }
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// Labels only: there is nothing before a question that a pointer could mean.
std::optional<std::string> read_name(Reader& reader) {
  std::string name;
  while (const std::uint32_t length = reader.number(1)) {
    if (length > longest_label || name.size() + length + 2 > longest_wire_name) return std::nullopt;
    const std::string_view label = reader.text(length);
    // A dot inside a label would read as two labels here.
    if (label.find('.') != std::string_view::npos) return std::nullopt;
    if (!name.empty()) name += '.';
    name += label;
  }
  if (!reader.ok()) return std::nullopt;
  return text::to_lower(name);
}

std::string write_record(const Record& record, const Question& question) {
  std::string out;
  if (record.owner == question.name) {
    append_number(out, pointer_to_question, 2);
  } else {
    append_name(out, record.owner);
  }
  append_number(out, static_cast<std::uint32_t>(record.type), 2);
  append_number(out, 1, 2);  // class IN
  append_number(out, record.ttl, 4);
  append_number(out, static_cast<std::uint32_t>(record.data.size()), 2);
  return out + record.data;
}

}  // namespace

std::optional<Question> read_question(std::span<const std::byte> message) {
  if (message.size() < header_size) return std::nullopt;
  Reader reader(message);
  Question question;
  question.id = static_cast<std::uint16_t>(reader.number(2));
  const std::uint32_t flags = reader.number(2);
  if ((flags & is_response) != 0) return std::nullopt;
  question.opcode = static_cast<std::uint8_t>(flags >> 11 & 0xF);
  question.wants_recursion = (flags & recursion_bit) != 0;
  const std::uint32_t questions = reader.number(2);
  (void)reader.text(6);  // counts of sections that a question does not need; EDNS is ignored (RFC 6891 7)
  auto name = read_name(reader);
  if (!name || questions != 1) return question;
  question.name = std::move(*name);
  question.type = static_cast<std::uint16_t>(reader.number(2));
  question.klass = static_cast<std::uint16_t>(reader.number(2));
  question.is_whole = reader.ok();
  if (question.is_whole)
    question.wire.assign(reinterpret_cast<const char*>(message.data()) + header_size,
                         reader.at() - header_size);
  return question;
}

std::string write_answer(const Question& question, const Answer& answer, std::size_t largest) {
  std::string records;
  std::uint32_t count = 0;
  bool is_truncated = answer.is_truncated;
  for (const Record* record : answer.records) {
    const std::string one = write_record(*record, question);
    if (header_size + question.wire.size() + records.size() + one.size() > largest) {
      is_truncated = true;
      break;
    }
    records += one;
    ++count;
  }
  std::string out;
  append_number(out, question.id, 2);
  append_number(out,
                is_response | is_authoritative | static_cast<std::uint32_t>(question.opcode) << 11 |
                    (is_truncated ? is_cut : 0U) | (question.wants_recursion ? recursion_bit : 0U) |
                    static_cast<std::uint32_t>(answer.code),
                2);
  append_number(out, question.is_whole ? 1 : 0, 2);
  append_number(out, count, 2);
  append_number(out, 0, 4);  // authority and additional
  return out + question.wire + records;
}

}  // namespace cxload::standin::dns
