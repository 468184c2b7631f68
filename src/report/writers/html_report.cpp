// report.html: one page, readable offline, that shows nothing it did not bring along.
#include <array>
#include <span>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/report/writer.hpp>

#include "page/assets.hpp"
#include "page/markup.hpp"
#include "page/plots.hpp"
#include "page/sections.hpp"
#include "wording.hpp"

namespace cxload::report {
namespace {

namespace assets = page::assets;

struct Slot {
  std::string_view name;
  std::string_view content;
};

/// Replaces {{name}} by the slot's content in one pass, so nothing a peer wrote is taken for a slot.
std::string fill(std::string_view shell, std::span<const Slot> slots) {
  std::string out;
  for (;;) {
    const std::size_t open = shell.find("{{");
    out += shell.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = shell.find("}}", open);
    const std::string_view name = shell.substr(open + 2, close - open - 2);
    for (const Slot& slot : slots)
      if (slot.name == name) out += slot.content;
    shell.remove_prefix(close + 2);
  }
}

std::string source_of(std::string_view inline_text) {
  return fmt::format("'sha256-{}'", text::to_base64(crypto::hash_bytes(crypto::Hash::sha256, inline_text)));
}

/// Only the page's own scripts and style run, known by their hashes; nothing is loaded from anywhere. Should
/// a string of a peer ever slip through as markup, it still could not act.
const std::string& policy() {
  static const std::string made = fmt::format(
      "default-src 'none'; script-src {} {}; style-src {}; img-src data:; base-uri 'none'; form-action "
      "'none'",
      source_of(assets::chart_js()), source_of(assets::page_js()), source_of(assets::page_css()));
  return made;
}

std::string write_html(const result::RunResult& run) {
  const std::vector<page::Plot> plots = page::plots_of(run);
  const std::string title =
      page::html(fmt::format("{} · {} · cxload", verdict_word(run.verdict.status), run.run.name), 300);
  const std::string version = page::html(run.run.version, 60);
  const std::string verdict = page::verdict_section(run), key_figures = page::key_figures_section(run);
  const std::string gates = page::gates_section(run),
                    plots_markup = page::plots_section(plots, page::plots_note(run));
  const std::string failures = page::failures_section(run), journeys = page::journeys_section(run);
  const std::string metrics = page::metrics_section(run), validity = page::validity_section(run);
  const std::string search = page::search_section(run), search_link = page::search_link(run),
                    notices = page::notices_section(run);
  const std::string facts = page::facts_section(run), plot_data = page::plots_json(plots);
  const auto slots = std::to_array<Slot>({{"policy", policy()},
                                          {"title", title},
                                          {"style", assets::page_css()},
                                          {"status", verdict_key(run.verdict.status)},
                                          {"verdict", verdict},
                                          {"key_figures", key_figures},
                                          {"gates", gates},
                                          {"search_link", search_link},
                                          {"search", search},
                                          {"notices", notices},
                                          {"plots", plots_markup},
                                          {"failures", failures},
                                          {"journeys", journeys},
                                          {"metrics", metrics},
                                          {"validity", validity},
                                          {"facts", facts},
                                          {"version", version},
                                          {"plot_data", plot_data},
                                          {"chart_js", assets::chart_js()},
                                          {"page_js", assets::page_js()}});
  return fill(assets::page_html(), slots);
}

}  // namespace

extern const Writer html_report;
const Writer html_report{"html", "report.html", write_html};

}  // namespace cxload::report
