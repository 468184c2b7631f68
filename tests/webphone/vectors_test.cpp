/// tests/webphone/vectors: what webapp/test plays to the browser's client model, played to ours: one reading,
/// two programs.
#include <fstream>
#include <iterator>

#include <cxload/webphone/codec_rules.hpp>
#include <cxload/webphone/precedence.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

Json::List vectors(const std::string& name) {
  std::ifstream file(std::string(CXLOAD_WEBPHONE_VECTORS) + "/" + name + ".json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const Json all = samples::json(text);
  EXPECT_TRUE(all.if_list() != nullptr && !all.if_list()->empty()) << name;
  return all.if_list() == nullptr ? Json::List{} : *all.if_list();
}

std::vector<std::string> texts(const Json* list) {
  std::vector<std::string> out;
  if (list != nullptr && list->if_list() != nullptr)
    for (const Json& item : *list->if_list()) out.push_back(item.scalar_text().value_or(""));
  return out;
}

std::string text_of(const Json& value, std::string_view key) {
  const Json* member = value.find(key);
  return member == nullptr ? std::string() : member->scalar_text().value_or("");
}

TEST(Vectors, Notation) {
  for (const Json& one : vectors("notation")) {
    const std::string fn = text_of(one, "fn");
    const Json* wanted = one.find("action");
    const Outcome<Notation> notation = parse_notation(fn);
    const std::optional<Action> action = notation ? permitted(*notation) : std::nullopt;
    ASSERT_EQ(action.has_value(), wanted != nullptr && !wanted->is_null()) << fn;
    if (!action) continue;
    EXPECT_EQ(to_string(action->kind), text_of(*wanted, "name")) << fn;
    EXPECT_EQ(action->params, texts(wanted->find("params"))) << fn;
  }
}

TEST(Vectors, Precedence) {
  for (const Json& one : vectors("precedence")) {
    Json given = *one.find("button");
    given.set("id", 45);
    const std::string row = text_of(one, "row");
    const Json& wanted = *one.find("plan");
    const Json& open = *wanted.find("open");
    Findings findings;
    const Outcome<Button> button = read_button(given, findings);
    ASSERT_TRUE(button.has_value()) << row;
    const Choice choice = choose(*button, {}, findings);
    EXPECT_EQ(choice.plan.runs_script, *wanted.find("script")->if_bool()) << row;
    EXPECT_EQ(choice.plan.form == FormChoice::by_id, open.find("id") != nullptr) << row;
    EXPECT_EQ(choice.plan.form == FormChoice::by_name, open.find("name") != nullptr) << row;
    EXPECT_EQ(choice.plan.runs_local_action, !wanted.find("action")->is_null()) << row;
  }
}

TEST(Vectors, Codecs) {
  const std::vector<std::string> brought{"opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event"};
  for (const Json& one : vectors("codecs")) {
    Findings findings;
    const CodecFilter filter =
        CodecFilter::make({texts(one.find("delete")), texts(one.find("priority"))}, {}, findings);
    std::vector<sdp::Codec> codecs;
    for (const std::string& name : brought) {
      sdp::Codec codec;
      codec.encoding = name;
      codec.payload_type = static_cast<std::uint8_t>(96 + codecs.size());
      codecs.push_back(codec);
    }
    std::vector<std::string> left;
    for (const sdp::Codec& codec : filter.apply(codecs)) left.push_back(codec.encoding);
    EXPECT_EQ(left, texts(one.find("left"))) << one.write();
  }
}

}  // namespace
}  // namespace cxload::webphone
