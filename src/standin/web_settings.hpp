/// The `web` key of the settings document.
#pragma once
#include <cxload/base/result.hpp>
#include <cxload/standin/web_settings.hpp>

namespace boost::json {
class value;
}

namespace cxload::standin {

/// true, false, or an object. Failure: local.standin, one sentence without its subject.
[[nodiscard]] Outcome<WebSettings> read_web_settings(const boost::json::value& value);

}  // namespace cxload::standin
