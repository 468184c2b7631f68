// Calls that the operator has made: to a user's phone, with something to hear.
#include <array>

#include <cxload/base/text.hpp>

#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr auto media_words =
    std::to_array<std::pair<std::string_view, MediaKind>>({{"tone", MediaKind::tone},
                                                           {"music", MediaKind::music},
                                                           {"echo", MediaKind::echo},
                                                           {"silence", MediaKind::silence},
                                                           {"digits", MediaKind::digits}});

std::string_view word_of(CallReport::State state) {
  switch (state) {
    case CallReport::State::calling:
      return "calling";
    case CallReport::State::ringing:
      return "ringing";
    case CallReport::State::answered:
      return "answered";
    case CallReport::State::ended:
      return "ended";
  }
  return "";
}

std::int64_t to_ms(Duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

json::object show(const CallReport& call) {
  return {{"id", call.id},
          {"user", key_of(call.user)},
          {"caller", key_of(call.caller)},
          {"call_id", key_of(call.call_id)},
          {"state", key_of(word_of(call.state))},
          {"status", call.status},
          {"rang_ms", to_ms(call.rang)},
          {"talked_ms", to_ms(call.talked)},
          {"ended_by", call.is_ended_by_phone ? "phone" : "server"},
          {"digits", key_of(call.digits)}};
}

/// Nothing when it is no time up to an hour.
std::optional<Duration> read_time(const json::object& body, std::string_view name, Duration usual) {
  constexpr std::int64_t hour_ms = 3'600'000;
  const json::value* value = body.if_contains(key_of(name));
  if (value == nullptr) return usual;
  const std::int64_t ms = store::number_in(body, name);
  if (!value->is_int64() || ms < 0 || ms > hour_ms) return std::nullopt;
  return std::chrono::milliseconds(ms);
}

bool is_user_part(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("+*#._-").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

Answer<CallOrder> read_order(const Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  CallOrder order;
  order.user = store::text_in(*body, "user");
  order.caller = text_member(*body, "caller").value_or("160");
  if (!is_user_part(order.caller)) return refuse(422, "caller must be a user or a number");
  const std::string media = text_member(*body, "media").value_or("tone");
  const auto kind = std::find_if(media_words.begin(), media_words.end(),
                                 [&](const auto& one) { return one.first == media; });
  if (kind == media_words.end()) return refuse(422, "media is tone, music, echo, silence or digits");
  order.media = kind->second;
  const auto patience = read_time(*body, "cancel_after_ms", order.patience);
  const auto talk = read_time(*body, "talk_ms", order.talk);
  if (!patience || !talk) return refuse(422, "times are milliseconds, up to an hour");
  order.patience = *patience;
  order.talk = *talk;
  order.wants_auto_answer = store::flag_in(*body, "auto_answer");
  return order;
}

Reply reply_report(const Context& context, std::uint64_t id, int status) {
  for (const CallReport& call : context.site.exchange().calls())
    if (call.id == id) return reply_json(show(call), status);
  return refuse(404, "there is no such call");
}

}  // namespace

Reply admin_call(Context& context) {
  const Answer<CallOrder> order = read_order(context);
  if (!order) return order.error();
  if (!context.site.exchange().password_of(order->user)) return refuse(404, "there is no such user");
  const std::uint64_t id = context.site.exchange().call(*order);
  if (id == 0) return refuse(409, "this user has no phone here, or too many calls are up");
  return reply_report(context, id, 201);
}

Reply admin_calls(Context& context) {
  json::array shown;
  for (const CallReport& call : context.site.exchange().calls()) shown.push_back(show(call));
  return reply_json(shown);
}

Reply admin_get_call(Context& context) {
  return reply_report(context, static_cast<std::uint64_t>(context.id()), 200);
}

Reply admin_end_call(Context& context) {
  const bool is_up = context.site.exchange().hang_up(static_cast<std::uint64_t>(context.id()));
  return is_up ? Reply{204} : refuse(404, "no such call is up");
}

}  // namespace cxload::standin::web
