// `load`: how often journeys start.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

class LoadParser {
 public:
  LoadParser(const Node& node, const ParseContext& context)
      : context_(context),
        diagnostics_(context.diagnostics),
        node_(node),
        reader_(node, load_shape, diagnostics_) {}

  void parse() {
    if (!node_.is_map()) return;
    entry_.journey = reader_.text("journey").value_or("");
    if (!entry_.journey.empty() && context_.scenario.find_journey(entry_.journey) == nullptr)
      tell_undeclared(reader_.place_of("journey"), "journey", entry_.journey, context_.scenario.journeys,
                      diagnostics_);
    entry_.start = scaled(reader_.duration("start").value_or(Duration::zero()));
    parse_kind();
    context_.scenario.load.push_back(std::move(entry_));
  }

 private:
  /// Exactly one of these kinds; each has its own companions.
  void parse_kind() {
    static constexpr std::array<std::string_view, 5> kinds{"rate", "stages", "shape", "users", "count"};
    std::vector<std::string_view> found;
    for (const std::string_view kind : kinds)
      if (reader_.has(kind)) found.push_back(kind);
    if (found.empty() && reader_.has_unknown_key()) return;  // told already
    if (found.empty())
      return diagnostics_.add(
          node_.place,
          "a load entry needs `rate` and `for`, `stages`, `shape`, `users` and `for`, or `count`");
    if (found.size() > 1)
      return reader_.fail(found[1], fmt::format("`{}` and `{}` exclude each other", found[0], found[1]));
    if (found[0] == "rate") parse_rate_entry();
    if (found[0] == "stages") parse_stages();
    if (found[0] == "shape") parse_shape();
    if (found[0] == "users") parse_users();
    if (found[0] == "count") parse_count();
  }

  void refuse(std::string_view kind, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
      if (reader_.has(key)) reader_.fail(key, fmt::format("`{}` does not go with `{}`", key, kind));
  }

  Duration length() {
    const auto value = reader_.duration("for");
    if (!reader_.has("for")) diagnostics_.add(node_.place, "this load entry needs `for`: how long it lasts");
    if (value && *value == Duration::zero()) reader_.fail("for", "a load of no duration starts nothing");
    return scaled(value.value_or(Duration::zero()));
  }

  Duration scaled(Duration duration) const { return context_.scaled(duration); }

  bool are_few(const Node& stages, std::string_view key) {
    if (stages.items.size() <= most_in_a_row) return true;
    reader_.fail(key, fmt::format("at most {} stages", most_in_a_row));
    return false;
  }

  Arrivals arrivals() {
    return reader_.word("arrivals").value_or("uniform") == "poisson" ? Arrivals::poisson : Arrivals::uniform;
  }

  void parse_rate_entry() {
    refuse("rate", {"think"});
    const auto rate = reader_.rate("rate");
    if (rate && rate->per_second == 0) reader_.fail("rate", "a rate of 0 starts nothing");
    const Rate constant = rate.value_or(Rate{});
    entry_.load = OpenLoad{{{constant, constant, length()}}, arrivals()};
  }

  void parse_stages() {
    refuse("stages", {"for", "think"});
    const Node* list = reader_.find("stages");
    if (!list->is_list() || list->items.empty())
      return reader_.fail("stages", "`stages` is a list of at least one stage");
    if (!are_few(*list, "stages")) return;
    OpenLoad open;
    Rate rate;
    for (const Node& item : list->items) {
      const RateStage stage = parse_stage(item, rate);
      rate = stage.to;
      open.stages.push_back(stage);
    }
    const bool idle = std::all_of(open.stages.begin(), open.stages.end(),
                                  [](const RateStage& stage) { return stage.to.per_second == 0; });
    if (idle && diagnostics_.empty()) reader_.fail("stages", "these stages start nothing");
    open.arrivals = arrivals();
    entry_.load = std::move(open);
  }

  RateStage parse_stage(const Node& item, Rate from) {
    RateStage stage{from, from, {}};
    MapReader reader(item, stage_shape, diagnostics_);
    if (!item.is_map()) return stage;
    const bool ramps = reader.has("to") || reader.has("in");
    if (ramps == reader.has("for") || reader.has("to") != reader.has("in")) {
      diagnostics_.add(item.place, "a stage is {to: RATE, in: DURATION} or {for: DURATION}");
      return stage;
    }
    stage.to = ramps ? reader.rate("to").value_or(from) : from;
    stage.length = scaled(reader.duration(ramps ? "in" : "for").value_or(Duration::zero()));
    return stage;
  }

