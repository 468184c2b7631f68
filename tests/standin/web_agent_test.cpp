// Buttons, forms, scripts and leads.
#include "web_harness.hpp"

namespace cxload::standin::web {
namespace {

std::vector<std::int64_t> ids_of(const Seen& list) {
  std::vector<std::int64_t> ids;
  for (const json::value& one : list.array()) ids.push_back(one.at("id").as_int64());
  return ids;
}

std::string button(int id) { return "/api/softphone/button/" + std::to_string(id); }
std::string form(int id) { return "/api/softphone/form/" + std::to_string(id); }

TEST(WebAgent, WP_BTN_GET_1_and_2_the_documented_button) {
  VirtualSite site;
  site.log_in();
  const Seen seen = site.ask("GET", button(45));
  ASSERT_EQ(seen.status(), 200);
  EXPECT_EQ(seen.reply.find("content-type"), "application/json");
  EXPECT_EQ(seen.value,
            json::parse(R"({"id": 45, "account_id": 1093, "label": "Agent Populate Form", "icon": "copy",
    "tooltip": "Red tooltip", "type": "danger", "placement": "agent", "min_select": 10, "max_select": 20,
    "sandbox_id": 2160, "fn": "main", "form_id": 203, "sort_order": 50})"));
}

TEST(WebAgent, WP_BTN_GET_3_and_4_nobody_and_strangers_get_nothing) {
  VirtualSite site;
  EXPECT_EQ(site.ask("GET", button(45)).status(), 401);
  EXPECT_EQ(site.ask("POST", button(45), "{}").status(), 401);
  site.log_in();
  for (const char* id : {"300", "999", "0", "x", "-1", "99999999999999999999", "45%00"})
    EXPECT_EQ(site.ask("GET", std::string("/api/softphone/button/") + id).status(), 404) << id;
  EXPECT_EQ(site.ask("POST", button(300), "{}").status(), 404);
}

TEST(WebAgent, WP_BTN_PLACE_1_WP_BTN_SORT_1_WP_BTN_SCOPE_1_WP_BTN_LIST_1_the_list) {
  VirtualSite site;
  site.log_in();
  const std::vector<std::int64_t> ids = ids_of(site.ask("GET", "/api/softphone/button"));
  const auto at = [&](std::int64_t id) { return std::find(ids.begin(), ids.end(), id) - ids.begin(); };
  EXPECT_EQ(ids.front(), 131);
  EXPECT_LT(at(131), at(45));
  EXPECT_LT(at(45), at(101));
  EXPECT_EQ(at(173) + 1, at(174));  // the same sort_order: by id
  const auto has = [&](std::int64_t id) { return std::count(ids.begin(), ids.end(), id) == 1; };
  EXPECT_TRUE(has(170));  // "Agent"
  EXPECT_FALSE(has(171) || has(172) || has(300));
}

TEST(WebAgent, WP_SF_POST_1_3_a_button_runs_its_script_once) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", button(162), "{}").value, json::parse(R"({"count": 1, "user": "1000"})"));
  EXPECT_EQ(site.ask("POST", button(162)).value.at("count"), 2);
  EXPECT_EQ(site.ask("POST", button(106), "{}").value,
            json::parse(R"({"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}})"));
}

TEST(WebAgent, WP_SF_POST_5_other_results_pass_through) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", button(117), "{}").value, "This lead asked not to be called.");
  EXPECT_EQ(site.ask("POST", button(160), "{}").value.at("score"), 7);
  EXPECT_EQ(site.ask("POST", button(161), "{}").value, nullptr);
  EXPECT_EQ(site.ask("POST", button(167), R"({"page": "agent"})").value.at("page"), "agent");
}

TEST(WebAgent, WP_SF_ERR_1_WP_SF_POST_6_scripts_that_fail_and_buttons_without_one) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", button(156), "{}").status(), 404);
  const Seen broken = site.ask("POST", button(157), "{}");
  EXPECT_EQ(broken.status(), 422);
  EXPECT_EQ(broken.text("error"), "the customer has no such thing");
  EXPECT_EQ(site.ask("POST", button(118), "{}").status(), 503);
  const Seen late = site.ask("POST", button(158), "{}");
  EXPECT_EQ(late.status(), 504);
  EXPECT_EQ(late.reply.delay, std::chrono::seconds(10));
  EXPECT_EQ(site.ask("POST", button(101), "{}").status(), 422);
}

TEST(WebAgent, WP_PREC_20_a_slow_script_is_answered_late) {
  VirtualSite site;
  site.log_in();
  const Seen slow = site.ask("POST", button(120), "{}");
  EXPECT_EQ(slow.reply.delay, std::chrono::milliseconds(400));
  EXPECT_NE(slow.value.at("__").as_object().if_contains("formSchema"), nullptr);
}

TEST(WebAgent, WP_BTN_SEL_1_limits_count_where_something_is_selected) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", button(45), R"({"selected": []})").status(), 200);
  EXPECT_EQ(site.ask("POST", button(45), R"({"selected": [1, 2]})").status(), 422);
  EXPECT_EQ(site.ask("POST", button(45), R"({"selected": [1,2,3,4,5,6,7,8,9,10]})").status(), 200);
}

