// Frames of the live block, and what they are drawn on.
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cxload/report/live_view.hpp>

namespace cxload::report {

std::string LivePainter::frame(const std::vector<std::string>& lines, const Screen& screen) {
  // A narrower window has wrapped what was drawn before, so nobody knows where it began: start below it.
  if (screen.columns < columns_) drawn_ = 0;
  columns_ = screen.columns;
  std::string out = drawn_ == 0 ? std::string("\r") : fmt::format("\r\x1b[{}A", drawn_);
  // Each line is overwritten and its rest erased: there is no moment at which the block is blank.
  for (const std::string& line : lines) out += line + "\x1b[K\n";
  if (lines.size() < drawn_) out += "\x1b[J";
  drawn_ = lines.size();
  return out;
}

std::string LivePainter::clear() {
  const std::size_t drawn = std::exchange(drawn_, 0);
  return drawn == 0 ? std::string() : fmt::format("\r\x1b[{}A\x1b[J", drawn);
}

Screen screen_of(int descriptor, bool no_colour_option) {
  Screen screen;
  screen.is_terminal = ::isatty(descriptor) == 1;
  const char* term = std::getenv("TERM");
  const std::string_view kind = term == nullptr ? "dumb" : term;
  if (kind == "dumb" || kind.empty()) screen.is_terminal = false;  // cannot move its cursor
  // https://no-color.org: any value but the empty one.
  const char* no_color = std::getenv("NO_COLOR");
  const bool is_refused = no_colour_option || (no_color != nullptr && *no_color != '\0');
  screen.has_colour = screen.is_terminal && !is_refused;
  winsize size{};
  if (screen.is_terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0) {
    if (size.ws_col > 0) screen.columns = size.ws_col;
    if (size.ws_row > 0) screen.rows = size.ws_row;
  }
  return screen;
}

}  // namespace cxload::report
