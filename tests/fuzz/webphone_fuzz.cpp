// What a portal sends, as text: provisioning, notation, patterns, lists. Nothing of it may stop or grow us,
// and what is written must be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <cxload/webphone/action.hpp>
#include <cxload/webphone/codec_rules.hpp>
#include <cxload/webphone/contacts.hpp>
#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/form.hpp>
#include <cxload/webphone/payment.hpp>
#include <cxload/webphone/phone_view.hpp>
#include <cxload/webphone/signup.hpp>
#include <cxload/webphone/voicemail.hpp>

namespace {

using namespace cxload::webphone;

void read_texts(std::string_view text) {
  if (const auto notation = parse_notation(text)) {
    if (notation->params.size() > NotationLimits::params) std::abort();
    const auto action = permitted(*notation);
    if (action) (void)redirect_target(*action, "https://a.example");
  }
  if (const auto pattern = Pattern::compile(text.substr(0, text.find('\n')), LetterCase::ignored)) {
    const std::string_view subject = text.substr(text.find('\n') + 1);
    // What fits as a whole fits at the start, and what fits at the start is found somewhere.
    if (pattern->matches_whole(subject) && !pattern->matches_start(subject)) std::abort();
    (void)pattern->is_found_in(subject);
  }
  (void)parse_date_time(text);
  (void)Money::parse(text);
  (void)wave_length(std::as_bytes(std::span(text)));
}

void read_lists(const Json& value) {
  Findings findings;
  (void)read_contacts(value, findings);
  (void)read_voicemails(value, findings);
  (void)read_payments(value, findings);
  (void)read_form(value, findings);
  (void)read_script_actions(value, {}, findings);
  judge_template_copy(value, value, {}, findings);
  if (findings.all().size() > Findings::most) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16 * 1024) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_texts(text);
  const auto value = parse_json(text);
  if (!value) return 0;
  const auto again = parse_json(value->write());
  if (!again || !(*again == *value)) std::abort();
  read_lists(*value);
  const auto prov = read_provisioning(*value);
  if (!prov) return 0;
  if (prov->sip_user.username.empty() || prov->sip_user.ws_servers.empty()) std::abort();
  for (const Setting& setting : view_of(*prov).settings)
    if (setting.name == "Password") std::abort();
  Findings findings;
  const CodecFilter filter = CodecFilter::make(prov->codec, {}, findings);
  if (filter.removes("opus")) std::abort();
  (void)filter.removes("telephone-event");
  return 0;
}
