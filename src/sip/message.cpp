/// Message: building and reading; parsing and writing have files of their own.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/status.hpp>

namespace cxload::sip {
namespace {

/// Enough for any message of a phone: the buffer grows once, not five times.
constexpr std::size_t usual_bytes = 512;
constexpr std::size_t usual_fields = 16;

}  // namespace

Message Message::make_request(std::string_view method, std::string_view request_uri) {
  Message message;
  message.text_.reserve(usual_bytes);
  message.fields_.reserve(usual_fields);
  message.method_or_reason_ = message.store(method);
  message.request_uri_ = message.store(request_uri);
  return message;
}

Message Message::make_response(int status, std::string_view reason) {
  Message message;
  message.text_.reserve(usual_bytes);
  message.fields_.reserve(usual_fields);
  message.status_ = status;
  message.method_or_reason_ = message.store_value(reason);
  return message;
}

Message Message::make_response_to(const Message& request, int status, std::string_view reason) {
  Message response = make_response(status, reason.empty() ? reason_phrase(status) : reason);
  for (const StoredField& field : request.fields_) {
    const bool copied = field.id == HeaderId::via || field.id == HeaderId::from || field.id == HeaderId::to ||
                        field.id == HeaderId::call_id || field.id == HeaderId::cseq ||
                        (field.id == HeaderId::timestamp && status == 100);
    if (copied) response.append(field.id, request.view(field.value));
  }
  return response;
}

std::string_view Message::method() const {
  return is_request() ? view(method_or_reason_) : std::string_view();
}

std::string_view Message::reason() const {
  return is_response() ? view(method_or_reason_) : std::string_view();
}

std::string_view Message::request_uri() const { return view(request_uri_); }

void Message::set_request_uri(std::string_view uri) { request_uri_ = store(uri); }

std::string_view Message::name_of(const StoredField& field) const {
  return field.name.size > 0 ? view(field.name) : canonical_name(field.id);
}

Message::Field Message::field(std::size_t index) const {
  const StoredField& field = fields_.at(index);
  return {field.id, name_of(field), view(field.value)};
}

std::optional<std::string_view> Message::find(HeaderId id) const {
  for (const StoredField& field : fields_)
    if (field.id == id) return view(field.value);
  return std::nullopt;
}

std::optional<std::string_view> Message::find(std::string_view name) const {
  const HeaderId id = find_header(name);
  if (id != HeaderId::other) return find(id);
  for (const StoredField& field : fields_)
    if (field.id == HeaderId::other && text::iequals(view(field.name), name)) return view(field.value);
  return std::nullopt;
}

std::size_t Message::count(HeaderId id) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(),
                                                [id](const StoredField& field) { return field.id == id; }));
}

std::optional<std::string_view> Message::first_value(HeaderId id) const {
  std::optional<std::string_view> rest = find(id);
  return is_comma_list(id) ? next_list_element(rest) : rest;
}

std::vector<std::string_view> Message::values(HeaderId id) const {
  std::vector<std::string_view> all;
  for (const StoredField& field : fields_) {
    if (field.id != id) continue;
    std::optional<std::string_view> rest = view(field.value);
    if (!is_comma_list(id)) {
      all.push_back(*rest);
      continue;
    }
    while (const std::optional<std::string_view> element = next_list_element(rest)) all.push_back(*element);
  }
  return all;
}

void Message::append(HeaderId id, std::string_view value) { fields_.push_back({id, {}, store_value(value)}); }

void Message::append(std::string_view name, std::string_view value) {
  const Slice stored_name = store_value(name);
  fields_.push_back({find_header(name), stored_name, store_value(value)});
}

void Message::prepend(HeaderId id, std::string_view value) {
  fields_.insert(fields_.begin(), StoredField{id, {}, store_value(value)});
}

void Message::set(HeaderId id, std::string_view value) {
  const Slice stored = store_value(value);
  const auto has_id = [id](const StoredField& field) { return field.id == id; };
  const auto first = std::find_if(fields_.begin(), fields_.end(), has_id);
  if (first == fields_.end()) {
    fields_.push_back({id, {}, stored});
    return;
  }
  first->value = stored;
  fields_.erase(std::remove_if(first + 1, fields_.end(), has_id), fields_.end());
}

void Message::remove(HeaderId id) {
  std::erase_if(fields_, [id](const StoredField& field) { return field.id == id; });
}

void Message::remove_first_value(HeaderId id) {
  const auto first =
      std::find_if(fields_.begin(), fields_.end(), [id](const StoredField& field) { return field.id == id; });
  if (first == fields_.end()) return;
  std::optional<std::string_view> rest = view(first->value);
  if (is_comma_list(id)) static_cast<void>(next_list_element(rest));
  if (!is_comma_list(id) || !rest) {
    fields_.erase(first);
    return;
  }
  const std::string_view left = trim_wsp(*rest);
  first->value = {static_cast<std::uint32_t>(left.data() - text_.data()),
                  static_cast<std::uint32_t>(left.size())};
}

std::string_view Message::body() const { return view(body_); }

void Message::set_body(std::string_view content_type, std::string_view body) {
  body_ = store(body);
  if (content_type.empty())
    remove(HeaderId::content_type);
  else
    set(HeaderId::content_type, content_type);
}

Message::Slice Message::store(std::string_view text) {
  const Slice slice{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size())};
  text_ += text;
  return slice;
}

/// A line break in a value would let its author write headers of his own.
Message::Slice Message::store_value(std::string_view value) {
  const bool has_break =
      value.find('\r') != std::string_view::npos || value.find('\n') != std::string_view::npos;
  const Slice slice = store(value);
  if (!has_break) return slice;
  for (std::size_t i = slice.at; i < text_.size(); ++i)
    if (text_[i] == '\r' || text_[i] == '\n') text_[i] = ' ';
  return slice;
}

}  // namespace cxload::sip
