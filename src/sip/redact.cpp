/// Secrets found by the places they stand in, without parsing: the message may be anything.
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/redact.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view hidden = "…";
/// What stands between `sip:` and `@` is looked for no further than this: hostile text stays linear.
constexpr std::size_t max_user_info = 512;
constexpr std::size_t longest_reason = 120;

constexpr std::array<std::string_view, 5> schemes = {"Digest", "Basic", "Bearer", "Negotiate", "NTLM"};
constexpr std::array<std::string_view, 8> open_params = {"username", "realm", "uri",   "algorithm",
                                                         "qop",      "nc",    "stale", "domain"};
constexpr std::array<std::string_view, 12> secret_params = {"response",
                                                            "nonce",
                                                            "cnonce",
                                                            "opaque",
                                                            "rspauth",
                                                            "nextnonce",
                                                            "password",
                                                            "passwd",
                                                            "access_token",
                                                            "authorization",
                                                            "proxy-authorization",
                                                            "token"};
/// Parts of header names whose values are nobody's business.
constexpr std::array<std::string_view, 9> secret_headers = {"authorization", "authenticat", "token",
                                                            "secret",        "password",    "cookie",
                                                            "apikey",        "api-key",     "credential"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view known) { return text::iequals(known, word); });
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

class Redactor {
 public:
  explicit Redactor(std::string_view message) : rest_(message) { out_.reserve(message.size() + 64); }

  std::string run() {
    while (!rest_.empty()) {
      if (is_line_begin_ && hide_line()) continue;
      step();
    }
    return std::move(out_);
  }

 private:
  void copy(std::size_t count) {
    is_line_begin_ = count > 0 && rest_[count - 1] == '\n';
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }
  void hide(std::size_t count) {
    if (count > 0) out_ += hidden;
    is_line_begin_ = false;
    rest_.remove_prefix(count);
  }
  [[nodiscard]] std::size_t line_size() const { return std::min(rest_.find_first_of("\r\n"), rest_.size()); }
  /// With its continuation lines.
  [[nodiscard]] std::size_t folded_size() const {
    std::size_t feed = rest_.find('\n');
    while (feed != std::string_view::npos && feed + 1 < rest_.size() && is_wsp(rest_[feed + 1]))
      feed = rest_.find('\n', feed + 1);
    std::size_t size = std::min(feed, rest_.size());
    while (size > 0 && rest_[size - 1] == '\r') --size;
    return size;
  }

  bool hide_line();
  void hide_credentials(std::size_t size);
  void step();
  void hide_param_value();
  void hide_uri_password();
  [[nodiscard]] std::size_t quoted_size() const;

  std::string_view rest_;
  std::string out_;
  bool is_line_begin_ = true;
};

/// Lines that are secret because of how they begin. False: nothing was consumed.
bool Redactor::hide_line() {
  for (const std::string_view key : {"a=ice-pwd:", "a=crypto:", "a=key-mgmt:", "k="}) {
    if (!text::istarts_with(rest_, key)) continue;
    copy(key.size());
    const std::size_t size = line_size();
    const std::size_t inline_at = rest_.substr(0, size).find("inline:");
    if (inline_at != std::string_view::npos) copy(inline_at + 7);
    hide(line_size());
    return true;
  }
  std::size_t name_size = 0;
  while (name_size < rest_.size() && is_token_char(rest_[name_size])) ++name_size;
  std::size_t colon = name_size;
  while (colon < rest_.size() && is_wsp(rest_[colon])) ++colon;
  if (name_size == 0 || colon >= rest_.size() || rest_[colon] != ':') return false;
  const std::string name = text::to_lower(rest_.substr(0, name_size));
  if (std::none_of(secret_headers.begin(), secret_headers.end(),
                   [&name](std::string_view part) { return name.find(part) != std::string::npos; }))
    return false;
  const std::size_t value_size = folded_size() - colon - 1;
  copy(colon + 1);
  hide_credentials(value_size);
  return true;
}

