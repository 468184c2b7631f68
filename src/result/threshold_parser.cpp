/// Reads "metric{label=value,…}.stat op number unit" and says exactly where it is wrong.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/result/format.hpp>
#include <cxload/result/threshold.hpp>

#include "threshold_limit.hpp"
#include "threshold_stat.hpp"

namespace cxload::result {
namespace {

using stats::Catalogue;
using stats::Kind;
using stats::Metric;

/// Journey labels keep pace with the catalogue; the others are few and fixed.
const LabelValues fixed_values{{"reason", {"late", "no_phone"}},
                               {"side", {"caller", "callee"}},
                               {"transport", {"udp", "tcp", "tls", "ws", "wss", "http", "https"}},
                               {"scale", {"fb", "nb", "wb"}},
                               {"direction", {"sent", "received"}}};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const auto near = text::nearest(word, known);
  return near ? fmt::format("; did you mean \"{}\"?", *near) : "";
}

class Parser {
 public:
  Parser(std::string_view text, const Catalogue& catalogue, const LabelValues& known_values)
      : text_(text), catalogue_(catalogue), known_values_(known_values) {
    made_.text = std::string(text);
  }

  boost::system::result<Threshold, ThresholdError> run() {
    const bool is_good = take_metric() && take_labels() && take_stat() && take_operator() && take_limit();
    if (is_good) return std::move(made_);
    return std::move(error_);
  }

 private:
  bool fail(std::size_t at, std::string message) {
    error_ = {at, std::move(message)};
    return false;
  }
  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  std::string_view take_word() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }

  bool take_metric();
  bool take_labels();
  bool take_label();
  bool check_label_value(std::size_t at, const std::string& name, const std::string& value);
  bool take_stat();
  bool take_operator();
  bool take_limit();

  // Given.
  std::string_view text_;
  const Catalogue& catalogue_;
  const LabelValues& known_values_;
  // State.
  std::size_t at_ = 0;
  const Metric* metric_ = nullptr;
  Threshold made_;
  ThresholdError error_{};
};

/// The longest metric that the word is, or begins with before a dot: "journey.call.failed" is one, and
/// "sip.rrd.p99.9" is sip.rrd with a figure.
bool Parser::take_metric() {
  skip_spaces();
  const std::size_t from = at_;
  const std::string_view word = take_word();
  if (word.empty()) return fail(from, "a metric is expected, as in \"sip.rrd.p95 < 250ms\"");
  for (std::size_t length = word.size(); length != std::string_view::npos && length > 0;
       length = word.rfind('.', length - 1)) {
    const auto id = catalogue_.find(word.substr(0, length));
    if (!id) continue;
    metric_ = &catalogue_.at(*id);
    made_.metric = metric_->name;
    at_ = from + length;
    return true;
  }
  const std::size_t dot = word.rfind('.');
  const bool ends_in_stat =
      dot != std::string_view::npos && check_stat(word.substr(dot + 1), Kind::distribution).empty();
  const std::string_view meant = ends_in_stat ? word.substr(0, dot) : word;
  return fail(from, fmt::format("unknown metric \"{}\"{}", meant, did_you_mean(meant, catalogue_.names())));
}

bool Parser::take_labels() {
  if (at_ >= text_.size() || text_[at_] != '{') return true;
  if (text_.find('}', at_) == std::string_view::npos) return fail(at_, "this { has no }");
  ++at_;
  do {
    if (!take_label()) return false;
    skip_spaces();
  } while (text_[at_++] == ',');
  if (text_[at_ - 1] != '}') return fail(at_ - 1, "\",\" or \"}\" is expected");
  std::sort(made_.labels.begin(), made_.labels.end());
  return true;
}

bool Parser::take_label() {
  skip_spaces();
  const std::size_t from = at_;
  const std::string name(take_word());
  if (std::find(stats::label_names.begin(), stats::label_names.end(), name) == stats::label_names.end())
    return fail(from, name.empty() ? "a label is expected, as in {journey=call}"
                                   : fmt::format("unknown label \"{}\"{}", name,
                                                 did_you_mean(name, stats::label_names)));
  const auto same_name = [&](const stats::Label& label) { return label.first == name; };
  if (std::any_of(made_.labels.begin(), made_.labels.end(), same_name))
    return fail(from, fmt::format("label \"{}\" stands here twice", name));
  skip_spaces();
  if (at_ >= text_.size() || text_[at_] != '=') return fail(at_, "\"=\" is expected after a label");
  ++at_;
  skip_spaces();
  const std::size_t value_at = at_;
  const std::string value(text::trim(text_.substr(at_, text_.find_first_of(",}", at_) - at_)));
  at_ += value.size();
  if (value.empty()) return fail(value_at, fmt::format("label \"{}\" needs a value", name));
  made_.labels.emplace_back(name, value);
  return check_label_value(value_at, name, value);
}

bool Parser::check_label_value(std::size_t at, const std::string& name, const std::string& value) {
  std::vector<std::string> known;
  if (const auto given = known_values_.find(name); given != known_values_.end()) {
    known = given->second;
  } else if (const auto fixed = fixed_values.find(name); fixed != fixed_values.end()) {
    known = fixed->second;
  } else if (name == "journey") {
    for (const std::string_view metric : catalogue_.names())
      if (metric.starts_with("journey.") && metric.ends_with(".failed"))
        known.emplace_back(metric.substr(8, metric.size() - 15));
  } else {
    return true;
  }
  if (std::find(known.begin(), known.end(), value) != known.end()) return true;
  const std::vector<std::string_view> words(known.begin(), known.end());
  return fail(at, fmt::format("unknown {} \"{}\"{}", name, value, did_you_mean(value, words)));
}

bool Parser::take_stat() {
  const bool is_distribution = metric_->kind == Kind::distribution;
  if (at_ >= text_.size() || text_[at_] != '.') {
    made_.stat = "value";
    if (!is_distribution) return true;
    return fail(at_, fmt::format("{} is a distribution: name a figure of it, as in \"{}.p95\"", made_.metric,
                                 format_series(made_.metric, made_.labels)));
  }
  const std::size_t from = ++at_;
  made_.stat = std::string(take_word());
  if (made_.stat.empty()) return fail(from, "a figure is expected after the dot, as in \".p95\"");
  std::string wrong = check_stat(made_.stat, metric_->kind);
  return wrong.empty() || fail(from, std::move(wrong));
}

bool Parser::take_operator() {
  skip_spaces();
  for (const std::string_view op : {"<=", ">=", "==", "!=", "<", ">"}) {
    if (!text_.substr(at_).starts_with(op)) continue;
    made_.op = std::string(op);
    at_ += op.size();
    return true;
  }
  if (text_.substr(at_).starts_with('=')) return fail(at_, "\"=\" is not an operator; did you mean \"==\"?");
  return fail(at_, "an operator is expected: < <= > >= == !=");
}

bool Parser::take_limit() {
  skip_spaces();
  const std::string_view rest = text::trim(text_.substr(at_));
  auto limit = parse_limit(rest, *metric_, made_.stat);
  if (!limit) return fail(at_ + limit.error().at, std::move(limit.error().message));
  made_.limit = *limit;
  return true;
}

}  // namespace

boost::system::result<Threshold, ThresholdError> parse_threshold(std::string_view text,
                                                                 const Catalogue& catalogue,
                                                                 const LabelValues& known_values) {
  return Parser(text, catalogue, known_values).run();
}

}  // namespace cxload::result
