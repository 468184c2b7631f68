#include <cmath>

#include <fmt/format.h>

#include "../tame.hpp"
#include "plots.hpp"

namespace cxload::report::page {
namespace {

/// Names may come from a scenario or a peer. `<` is written as an escape, so no `</script>` or `<!--` can end
/// or change the element; tame() has left neither control characters nor broken UTF-8.
std::string json_string(std::string_view untrusted) {
  std::string out = "\"";
  for (const char c : tame_line(untrusted, 256)) {
    if (c == '<' || c == '>' || c == '&')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else if (c == '"' || c == '\\')
      out.append(1, '\\').append(1, c);
    else
      out += c;
  }
  return out + '"';
}

std::string json_number(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{:.8g}", *value) : std::string("null");
}

template <class List, class Write>
std::string json_list(const List& list, Write write) {
  std::string out = "[";
  for (const auto& item : list) {
    if (out.size() > 1) out += ',';
    out += write(item);
  }
  return out + ']';
}

std::string json_plot(const Plot& plot) {
  const auto line = [](const PlotLine& it) {
    return fmt::format(R"({{"name":{},"style":{},"values":{}}})", json_string(it.name), json_string(it.style),
                       json_list(it.values, json_number));
  };
  const auto limit = [](const PlotLimit& it) {
    return fmt::format(R"({{"name":{},"value":{}}})", json_string(it.name), json_number(it.value));
  };
  const auto mark = [](const PlotMark& it) {
    return fmt::format(R"({{"name":{},"x":{}}})", json_string(it.name), json_number(it.x));
  };
  const std::string marks = plot.marks.empty() ? std::string() : ",\"marks\":" + json_list(plot.marks, mark);
  return fmt::format(
      "{{\"id\":{},\"axis\":\"{}\",\"logarithmic\":{},\"unit\":{},\"x\":{},\n\"lines\":{},\"limits\":{}{}}}",
      json_string(plot.id), plot.axis == PlotAxis::time ? "time" : "percentile", plot.is_logarithmic,
      json_string(plot.unit), json_list(plot.x, json_number), json_list(plot.lines, line),
      json_list(plot.limits, limit), marks);
}

}  // namespace

std::string plots_json(const std::vector<Plot>& plots) { return json_list(plots, json_plot); }

}  // namespace cxload::report::page
