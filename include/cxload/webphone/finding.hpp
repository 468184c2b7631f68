/// Finding: a rule of the Web Phone that what was received does not keep. The player goes on; the oracle
/// counts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::webphone {

enum class Level : std::uint8_t {
  must,
  should,
  negative,  ///< a must-not
  info,      ///< reported, never a fault
};
[[nodiscard]] std::string_view to_string(Level level);  ///< "MUST", "SHOULD", "NEG", "INFO"

struct Finding {
  std::string row;  ///< "WP-MENU-POS-2"
  Level level = Level::must;
  std::string sentence;  ///< what was seen; printable, holds no secret
  bool operator==(const Finding&) const = default;
};

/// Threads: none; a value type. Keeps the first `most` and counts the rest: a hostile portal must not grow
/// it.
class Findings {
 public:
  static constexpr std::size_t most = 64;

  void add(std::string_view row, Level level, std::string_view sentence);
  void add(const Findings& others);

  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] bool has(std::string_view row) const;
  [[nodiscard]] bool has_fault() const;  ///< anything but INFO

 private:
  std::vector<Finding> all_;
  std::size_t left_out_ = 0;
};

}  // namespace cxload::webphone
