#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/document.hpp>

namespace cxload::scenario {
namespace {

/// Ends the parse at once; caught in parse_yaml.
struct Refused {
  Place place;
  std::string what;
};

std::size_t count_nodes(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) count += count_nodes(item);
  for (const Member& member : node.members) count += count_nodes(member.value);
  return count;
}

/// Builds the tree from yaml-cpp's events, because its own tree loses duplicate keys and unrolls aliases
/// unseen.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, Place first, Diagnostics& diagnostics, const DocumentLimits& limits)
      : text_(text), first_(first), diagnostics_(diagnostics), limits_(limits) {}

  Node take_root() { return std::move(root_); }

  Place place(const YAML::Mark& mark) const {
    Place place = first_;
    if (mark.is_null()) return place;
    place.line += static_cast<std::uint32_t>(mark.line);
    place.column = static_cast<std::uint32_t>(mark.column) + (mark.line == 0 ? first_.column : 1);
    return place;
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(make(Node::Kind::null, mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark);
    node.text = value;
    if (value.find('\0') != std::string::npos) throw Refused{node.place, "a NUL byte stands in this value"};
    node.lead = lead_of(mark, value);
    add(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Refused{place(mark), "this alias stands inside of what it names"};
    count(known->second.nodes, place(mark));
    if (stack_.size() + known->second.depth > limits_.depth) refuse_depth(place(mark));
    add(known->second.node, 0);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(Node::Kind::list, mark), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(make(Node::Kind::map, mark), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    std::optional<Member> pending;                   // of a map: the key, until its value comes
    std::map<std::string, std::uint32_t> key_lines;  // of a map: where each key stands
    std::size_t deepest = 1;
  };
  struct Anchored {
    Node node;
    std::size_t nodes, depth;
  };

  Node make(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.place = place(mark);
    count(1, node.place);
    return node;
  }

  void count(std::size_t nodes, Place where) {
    nodes_ += nodes;
    if (nodes_ > limits_.nodes)
      throw Refused{where, fmt::format("more than {} values, aliases counted in full", limits_.nodes)};
  }

  [[noreturn]] void refuse_depth(Place where) const {
    throw Refused{where, fmt::format("nested deeper than {} levels", limits_.depth)};
  }

  /// Offsets in the value are columns only where the text stands in the file just so, in quotes or not.
  std::optional<std::uint32_t> lead_of(const YAML::Mark& mark, const std::string& value) const {
    if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) >= text_.size()) return std::nullopt;
    const std::string_view source = text_.substr(static_cast<std::size_t>(mark.pos));
    const std::uint32_t quote = source.front() == '"' || source.front() == '\'' ? 1 : 0;
    if (!source.substr(quote).starts_with(value)) return std::nullopt;
    return quote;
  }

  void open(Node node, YAML::anchor_t anchor) {
    if (stack_.size() >= limits_.depth) refuse_depth(node.place);
    stack_.push_back({std::move(node), anchor, std::nullopt, {}, 1});
  }

  void close() {
    Open done = std::move(stack_.back());
    stack_.pop_back();
    add(std::move(done.node), done.anchor, done.deepest + 1);
  }

  void add(Node node, YAML::anchor_t anchor, std::size_t depth = 1) {
    if (anchor != 0) remember(node, anchor, depth);
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    parent.deepest = std::max(parent.deepest, depth);
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.pending) {
      parent.pending = make_key(node);
    } else {
      parent.pending->value = std::move(node);
      insert(parent, std::move(*parent.pending));
      parent.pending.reset();
    }
  }

  void remember(const Node& node, YAML::anchor_t anchor, std::size_t depth) {
    const std::size_t nodes = count_nodes(node);
    count(nodes, node.place);  // the copy
    anchors_.insert_or_assign(anchor, Anchored{node, nodes, depth});
  }

  Member make_key(const Node& node) const {
    // `~:` and `null:` are keys that nobody means; a list or map as a key neither.
    if (!node.is_scalar()) throw Refused{node.place, "a key must be a word"};
    return {node.text, node.place, {}};
  }

  void insert(Open& map, Member member) {
    const auto [earlier, is_new] = map.key_lines.emplace(member.key, member.place.line);
    if (is_new) {
      map.node.members.push_back(std::move(member));
    } else {
      diagnostics_.add(member.place, fmt::format("duplicate key \"{}\"; it stands in line {} already",
                                                 member.key, earlier->second));
    }
  }

  // Given.
  std::string_view text_;
  Place first_;
  Diagnostics& diagnostics_;
  DocumentLimits limits_;
  // State.
  Node root_;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

/// yaml-cpp reads stray bytes as it likes; what is not UTF-8 text is refused before it sees it.
std::optional<Refused> find_stray_byte(std::string_view text, Place place) {
  std::size_t valid = text::utf8_prefix(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (valid-- == 0) return Refused{place, fmt::format("byte 0x{:02x}; a scenario is UTF-8 text", byte)};
    if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F)
      return Refused{place, fmt::format("control character 0x{:02x}; a scenario is UTF-8 text", byte)};
    ++place.column;
    if (c == '\n') place.column = 1, ++place.line;
  }
  return std::nullopt;
}

/// yaml-cpp has no words for the commonest reason of all.
bool has_tab_indent(std::string_view text, int line) {
  for (; line > 0 && text.find('\n') != std::string_view::npos; --line)
    text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return member.value.is_null() ? nullptr : &member.value;
  return nullptr;
}

Place Node::at(std::size_t offset) const {
  Place where = place;
  if (lead) where.column += static_cast<std::uint32_t>(offset) + *lead;
  return where;
}

std::optional<Node> parse_yaml(std::string_view text, Place first, Diagnostics& diagnostics,
                               const DocumentLimits& limits) {
  if (text.size() > limits.bytes) {
    diagnostics.add(first, fmt::format("{} bytes; a scenario has at most {}", text.size(), limits.bytes));
    return std::nullopt;
  }
  if (const auto stray = find_stray_byte(text, first)) {
    diagnostics.add(stray->place, stray->what);
    return std::nullopt;
  }
  TreeBuilder builder(text, first, diagnostics, limits);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    Node root = builder.take_root();
    if (parser && parser.HandleNextDocument(builder)) {
      diagnostics.add(builder.take_root().place, "a second document; a scenario is one document");
      return std::nullopt;
    }
    return root;
  } catch (const Refused& refused) {
    diagnostics.add(refused.place, refused.what);
  } catch (const YAML::Exception& wrong) {
    const bool is_tab = has_tab_indent(text, wrong.mark.line);
    diagnostics.add(builder.place(wrong.mark), is_tab
                                                   ? "not YAML: a tab in the indentation; YAML wants blanks"
                                                   : "not YAML: " + wrong.msg);
  }
  return std::nullopt;
}

}  // namespace cxload::scenario
