#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/secrets.hpp>

namespace cxload::scenario {
namespace {

constexpr std::size_t kept_faults = 1'000;
constexpr std::size_t shown_width = 150;  // of an offending line

std::string_view line_of(std::string_view text, std::uint32_t number) {
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// Characters, not bytes: what an editor counts.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The line, cut to a window around `column` (bytes, from 0), and a caret below.
std::string excerpt(std::string_view line, std::size_t column) {
  column = std::min(column, line.size());
  std::size_t from = 0;
  if (line.size() > shown_width && column > shown_width / 2) from = column - shown_width / 2;
  while (from > 0 && (static_cast<unsigned char>(line[from]) & 0xC0) == 0x80) --from;
  std::string before(line.substr(from, column - from));
  std::string rest(line.substr(column, shown_width));
  std::replace(before.begin(), before.end(), '\t', ' ');
  std::replace(rest.begin(), rest.end(), '\t', ' ');
  before = text::printable(before);
  return fmt::format("    {}{}\n    {:>{}}\n", before, text::printable(rest), "^", characters(before) + 1);
}

}  // namespace

std::uint32_t Diagnostics::add_source(std::string name, std::string text, SourceKind kind) {
  sources_.push_back({std::move(name), std::move(text), kind});
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

void Diagnostics::add(Place place, std::string what) {
  if (faults_.size() < kept_faults) faults_.push_back({place, std::move(what)});
}

std::vector<Fault> Diagnostics::sorted() const {
  std::vector<Fault> faults = faults_;
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return a.place < b.place; });
  // What was told first of a place is the cause of what was told later.
  const auto same_place = [](const Fault& a, const Fault& b) { return a.place == b.place; };
  faults.erase(std::unique(faults.begin(), faults.end(), same_place), faults.end());
  return faults;
}

std::string Diagnostics::render(std::size_t limit) const {
  std::vector<std::string> masked;
  masked.reserve(sources_.size());
  for (const Source& source : sources_) masked.push_back(mask_passwords(source.text, MaskStyle::same_length));
  const std::vector<Fault> faults = sorted();
  std::string out;
  for (std::size_t i = 0; i < std::min(limit, faults.size()); ++i) {
    const auto& [place, what] = faults[i];
    if (place.source >= sources_.size()) {
      out += text::printable(what) + "\n";
      continue;
    }
    const Source& source = sources_[place.source];
    const std::string_view line = line_of(masked[place.source], place.line);
    const std::size_t column = std::min<std::size_t>(place.column - 1, line.size());
    const std::string where =
        source.kind == SourceKind::option
            ? mask_passwords(source.name)
            : fmt::format("{}:{}:{}", source.name, place.line, characters(line.substr(0, column)) + 1);
    out += fmt::format("{}: {}\n", text::printable(where), text::printable(what));
    if (!line.empty()) out += excerpt(line, column);
  }
  if (faults.size() > limit) out += fmt::format("… and {} more\n", faults.size() - limit);
  return out;
}

std::string hint(std::string_view word, std::span<const std::string_view> known) {
  if (const auto near = text::nearest(word, known)) return fmt::format("; did you mean \"{}\"?", *near);
  if (known.empty() || known.size() > 12) return {};
  return fmt::format("; known: {}", fmt::join(known, ", "));
}

std::string not_yet(std::string_view word) {
  return fmt::format("\"{}\" is part of the format, but this version does not have it yet", word);
}

}  // namespace cxload::scenario
