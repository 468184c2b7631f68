/// Pieces of HTML every section uses. Whatever came from a peer or a file passes html() before it is markup.
#pragma once
#include <string>
#include <string_view>

#include <cxload/result/run_result.hpp>

namespace cxload::report::page {

/// Longest ladder or scenario a page shows; the files in the run's folder hold the whole.
inline constexpr std::size_t longest_text = 64 * 1024;

/// Escaped for text and attributes; control characters and broken UTF-8 shown as \xNN.
[[nodiscard]] std::string html(std::string_view untrusted, std::size_t limit = 4096);

/// A figure with its unit, kept on one line while it is as short as figures are.
[[nodiscard]] std::string figure(std::string_view text);

/// A drawing that differs in shape, not only in colour, for each verdict; decoration to a screen reader.
[[nodiscard]] std::string_view verdict_icon(result::VerdictStatus status);
[[nodiscard]] std::string_view passed_icon();
[[nodiscard]] std::string_view failed_icon();

/// A scrollable frame around a wide table, reachable by keyboard.
[[nodiscard]] std::string scrollable(std::string_view label, std::string_view table);

}  // namespace cxload::report::page
