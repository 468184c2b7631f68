#include <algorithm>

#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {
namespace {

constexpr std::size_t keep_first = 32;
constexpr std::size_t keep_last = 96;
constexpr std::size_t most_bytes = 8 * 1024;  ///< of a message: a hostile peer's may have 64 KiB
constexpr std::size_t usual = 8;  ///< what a call of seven messages leaves: room taken in one step

}  // namespace

void Trace::add(TraceEntry entry) {
  if (entry.raw && entry.raw->size() > most_bytes)
    entry.raw = std::make_shared<const std::string>(*entry.raw, 0, most_bytes);
  if (first_.size() < keep_first) {
    if (first_.empty()) first_.reserve(usual);
    first_.push_back(std::move(entry));
  } else if (last_.size() < keep_last) {
    last_.push_back(std::move(entry));
  } else {
    last_[next_] = std::move(entry);
    next_ = (next_ + 1) % keep_last;
    ++dropped_;
  }
}

std::vector<TraceEntry> Trace::entries() const {
  std::vector<TraceEntry> all = first_;
  all.insert(all.end(), last_.begin() + static_cast<std::ptrdiff_t>(next_), last_.end());
  all.insert(all.end(), last_.begin(), last_.begin() + static_cast<std::ptrdiff_t>(next_));
  // What arrived bears the kernel's time, and is noted after what the loop sent meanwhile.
  std::ranges::stable_sort(all, {}, &TraceEntry::at);
  return all;
}

}  // namespace cxload::phone
