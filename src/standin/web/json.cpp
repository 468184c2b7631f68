#include "json.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>

#include <cxload/base/text.hpp>

namespace cxload::standin::web {

Reply reply_json(const json::value& value, int status) {
  Reply reply{status};
  reply.set("Content-Type", "application/json");
  reply.body = json::serialize(value);
  return reply;
}

Reply refuse(int status, std::string_view why) { return reply_json({{"error", key_of(why)}}, status); }

Answer<json::object> read_object(const Request& request) {
  if (request.body.empty()) return json::object();
  const std::string_view type = request.find("content-type").value_or("");
  if (!text::iequals(text::trim(type.substr(0, type.find(';'))), "application/json"))
    return refuse(415, "the body must be application/json");
  boost::system::error_code error;
  json::value value = json::parse(key_of(request.body), error);
  if (error) return refuse(400, "the body is no JSON");
  if (!value.is_object()) return refuse(422, "the body must be an object");
  return std::move(value.as_object());
}

json::array to_array(const std::vector<json::object>& objects) {
  json::array array;
  array.reserve(objects.size());
  for (const json::object& object : objects) array.emplace_back(object);
  return array;
}

std::optional<std::string> text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(key_of(name));
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(view(value->as_string()));
}

std::string to_iso(WallTime time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(ms);
  const std::time_t whole = seconds.count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(whole), (ms - seconds).count());
}

}  // namespace cxload::standin::web
