/// Counts: block-wise arithmetic of sparse counts.
#include <algorithm>

#include <cxload/stats/counts.hpp>

namespace cxload::stats {

bool Counts::Block::is_empty() const {
  return std::all_of(counts.begin(), counts.end(), [](std::uint64_t n) { return n == 0; });
}

void Counts::make_own(std::size_t block) {
  if (block >= blocks_.size()) blocks_.resize(block + 1);
  auto& place = blocks_[block];
  if (place == nullptr)
    place = new Block;
  else if (place->is_shared())
    place = new Block(*place);
}

void Counts::trim() {
  while (!blocks_.empty() && blocks_.back() == nullptr) blocks_.pop_back();
}

void Counts::merge(const Counts& other) {
  if (other.blocks_.size() > blocks_.size()) blocks_.resize(other.blocks_.size());
  for (std::size_t b = 0; b < other.blocks_.size(); ++b) {
    const auto theirs = other.blocks_[b];
    if (theirs == nullptr) continue;
    if (blocks_[b] == nullptr) {
      blocks_[b] = theirs;
      continue;
    }
    make_own(b);
    for (std::size_t i = 0; i < block_size; ++i) blocks_[b]->counts[i] += theirs->counts[i];
  }
}

void Counts::subtract(const Counts& earlier) {
  const std::size_t both = std::min(blocks_.size(), earlier.blocks_.size());
  for (std::size_t b = 0; b < both; ++b) {
    const auto before = earlier.blocks_[b];
    if (before == nullptr || blocks_[b] == nullptr) continue;
    if (blocks_[b] == before) {  // nothing was written since the copy
      blocks_[b] = nullptr;
      continue;
    }
    make_own(b);
    auto& counts = blocks_[b]->counts;
    for (std::size_t i = 0; i < block_size; ++i) counts[i] -= std::min(counts[i], before->counts[i]);
    if (blocks_[b]->is_empty()) blocks_[b] = nullptr;
  }
  trim();
}

bool Counts::operator==(const Counts& other) const {
  return std::equal(blocks_.begin(), blocks_.end(), other.blocks_.begin(), other.blocks_.end(),
                    [](const auto& a, const auto& b) {
                      return a == b || (a != nullptr && b != nullptr && a->counts == b->counts);
                    });
}

std::optional<std::size_t> Counts::first() const {
  std::optional<std::size_t> found;
  for_each([&](std::size_t index, std::uint64_t) {
    found = index;
    return false;
  });
  return found;
}

std::optional<std::size_t> Counts::last() const {
  if (blocks_.empty()) return std::nullopt;
  const auto& counts = blocks_.back()->counts;
  const auto found = std::find_if(counts.rbegin(), counts.rend(), [](std::uint64_t n) { return n != 0; });
  return blocks_.size() * block_size - 1 - static_cast<std::size_t>(found - counts.rbegin());
}

std::uint64_t Counts::total() const {
  std::uint64_t sum = 0;
  for_each([&](std::size_t, std::uint64_t n) {
    sum += n;
    return true;
  });
  return sum;
}

std::size_t Counts::memory() const {
  const auto used = std::count_if(blocks_.begin(), blocks_.end(), [](const auto& b) { return b != nullptr; });
  return blocks_.capacity() * sizeof blocks_.front() + static_cast<std::size_t>(used) * sizeof(Block);
}

}  // namespace cxload::stats
