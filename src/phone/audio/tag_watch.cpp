#include "tag_watch.hpp"

#include <utility>

#include <fmt/format.h>

namespace cxload::phone {
namespace {

constexpr Duration cycle = media::frame_time * static_cast<std::int64_t>(media::tag_period);
/// Two legs start to hear each other within a cycle: only then is it strange that one does not.
constexpr unsigned patience = 2;

}  // namespace

std::string_view to_string(Voice voice) {
  switch (voice) {
    case Voice::none:
      return "none";
    case Voice::own:
      return "own";
    case Voice::far_end:
      return "far-end";
    case Voice::stranger:
      return "stranger";
    case Voice::foreign:
      return "foreign";
  }
  return "";
}

TagWatch::TagWatch(std::shared_ptr<TagBook> book, TaggedStream self)
    : book_(std::move(book)), self_(std::move(self)), tag_(book_->add(self_)) {}

TagWatch::~TagWatch() { book_->remove(tag_); }

bool TagWatch::on_read(const media::TagReader::Read& read) {
  ++tags_;
  if (std::exchange(last_, read.tag) != read.tag) book_->note_hears(tag_, read.tag);
  const bool was_stranger = voice_ == Voice::stranger;
  Voice voice = Voice::foreign;
  if (read.tag == tag_) {
    voice = Voice::own;
  } else if (const auto other = book_->find(read.tag)) {
    voice = judge(read.tag, *other);
    if (voice == Voice::far_end && read.begun) measure(*other, *read.begun);
    if (voice == Voice::stranger)
      stranger_ = fmt::format("{}, in its call with {} ({})", other->who, other->peer, other->call_id);
  }
  if (!was_stranger && voice != Voice::none) voice_ = voice;
  return !was_stranger && voice == Voice::stranger;
}

Voice TagWatch::judge(media::Tag heard, const TaggedStream& other) {
  if (other.call_id == self_.call_id) return Voice::far_end;
  if (book_->partner(heard) || book_->partner(tag_)) return Voice::stranger;
  const bool may_fit = other.is_callee != self_.is_callee;  // two callers do not call each other
  if (may_fit && (other.peer == self_.who || self_.peer == other.who || other.hears == tag_))
    return Voice::far_end;
  return ++doubts_ < patience ? Voice::none : Voice::stranger;
}

void TagWatch::measure(const TaggedStream& other, TimePoint begun) {
  if (!other.begun || begun < *other.begun) return;
  way_ += (begun - *other.begun) % cycle;
  ++measured_;
}

std::optional<Duration> TagWatch::way() const {
  if (measured_ == 0) return std::nullopt;
  return way_ / measured_;
}

}  // namespace cxload::phone
