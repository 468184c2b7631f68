/// Salvage: as much of a broken request as it takes to refuse it politely.
#pragma once
#include <optional>
#include <string_view>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

struct Salvaged {
  Message request;  ///< has Via, From, To, Call-ID and CSeq, whatever they hold; its body may be wrong
  Errc fault;       ///< answer with status_for(fault)
};

/// For bytes that parse_message refused. Nothing for a response, and when no answer could find its way.
[[nodiscard]] std::optional<Salvaged> salvage_request(std::string_view bytes, const Limits& limits = {});

}  // namespace cxload::sip
