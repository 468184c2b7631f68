/// DNS messages as far as the stand-in needs them: one question in, an answer out (RFC 1035 4).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record.hpp"

namespace cxload::standin::dns {

/// RFC 1035 4.1.1.
enum class Code : std::uint8_t {
  no_error = 0,
  format_error = 1,
  server_failure = 2,
  no_such_name = 3,
  not_implemented = 4,
  refused = 5
};

struct Question {
  std::uint16_t id = 0;
  std::uint8_t opcode = 0;
  bool wants_recursion = false;
  bool is_whole = false;  ///< exactly one question, readable to its end; else only the header is known
  std::string name;       ///< canonical; empty: the root
  std::uint16_t type = 0;
  std::uint16_t klass = 0;
  std::string wire;  ///< name, type and class as they came
};

/// Nothing: not even a header, or no question (an answer that lost its way); such bytes get no answer.
[[nodiscard]] std::optional<Question> read_question(std::span<const std::byte> message);

struct Answer {
  Code code = Code::no_error;
  bool is_truncated = false;
  std::vector<const Record*> records = {};
};

/// At most `largest` bytes: what does not fit is left out and said to be (TC, RFC 2181 9).
[[nodiscard]] std::string write_answer(const Question& question, const Answer& answer, std::size_t largest);

}  // namespace cxload::standin::dns
