/// Counts: a sparse array of 64-bit counts; copies share their blocks until one of them writes.
#pragma once
#include <array>
#include <atomic>
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

  void add(std::size_t index, std::uint64_t n) {
    const std::size_t block = index / block_size;
    if (block >= blocks_.size() || blocks_[block] == nullptr || blocks_[block]->is_shared()) make_own(block);
    blocks_[block]->counts[index % block_size] += n;
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
      for (std::size_t i = 0; i < block_size; ++i) {
        const std::uint64_t n = blocks_[block]->counts[i];
        if (n != 0 && !visit(block * block_size + i, n)) return;
      }
    }
  }
  [[nodiscard]] std::optional<std::size_t> first() const;
  [[nodiscard]] std::optional<std::size_t> last() const;
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::size_t memory() const;  ///< bytes on the heap, shared blocks included

 private:
  struct Block {
    std::atomic<std::uint32_t> owners{0};
    std::array<std::uint64_t, block_size> counts{};

    Block() = default;
    Block(const Block& other) : counts(other.counts) {}
    /// Acquire: what another copy read from the block happened before we write to it.
    [[nodiscard]] bool is_shared() const { return owners.load(std::memory_order_acquire) > 1; }
    [[nodiscard]] bool is_empty() const;
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
