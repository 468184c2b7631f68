#include "markup.hpp"

#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "../tame.hpp"

namespace cxload::report::page {
namespace {

#define CXLOAD_ICON(shapes)                                                                               \
  "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\" fill=\"none\" "     \
  "stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\">" shapes \
  "</svg>"

constexpr std::string_view tick =
    CXLOAD_ICON("<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M7.5 12.5l3 3 6-6.5\"/>");
constexpr std::string_view cross =
    CXLOAD_ICON("<path d=\"M8 2h8l6 6v8l-6 6H8l-6-6V8z\"/><path d=\"M8.5 8.5l7 7M15.5 8.5l-7 7\"/>");
constexpr std::string_view triangle =
    CXLOAD_ICON("<path d=\"M12 3L1.8 20.5h20.4z\"/><path d=\"M12 10v4.5M12 17.5v.01\"/>");
constexpr std::string_view broken_link = CXLOAD_ICON(
    "<path d=\"M9 15l-2.5 2.5a3.9 3.9 0 0 1-5.5-5.500L4 9.500M15 9l2.5-2.500a3.9 3.9 0 0 1 5.5 5.500L20 "
    "14.500M8 3v3M16 21v-3M3.5 5l2 1.500M20.5 19l-2-1.5\"/>");
constexpr std::string_view stopped =
    CXLOAD_ICON("<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M8.5 8.500h7v7h-7z\"/>");
constexpr std::string_view unfinished = CXLOAD_ICON(
    "<circle cx=\"12\" cy=\"12\" r=\"10\" stroke-dasharray=\"3.5 3\"/><path d=\"M12 6.500V12l3.5 2.5\"/>");

}  // namespace

std::string html(std::string_view untrusted, std::size_t limit) {
  return text::escape_html(tame(untrusted, limit));
}

std::string figure(std::string_view text) {
  constexpr std::size_t longest_figure = 24;
  if (text.size() > longest_figure) return html(text);
  return fmt::format("<span class=\"one-line\">{}</span>", html(text));
}

std::string_view verdict_icon(result::VerdictStatus status) {
  constexpr std::array<std::string_view, 6> icons = {tick, cross, triangle, broken_link, stopped, unfinished};
  return icons[static_cast<std::size_t>(status)];
}

std::string_view passed_icon() { return tick; }
std::string_view failed_icon() { return cross; }

std::string scrollable(std::string_view label, std::string_view table) {
  return fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{}</div>\n",
                     label, table);
}

}  // namespace cxload::report::page
