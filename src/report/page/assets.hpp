/// The files the page is made of, put into the program at build time (embed.cmake).
#pragma once
#include <string_view>

namespace cxload::report::page::assets {

[[nodiscard]] std::string_view page_html();
[[nodiscard]] std::string_view page_css();
[[nodiscard]] std::string_view page_js();
[[nodiscard]] std::string_view chart_js();  ///< Chart.js, MIT licence, from Debian's libjs-chart.js

}  // namespace cxload::report::page::assets
