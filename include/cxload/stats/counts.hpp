/// Counts: a sparse array of 64-bit counts; copies share their blocks until one of them writes.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/smart_ptr/intrusive_ptr.hpp>

namespace cxload::stats {

/// Threads: one writer an object; copies may live on different threads although they share blocks.
class Counts {
 public:
  static constexpr std::size_t block_size = 128;

  /// `n` is above 0.
  void add(std::size_t index, std::uint64_t n) {
    const std::size_t block = index / block_size;
    if (block >= blocks_.size() || blocks_[block] == nullptr || blocks_[block]->is_shared()) make_own(block);
    blocks_[block]->add(index % block_size, n);
  }
  [[nodiscard]] std::uint64_t at(std::size_t index) const {
    const std::size_t block = index / block_size;
    const bool is_there = block < blocks_.size() && blocks_[block] != nullptr;
    return is_there ? blocks_[block]->counts[index % block_size] : 0;
  }
  void merge(const Counts& other);
  void subtract(const Counts& earlier);  ///< a count never falls below 0
  [[nodiscard]] bool operator==(const Counts& other) const;

  /// visit(index, count) for every count that is not 0, ascending; stops when it returns false.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      if (blocks_[block] == nullptr) continue;
      const bool goes_on = blocks_[block]->for_each_place(
          [&](std::size_t i) { return visit(block * block_size + i, blocks_[block]->counts[i]); });
      if (!goes_on) return;
    }
  }
  [[nodiscard]] std::optional<std::size_t> first() const;
  [[nodiscard]] std::optional<std::size_t> last() const;
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::size_t memory() const;  ///< bytes on the heap, shared blocks included

 private:
  struct Block {
    static constexpr std::size_t word_bits = 64;

    std::atomic<std::uint32_t> owners{0};
    /// A bit for each count that is not 0: most are, and readers step over them by the word.
    std::array<std::uint64_t, block_size / word_bits> used{};
    std::array<std::uint64_t, block_size> counts{};

    Block() = default;
    Block(const Block& other) : used(other.used), counts(other.counts) {}
    void add(std::size_t place, std::uint64_t n) {
      counts[place] += n;
      used[place / word_bits] |= std::uint64_t{1} << place % word_bits;
    }
    /// Takes at most what is there.
    void take(std::size_t place, std::uint64_t n) {
      counts[place] -= std::min(counts[place], n);
      if (counts[place] == 0) used[place / word_bits] &= ~(std::uint64_t{1} << place % word_bits);
    }
    /// visit(place) for every count that is not 0, ascending, until it returns false; whether it never did.
    template <class Visit>
    bool for_each_place(Visit&& visit) const {
      for (std::size_t word = 0; word < used.size(); ++word)
        for (std::uint64_t bits = used[word]; bits != 0; bits &= bits - 1)
          if (!visit(word * word_bits + static_cast<std::size_t>(std::countr_zero(bits)))) return false;
      return true;
    }
    /// Acquire: what another copy read from the block happened before we write to it.
    [[nodiscard]] bool is_shared() const { return owners.load(std::memory_order_acquire) > 1; }
    [[nodiscard]] bool is_empty() const { return used == decltype(used){}; }
    friend void intrusive_ptr_add_ref(Block* block) { block->owners.fetch_add(1, std::memory_order_relaxed); }
    friend void intrusive_ptr_release(Block* block) {
      if (block->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete block;
    }
  };

  void make_own(std::size_t block);
  void trim();

  /// No block is all zeros and the last is never null, so equal counts have equal blocks.
  std::vector<boost::intrusive_ptr<Block>> blocks_;
};

}  // namespace cxload::stats