/// A scheme and its parameters: of Digest those known to be harmless are shown, of others nothing.
void Redactor::hide_credentials(std::size_t size) {
  const std::string_view rest_behind = rest_.substr(size);
  rest_ = rest_.substr(0, size);
  while (!rest_.empty() && is_blank(rest_.front())) copy(1);
  const auto token_size = [this] {
    return static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is_token_char) -
                                    rest_.begin());
  };
  const std::size_t scheme_size = token_size();
  const bool is_known = is_one_of(schemes, rest_.substr(0, scheme_size));
  const bool is_digest = text::iequals(rest_.substr(0, scheme_size), schemes.front());
  if (is_known) copy(scheme_size);
  while (is_digest && !rest_.empty()) {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == ',')) copy(1);
    const std::size_t name_size = token_size();
    const std::string_view name = rest_.substr(0, name_size);
    if (!is_one_of(open_params, name) && !is_one_of(secret_params, name)) break;
    const bool is_open = is_one_of(open_params, name);
    copy(name_size);
    if (!is_open)
      hide_param_value();
    else if (const std::size_t equals = rest_.find_first_not_of(" \t");
             equals < rest_.size() && rest_[equals] == '=') {
      copy(equals + 1);
      const std::size_t end =
          !rest_.empty() && rest_.front() == '"' ? quoted_end(rest_, 0) : rest_.find_first_of(", \t\r\n");
      if (end == std::string_view::npos && !rest_.empty() && rest_.front() == '"') break;
      copy(std::min(end, rest_.size()));
    }
  }
  while (!is_digest && !rest_.empty() && is_blank(rest_.front())) copy(1);
  hide(rest_.size());
  rest_ = rest_behind;
}

/// Anywhere else: parameters by name, keys by their prefix, passwords in URIs.
void Redactor::step() {
  const std::size_t size =
      static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is_token_char) - rest_.begin());
  if (size == 0) {
    copy(1);
    return;
  }
  const std::string_view word = rest_.substr(0, size);
  const bool is_secret = is_one_of(secret_params, word);
  const bool is_uri = text::iequals(word, "sip") || text::iequals(word, "sips");
  const bool is_key = text::iequals(word, "inline") && rest_.substr(size).starts_with(':');
  copy(size);
  if (is_secret) hide_param_value();
  if (is_uri) hide_uri_password();
  if (is_key) {
    copy(1);
    hide(std::min(rest_.find_first_of(" \t\r\n;"), rest_.size()));
  }
}

/// Behind a secret's name: nothing happens unless an equals sign follows.
void Redactor::hide_param_value() {
  const std::size_t equals = rest_.find_first_not_of(" \t\r\n");
  if (equals == std::string_view::npos || rest_[equals] != '=') return;
  copy(equals + 1);
  while (!rest_.empty() && is_blank(rest_.front())) copy(1);
  if (rest_.empty() || rest_.front() != '"') {
    hide(std::min(rest_.find_first_of(",; \t\r\n&>\""), rest_.size()));
    return;
  }
  copy(1);
  hide(quoted_size());
  if (!rest_.empty() && rest_.front() == '"') copy(1);
}

/// Up to the closing quote, or to the end of the (folded) line when there is none.
std::size_t Redactor::quoted_size() const {
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] == '"') return i;
    if (rest_[i] == '\\') ++i;
    if (i + 1 < rest_.size() && rest_[i] == '\n' && !is_wsp(rest_[i + 1])) return i;
  }
  return rest_.size();
}

void Redactor::hide_uri_password() {
  if (!rest_.starts_with(':')) return;
  copy(1);
  const std::string_view near = rest_.substr(0, max_user_info);
  const std::string_view user_info = near.substr(0, near.find_first_of(" \t\r\n<>\"@"));
  const std::size_t colon = user_info.find(':');
  if (colon == std::string_view::npos || user_info.front() == '[') return;
  const bool is_whole = user_info.size() < rest_.size() && rest_[user_info.size()] == '@';
  // Without an @ it is a port, or a message cut short inside the password.
  const std::string_view port =
      user_info.substr(colon + 1, user_info.find_first_of(";?,", colon) - colon - 1);
  if (!is_whole && port.find_first_not_of("0123456789") == std::string_view::npos) return;
  copy(colon + 1);
  hide(user_info.size() - colon - 1);
}

}  // namespace

std::string redact(std::string_view message) { return Redactor(message).run(); }

std::string told_reason(std::string_view reason) {
  // All that is hidden stands behind an equals sign or a colon: usual phrases need no second look.
  if (reason.size() <= longest_reason && reason.find_first_of("=:") == std::string_view::npos)
    return std::string(reason);
  return redact(reason.substr(0, longest_reason));
}

}  // namespace cxload::sip
