#include <array>

#include <cxload/base/crypto.hpp>
#include <cxload/phone/tag_book.hpp>

namespace cxload::phone {
namespace {

constexpr std::uint32_t serial_bits = 18;
constexpr std::uint32_t serials = 1U << serial_bits;
/// Caller and callee follow each other in the book.
constexpr std::uint32_t sample_every = 32;  // legs

}  // namespace

TagBook::TagBook() {
  std::array<std::byte, 2> random;
  crypto::random_bytes(random.data(), random.size());
  salt_ = (std::to_integer<std::uint32_t>(random[0]) << 8 | std::to_integer<std::uint32_t>(random[1]))
          << serial_bits;
}

bool TagBook::is_sampled(media::Tag tag) {
  return (static_cast<std::uint32_t>(tag) % serials) % sample_every < 2;
}

media::Tag TagBook::add(TaggedStream stream) {
  const std::lock_guard lock(mutex_);
  media::Tag tag{};
  do {
    tag = media::Tag{salt_ | next_};
    next_ = (next_ + 1) % serials;
  } while (streams_.contains(tag) && streams_.size() < serials);
  by_call_.emplace(stream.call_id, tag);
  streams_.insert_or_assign(tag, std::move(stream));
  return tag;
}

void TagBook::remove(media::Tag tag) {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(tag);
  if (found == streams_.end()) return;
  auto [entry, end] = by_call_.equal_range(found->second.call_id);
  while (entry != end) entry = entry->second == tag ? by_call_.erase(entry) : std::next(entry);
  streams_.erase(found);
}

void TagBook::note_begun(media::Tag tag, TimePoint begun) {
  const std::lock_guard lock(mutex_);
  if (const auto found = streams_.find(tag); found != streams_.end()) found->second.begun = begun;
}

void TagBook::note_hears(media::Tag tag, media::Tag heard) {
  const std::lock_guard lock(mutex_);
  if (const auto found = streams_.find(tag); found != streams_.end()) found->second.hears = heard;
}

std::optional<TaggedStream> TagBook::find(media::Tag tag) const {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(tag);
  return found == streams_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<media::Tag> TagBook::partner(media::Tag tag) const {
  const std::lock_guard lock(mutex_);
  const auto own = streams_.find(tag);
  if (own == streams_.end()) return std::nullopt;
  const auto [begin, end] = by_call_.equal_range(own->second.call_id);
  for (auto entry = begin; entry != end; ++entry)
    if (entry->second != tag) return entry->second;
  return std::nullopt;
}

}  // namespace cxload::phone
