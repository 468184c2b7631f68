#include "json_search.hpp"

#include "json_words.hpp"

namespace cxload::report {
namespace {

using Layout = JsonWriter::Layout;

constexpr std::size_t most_repeats = 1000, most_steps = 100'000;

void write_step(JsonWriter& out, const result::SearchStep& step) {
  out.begin_object();
  out.number("rate", step.rate);
  out.integer("repeat", std::uint64_t{step.repeat});
  out.integer("planned", step.planned);
  out.integer("completed", step.completed);
  out.integer("failed", step.failed);
  out.integer("dropped", step.dropped);
  out.number("p95_ms", step.p95_ms);
  out.text("end", words::of(words::step_ends, step.end));
  out.texts("reasons", step.reasons);
  out.end();
}

result::SearchStep read_step(const JsonReader& json) {
  result::SearchStep step;
  step.rate = json.at("rate").number();
  step.repeat = static_cast<unsigned>(json.at("repeat").unsigned_integer());
  step.planned = json.at("planned").unsigned_integer();
  step.completed = json.at("completed").unsigned_integer();
  step.failed = json.at("failed").unsigned_integer();
  step.dropped = json.at("dropped").unsigned_integer();
  step.p95_ms = json.at("p95_ms").number_if_any();
  const auto end = words::find(words::step_ends, json.at("end").text());
  if (!end) json.at("end").fail("a step is held, broke or generator");
  step.end = end.value_or(result::StepEnd::held);
  step.reasons = json.at("reasons").texts();
  return step;
}

}  // namespace

void write_search(JsonWriter& out, const result::SearchReport& search) {
  out.begin_object();
  out.text("method", search.method);
  out.text("journey", search.journey);
  out.text("outcome", words::of(words::search_outcomes, search.outcome));
  out.number("rate", search.rate);
  out.number("low", search.low);
  out.number("high", search.high);
  out.number("broke_at", search.broke_at);
  out.key("repeats");
  out.begin_array(Layout::flat);
  for (const double rate : search.repeats) out.raw(json_number(rate));
  out.end();
  out.text("text", search.text);
  out.texts("knee", search.knee);
  out.key("steps");
  out.begin_array();
  for (const result::SearchStep& step : search.steps) write_step(out, step);
  out.end();
  out.end();
}

result::SearchReport read_search(const JsonReader& json) {
  result::SearchReport search;
  search.method = json.at("method").text();
  search.journey = json.at("journey").text();
  const auto outcome = words::find(words::search_outcomes, json.at("outcome").text());
  if (!outcome) json.at("outcome").fail("this is no outcome of a search");
  search.outcome = outcome.value_or(result::SearchOutcome::stopped);
  search.rate = json.at("rate").number_if_any();
  search.low = json.at("low").number_if_any();
  search.high = json.at("high").number_if_any();
  search.broke_at = json.at("broke_at").number_if_any();
  json.at("repeats").for_each_item(most_repeats,
                                   [&](const JsonReader& rate) { search.repeats.push_back(rate.number()); });
  search.text = json.at("text").text();
  search.knee = json.at("knee").texts();
  json.at("steps").for_each_item(most_steps,
                                 [&](const JsonReader& step) { search.steps.push_back(read_step(step)); });
  return search;
}

}  // namespace cxload::report
