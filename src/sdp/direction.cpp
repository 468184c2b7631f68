/// Directions of streams.
#include <array>

#include <cxload/sdp/direction.hpp>

#include "stream_view.hpp"

namespace cxload::sdp {
namespace {

constexpr std::array<std::string_view, 4> names = {"inactive", "sendonly", "recvonly", "sendrecv"};

std::optional<Direction> stated_direction(const Attributes& attributes) {
  for (const Attribute& attribute : attributes.all()) {
    if (attribute.value) continue;
    if (const auto direction = direction_named(attribute.name)) return direction;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Direction> direction_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i]) return static_cast<Direction>(i);
  return std::nullopt;
}

std::string_view to_string(Direction direction) { return names.at(static_cast<std::size_t>(direction)); }

Direction reversed(Direction direction) {
  const auto bits = static_cast<unsigned>(direction);
  return static_cast<Direction>((bits & 1U) << 1U | bits >> 1U);
}

Direction answer_direction(Direction offered, Direction wanted) {
  return static_cast<Direction>(static_cast<unsigned>(reversed(offered)) & static_cast<unsigned>(wanted));
}

Direction direction_of(const SessionDescription& session, const Media& media) {
  if (const auto own = stated_direction(media.attributes)) return *own;
  return stated_direction(session.attributes).value_or(Direction::sendrecv);
}

void set_direction(Media& media, Direction direction) {
  for (const std::string_view name : names) media.attributes.remove(name);
  media.attributes.add(to_string(direction));
}

}  // namespace cxload::sdp
