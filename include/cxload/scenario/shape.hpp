/// Shape: which keys a map of the format has. One table serves the parser, its messages and the JSON Schema.
#pragma once
#include <span>
#include <string_view>

namespace cxload::scenario {

struct Shape;

/// What stands behind a key, as far as one table can say.
enum class Form {
  text,
  name,  ///< of a pool, group or journey: [a-z][a-z0-9_-]*
  word,  ///< one of `words`
  flag,
  whole,  ///< a whole number
  duration,
  duration_range,
  rate,
  map,          ///< of `shape`
  map_of_maps,  ///< names of the user's, each a map of `shape`
  map_of_text,
  list_of_maps,   ///< of `shape`
  list_of_words,  ///< of `words`
  list_of_text,
  statuses,  ///< one SIP status or a list
  custom,    ///< `schema` says it
};

struct Field {
  std::string_view key;
  Form form = Form::text;
  std::string_view help;
  bool required = false;
  const Shape* shape = nullptr;
  std::span<const std::string_view> words = {};
  std::string_view schema = {};  ///< JSON, for Form::custom
};

struct Shape {
  std::string_view name;  ///< "a group", as messages say it
  std::span<const Field> fields;
  std::string_view rule = {};  ///< JSON Schema members that tie keys together, for example `"oneOf": […]`

  [[nodiscard]] const Field* find(std::string_view key) const;
};

/// The tables, outermost first. Options of steps stand with their step.
extern const Shape scenario_shape, deployment_shape, tls_shape, limits_shape, stop_on_shape, standin_shape,
    standin_dns_shape, pool_shape, group_shape, media_shape, codecs_shape, network_shape, ice_shape,
    ice_server_shape, opus_shape, answer_shape, stay_shape, journey_shape, load_shape, stage_shape,
    search_shape, event_shape, list_shape, user_stage_shape, curve_shape, gate_shape;

/// True for keys and words that the format has and this version has not; `owner` is a shape's name, or
/// "a step". The one table of them is in src/scenario/later_words.cpp.
[[nodiscard]] bool is_later(std::string_view owner, std::string_view word);

}  // namespace cxload::scenario
