// `deployment.site`: a file that says which HTTP request serves each operation of the portal.
#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/format.h>

#include <cxload/webphone/operations.hpp>

#include "json_template.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t largest_file = 1 << 20;
constexpr std::size_t most_results = 64;
constexpr auto bases = std::to_array<std::string_view>({"standin", "none"});
constexpr auto methods = std::to_array<std::string_view>({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"});
constexpr auto types = std::to_array<std::string_view>({"json", "form"});

constexpr auto profile_fields = std::to_array<Field>({
    {"base", Form::word, "What is mapped beside the operations below; left out: nothing.", false, nullptr,
     bases},
    {"readings", Form::map_of_text,
     "Decisions where the documentation can be read in two ways: A-13: prefix."},
    {"operations", Form::custom, "The operations by name; `none`: this site has no such operation."},
});
const Shape profile_shape{"a site profile", profile_fields};
constexpr auto operation_fields = std::to_array<Field>({
    {"method", Form::word, "HTTP method; left out: GET.", false, nullptr, methods},
    {"path", Form::text, "/api/button/{id}: names in braces are the operation's variables.", true},
    {"body", Form::custom, "Of the request; \"{x}\" alone is the value of x."},
    {"type", Form::word, "How the body is written; left out: json.", false, nullptr, types},
    {"results", Form::map_of_text, "Where results stand in the answer, as JSON pointers."},
});
const Shape operation_shape{"an operation", operation_fields};

class ProfileReader {
 public:
  ProfileReader(const Node& root, Diagnostics& diagnostics) : root_(root), diagnostics_(diagnostics) {}

  webphone::SiteProfile read() {
    MapReader reader(root_, profile_shape, diagnostics_);
    if (reader.word("base") == "standin") profile_ = webphone::SiteProfile::standin();
    if (const Node* readings = reader.find("readings")) read_readings(*readings);
    const Node* operations = reader.find("operations");
    if (operations != nullptr && !operations->is_map())
      reader.fail("operations", "`operations` is a map of operations and requests");
    else if (operations != nullptr)
      for (const Member& member : operations->members) read_operation(member);
    return std::move(profile_);
  }

 private:
  void read_readings(const Node& node) {
    if (!node.is_map()) return diagnostics_.add(node.place, "`readings` is a map: A-13: prefix");
    for (const Member& member : node.members)
      if (const Outcome<> set = profile_.readings.set(member.key, member.value.text); !set)
        diagnostics_.add(member.place, set.error().detail);
  }

  void read_operation(const Member& member) {
    const auto known = webphone::op::all();
    if (std::find(known.begin(), known.end(), member.key) == known.end())
      return diagnostics_.add(
          member.place, fmt::format("there is no operation \"{}\"{}", member.key, hint(member.key, known)));
    if (member.value.is_scalar() && member.value.text == "none") return profile_.unmap(member.key);
    MapReader reader(member.value, operation_shape, diagnostics_);
    webphone::Operation operation;
    operation.method = reader.word("method").value_or("GET");
    operation.path = reader.text("path").value_or("/");
    if (!net::resolve_http_url({}, operation.path) || !operation.path.starts_with('/'))
      reader.fail("path",
                  fmt::format("\"{}\" is not a path: it begins with / and has no blanks", operation.path));
    if (const Node* body = reader.find("body")) operation.body = read_json(*body);
    if (reader.word("type") == "form") operation.content_type = "application/x-www-form-urlencoded";
    if (const Node* results = reader.find("results")) read_results(*results, operation);
    profile_.map(member.key, std::move(operation));
  }

  void read_results(const Node& node, webphone::Operation& operation) {
    if (!node.is_map() || node.members.size() > most_results)
      return diagnostics_.add(node.place, "`results` is a map of names and JSON pointers");
    for (const Member& member : node.members) {
      Outcome<webphone::JsonPointer> pointer = webphone::JsonPointer::parse(member.value.text);
      if (pointer)
        operation.results.emplace(member.key, std::move(*pointer));
      else
        diagnostics_.add(member.value.is_null() ? member.place : member.value.place, pointer.error().detail);
    }
  }

  const Node& root_;
  Diagnostics& diagnostics_;
  webphone::SiteProfile profile_;
};

}  // namespace

webphone::SiteProfile read_site_profile(const Node& node, const ParseContext& context) {
  const std::filesystem::path file = context.folder / node.text;
  std::error_code error;
  if (!node.is_scalar() || !std::filesystem::is_regular_file(file, error)) {
    context.diagnostics.add(node.place, fmt::format("there is no file {}", node.text));
    return {};
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text(largest_file + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const std::uint32_t source = context.diagnostics.add_source(node.text, text);
  const std::optional<Node> root = parse_yaml(text, {source, 1, 1}, context.diagnostics);
  if (!root) return {};
  return ProfileReader(*root, context.diagnostics).read();
}

}  // namespace cxload::scenario
