#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {
namespace {

constexpr std::size_t keep_first = 32;
constexpr std::size_t keep_last = 96;
constexpr std::size_t usual = 8;  ///< what a call of seven messages leaves: room taken in one step

}  // namespace

void Trace::add(TraceEntry entry) {
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
  return all;
}

}  // namespace cxload::phone
