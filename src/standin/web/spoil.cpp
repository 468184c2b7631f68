#include "spoil.hpp"

#include <cxload/base/text.hpp>

namespace cxload::standin::web {
namespace {

std::string_view type_of(const Reply& reply) { return reply.find("content-type").value_or(""); }

void spoil_worker(Reply& reply, const WebFaults& faults) {
  if (faults.worker_text) reply.set("Content-Type", "text/plain");
  if (faults.worker_cached) reply.set("Cache-Control", "public, max-age=31536000");
}

void spoil_json(Reply& reply, const WebFaults& faults) {
  if (faults.json_bom && !reply.find("content-encoding")) reply.body.insert(0, "\xEF\xBB\xBF");
  constexpr std::string_view trace = ",\"trace\":[\"site.cpp:214\",\"router.cpp:71\"]";
  if (faults.stack_trace && reply.status >= 400 && reply.body.ends_with('}'))
    reply.body.insert(reply.body.size() - 1, trace);
  if (faults.json_text_html) reply.set("Content-Type", "text/html");
}

void spoil_page(Reply& reply, const WebFaults& faults) {
  if (faults.csp_blocks_wss) reply.set("Content-Security-Policy", "default-src 'self'; connect-src 'self'");
  if (faults.html_wrong_type) reply.set("Content-Type", "text/plain");
}

}  // namespace

void spoil(Reply& reply, const Request& request, const WebFaults& faults) {
  if (request.path() == "/sw.js") spoil_worker(reply, faults);
  if (faults.js_octet_stream && type_of(reply).starts_with("text/javascript"))
    reply.set("Content-Type", "application/octet-stream");
  if (type_of(reply) == "application/json") spoil_json(reply, faults);
  if (type_of(reply).starts_with("text/html")) spoil_page(reply, faults);
  if (faults.manifest_wrong_mime && type_of(reply) == "application/manifest+json")
    reply.set("Content-Type", "text/plain");
  if (faults.manifest_bad_json && request.path() == "/manifest.webmanifest") reply.body += ",";
  if (faults.ok_on_error && reply.status >= 400) reply.status = 200;
  if (faults.cors_reflect) {
    reply.set("Access-Control-Allow-Origin", std::string(request.find("origin").value_or("*")));
    reply.set("Access-Control-Allow-Credentials", "true");
  }
  if (faults.no_framing) reply.set("X-Frame-Options", "DENY");
  if (faults.cache_private_data) reply.set("Cache-Control", "public, max-age=3600");
  if (faults.close_each) reply.set("Connection", "close");
}

}  // namespace cxload::standin::web
