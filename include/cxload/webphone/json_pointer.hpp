/// JsonPointer: where in a document something stands (RFC 6901).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

/// Threads: none; a value type. The default one, "", is the whole document.
class JsonPointer {
 public:
  JsonPointer() = default;
  /// Failures: local.json_pointer (no slash at the front, a tilde that means nothing, more than 64 parts).
  [[nodiscard]] static Outcome<JsonPointer> parse(std::string_view text);

  [[nodiscard]] const Json* find(const Json& document) const;  ///< null: nothing stands there
  [[nodiscard]] std::string text() const;
  bool operator==(const JsonPointer&) const = default;

 private:
  std::vector<std::string> parts_;
};

}  // namespace cxload::webphone
