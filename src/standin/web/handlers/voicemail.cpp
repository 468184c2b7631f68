// Visual voicemail: what callers left, listed, played, downloaded, deleted.
#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

/// By its public id; another user's does not exist.
std::optional<json::object> find_mail(const Context& context) {
  auto mail = context.store().find_one(store::voicemails, {{"uuid", context.variable("id")}});
  const bool is_own = mail && store::text_in(*mail, "username") == context.session->username;
  return is_own || context.faults.voicemail_foreign ? mail : std::nullopt;
}

std::string audio_of(const Context& context, store::Id id) {
  static const std::string sql = "SELECT audio FROM voicemail WHERE id = ?";
  const store::Values values = {id};
  const auto rows = context.store().database().query(sql, values);
  if (rows.empty() || !std::holds_alternative<store::Blob>(rows.front().front())) return {};
  const auto& blob = std::get<store::Blob>(rows.front().front());
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

struct Range {
  std::size_t first = 0, last = 0;
};

/// One range of bytes (RFC 9110 14.1.2). Nothing: not asked for, or several: all of it is sent.
std::optional<Range> read_range(std::string_view header, std::size_t size, bool& is_outside) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit) || header.find(',') != std::string_view::npos || size == 0)
    return std::nullopt;
  const std::string_view spec = header.substr(unit.size());
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = text::parse_unsigned(text::trim(spec.substr(0, dash)));
  const auto last = text::parse_unsigned(text::trim(spec.substr(dash + 1)));
  if (!first && !last) return std::nullopt;
  if (!first) {
    is_outside = *last == 0;
    return Range{*last >= size ? 0 : size - *last, size - 1};
  }
  if (last && *last < *first) return std::nullopt;
  is_outside = *first >= size;
  return Range{*first, std::min<std::size_t>(last.value_or(size - 1), size - 1)};
}

}  // namespace

Reply list_voicemail(Context& context) {
  json::array shown;
  auto mails = context.faults.voicemail_foreign
                   ? context.store().find(store::voicemails)
                   : context.store().find(store::voicemails, {{"username", context.session->username}});
  for (const json::object& mail : mails)
    shown.push_back(
        {{"id", mail.at("uuid")},
         {"call_id", context.faults.voicemail_wrong_call_id ? json::value("unknown") : mail.at("call_id")},
         {"caller", mail.at("caller")},
         {"duration", context.faults.voicemail_zero ? json::value(0.0) : mail.at("duration")},
         {"created", mail.at("created")},
         {"read", store::flag_in(mail, "read")}});
  return reply_json(shown);
}

Reply play_voicemail(Context& context) {
  const auto mail = find_mail(context);
  if (!mail || context.faults.voicemail_no_audio) return refuse(404, "there is no such message");
  const store::Id id = store::number_in(*mail, "id");
  std::string audio = audio_of(context, id);
  const std::size_t size = audio.size();
  Reply reply;
  reply.set("Content-Type", "audio/wav");
  reply.set("Accept-Ranges", "bytes");
  if (context.request.query("download") == "1")
    reply.set("Content-Disposition",
              fmt::format("attachment; filename=\"{}.wav\"", store::text_in(*mail, "uuid")));
  bool is_outside = false;
  const auto range = read_range(context.request.find("range").value_or(""), size, is_outside);
  if (range && is_outside) {
    reply = refuse(416, "there is nothing in that range");
    reply.set("Content-Range", fmt::format("bytes */{}", size));
    return reply;
  }
  if (range) {
    reply.status = 206;
    reply.set("Content-Range", fmt::format("bytes {}-{}/{}", range->first,
                                           context.faults.range_wrong ? size : range->last, size));
    audio = audio.substr(range->first, range->last - range->first + 1);
  }
  reply.body = std::move(audio);
  if (context.request.method == "GET" && !store::flag_in(*mail, "read")) {
    context.store().update(store::voicemails, id, {{"read", true}});
    context.site.exchange().on_mailbox(context.session->username);
  }
  return reply;
}

Reply delete_voicemail(Context& context) {
  const auto mail = find_mail(context);
  if (!mail) return refuse(404, "there is no such message");
  context.store().remove(store::voicemails, store::number_in(*mail, "id"));
  context.site.exchange().on_mailbox(context.session->username);
  return Reply{204};
}

}  // namespace cxload::standin::web
