/// Message to wire bytes.
#include <charconv>

#include <cxload/sip/message.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view version = "SIP/2.0";
constexpr std::string_view colon = ": ";
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view length_name = "Content-Length: ";
/// Of start line, Content-Length and the line ends around them, without the texts.
constexpr std::size_t frame_bytes = 80;

/// Writes into room that is known to suffice: no check for each of the forty pieces of a message.
class Pen {
 public:
  explicit Pen(char* to) : to_(to) {}
  Pen& put(std::string_view piece) {
    to_ += piece.copy(to_, piece.size());
    return *this;
  }
  Pen& put(char c) {
    *to_++ = c;
    return *this;
  }
  Pen& put_number(std::size_t value) {
    constexpr std::ptrdiff_t most_digits = 20;
    to_ = std::to_chars(to_, to_ + most_digits, value).ptr;
    return *this;
  }
  [[nodiscard]] const char* position() const { return to_; }

 private:
  char* to_;
};

}  // namespace

std::string Message::write() const {
  std::string out;
  write_to(out);
  return out;
}

void Message::write_to(std::string& out) const {
  std::size_t size = frame_bytes + method_or_reason_.size + request_uri_.size + body_.size;
  for (const StoredField& field : fields_)
    size += name_of(field).size() + colon.size() + field.value.size + line_end.size();
  const std::size_t before = out.size();
  out.resize(before + size);

  Pen pen(out.data() + before);
  if (is_request()) {
    pen.put(method()).put(' ').put(request_uri()).put(' ').put(version);
  } else {
    pen.put(version).put(' ').put_number(static_cast<std::size_t>(status_)).put(' ').put(reason());
  }
  pen.put(line_end);
  for (const StoredField& field : fields_) {
    if (field.id == HeaderId::content_length) continue;
    pen.put(name_of(field)).put(colon).put(view(field.value)).put(line_end);
  }
  pen.put(length_name).put_number(body_.size).put(line_end).put(line_end).put(body());
  out.resize(static_cast<std::size_t>(pen.position() - out.data()));
}

}  // namespace cxload::sip
