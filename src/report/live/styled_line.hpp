/// StyledLine: pieces of text with a look, cut to a width in terminal columns.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::report::live {

enum class Look { plain, strong, faint, good, bad, care };

/// Columns a text takes: 0 for combining marks, 2 for East Asian wide characters and most pictographs.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// The longest start of `text` that fits, ending in "…" when something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

/// Text is tamed as it is added, so a line never holds an escape sequence or a break of someone else.
class StyledLine {
 public:
  StyledLine& add(std::string_view text, Look look = Look::plain);
  /// `text` in `columns` columns, cut or filled up.
  StyledLine& add_left(std::string_view text, std::size_t columns, Look look = Look::plain);
  StyledLine& add_right(std::string_view text, std::size_t columns, Look look = Look::plain);
  [[nodiscard]] std::size_t columns() const { return columns_; }
  /// Cut to `columns`; escape sequences only with colour.
  [[nodiscard]] std::string text(std::size_t columns, bool has_colour) const;

 private:
  struct Piece {
    std::string text;
    Look look;
  };
  std::vector<Piece> pieces_;
  std::size_t columns_ = 0;
};

}  // namespace cxload::report::live
