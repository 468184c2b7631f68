// Logging in: the session, and what it makes of the phone.
#include <cxload/phone/portal.hpp>
#include <cxload/webphone/operations.hpp>

namespace cxload::phone {
namespace {

using webphone::Json;

std::string text_of(const webphone::Operation& operation, std::string_view name, const Json& document) {
  const auto mapped = operation.results.find(name);
  if (mapped == operation.results.end()) return {};
  const Json* value = mapped->second.find(document);
  return value == nullptr ? std::string() : value->scalar_text().value_or("");
}

}  // namespace

net::Awaitable<Outcome<>> Portal::log_in() {
  namespace op = webphone::op;
  forget();
  Json who;
  who.set("username", account().user);
  who.set("password", account().password.value_or(""));
  const Outcome<net::HttpResponse> answer = co_await run(std::string(op::login), std::move(who));
  if (!answer) co_return answer.error();
  if (answer->status == 401 || answer->status == 403) count_auth_failure();
  if (answer->status >= 300) co_return refused(*this, "login", *answer);
  const webphone::Operation& mapped = *profile().find(op::login);
  Json session;
  if (!answer->body.empty()) {
    const Outcome<> typed = check_json_type(*answer);
    if (!typed) co_return typed.error();
    Outcome<Json> parsed = webphone::parse_json(answer->body);
    if (!parsed) co_return parsed.error();
    session = std::move(*parsed);
  }
  set_bearer(text_of(mapped, "jwt", session));
  state().is_logged_in = true;
  const Outcome<> provisioned = co_await fetch_provisioning(session);
  if (!provisioned) forget();
  co_return provisioned;
}

/// From its own operation, or out of the answer to the login.
net::Awaitable<Outcome<>> Portal::fetch_provisioning(const Json& login) {
  namespace op = webphone::op;
  const bool is_apart = is_mapped(op::prov);
  const webphone::Operation& operation = *profile().find(is_apart ? op::prov : op::login);
  if (!is_apart && !operation.results.contains("prov")) co_return Outcome<>();
  Outcome<Json> document = login;
  if (is_apart) document = co_await fetch(std::string(op::prov), Json());
  if (!document) co_return document.error();
  const Json* where = webphone::result(operation, "prov", *document);
  Outcome<webphone::Provisioning> read = webphone::read_provisioning(where == nullptr ? Json() : *where);
  if (!read) co_return read.error();
  hide(read->sip_user.password);
  state().provisioning = std::move(*read);
  co_return Outcome<>();
}

net::Awaitable<Outcome<>> Portal::log_out() {
  const Outcome<net::HttpResponse> answer = co_await run(std::string(webphone::op::logout), webphone::Json());
  if (!answer) co_return answer.error();
  if (answer->status >= 300) co_return refused(*this, "logout", *answer);
  forget();
  co_return Outcome<>();
}

}  // namespace cxload::phone
