/// CSeq: number and method (RFC 3261 20.16).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::sip {

struct CSeq {
  std::uint32_t number = 0;
  std::string_view method;  ///< a view into the parsed text

  [[nodiscard]] std::string write() const;
};

/// Errors: Errc::bad_cseq; numbers of 2^31 and more too (RFC 3261 8.1.1.5).
[[nodiscard]] Result<CSeq> parse_cseq(std::string_view text);

}  // namespace cxload::sip
