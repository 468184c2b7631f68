/// Log lines for developers, on stderr (stdout belongs to reports). Never in headers, never secrets.
#pragma once
#include <string_view>

#include <fmt/format.h>

namespace cxload::log {

enum class Level { debug, info, warn, error, off };

void set_level(Level level);
[[nodiscard]] bool is_on(Level level);
/// Thread-safe: one write call a line. Each tag may print 200 lines a second; the rest is counted and said
/// once.
void write(Level level, std::string_view tag, std::string_view line);

}  // namespace cxload::log

/// CXLOAD_LOG(warn, "tls", "peer {} closed", name): the level is tested before anything is formatted.
#define CXLOAD_LOG(level, tag, ...)                                                     \
  do {                                                                                  \
    if (::cxload::log::is_on(::cxload::log::Level::level))                              \
      ::cxload::log::write(::cxload::log::Level::level, tag, fmt::format(__VA_ARGS__)); \
  } while (false)
