/// TagBook: which streams this process sends now, by the tag in their sound. A receiver looks up whose call
/// it hears.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include <cxload/base/clock.hpp>
#include <cxload/media/tag.hpp>

namespace cxload::phone {

/// One leg of a call.
struct TaggedStream {
  std::string who;      ///< the user of the phone
  std::string peer;     ///< the user at the other end, as this leg knows him
  std::string call_id;  ///< both legs have the same one, unless something between them is two agents
  bool is_callee = false;
  std::optional<TimePoint> begun = {};  ///< when its first frame was due, once it speaks
  std::optional<media::Tag> hears = {};
};

/// One object a run. Threads: any; a tag is written when a call begins, ends or hears another voice than
/// before, never for a packet. Bounded by the calls under way.
class TagBook {
 public:
  TagBook();

  /// Unlike every other of this book, and hardly ever one of another process.
  media::Tag add(TaggedStream stream);
  void remove(media::Tag tag);
  void note_begun(media::Tag tag, TimePoint begun);
  void note_hears(media::Tag tag, media::Tag heard);

  [[nodiscard]] std::optional<TaggedStream> find(media::Tag tag) const;
  /// The other leg with the same Call-ID.
  [[nodiscard]] std::optional<media::Tag> partner(media::Tag tag) const;
  /// Of the n-th call, whether it is decoded whole: the first, and then one in sixteen.
  [[nodiscard]] static bool is_sampled(media::Tag tag);

 private:
  mutable std::mutex mutex_;
  std::uint32_t salt_;  ///< the upper bits of all tags
  std::uint32_t next_ = 0;
  std::unordered_map<media::Tag, TaggedStream> streams_;
  std::multimap<std::string, media::Tag> by_call_;
};

}  // namespace cxload::phone
