// A row of figures an operator is asked for on the telephone.
#include <algorithm>

#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

/// ITU-T P.800.1: below it most people are dissatisfied (E-model, R of 60).
constexpr double poor_speech = 3.1;

void add(std::string& out, std::string_view name, std::string_view value, std::string_view beside,
         bool is_bad = false) {
  out +=
      fmt::format("<div class=\"figure{}\"><dt>{}</dt><dd><strong>{}</strong> <span>{}</span></dd></div>\n",
                  is_bad ? " bad" : "", name, value, beside);
}

void add_latency(std::string& out, const result::RunResult& run, std::string_view metric,
                 std::string_view name) {
  const auto latency = find_distribution(run, metric);
  if (!latency) return;
  add(out, name, figure(quantity(latency->at(95), latency->metric->unit)),
      fmt::format("p50 {}", html(quantity(latency->at(50), latency->metric->unit))));
}

void add_peak(std::string& out, const result::RunResult& run, std::string_view name, std::string_view shown) {
  std::optional<double> peak;
  for (const auto& value : column(run.series, name))
    if (value && (!peak || *value > *peak)) peak = value;
  if (peak && *peak > 0) add(out, shown, number_text(*peak), "at the peak");
}

/// What was heard, each band on its own scale, and what nobody should hear.
void add_voice(std::string& out, const result::RunResult& run) {
  for (const VoiceQuality& it : voice_qualities(run))
    add(out, fmt::format("Speech heard, {}", it.band), number_text(it.mos.at(50)),
        fmt::format("MOS p50, p5 {}", number_text(it.mos.at(5))), it.mos.at(5) < poor_speech);
  for (const auto& [metric, name] : {std::pair{"media.one_way", "Heard in one direction only"},
                                     std::pair{"media.crossed", "Heard another call"}})
    if (const std::uint64_t calls = counter_of(run, metric); calls > 0)
      add(out, name, count_text(calls), "calls", true);
}

}  // namespace

std::string key_figures_section(const result::RunResult& run) {
  std::string out;
  if (const std::size_t gates = run.thresholds.size(); gates > 0) {
    const std::size_t failed = failed_gates(run);
    add(out, "Gates passed", fmt::format("{} of {}", gates - failed, gates),
        failed == 0 ? std::string("all of them") : fmt::format("{} failed", failed), failed > 0);
  }
  if (const auto total = total_of(run); total.planned > 0)
    add(out, "Journeys done", count_text(total.completed),
        fmt::format("of {}, {} failed", count_text(total.planned), count_text(total.failed)),
        total.failed > 0);
  add_latency(out, run, "sip.rrd", "Registration p95");
  add_latency(out, run, "sip.srd", "Call set-up p95");
  add_voice(out, run);
  if (const auto share = run.validity.achieved_share)
    add(out, "Rate achieved", quantity(*share, "1"), "of the offered one", *share < 0.98);
  add_peak(out, run, "phones.registered", "Phones registered");
  add_peak(out, run, "calls.active", "Calls at once");
  return out.empty() ? out : fmt::format("<dl class=\"figures\">\n{}</dl>\n", out);
}

}  // namespace cxload::report::page