TEST(WebAgent, WP_ACT_FORM_1_forms_by_id_and_by_name) {
  VirtualSite site;
  site.log_in();
  const Seen list = site.ask("GET", "/api/softphone/form");
  EXPECT_EQ(list.array().front(), json::parse(R"({"id": 203, "name": "Feedback Form"})"));
  const Seen one = site.ask("GET", form(203));
  EXPECT_EQ(one.text("name"), "Feedback Form");
  EXPECT_EQ(one.value.at("schema").as_array().front().at("name"), "first_name");
  EXPECT_EQ(site.ask("GET", form(300)).status(), 404);
  for (const auto& entry : list.array()) EXPECT_NE(entry.at("id"), 300);
}

TEST(WebAgent, WP_SF_POST_2_and_WP_FORM_SUBMIT_1_a_form_runs_its_script_with_its_values) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", form(205), R"({"note": "hello"})").value, json::parse(R"({"note": "hello"})"));
  EXPECT_EQ(site.ask("POST", form(203), R"({"first_name": "Ada"})").value.at("__").at("action").at("name"),
            "makeCall");
}

TEST(WebAgent, WP_FORM_SET_2_8_9_what_the_form_wants_is_wanted_here_too) {
  VirtualSite site;
  site.log_in();
  const Seen missing = site.ask("POST", form(203), R"({"first_name": "  "})");
  EXPECT_EQ(missing.status(), 422);
  EXPECT_EQ(missing.text("field"), "first_name");
  const auto order = [&](const std::string& more) {
    return site.ask("POST", form(204), R"({"product": "x")" + more + "}");
  };
  EXPECT_EQ(order("").status(), 200);
  EXPECT_EQ(order(R"(, "quantity": "12")").status(), 200);
  EXPECT_EQ(order(R"(, "quantity": "many")").text("field"), "quantity");
  EXPECT_EQ(order(R"(, "email": "no address")").text("field"), "email");
}

TEST(WebAgent, WP_FORM_MERGE_6_the_stored_form_stays_as_it_is) {
  VirtualSite site;
  site.log_in();
  const json::value before = site.ask("GET", form(203)).value;
  EXPECT_EQ(site.ask("POST", button(45), "{}").status(), 200);
  EXPECT_EQ(site.ask("GET", form(203)).value, before);
}

TEST(WebAgent, WP_NAV_AGENT_1_and_WP_ACT_NEXT_1_2_each_agent_at_his_own_lead) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/campaign").array().size(), 2u);
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current?campaign=1").text("key"), "15550100");
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next").text("key"), "15550110");
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("key"), "15550110");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next").status(), 200);
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("phone_code"), "");
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next").status(), 204);
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("key"), "15550160");
  site.log_in("1001");
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("key"), "15550100");
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current?campaign=3").status(), 404);
}

TEST(WebAgent, a_campaign_that_starts_over) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current?campaign=2").text("key"), "15550100");
  for (int i = 0; i < 7; ++i) EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next").status(), 200);
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("key"), "15550100");
}

TEST(WebAgent, next_may_name_its_campaign) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next").text("key"), "15550100");
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next", R"({"campaign": "2"})").text("key"), "15550100");
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next", R"({"campaign": 2})").text("key"), "15550110");
  EXPECT_EQ(site.ask("POST", "/api/softphone/agent/next", R"({"campaign": 3})").status(), 404);
}

TEST(WebAgent, WP_ACT_SAVE_1_2_3_4_decisions) {
  VirtualSite site;
  site.log_in();
  const auto id = site.ask("GET", "/api/softphone/agent/current?campaign=1").value.at("id").as_int64();
  const auto save = [&](const std::string& word) {
    return site.ask("POST", "/api/softphone/agent/save",
                    json::serialize(json::object{{"record_id", id}, {"decision", word}}));
  };
  for (const std::string word : {"Yes", "No", "Unknown"}) {
    const Seen saved = save(word);
    EXPECT_EQ(saved.text("decision"), word);
    EXPECT_EQ(saved.text("decided_by"), "1000");
  }
  EXPECT_EQ(save("YES").text("decision"), "Yes");
  EXPECT_EQ(save("Maybe").status(), 422);
  EXPECT_EQ(site.ask("GET", "/api/softphone/agent/current").text("decision"), "Yes");
  // A record's key will do as well: the one at hand is meant, not that of another campaign.
  const auto save_key = [&](const std::string& key) {
    return site.ask("POST", "/api/softphone/agent/save",
                    json::serialize(json::object{{"record_id", key}, {"decision", "No"}}));
  };
  EXPECT_EQ(save_key("15550100").value.at("id").as_int64(), id);
  EXPECT_EQ(save_key("15550110").status(), 404);
}

TEST(WebAgent, bodies_that_are_no_objects_are_refused) {
  VirtualSite site;
  site.log_in();
  EXPECT_EQ(site.ask("POST", button(45), "[1]").status(), 422);
  EXPECT_EQ(site.ask("POST", button(45), "{").status(), 400);
  EXPECT_EQ(site.ask("POST", button(45), "{}", {{"Content-Type", "text/plain"}}).status(), 415);
  EXPECT_EQ(site.ask("POST", button(45), std::string(200'000, '[')).status(), 400);
}

}  // namespace
}  // namespace cxload::standin::web
