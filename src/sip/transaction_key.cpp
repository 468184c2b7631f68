#include "transaction_key.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

// Layout: method LF rest. No header value holds a LF, so parts cannot run into each other.
constexpr char separator = '\n';
constexpr std::string_view legacy_mark = "2543";

/// RFC 3261 7.3.1: parameter values and host names match in any case.
void append_lower(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  out += text;
  for (std::size_t i = begin; i < out.size(); ++i)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] - 'A' + 'a');
}

void append_part(std::string& out, std::string_view text) {
  out += separator;
  out += text;
}

std::string_view value_of(const Message& message, HeaderId id) {
  return message.find(id).value_or(std::string_view());
}

std::string_view tag_in(const Message& message, HeaderId id) {
  return tag_of(value_of(message, id)).value_or(std::string_view());
}

/// Host and port of a Via as written; blanks may stand around the slashes of its protocol (RFC 4475 3.1.1.1).
std::string_view sent_by_of(std::string_view via) {
  std::string_view head = trim_wsp(via.substr(0, via.find(';')));
  for (int slash = 0; slash < 2; ++slash) {
    const std::size_t at = head.find('/');
    if (at == std::string_view::npos) return {};
    head = trim_wsp(head.substr(at + 1));
  }
  const std::size_t blank = head.find_first_of(" \t");
  return blank == std::string_view::npos ? std::string_view() : trim_wsp(head.substr(blank));
}

/// 17.2.3, second half: Request-URI, tags, Call-ID, CSeq and the whole top Via stand for the branch.
void append_legacy(std::string& key, const Message& request, std::string_view via, std::uint32_t cseq) {
  append_part(key, legacy_mark);
  append_part(key, request.request_uri());
  append_part(key, tag_in(request, HeaderId::from));
  append_part(key, value_of(request, HeaderId::call_id));
  append_part(key, std::to_string(cseq));
  append_part(key, via);
  append_part(key, tag_in(request, HeaderId::to));
}

}  // namespace

std::uint64_t ClientKey::mark() const {
  // The end of a branch is what its maker drew at random; this bit folds letters (and some others, no harm).
  std::uint64_t mark = 0;
  const std::size_t size = std::min(branch.size(), sizeof(mark));
  std::memcpy(&mark, branch.data() + branch.size() - size, size);
  return mark | 0x2020202020202020ULL;
}

std::string ClientKey::text() const {
  std::string text;
  text.reserve(method.size() + 1 + branch.size());
  text.append(method).append(1, separator).append(branch);
  return text;
}

bool ClientKey::matches(std::string_view text) const {
  if (text.size() != method.size() + 1 + branch.size() || !text.starts_with(method) ||
      text[method.size()] != separator)
    return false;
  const std::string_view other = text.substr(method.size() + 1);
  return other == branch || text::iequals(other, branch);
}

std::optional<ClientKey> client_key(const Message& message) {
  const auto branch = branch_of(value_of(message, HeaderId::via));
  const auto cseq = parse_cseq(value_of(message, HeaderId::cseq));
  if (!branch || branch->empty() || !cseq) return std::nullopt;
  return ClientKey{cseq->method, *branch};
}

std::uint64_t mark_of(std::string_view server_key) { return std::hash<std::string_view>()(server_key); }

std::optional<std::string> server_key(const Message& request) {
  const std::string_view via = request.first_value(HeaderId::via).value_or(std::string_view());
  const std::string_view sent_by = sent_by_of(via);
  const auto cseq = parse_cseq(value_of(request, HeaderId::cseq));
  const bool is_whole =
      request.find(HeaderId::from) && request.find(HeaderId::to) && request.find(HeaderId::call_id);
  if (sent_by.empty() || !cseq || cseq->method != request.method() || !is_whole) return std::nullopt;
  const std::string_view branch = branch_of(via).value_or(std::string_view());
  const std::string_view method = cseq->method == "ACK" ? "INVITE" : cseq->method;
  std::string key;
  key.reserve(method.size() + 2 + branch.size() + sent_by.size());
  key += method;
  if (!text::istarts_with(branch, branch_cookie)) {
    append_legacy(key, request, via, cseq->number);
    return key;
  }
  key += separator;
  append_lower(key, branch);
  key += separator;
  append_lower(key, sent_by);
  return key;
}

bool is_legacy_key(std::string_view server_key) {
  const std::size_t end = std::min(server_key.find(separator), server_key.size());
  return server_key.substr(end).starts_with("\n2543\n");
}

std::string cancelled_key(std::string_view cancel_key) {
  const std::size_t end = std::min(cancel_key.find(separator), cancel_key.size());
  return "INVITE" + std::string(cancel_key.substr(end));
}

std::string ack_key(const Message& message) {
  const auto cseq = parse_cseq(value_of(message, HeaderId::cseq));
  std::string key(value_of(message, HeaderId::call_id));
  append_part(key, tag_in(message, HeaderId::from));
  append_part(key, tag_in(message, HeaderId::to));
  append_part(key, cseq ? std::to_string(cseq->number) : std::string());
  return key;
}

}  // namespace cxload::sip
