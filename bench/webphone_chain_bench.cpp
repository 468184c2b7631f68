// What the client model costs beside the requests it stands between: a provisioning, a whole chain (button,
// form, call).
#include <string_view>

#include <benchmark/benchmark.h>

#include <cxload/webphone/chain.hpp>
#include <cxload/webphone/provisioning.hpp>
#include <cxload/webphone/site_profile.hpp>

namespace {

using namespace cxload::webphone;

constexpr std::string_view provisioning = R"({"brandName":"Acme Phone",
  "menu":[{"id":"home","title":"Home","url":"/","icon":"mdi-home","order":1},
          {"id":"dialpad","title":"Dialpad","url":"/dialpad","icon":"mdi-dialpad","order":2},
          {"id":"agent","title":"Agent","url":"/agent","icon":"mdi-account-tie-voice","order":3},
          {"id":"settings","title":"Settings","url":"/settings","icon":"mdi-cog","order":4}],
  "currency":"USD","flags":["BALANCE","EDIT_SETTINGS"],"codec":{"delete":["pcm.*"],"priority":["red.*"]},"setup":true,
  "paymentMethods":{"stripe":{"label":"Credit Card","currencies":["usd"],"min_payment":0}},"balance":5.0,
  "sipUser":{"displayName":"Alice","cli":null,"username":"1001","password":"x","wsServer":"wss://sip.test.example",
             "realm":"sip.test.example"}})";
constexpr std::string_view script = R"({"__":{"formSchema":[{"name":"first_name","defaultValue":"Ada"},
  {"type":"text","name":"country","label":"Country","width":12}],"formData":{"last_name":"Lovelace"}}})";
constexpr std::string_view form = R"({"id":203,"name":"Feedback Form","schema":[
  {"type":"text","name":"first_name","label":"First name","required":true},
  {"type":"text","name":"last_name","label":"Last name","required":true}]})";
constexpr std::string_view answer = R"({"__":{"action":{"name":"makeCall","params":["alt_phone"]}}})";

void parse_one_provisioning(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(parse_provisioning(provisioning));
}
BENCHMARK(parse_one_provisioning);

void one_chain(benchmark::State& state) {
  const SiteProfile profile = SiteProfile::standin();
  Button button;
  button.id = 45;
  button.fn = "main";
  button.form_id = 203;
  button.sandbox_id = 2160;
  const auto send = [&](const Chain& chain) {
    const auto& request = std::get<Request>(chain.task());
    benchmark::DoNotOptimize(fill(*profile.find(request.operation), request.variables));
  };
  for (auto _ : state) {
    Chain chain;
    chain.press(button, Json(), {});
    send(chain);
    chain.on_reply(200, script, {});
    send(chain);
    chain.on_reply(200, form, {});
    benchmark::DoNotOptimize(chain.submit(Json(), {}));
    send(chain);
    chain.on_reply(200, answer, {});
    chain.on_performed(cxload::Outcome<>(), {});
    if (chain.is_running() || chain.actions().size() != 2) state.SkipWithError("the chain did not end");
  }
}
BENCHMARK(one_chain);

}  // namespace
