/// MessageParser: one pass over the bytes of one message.
#pragma once
#include <optional>
#include <string_view>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// Works in the message's own copy of the bytes. The first fault is kept; `lenient` goes on behind faults
/// that leave the header fields readable, so that a server can still answer. Use once. Threads: none.
class MessageParser {
 public:
  enum class Mode { strict, lenient };

  MessageParser(std::string_view bytes, Framing framing, const Limits& limits, Mode mode);
  /// False: nothing usable came out.
  bool run();
  [[nodiscard]] std::optional<Errc> fault() const { return fault_; }
  [[nodiscard]] Message take() { return std::move(message_); }

 private:
  struct Line {
    std::size_t begin, end;  ///< without the line end
  };
  bool fail(Errc error);  ///< true: go on all the same
  std::optional<Line> next_line();
  bool read_start_line();
  bool read_status_line(std::string_view line);
  bool read_request_line(std::string_view line);
  bool read_headers();
  bool read_field(Line line);
  std::size_t unfold(Line line);
  void hide_bare_returns(std::size_t begin, std::size_t end);
  bool note_content_length(std::string_view value);
  bool read_body();
  [[nodiscard]] Message::Slice slice_of(std::string_view part) const;
  [[nodiscard]] std::string_view text() const { return message_.text_; }

  // Given.
  std::string_view bytes_;
  Framing framing_;
  const Limits& limits_;
  Mode mode_;
  // State.
  Message message_;
  std::size_t at_ = 0;
  std::optional<std::size_t> content_length_;
  std::optional<Errc> fault_;
};

}  // namespace cxload::sip
