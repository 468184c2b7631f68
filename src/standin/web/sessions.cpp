#include "sessions.hpp"

#include <boost/json.hpp>

#include <cxload/base/crypto.hpp>

#include "secrets.hpp"

namespace cxload::standin::web {
namespace {

namespace json = boost::json;

constexpr std::size_t id_length = 40;

std::string session_in(std::string_view payload) {
  const auto bytes = from_base64url(payload);
  boost::system::error_code error;
  const json::value value =
      json::parse(json::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* id = object == nullptr ? nullptr : object->if_contains("jti");
  return id == nullptr || !id->is_string() ? std::string() : std::string(id->as_string().c_str());
}

}  // namespace

Sessions::Sessions(std::size_t most) : most_(most), secret_(crypto::random_token(64)) {}

const Session& Sessions::open(Session session, TimePoint now) {
  while (by_age_.size() >= most_) {
    sessions_.erase(by_age_.front());
    by_age_.pop_front();
  }
  session.id = crypto::random_token(id_length);
  session.expires = now + lifetime;
  by_age_.push_back(session.id);
  const std::string id = session.id;
  return sessions_.emplace(id, std::move(session)).first->second;
}

const Session* Sessions::find(const std::string& id, TimePoint now) const {
  const auto found = sessions_.find(id);
  return found == sessions_.end() || found->second.expires <= now ? nullptr : &found->second;
}

std::string Sessions::sign(std::string_view text) const { return to_base64url(hmac_sha256(secret_, text)); }

std::string Sessions::make_token(const Session& session, WallTime wall) const {
  const auto seconds = [](WallTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  };
  const json::object payload = {
      {"sub", session.username.empty() ? session.email : session.username},
      {"jti", session.id},
      {"iat", seconds(wall)},
      {"exp", seconds(wall + std::chrono::duration_cast<WallTime::duration>(lifetime))}};
  const std::string signed_part = to_base64url(std::string_view(R"({"alg":"HS256","typ":"JWT"})")) + "." +
                                  to_base64url(json::serialize(payload));
  return signed_part + "." + sign(signed_part);
}

const Session* Sessions::find_token(std::string_view token, TimePoint now) const {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || last == first) return nullptr;
  if (!is_same_secret(sign(token.substr(0, last)), token.substr(last + 1))) return nullptr;
  return find(session_in(token.substr(first + 1, last - first - 1)), now);
}

void Sessions::close_all() {
  sessions_.clear();
  by_age_.clear();
}

}  // namespace cxload::standin::web
