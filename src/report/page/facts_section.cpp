// What was run, on what, and how to run it again.
#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

void add(std::string& out, std::string_view name, const std::string& markup) {
  if (!markup.empty()) out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, markup);
}

std::string code(std::string_view untrusted) {
  return untrusted.empty() ? std::string() : fmt::format("<code>{}</code>", html(untrusted, 2000));
}

std::string host(const result::HostFacts& it) {
  if (it.hostname.empty() && it.cores == 0) return {};
  return html(fmt::format("{}: {}, {}, {:.1f} GiB memory, {}, {} descriptors", it.hostname, it.cpu_model,
                          plural(it.cores, "core"), it.memory_gib, it.kernel,
                          count_text(it.descriptor_limit)));
}

}  // namespace

std::string facts_section(const result::RunResult& run) {
  const result::RunFacts& it = run.run;
  std::string out = "<dl class=\"facts\">\n";
  add(out, "Target", code(it.target));
  add(out, "Command", code(it.command));
  add(out, "Scenario", code(it.scenario));
  add(out, "Seed", fmt::format("<code>{}</code>", it.seed));
  add(out, "Started", date_text(it.started));
  add(out, "Finished",
      it.finished ? fmt::format("{}, after {}", date_text(*it.finished), span_text(run_length(run)))
                  : std::string("not finished"));
  add(out, "Generator", fmt::format("cxload {}, {}", html(it.version), plural(it.threads, "thread")));
  add(out, "Host", host(it.host));
  for (const std::string& note : run.notes) add(out, "Note", html(note, 600));
  out += "</dl>\n";
  if (!it.scenario_text.empty())
    out += fmt::format(
        "<details><summary>Scenario text, secrets masked</summary><pre tabindex=\"0\">{}</pre></details>\n",
        html(it.scenario_text, longest_text));
  return out;
}

}  // namespace cxload::report::page
