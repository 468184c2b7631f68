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
  constexpr std::uint64_t most = 0x7FFF'FFFF;
  text = trim_wsp(text);
  std::size_t at = 0;
  std::uint64_t number = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && number <= most; ++at)
    number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
  if (at == 0 || number > most || at == text.size() || !is_wsp(text[at])) return Errc::bad_cseq;
  const std::string_view method = trim_wsp(text.substr(at));
  if (!is_token(method)) return Errc::bad_cseq;
  return CSeq{static_cast<std::uint32_t>(number), method};
}

}  // namespace cxload::sip
