// ${env:NAME} and ${file:PATH}: read once at start, remembered as secrets.
#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/overlay.hpp>

namespace cxload::scenario {
namespace {

constexpr std::size_t largest_value = 64 * 1024;

class Expander {
 public:
  Expander(const Environment& environment, Secrets& secrets, Diagnostics& diagnostics)
      : environment_(environment), secrets_(secrets), diagnostics_(diagnostics) {}

  void expand(Node& node) {
    if (node.is_scalar() && node.text.find("${") != std::string::npos) expand_text(node);
    for (Node& item : node.items) expand(item);
    for (Member& member : node.members) expand(member.value);
  }

 private:
  void expand_text(Node& node) {
    std::string out;
    std::size_t copied = 0;
    const std::string& text = node.text;
    for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
      const std::size_t end = text.find('}', at);
      if (end == std::string::npos) {
        diagnostics_.add(node.at(at), "\"${\" without a \"}\"");
        break;
      }
      out.append(text, copied, at - copied);
      const auto value = look_up(node, at, std::string_view(text).substr(at + 2, end - at - 2));
      if (value) out += *value;
      copied = at = end + 1;
    }
    out.append(text, copied);
    node.text = std::move(out);
    node.lead.reset();
  }

  std::optional<std::string> look_up(const Node& node, std::size_t at, std::string_view reference) {
    static constexpr std::array<std::string_view, 2> kinds{"env", "file"};
    const std::size_t colon = reference.find(':');
    const std::string_view kind = reference.substr(0, colon);
    const std::string_view name = colon == std::string_view::npos ? "" : reference.substr(colon + 1);
    std::optional<std::string> value;
    if (kind == "env" && !name.empty()) {
      value = environment_.variable ? environment_.variable(name) : std::nullopt;
      if (!value) diagnostics_.add(node.at(at), fmt::format("environment variable {} is not set", name));
    } else if (kind == "file" && !name.empty()) {
      value = read_file(node.at(at), name);
    } else {
      diagnostics_.add(node.at(at), fmt::format("\"${{{}}}\" is neither ${{env:NAME}} nor ${{file:PATH}}{}",
                                                reference, hint(kind, kinds)));
    }
    if (value && !is_plain(*value)) {
      diagnostics_.add(node.at(at),
                       fmt::format("what {} {} holds has line breaks or control characters", kind, name));
      value.reset();
    }
    if (value) secrets_.add(*value);
    return value;
  }

  /// A line break smuggled into a header or a URI would become a header of its own.
  static bool is_plain(const std::string& value) {
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0; });
  }

  std::optional<std::string> read_file(Place place, std::string_view path) {
    std::ifstream file(environment_.folder / path, std::ios::binary);
    std::string value(largest_value + 1, '\0');
    file.read(value.data(), static_cast<std::streamsize>(value.size()));
    value.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || (value.empty() && !file.eof())) {
      diagnostics_.add(place, fmt::format("file {} cannot be read", path));
      return std::nullopt;
    }
    if (value.size() > largest_value) {
      diagnostics_.add(place, fmt::format("file {} is longer than {} bytes", path, largest_value));
      return std::nullopt;
    }
    // An editor's last line break is not part of the value.
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    return value;
  }

  const Environment& environment_;
  Secrets& secrets_;
  Diagnostics& diagnostics_;
};

}  // namespace

void expand_environment(Node& root, const Environment& environment, Secrets& secrets,
                        Diagnostics& diagnostics) {
  Expander(environment, secrets, diagnostics).expand(root);
}

}  // namespace cxload::scenario
