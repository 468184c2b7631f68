// Settings of the web half tried before they are needed: brand and rows go into a store of their own.
#include <boost/json.hpp>

#include <cxload/standin/config.hpp>

#include "store/fixtures.hpp"
#include "web_settings.hpp"

namespace cxload::standin {

std::optional<std::string> web_settings_fault(std::string_view json) {
  boost::system::error_code error;
  const boost::json::value value =
      boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
  if (error) return "web is no JSON: " + error.message();
  const Outcome<WebSettings> read = read_web_settings(value);
  if (!read) return read.error().detail;
  if (read->brand.empty() && read->rows.empty()) return std::nullopt;
  Config config;
  config.web = *read;
  auto store = store::Store::open({});
  if (!store) return store.error().detail;
  const Outcome<> filled = store::fill(**store, config, WallTime(std::chrono::hours(24)));
  return filled ? std::nullopt : std::optional(filled.error().detail);
}

}  // namespace cxload::standin
