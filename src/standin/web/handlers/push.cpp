// Where a closed phone is woken (RFC 8030).
#include "../secrets.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t longest_endpoint = 2048;
constexpr std::size_t most_subscriptions = 10;  // of one user
constexpr std::size_t point_size = 65;          // uncompressed, on P-256 (RFC 8291 3.1)
constexpr std::size_t secret_size = 16;

}  // namespace

Reply subscribe(Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  const std::string endpoint = store::text_in(*body, "endpoint");
  const json::value* keys = body->if_contains("keys");
  const json::object* both = keys == nullptr ? nullptr : keys->if_object();
  const std::string point = both == nullptr ? std::string() : store::text_in(*both, "p256dh");
  const std::string secret = both == nullptr ? std::string() : store::text_in(*both, "auth");
  if (!endpoint.starts_with("https://") || endpoint.size() > longest_endpoint ||
      from_base64url(point).size() != point_size || from_base64url(secret).size() != secret_size)
    return refuse(422, "a subscription has an https endpoint and the keys p256dh and auth");
  const auto known = context.store().find(store::subscriptions, {{"username", context.session->username}});
  if (known.size() >= most_subscriptions)
    context.store().remove(store::subscriptions, store::number_in(known.front(), "id"));
  if (const auto same = context.store().find_one(store::subscriptions, {{"endpoint", endpoint}}))
    context.store().remove(store::subscriptions, store::number_in(*same, "id"));
  const store::Written written =
      context.store().insert(store::subscriptions, {{"username", key_of(context.session->username)},
                                                    {"endpoint", key_of(endpoint)},
                                                    {"p256dh", key_of(point)},
                                                    {"auth", key_of(secret)}});
  if (!written) return refuse(written.refusal, written.why);
  context.site.note(context.wall, "push_subscribed", context.session->username, "");
  return reply_json({{"id", written.id}}, 201);
}

Reply unsubscribe(Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  const auto known = context.store().find_one(
      store::subscriptions,
      {{"endpoint", store::text_in(*body, "endpoint")}, {"username", context.session->username}});
  if (!known) return refuse(404, "there is no such subscription");
  context.store().remove(store::subscriptions, store::number_in(*known, "id"));
  return Reply{204};
}

}  // namespace cxload::standin::web
