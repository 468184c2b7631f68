// Whether the generator itself kept up, and by which figures that is judged.
#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

std::string_view meaning(result::ValidityStatus status) {
  switch (status) {
    case result::ValidityStatus::valid:
      return "The generator kept up with its plan; the figures above describe the deployment.";
    case result::ValidityStatus::degraded:
      return "The generator was strained; small latencies above may partly be its own.";
    case result::ValidityStatus::invalid:
      break;
  }
  return "The generator did not keep up; the figures above describe it, not the deployment.";
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

}  // namespace

std::string validity_section(const result::RunResult& run) {
  const result::Validity& it = run.validity;
  std::string out = fmt::format("<p><strong class=\"validity-{0}\">{0}</strong> {1}</p>\n",
                                validity_key(it.status), meaning(it.status));
  if (!it.reasons.empty()) {
    out += "<ul>\n";
    for (const std::string& reason : it.reasons) out += fmt::format("<li>{}</li>\n", html(reason, 600));
    out += "</ul>\n";
  }
  out += "<dl class=\"facts\">\n";
  add(out, "Lateness of starts",
      fmt::format("p50 {}, p99 {}, highest {}", quantity(it.lateness_p50_ms, "ms"),
                  quantity(it.lateness_p99_ms, "ms"), quantity(it.lateness_max_ms, "ms")));
  add(out, "Loop lag p99", quantity(it.loop_lag_p99_ms, "ms"));
  add(out, "Busiest shard", quantity(it.busiest_shard_share, "1") + " busy");
  if (it.achieved_share) add(out, "Rate achieved", quantity(*it.achieved_share, "1") + " of the offered one");
  add(out, "Starts dropped",
      fmt::format("{} too late, {} without a free phone", count_text(it.dropped_late),
                  count_text(it.dropped_no_phone)));
  add(out, "Own socket drops", count_text(it.socket_drops));
  return out + "</dl>\n";
}

}  // namespace cxload::report::page
