// `search`: how many can the deployment take?
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

using std::chrono::seconds;

/// A search that nobody told where to stop ends at so many times the rate it began with.
constexpr double default_span = 20;
constexpr Duration default_length = seconds(30);
constexpr Duration default_pause = seconds(1);
constexpr double rfc7502_rate = 100;  // RFC 7502 4.10: r
constexpr double most_growth = 10;

Value<double> parse_percent(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
  std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (end == text.data() || rest != "%")
    return ValueError(0, fmt::format("\"{}\" is no step; 10% and 5/s are", text));
  if (value <= 0 || value > 100 * most_growth)
    return ValueError(0, fmt::format("a step is above 0 % and at most {:.0f} %", 100 * most_growth));
  return value / 100;
}

class SearchParser {
 public:
  SearchParser(const Node& node, const ParseContext& context)
      : context_(context),
        diagnostics_(context.diagnostics),
        node_(node),
        reader_(node, search_shape, diagnostics_) {}

  void parse() {
    if (!node_.is_map()) return;
    if (reader_.word("method").value_or("ramp") == "rfc7502") search_.method = SearchMethod::rfc7502;
    parse_journey();
    parse_rates();
    parse_step();
    parse_times();
    keep();
  }

  /// `search: rfc7502`: everything as the RFC says.
  static void parse_word(const Node& node, const ParseContext& context) {
    if (node.text != "rfc7502")
      return context.diagnostics.add(
          node.place,
          fmt::format("\"{}\" is no search; rfc7502 is, or a map with `journey` and `from`", node.text));
    Node nothing_else;
    nothing_else.kind = Node::Kind::map;
    nothing_else.place = node.place;
    SearchParser parser(nothing_else, context);
    parser.search_.method = SearchMethod::rfc7502;
    parser.parse_journey();
    parser.parse_rates();
    parser.parse_times();
    parser.keep();
  }

 private:
  [[nodiscard]] bool is_rfc() const { return search_.method == SearchMethod::rfc7502; }

  void parse_journey() {
    const auto& journeys = context_.scenario.journeys;
    if (const auto name = reader_.text("journey")) {
      search_.journey = *name;
      if (context_.scenario.find_journey(*name) == nullptr)
        tell_undeclared(reader_.place_of("journey"), "journey", *name, journeys, diagnostics_);
    } else if (journeys.size() == 1) {
      search_.journey = journeys.front().name;
    } else if (!reader_.has("journey") && !reader_.has_unknown_key() && !journeys.empty()) {
      diagnostics_.add(node_.place, "a search needs `journey` where there are several");
    }
  }

  void parse_rates() {
    const auto from = reader_.rate("from");
    if (from && from->per_second == 0) reader_.fail("from", "a rate of 0 starts nothing");
    if (!is_rfc() && !reader_.has("from") && !reader_.has_unknown_key())
      diagnostics_.add(node_.place, "a search needs `from`: the rate it begins with");
    search_.from = from.value_or(Rate{rfc7502_rate});
    search_.most = Rate{search_.from.per_second * default_span};
    const auto most = reader_.rate("max");
    if (most) search_.most = *most;
    if (most && *most < search_.from) reader_.fail("max", "`max` is below `from`");
    keep_agreed(most.has_value());
  }

  /// A rate above what was agreed is never tried.
  void keep_agreed(bool is_said) {
    const auto& limit = context_.scenario.deployment.limits.calls_per_s;
    const Journey* journey = context_.scenario.find_journey(search_.journey);
    if (!limit || journey == nullptr) return;
    const auto calls = std::count_if(journey->steps.begin(), journey->steps.end(),
                                     [](const JourneyStep& entry) { return entry.step->name() == "call"; });
    if (calls == 0) return;
    const Rate agreed{static_cast<double>(*limit) / static_cast<double>(calls)};
    const std::string reason = fmt::format("`limits.calls_per_s` of the deployment is {}", *limit);
    if (search_.from > agreed)
      diagnostics_.add(reader_.has("from") ? reader_.place_of("from") : node_.place,
                       fmt::format("the search begins with {}, but {}", to_text(search_.from), reason));
    else if (is_said && search_.most > agreed)
      reader_.fail("max", fmt::format("the search may go up to {}, but {}", to_text(search_.most), reason));
    search_.most = std::min(search_.most, agreed);
  }

  void parse_step() {
    const Node* step = reader_.find("step");
    if (step == nullptr) return;
    if (step->is_scalar() && step->text.find('/') != std::string::npos) {
      if (is_rfc()) return reader_.fail("step", "the step of RFC 7502 is a share: 10%");
      const auto add = reader_.rate("step");
      if (add && add->per_second == 0) reader_.fail("step", "a step of 0 leads nowhere");
      search_.add = add.value_or(Rate{});
    } else {
      search_.growth = read_scalar(*step, parse_percent, diagnostics_).value_or(search_.growth);
    }
  }

  void parse_times() {
    const double scale = context_.options.duration_scale;
    const auto scaled = [&](Duration d) {
      return Duration(std::llround(static_cast<double>(d.count()) * scale));
    };
    search_.length = scaled(reader_.duration("for").value_or(default_length));
    if (search_.length == Duration::zero()) reader_.fail("for", "a step of no duration starts nothing");
    search_.pause = scaled(reader_.duration("pause").value_or(default_pause));
    search_.repeats = static_cast<unsigned>(reader_.whole("repeats", 1, 100).value_or(search_.repeats));
    search_.attempts = reader_.whole("attempts", 1, 1'000'000'000).value_or(search_.attempts);
    (void)reader_.word("until");
    for (const std::string_view key : {"for", "repeats", "until"})
      if (is_rfc() && reader_.has(key)) reader_.fail(key, fmt::format("`{}` does not go with rfc7502", key));
    if (!is_rfc() && reader_.has("attempts")) reader_.fail("attempts", "`attempts` goes with rfc7502 only");
  }

  /// The step that asks most of this machine stands for the load: phones, sockets and gates come from it.
  void keep() {
    const Duration longest =
        is_rfc()
            ? Duration(std::llround(static_cast<double>(search_.attempts) / search_.most.per_second * 1e9))
            : search_.length;
    context_.scenario.load.push_back(
        {search_.journey, {}, OpenLoad{{{search_.most, search_.most, longest}}, {}}});
    context_.scenario.search = std::move(search_);
  }

  const ParseContext& context_;
  Diagnostics& diagnostics_;
  const Node& node_;
  MapReader reader_;
  SearchPlan search_;
};

}  // namespace

void parse_search(const Node* node, const ParseContext& context) {
  if (node == nullptr) return;
  if (node->is_scalar()) return SearchParser::parse_word(*node, context);
  SearchParser(*node, context).parse();
}

std::string to_text(const SearchPlan& search) {
  const std::string step =
      search.add.per_second > 0 ? to_text(search.add) : fmt::format("{:.4g} %", 100 * search.growth);
  if (search.method == SearchMethod::rfc7502)
    return fmt::format("RFC 7502: from {}, {} more or less each trial of {} attempts, at most {}",
                       to_text(search.from), step, search.attempts, to_text(search.most));
  return fmt::format("from {}, {} more each step of {}, up to {}; {} climbs", to_text(search.from), step,
                     to_text(search.length), to_text(search.most), search.repeats);
}

}  // namespace cxload::scenario
