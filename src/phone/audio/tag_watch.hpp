/// TagWatch: one leg of a call in the book of tags: what it sends, and whose voice it hears.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <cxload/media/tag.hpp>
#include <cxload/phone/media_counts.hpp>
#include <cxload/phone/tag_book.hpp>

namespace cxload::phone {

/// Legs belong together when they have the same Call-ID. Where an agent between them changes it, a caller
/// and a callee belong together when one names the other's user or, failing that, when they hear each other.
/// Threads: the shard's only.
class TagWatch {
 public:
  TagWatch(std::shared_ptr<TagBook> book, TaggedStream self);
  ~TagWatch();
  TagWatch(const TagWatch&) = delete;
  TagWatch& operator=(const TagWatch&) = delete;

  [[nodiscard]] media::Tag tag() const { return tag_; }
  void note_begun(TimePoint begun) { book_->note_begun(tag_, begun); }
  /// True when the voice is now a stranger's and was not before.
  bool on_read(const media::TagReader::Read& read);

  [[nodiscard]] Voice voice() const { return voice_; }  ///< the worst so far
  /// "1501, in its call with 1002": of the stranger.
  [[nodiscard]] const std::string& stranger() const { return stranger_; }
  [[nodiscard]] std::uint64_t tags() const { return tags_; }
  /// How long the far end's frames travel, from the moment they were due to their arrival; up to 1.32 s.
  [[nodiscard]] std::optional<Duration> way() const;

 private:
  [[nodiscard]] Voice judge(media::Tag heard, const TaggedStream& other);
  void measure(const TaggedStream& other, TimePoint begun);

  std::shared_ptr<TagBook> book_;
  TaggedStream self_;
  media::Tag tag_;
  std::optional<media::Tag> last_;
  Voice voice_ = Voice::none;
  std::string stranger_;
  std::uint64_t tags_ = 0;
  unsigned doubts_ = 0;  ///< readings of a leg for which nothing speaks
  Duration way_{};
  std::int64_t measured_ = 0;
};

}  // namespace cxload::phone
