// Coming and going: the phone by SIP user, the portal by e-mail address.
#include <fmt/format.h>

#include "../secrets.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t longest_name = 256;

std::string make_cookie(const Context& context, std::string_view value, std::string_view age) {
  // SameSite=None: the SDK shows the phone inside pages of others. What comes from there unasked is no JSON.
  return fmt::format("cxs={}; Path=/; Max-Age={}{}", value, age,
                     context.faults.insecure_cookie ? "" : "; Secure; HttpOnly; SameSite=None");
}

Reply too_many(const Context& context, Duration left) {
  Reply reply = refuse(429, "too many failed logins from there");
  reply.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(left).count()));
  if (context.faults.no_rate_limit) reply.status = 401;
  return reply;
}

struct Credentials {
  std::string name, password;
};

Answer<Credentials> read_credentials(const Context& context, std::string_view name_key) {
  const Duration left =
      context.site.guard().banned_for(context.request.remote.address.to_string(), context.now);
  if (left > Duration::zero() && !context.faults.no_rate_limit) return too_many(context, left);
  Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  const auto name = text_member(*body, name_key);
  const auto password = text_member(*body, "password");
  if (!name || !password || name->size() > longest_name)
    return refuse(422, fmt::format("{} and password are needed", name_key));
  return Credentials{*name, *password};
}

/// The same for a name that nobody has.
Reply turn_away(const Context& context, const std::string& name) {
  Reply reply = refuse(401, "Unauthorized");
  reply.delay = context.site.guard().fail(context.request.remote.address.to_string(), name, context.now);
  context.site.note(context.wall, "login_refused", name, "401");
  return reply;
}

store::Id account_of(const Context& context, store::Id customer) {
  const auto row = context.store().get(store::customers, customer);
  return row ? store::number_in(*row, "account_id") : 0;
}

/// A session, its cookie and token, with `more` beside them.
Reply welcome(Context& context, Session session, json::object more) {
  const Session& opened = context.site.sessions().open(std::move(session), context.now);
  constexpr auto lifetime = std::chrono::duration_cast<std::chrono::seconds>(Sessions::lifetime).count();
  more["jwt"] = key_of(context.site.sessions().make_token(opened, context.wall));
  more["expires_in"] = lifetime;
  Reply reply = reply_json(more);
  reply.set("Set-Cookie", make_cookie(context, opened.id, std::to_string(lifetime)));
  return reply;
}

}  // namespace

Reply log_in(Context& context) {
  const Answer<Credentials> given = read_credentials(context, "username");
  if (!given) return given.error();
  const auto password = context.site.exchange().password_of(given->name);
  const bool is_right = is_same_secret(password.value_or(""), given->password);
  if (!password || (!is_right && !context.faults.any_password)) return turn_away(context, given->name);
  const auto user = context.site.find_user(given->name);
  if (!user) return turn_away(context, given->name);
  context.site.guard().succeed(context.request.remote.address.to_string(), given->name);
  Session session;
  session.username = given->name;
  session.customer = store::number_in(*user, "customer_id");
  session.account = account_of(context, session.customer);
  if (!context.brand.lets_in(session.customer) && !context.faults.ignores_restriction) {
    context.site.note(context.wall, "login_refused", given->name, "403");
    return refuse(403, "this company has no access to this phone");
  }
  context.site.note(context.wall, "login", given->name, context.brand.domain);
  json::object more;
  more["prov"] = make_provisioning(context, given->name);
  return welcome(context, std::move(session), std::move(more));
}

Reply portal_log_in(Context& context) {
  const Answer<Credentials> given = read_credentials(context, "email");
  if (!given) return given.error();
  const auto contact = context.store().find_one(store::contacts, {{"email", given->name}});
  const std::string password = contact ? store::text_in(*contact, "password") : std::string();
  if (!is_same_secret(password, given->password) || !contact) return turn_away(context, given->name);
  context.site.guard().succeed(context.request.remote.address.to_string(), given->name);
  Session session;
  session.email = given->name;
  session.customer = store::number_in(*contact, "customer_id");
  session.account = account_of(context, session.customer);
  json::object more;
  more["customer_id"] = session.customer;
  return welcome(context, std::move(session), std::move(more));
}

Reply log_out(Context& context) {
  if (context.session != nullptr) context.site.sessions().close(context.session->id);
  Reply reply{204};
  reply.set("Set-Cookie", make_cookie(context, "", "0"));
  return reply;
}

}  // namespace cxload::standin::web
