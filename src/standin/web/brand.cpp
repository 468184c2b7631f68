#include "brand.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>

#include "json.hpp"

namespace cxload::standin::web {
namespace {

std::vector<std::string> texts_in(const json::object& row, std::string_view column) {
  std::vector<std::string> texts;
  const json::value* list = row.if_contains(key_of(column));
  if (list == nullptr || !list->is_array()) return texts;
  for (const json::value& one : list->as_array())
    if (one.is_string()) texts.emplace_back(view(one.as_string()));
  return texts;
}

Brand make_brand(const json::object& row) {
  Brand brand;
  brand.id = store::number_in(row, "id");
  brand.account = store::number_in(row, "account_id");
  brand.domain = store::text_in(row, "domain");
  brand.name = store::text_in(row, "brandName");
  brand.webrtc_host = store::text_in(row, "webrtcHost");
  brand.success_html = store::text_in(row, "registerSuccessHtml");
  brand.css = store::text_in(row, "css");
  brand.template_customer = store::number_in(row, "templateCustomer");
  brand.page_template = store::number_in(row, "template");
  brand.flags = texts_in(row, "flags");
  brand.codec_delete = texts_in(row, "codecDelete");
  brand.codec_priority = texts_in(row, "codecPriority");
  if (const json::value* list = row.if_contains("restrictCustomerLogin"); list != nullptr && list->is_array())
    for (const json::value& one : list->as_array())
      if (one.is_int64()) brand.restricted_to.push_back(one.as_int64());
  if (const json::value* menu = row.if_contains("menu"); menu != nullptr && menu->is_array())
    brand.menu = menu->as_array();
  return brand;
}

/// Newlines or commas part the entries of a text area.
json::array split_area(std::string_view area) {
  std::string text(area);
  std::replace(text.begin(), text.end(), '\n', ',');
  json::array entries;
  for (const std::string_view entry : text::split(text, ','))
    if (!entry.empty()) entries.emplace_back(key_of(entry));
  return entries;
}

}  // namespace

bool Brand::has(std::string_view flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

bool Brand::lets_in(store::Id customer) const {
  return restricted_to.empty() ||
         std::find(restricted_to.begin(), restricted_to.end(), customer) != restricted_to.end();
}

const Brand* Brands::find(const std::string& host) {
  const bool is_first = host == "localhost" || net::Address::parse(host);
  const std::string& domain = is_first ? first_domain_ : host;
  if (const auto known = known_.find(domain); known != known_.end()) return &known->second;
  const auto row = store_.find_one(store::brands, {{"domain", domain}});
  if (!row) return nullptr;
  if (known_.size() >= most_known) known_.clear();
  return &known_.emplace(domain, make_brand(*row)).first->second;
}

std::string tidy_brand(json::object& row) {
  for (const std::string_view column :
       std::to_array<std::string_view>({"flags", "codecDelete", "codecPriority"})) {
    json::value* value = row.if_contains(key_of(column));
    if (value != nullptr && value->is_string()) *value = split_area(view(value->as_string()));
  }
  if (json::value* domain = row.if_contains("domain"); domain != nullptr && domain->is_string())
    *domain = key_of(text::to_lower(view(domain->as_string())));
  const std::string host = store::text_in(row, "webrtcHost");
  if (!host.empty() && (net::Address::parse(host.substr(0, host.rfind(':'))) || net::Address::parse(host)))
    return "webrtcHost is always a domain name";
  return {};
}

}  // namespace cxload::standin::web
