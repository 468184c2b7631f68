/// JsonWriter: JSON text, its commas, line breaks and escapes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::report {

/// `text` with everything that is not UTF-8 spelt out as \xNN; control characters stay, JSON can hold them.
[[nodiscard]] std::string clean_utf8(std::string_view text);

/// Twelve digits, so that reading and writing again changes nothing; null for none.
[[nodiscard]] std::string json_number(double value);
[[nodiscard]] std::string json_number(std::optional<double> value);

/// Values go to the open container; in an object each after its key().
class JsonWriter {
 public:
  enum class Layout { lines, flat };  ///< one member a line, or all on one; inside a flat one all is flat

  void begin_object(Layout layout = Layout::lines) { open('{', '}', layout); }
  void begin_array(Layout layout = Layout::lines) { open('[', ']', layout); }
  void end();
  void key(std::string_view name);

  void text(std::string_view value);
  void number(double value) { raw(json_number(value)); }
  void number(std::optional<double> value) { raw(json_number(value)); }
  void integer(std::uint64_t value);
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();
  void time(WallTime value);         ///< RFC 3339 UTC with milliseconds
  void raw(std::string_view value);  ///< a value that is JSON already

  // key() and value in one.
  void text(std::string_view name, std::string_view value) { key(name), text(value); }
  void number(std::string_view name, double value) { key(name), number(value); }
  void number(std::string_view name, std::optional<double> value) { key(name), number(value); }
  void integer(std::string_view name, std::uint64_t value) { key(name), integer(value); }
  void texts(std::string_view name, const std::vector<std::string>& values);

  [[nodiscard]] std::string take() { return std::move(out_) + "\n"; }

 private:
  struct Open {
    char close;
    Layout layout;
    bool is_empty = true;
  };

  void open(char bracket, char close, Layout layout);
  void begin_value();
  void break_line();

  std::string out_;
  std::vector<Open> open_;
  bool has_key_ = false;
};

}  // namespace cxload::report
