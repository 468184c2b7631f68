#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/dialog.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>

#include "name_addr_view.hpp"
#include "uri_view.hpp"

namespace cxload::sip {
namespace {

std::string_view value_of(const Message& message, HeaderId id) {
  return message.find(id).value_or(std::string_view());
}

std::string_view tag_in(const Message& message, HeaderId id) {
  return tag_of(value_of(message, id)).value_or(std::string_view());
}

/// 12.1: From or To with `tag` instead of its parameters, else as the peer wrote it: some compare more than
/// the tags. A peer of RFC 2543 may have no tag.
std::string address_in(const Message& message, HeaderId id, std::string_view tag) {
  constexpr std::string_view tag_name = ";tag=";
  const std::string_view value = value_of(message, id);
  const std::size_t name_end = value.starts_with('"') ? quoted_end(value, 0) : 0;
  const std::size_t open = value.find('<', std::min(name_end, value.size()));
  std::string out;
  out.reserve(value.size() + tag.size() + 8);
  if (open == std::string_view::npos) {
    out.append(1, '<').append(trim_wsp(value.substr(0, value.find(';'))));
  } else {
    out += value.substr(0, value.find('>', open));
  }
  out += '>';
  if (!tag.empty()) out.append(tag_name).append(tag);
  return out;
}

/// 19.1.1, table 1: what a Request-URI must not have.
std::string as_request_uri(Uri uri) {
  uri.headers.clear();
  uri.params.remove("method");
  return uri.write();
}

std::optional<std::string> contact_of(const Message& message) {
  const auto contact = message.first_value(HeaderId::contact);
  if (!contact) return std::nullopt;
  const auto address = split_name_addr(*contact);
  if (!address || !are_params(address->params)) return std::nullopt;
  const std::string_view text = address->uri;
  const auto uri = split_uri(text);
  if (!uri) return std::nullopt;
  // Nearly every Contact can be a Request-URI as it stands: no headers, no `method`, nothing that writing
  // would spell otherwise (a port that begins with a zero, a scheme in capitals).
  bool is_plain = uri->headers.empty() && (uri->scheme == "sip" || uri->scheme == "sips") &&
                  text.find(":0") == std::string_view::npos && !text.ends_with('?');
  const auto look = [&is_plain](const ParamView& param) {
    if (text::iequals(param.name, "method")) is_plain = false;
  };
  if (!for_each_param(uri->params, look)) return std::nullopt;
  if (is_plain) return std::string(text);
  auto whole = parse_uri(text);
  return whole ? std::optional(as_request_uri(std::move(*whole))) : std::nullopt;
}

std::vector<std::string> record_route_of(const Message& message) {
  const auto values = message.values(HeaderId::record_route);
  return {values.begin(), values.end()};
}

/// 12.1.2: the last proxy wrote its Record-Route first; for the caller it is the last hop.
std::vector<std::string> reversed(std::vector<std::string> route) {
  std::ranges::reverse(route);
  return route;
}

}  // namespace

Result<Dialog> Dialog::make_uac(const Message& request, const Message& response) {
  Dialog dialog;
  dialog.is_uac_ = true;
  dialog.id_ = {std::string(value_of(request, HeaderId::call_id)),
                std::string(tag_in(request, HeaderId::from)), std::string(tag_in(response, HeaderId::to))};
  auto target = contact_of(response);
  const auto cseq = parse_cseq(value_of(request, HeaderId::cseq));
  const bool makes_dialog = response.status() > 100 && response.status() < 300;
  if (!makes_dialog || dialog.id_.remote_tag.empty() || !target || !cseq) return Errc::no_dialog;
  dialog.local_ = address_in(request, HeaderId::from, dialog.id_.local_tag);
  dialog.remote_ = address_in(request, HeaderId::to, dialog.id_.remote_tag);
  dialog.set_target(std::move(*target));
  dialog.set_route(reversed(record_route_of(response)));
  dialog.local_cseq_ = cseq->number;
  dialog.early_ = response.status() < 200;
  return dialog;
}

Result<Dialog> Dialog::make_uas(const Message& request, std::string_view local_tag) {
  Dialog dialog;
  dialog.id_ = {std::string(value_of(request, HeaderId::call_id)), std::string(local_tag),
                std::string(tag_in(request, HeaderId::from))};
  auto target = contact_of(request);
  const auto cseq = parse_cseq(value_of(request, HeaderId::cseq));
  // 12.1.1: a From without tag is an RFC 2543 peer, and allowed.
  if (local_tag.empty() || !target || !cseq) return Errc::no_dialog;
  dialog.local_ = address_in(request, HeaderId::to, dialog.id_.local_tag);
  dialog.remote_ = address_in(request, HeaderId::from, dialog.id_.remote_tag);
  dialog.set_target(std::move(*target));
  dialog.set_route(record_route_of(request));
  dialog.remote_cseq_ = cseq->number;
  return dialog;
}

void Dialog::confirm(const Message& response) {
  if (!early_) return;  // the 2xx again: a confirmed dialog keeps its route set (12.2)
  early_ = false;
  if (!is_uac_) return;  // the callee's own 2xx says nothing about the caller
  set_route(reversed(record_route_of(response)));
  refresh_target(response);
}

Dialog::RequestParts Dialog::next_request(std::string_view method) {
  if (method != "ACK" && method != "CANCEL") ++local_cseq_;
  return ack_for(local_cseq_);
}

Dialog::RequestParts Dialog::ack_for(std::uint32_t invite_cseq) const {
  RequestParts parts{remote_target_, {}, local_, remote_, invite_cseq};
  if (route_set_.empty()) return parts;
  parts.routes.assign(route_set_.begin(), route_set_.end());
  if (strict_uri_.empty()) return parts;
  parts.request_uri = strict_uri_;
  parts.routes.erase(parts.routes.begin());
  parts.routes.push_back(strict_route_);
  return parts;
}

void Dialog::set_route(std::vector<std::string> route) {
  route_set_ = std::move(route);
  prepare_strict_routing();
}

void Dialog::set_target(std::string target) {
  remote_target_ = std::move(target);
  prepare_strict_routing();
}

/// 12.2.1.1 and 16.12.1.2: a strict router wants itself in the Request-URI and the target at the end.
void Dialog::prepare_strict_routing() {
  strict_uri_.clear();
  if (route_set_.empty()) return;
  const auto first = parse_name_addr(route_set_.front());
  if (!first || first->uri.is_loose_router()) return;
  strict_uri_ = as_request_uri(first->uri);
  strict_route_ = '<' + remote_target_ + '>';
}

bool Dialog::accept_request(const Message& request) {
  // 12.2.2: ACK and CANCEL have the number of their INVITE, however late they come.
  if (request.method() == "ACK" || request.method() == "CANCEL") return true;
  const auto cseq = parse_cseq(value_of(request, HeaderId::cseq));
  if (!cseq || (remote_cseq_ && cseq->number < *remote_cseq_)) return false;
  remote_cseq_ = cseq->number;
  return true;
}

void Dialog::refresh_target(const Message& message) {
  if (auto target = contact_of(message)) set_target(std::move(*target));
}

std::optional<DialogId> dialog_id_of(const Message& message, bool received) {
  const std::string_view call_id = value_of(message, HeaderId::call_id);
  const std::string_view from = tag_in(message, HeaderId::from);
  const std::string_view to = tag_in(message, HeaderId::to);
  if (call_id.empty() || to.empty()) return std::nullopt;
  // From is the side that made the request.
  const bool from_is_local = message.is_response() == received;
  const std::string_view local = from_is_local ? from : to;
  const std::string_view remote = from_is_local ? to : from;
  return DialogId{std::string(call_id), std::string(local), std::string(remote)};
}

}  // namespace cxload::sip
