// The custom page: a template with what is known of whoever looks at it.
#include <boost/json.hpp>

#include <cxload/base/text.hpp>

#include "../money.hpp"
#include "../script.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_places = 100;

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(view(value.as_string())) : json::serialize(value);
}

/// "scriptforge 2163" is what that script returns; anything else a name.
std::string resolve(Context& context, std::string_view name, const json::object& known) {
  constexpr std::string_view script = "scriptforge ";
  if (name.starts_with(script)) {
    const auto id = text::parse_unsigned(text::trim(name.substr(script.size())));
    if (!id || *id > INT64_MAX) return {};
    const Reply reply = run_script(context, static_cast<store::Id>(*id), known, ScriptSource::page);
    boost::system::error_code error;
    const json::value value = json::parse(key_of(reply.body), error);
    return error || reply.status >= 400 ? std::string() : text_of(value);
  }
  const json::value* value = known.if_contains(key_of(name));
  return value == nullptr ? std::string() : text_of(*value);
}

std::string render(Context& context, std::string_view html, const json::object& known) {
  std::string page;
  for (std::size_t places = 0; places < most_places; ++places) {
    const std::size_t open = html.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : html.find("}}", open);
    if (close == std::string_view::npos) break;
    page += html.substr(0, open);
    page += text::escape_html(resolve(context, text::trim(html.substr(open + 2, close - open - 2)), known));
    html.remove_prefix(close + 2);
  }
  return page.append(html);
}

}  // namespace

Reply get_page(Context& context) {
  const auto page = context.store().get(store::templates, context.brand.page_template);
  if (context.variable("name") != "custom" || !page) return refuse(404, "there is no such page");
  const auto user = context.site.find_user(context.session->username);
  json::object known = {{"username", key_of(context.session->username)},
                        {"displayName", key_of(user ? store::text_in(*user, "display_name") : std::string())},
                        {"brandName", key_of(context.brand.name)},
                        {"now", key_of(context.now_text())}};
  const std::string html = store::text_in(*page, "html");
  return reply_json({{"title", page->at("name")},
                     {"html", key_of(render(context, html, known))},
                     // Without it the page fills all the space there is (reading A-12).
                     {"container", html.find("<!-- NO-CONTAINER -->") == std::string::npos}});
}

}  // namespace cxload::standin::web
