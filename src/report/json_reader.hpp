/// JsonReader: one place of a parsed document, read with its type checked. The first fault of all is kept.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>

namespace boost::json {
class value;
}

namespace cxload::report {

/// What is missing or null reads as empty, 0 or false, so that a report of an older version can be read; what
/// has another type is a fault. Lifetime: of the document; values of this class are places in it.
class JsonReader {
 public:
  class Document;  ///< owns the parsed text and the fault

  [[nodiscard]] JsonReader at(std::string_view key) const;
  [[nodiscard]] bool is_null() const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::optional<double> number_if_any() const;
  [[nodiscard]] std::uint64_t unsigned_integer() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] WallTime time() const;  ///< RFC 3339 UTC with milliseconds
  [[nodiscard]] std::vector<std::string> texts() const;

  /// Stops at the first fault anywhere.
  void for_each_item(std::size_t most, const std::function<void(const JsonReader&)>& read) const;
  void for_each_member(std::size_t most,
                       const std::function<void(const std::string&, const JsonReader&)>& read) const;

  void fail(const std::string& what) const;

 private:
  JsonReader(const boost::json::value* value, std::string path, Document& document)
      : value_(value), path_(std::move(path)), document_(&document) {}

  template <class Number>
  [[nodiscard]] Number whole() const;

  const boost::json::value* value_;  ///< null where the document has nothing
  std::string path_;
  Document* document_;
};

class JsonReader::Document {
 public:
  /// Errors: format.report for what is no JSON, too deep or too large.
  [[nodiscard]] static Outcome<std::unique_ptr<Document>> parse(std::string_view json);
  ~Document();

  [[nodiscard]] JsonReader root();
  [[nodiscard]] const std::optional<Failure>& fault() const { return fault_; }

 private:
  friend class JsonReader;
  Document();

  std::unique_ptr<boost::json::value> value_;
  std::optional<Failure> fault_;
};

}  // namespace cxload::report
