/// Counts: block-wise arithmetic of sparse counts.
#include <algorithm>

#include <cxload/stats/counts.hpp>

namespace cxload::stats {

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
    const auto& theirs = other.blocks_[b];
    if (theirs == nullptr) continue;
    if (blocks_[b] == nullptr) {
      blocks_[b] = theirs;
      continue;
    }
    make_own(b);
    theirs->for_each_place([&ours = *blocks_[b], &theirs = *theirs](std::size_t i) {
      ours.add(i, theirs.counts[i]);
      return true;
    });
  }
}

void Counts::subtract(const Counts& earlier) {
  const std::size_t both = std::min(blocks_.size(), earlier.blocks_.size());
  for (std::size_t b = 0; b < both; ++b) {
    const auto& before = earlier.blocks_[b];
    if (before == nullptr || blocks_[b] == nullptr) continue;
    if (blocks_[b] == before) {  // nothing was written since the copy
      blocks_[b] = nullptr;
      continue;
    }
    make_own(b);
    before->for_each_place([&ours = *blocks_[b], &earlier_block = *before](std::size_t i) {
      ours.take(i, earlier_block.counts[i]);
      return true;
    });
    if (blocks_[b]->is_empty()) blocks_[b] = nullptr;
  }
  trim();
}

bool Counts::operator==(const Counts& other) const {
  return std::equal(blocks_.begin(), blocks_.end(), other.blocks_.begin(), other.blocks_.end(),
                    [](const auto& a, const auto& b) {
                      return a == b ||
                             (a != nullptr && b != nullptr && a->used == b->used && a->counts == b->counts);
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
  const Block& block = *blocks_.back();
  std::size_t word = block.used.size() - 1;
  while (block.used[word] == 0) --word;  // no block is all zeros
  const auto bit = static_cast<std::size_t>(std::bit_width(block.used[word])) - 1;
  return (blocks_.size() - 1) * block_size + word * Block::word_bits + bit;
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
