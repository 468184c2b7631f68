// The default site profile: the surface of the stand-in, as data. Only the three requests on button and form
// are the product's own; every other path is ours, and a site says what serves it there.
#include <array>

#include <cxload/webphone/site_profile.hpp>

namespace cxload::webphone {
namespace {

struct Result {
  std::string_view name, pointer;
};

struct Row {
  std::string_view operation, method, path;
  std::string_view body;  ///< JSON; empty: none
  std::array<Result, 3> results{};
};

// clang-format off
constexpr auto table = std::to_array<Row>({
    {op::shell,             "GET",    "/", ""},
    {op::manifest,          "GET",    "/manifest.webmanifest", ""},
    {op::worker,            "GET",    "/sw.js", ""},
    {op::version,           "GET",    "/version.json", ""},
    {op::config,            "GET",    "/api/softphone/config", ""},
    {op::login,             "POST",   "/api/softphone/login", R"({"username":"{username}","password":"{password}","otp":"{otp}"})",
                                      {{{"jwt", "/jwt"}, {"prov", "/prov"}, {"expires_in", "/expires_in"}}}},
    {op::otp,               "POST",   "/api/softphone/otp", R"({"otp":"{otp}"})", {{{"jwt", "/jwt"}, {"prov", "/prov"}, {}}}},
    {op::prov,              "GET",    "/api/softphone/prov", ""},
    {op::logout,            "POST",   "/api/softphone/logout", "{}"},
    {op::jwt,               "GET",    "/api/auth/jwt", "", {{{"jwt", "/token"}, {}, {}}}},
    {op::jwt_refresh,       "POST",   "/api/auth/jwt/refresh", R"({"lifetime":"{lifetime}","audience":"{audience}"})",
                                      {{{"jwt", "/token"}, {}, {}}}},
    {op::signup,            "POST",   "/api/softphone/register",
                                      R"({"name":"{name}","email":"{email}","username":"{username}","password":"{password}","currency":"{currency}"})"},
    {op::signup_verify,     "POST",   "/api/softphone/register/verify", R"({"code":"{code}"})"},
    {op::button_list,       "GET",    "/api/softphone/button", ""},
    {op::button_get,        "GET",    "/api/softphone/button/{id}", ""},
    {op::button_run,        "POST",   "/api/softphone/button/{id}", R"({"data":"{data}","selected":"{selected}","page":"{page}"})"},
    {op::form_list,         "GET",    "/api/softphone/form", ""},
    {op::form_get,          "GET",    "/api/softphone/form/{id}", ""},
    {op::form_submit,       "POST",   "/api/softphone/form/{id}", R"("{values}")"},
    {op::agent_campaigns,   "GET",    "/api/softphone/agent/campaign", ""},
    {op::agent_current,     "GET",    "/api/softphone/agent/current?campaign={campaign}", ""},
    {op::agent_next,        "POST",   "/api/softphone/agent/next", R"({"campaign":"{campaign}"})"},
    {op::agent_save,        "POST",   "/api/softphone/agent/save", R"({"record_id":"{record_id}","decision":"{decision}"})"},
    {op::contacts_list,     "GET",    "/api/softphone/contact", ""},
    {op::history,           "GET",    "/api/softphone/history", ""},
    {op::voicemail_list,    "GET",    "/api/softphone/voicemail", ""},
    {op::voicemail_audio,   "GET",    "/api/softphone/voicemail/{id}/audio", ""},
    {op::voicemail_delete,  "DELETE", "/api/softphone/voicemail/{id}", ""},
    {op::balance,           "GET",    "/api/softphone/balance", ""},
    {op::payment_methods,   "GET",    "/api/softphone/prov", "", {{{"methods", "/paymentMethods"}, {}, {}}}},
    {op::payment_create,    "POST",   "/api/softphone/payment",
                                      R"({"method":"{method}","amount":"{amount}","currency":"{currency}","token":"{token}"})"},
    {op::voucher,           "POST",   "/api/softphone/voucher", R"({"code":"{code}"})"},
    {op::push_subscribe,    "POST",   "/api/softphone/push", R"({"endpoint":"{endpoint}","keys":{"p256dh":"{p256dh}","auth":"{auth}"}})"},
    {op::push_unsubscribe,  "DELETE", "/api/softphone/push", R"({"endpoint":"{endpoint}"})"},
    {op::portal_login,      "POST",   "/api/portal/login", R"({"email":"{email}","password":"{password}"})"},
    {op::portal_signup,     "POST",   "/api/portal/signup",
                                      R"({"name":"{name}","email":"{email}","username":"{username}","password":"{password}","currency":"{currency}"})"},
    {op::portal_balance,    "GET",    "/api/portal/balance", ""},
    {op::portal_payments,   "GET",    "/api/portal/payments", ""},
    {op::portal_packages,   "GET",    "/api/portal/packages", ""},
    {op::portal_contracts,  "GET",    "/api/portal/contracts", ""},
    {op::portal_alerts,     "GET",    "/api/portal/alerts", ""},
    {op::portal_routes,     "GET",    "/api/portal/routes", ""},
});
// clang-format on

Operation made_of(const Row& row) {
  Operation operation;
  operation.method = row.method;
  operation.path = row.path;
  if (!row.body.empty()) operation.body = *parse_json(row.body);
  for (const Result& one : row.results)
    if (!one.name.empty()) operation.results.emplace(one.name, *JsonPointer::parse(one.pointer));
  return operation;
}

}  // namespace

SiteProfile SiteProfile::standin() {
  SiteProfile profile;
  for (const Row& row : table) profile.map(row.operation, made_of(row));
  return profile;
}

}  // namespace cxload::webphone