  /// A daily curve: straight from point to point, its highest at `peak`.
  void parse_shape() {
    refuse("shape", {"for", "think"});
    MapReader reader(*reader_.find("shape"), curve_shape, diagnostics_);
    const auto over = reader.duration("over");
    const auto peak = reader.rate("peak");
    if (over && *over == Duration::zero()) reader.fail("over", "a load of no duration starts nothing");
    if (peak && peak->per_second == 0) reader.fail("peak", "a rate of 0 starts nothing");
    OpenLoad open;
    open.arrivals = arrivals();
    const Node* file = reader.find("csv");
    const std::vector<double> curve = file == nullptr ? std::vector<double>() : read_curve(*file);
    if (over && peak && curve.size() > 1) {
      const double highest = *std::max_element(curve.begin(), curve.end());
      const Duration step = scaled(*over) / static_cast<Duration::rep>(curve.size() - 1);
      for (std::size_t i = 0; i + 1 < curve.size(); ++i)
        open.stages.push_back({Rate{curve[i] / highest * peak->per_second},
                               Rate{curve[i + 1] / highest * peak->per_second}, step});
    }
    entry_.load = std::move(open);
  }

  std::vector<double> read_curve(const Node& file) {
    List table;
    read_table(file, table, context_);
    const auto column = table.find_column("rate");
    if (!table.rows.empty() && !column)
      diagnostics_.add(file.place, "the file of a curve has a column `rate`");
    if (!column) return {};
    std::vector<double> curve;
    for (const std::vector<std::string>& row : table.rows) {
      const auto value = text::parse_unsigned(row[*column]);
      if (!value || *value > 1'000'000'000) {
        diagnostics_.add(file.place, fmt::format("\"{}\" in column `rate` is no whole number", row[*column]));
        return {};
      }
      curve.push_back(static_cast<double>(*value));
    }
    const bool is_flat_nothing = std::all_of(curve.begin(), curve.end(), [](double v) { return v == 0; });
    if (curve.size() < 2 || is_flat_nothing) {
      diagnostics_.add(file.place, "a curve has two points at least, and is not 0 everywhere");
      return {};
    }
    return curve;
  }

  void parse_users() {
    refuse("users", {"arrivals"});
    ClosedLoad closed;
    if (reader_.find("users")->is_list()) {
      refuse("stages of users", {"for"});
      parse_user_stages(closed);
    } else {
      closed.users = static_cast<std::uint32_t>(reader_.whole("users", 1, most_users).value_or(1));
      closed.length = length();
    }
    closed.think = reader_.duration_range("think").value_or(phone::DurationRange{});
    entry_.load = closed;
  }

  void parse_user_stages(ClosedLoad& closed) {
    double users = 0;
    if (!are_few(*reader_.find("users"), "users")) return;
    for (const Node& item : reader_.find("users")->items) {
      UserStage stage{users, users, {}};
      MapReader reader(item, user_stage_shape, diagnostics_);
      const bool ramps = reader.has("to") || reader.has("in");
      if (item.is_map() && (ramps == reader.has("for") || reader.has("to") != reader.has("in")))
        diagnostics_.add(item.place, "a stage of users is {to: NUMBER, in: DURATION} or {for: DURATION}");
      if (ramps) stage.to = static_cast<double>(reader.whole("to", 0, most_users).value_or(0));
      stage.length = scaled(reader.duration(ramps ? "in" : "for").value_or(Duration::zero()));
      users = stage.to;
      closed.users = std::max(closed.users, static_cast<std::uint32_t>(std::max(stage.from, stage.to)));
      closed.length += stage.length;
      closed.stages.push_back(stage);
    }
    if (closed.users == 0 && diagnostics_.empty()) reader_.fail("users", "these stages start nothing");
  }

  void parse_count() {
    refuse("count", {"for", "think", "arrivals"});
    entry_.load = CountLoad{reader_.whole("count", 1, 1'000'000'000).value_or(1)};
  }

  const ParseContext& context_;
  Diagnostics& diagnostics_;
  const Node& node_;
  MapReader reader_;
  LoadEntry entry_;
};

}  // namespace

void parse_load(const Node* node, const ParseContext& context) {
  if (node == nullptr) return;
  if (!node->is_list()) return context.diagnostics.add(node->place, "`load` is a list of entries");
  if (node->items.empty()) context.diagnostics.add(node->place, "`load` is empty: nothing would happen");
  if (node->items.size() > 1000) return context.diagnostics.add(node->place, "more than 1000 load entries");
  for (const Node& item : node->items) LoadParser(item, context).parse();
}

}  // namespace cxload::scenario
