/// Auto-answer: whether an INVITE wants to be answered without anybody being asked.
#pragma once
#include <chrono>
#include <optional>

#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// How long after the INVITE it is to be answered: `answer-after` in Call-Info or Alert-Info (a minute at
/// most), at once for "auto answer" or "alert-autoanswer" in Alert-Info and for Answer-Mode: Auto (RFC 5373).
/// Nothing: it does not ask for that.
[[nodiscard]] std::optional<std::chrono::seconds> auto_answer_after(const Message& invite);

}  // namespace cxload::sip
