/// CSeq read and written.
#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>

namespace cxload::sip {

std::string CSeq::write() const {
  std::string out;
  out.reserve(11 + method.size());
  text::append_unsigned(out, number);
  return out.append(1, ' ').append(method);
}

Result<CSeq> parse_cseq(std::string_view text) {
  text = trim_wsp(text);
  const std::size_t blank = text.find_first_of(" \t");
  const std::optional<std::uint64_t> number = text::parse_unsigned(text.substr(0, blank));
  const std::string_view method =
      blank == std::string_view::npos ? std::string_view() : trim_wsp(text.substr(blank));
  if (!number || *number > 0x7FFF'FFFF || !is_token(method)) return Errc::bad_cseq;
  return CSeq{static_cast<std::uint32_t>(*number), method};
}

}  // namespace cxload::sip
