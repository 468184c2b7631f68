/// SiteProfile: which HTTP request serves each operation of a site, and where its results stand. Plain data;
/// the file is read by `scenario`.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/json_pointer.hpp>
#include <cxload/webphone/operations.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

struct Operation {
  std::string method = "GET";
  std::string path;          ///< "/api/softphone/button/{id}"
  std::optional<Json> body;  ///< "{x}" alone is the value of x; inside a text it is put in as text
  std::string content_type = "application/json";            ///< or application/x-www-form-urlencoded
  std::map<std::string, JsonPointer, std::less<>> results;  ///< "jwt": /jwt
  bool operator==(const Operation&) const = default;
};

/// An operation with everything filled in.
struct FilledRequest {
  std::string method, target, body, content_type;
};
/// Values in the path are percent-encoded, those in the body are JSON (or form fields): a value never becomes
/// syntax. Members of a body and pairs of the query whose variable is not there are left out. Failures:
/// local.site_profile (a variable of the path is missing or holds a list or an object).
[[nodiscard]] Outcome<FilledRequest> fill(const Operation& operation, const Json& variables);
/// The named result; the whole document when the profile does not say where it stands; null: nothing is
/// there.
[[nodiscard]] const Json* result(const Operation& operation, std::string_view name, const Json& document);

/// Threads: any, once it is made.
class SiteProfile {
 public:
  SiteProfile() = default;                     ///< maps nothing
  [[nodiscard]] static SiteProfile standin();  ///< the surface of the stand-in: every operation
  [[nodiscard]] const Operation* find(std::string_view operation) const;
  void map(std::string_view operation, Operation request);
  void unmap(std::string_view operation);
  [[nodiscard]] const std::map<std::string, Operation, std::less<>>& operations() const {
    return operations_;
  }

  Readings readings;

 private:
  std::map<std::string, Operation, std::less<>> operations_;
};
/// The reason of a SKIP: "not mapped: history". Class skip.not_mapped.
[[nodiscard]] Failure not_mapped(std::string_view operation);

}  // namespace cxload::webphone
