/// JSON in and out of handlers.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include "message.hpp"

namespace cxload::standin::web {

namespace json = boost::json;

/// What was wanted, or the refusal to send.
template <class T>
using Answer = boost::system::result<T, Reply>;

[[noreturn]] inline void throw_exception_from_error(const Reply& reply, const boost::source_location&) {
  throw std::runtime_error("refused with " + std::to_string(reply.status));
}

[[nodiscard]] Reply reply_json(const json::value& value, int status = 200);
[[nodiscard]] Reply refuse(int status, std::string_view why);  ///< {"error": why}
/// The body as an object: 415 for another type (a page of somebody else's cannot send this one unasked), 400
/// for what is no JSON, 422 for what is no object. Without a body: an empty one.
[[nodiscard]] Answer<json::object> read_object(const Request& request);

[[nodiscard]] inline std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
[[nodiscard]] inline json::string_view key_of(std::string_view name) { return {name.data(), name.size()}; }
[[nodiscard]] json::array to_array(const std::vector<json::object>& objects);
/// A member that is a text; nothing when it is missing or something else.
[[nodiscard]] std::optional<std::string> text_member(const json::object& object, std::string_view name);

/// 2026-11-29T20:15:00.123Z
[[nodiscard]] std::string to_iso(WallTime time);

}  // namespace cxload::standin::web
