/// Message to wire bytes.
#include <charconv>

#include <cxload/sip/message.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view version = "SIP/2.0";
constexpr std::string_view line_end = "\r\n";

struct Decimal {
  explicit Decimal(std::size_t value) : end(std::to_chars(digits, digits + sizeof(digits), value).ptr) {}
  [[nodiscard]] std::string_view view() const { return {digits, static_cast<std::size_t>(end - digits)}; }

  char digits[24];
  char* end;
};

}  // namespace

std::string Message::write() const {
  std::string out;
  write_to(out);
  return out;
}

void Message::write_to(std::string& out) const {
  std::size_t size = 64 + method_or_reason_.size + request_uri_.size + body_.size;
  for (const StoredField& field : fields_) size += name_of(field).size() + field.value.size + 4;
  out.reserve(out.size() + size);

  if (is_request()) {
    out.append(method()).append(1, ' ').append(request_uri()).append(1, ' ').append(version);
  } else {
    const Decimal code(static_cast<std::size_t>(status_));
    out.append(version).append(1, ' ').append(code.view()).append(1, ' ').append(reason());
  }
  out.append(line_end);
  for (const StoredField& field : fields_) {
    if (field.id == HeaderId::content_length) continue;
    out.append(name_of(field)).append(": ").append(view(field.value)).append(line_end);
  }
  out.append("Content-Length: ").append(Decimal(body_.size).view()).append("\r\n\r\n").append(body());
}

}  // namespace cxload::sip
