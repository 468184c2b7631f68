#include "finish.hpp"

#include <cxload/base/text.hpp>

#include "handlers/handlers.hpp"
#include "spoil.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t worth_packing = 1024;

/// The page may talk to its own API and to any Web Phone server, show custom pages of others, and be shown by
/// others: so works the SDK.
constexpr std::string_view content_policy =
    "default-src 'self'; connect-src 'self' wss: https:; img-src 'self' data: https:; media-src 'self' blob: "
    "data:; style-src 'self' 'unsafe-inline'; frame-src https:; worker-src 'self'; object-src 'none'; "
    "base-uri "
    "'self'; frame-ancestors *";

bool takes_gzip(const Request& request) {
  for (const std::string_view coding : text::split(request.find("accept-encoding").value_or(""), ',')) {
    const std::string_view name = text::trim(coding.substr(0, coding.find(';')));
    const bool is_refused =
        coding.find("q=0") != std::string_view::npos && coding.find("q=0.") == std::string_view::npos;
    if (text::iequals(name, "gzip")) return !is_refused;
  }
  return false;
}

void pack(Reply& reply, const Request& request, const WebFaults& faults) {
  const std::string_view type = reply.find("content-type").value_or("");
  if (type != "application/json" || reply.body.size() < worth_packing) return;
  reply.set("Vary", "Accept-Encoding");
  if (!takes_gzip(request) && !faults.gzip_always) return;
  std::string packed = gzip(reply.body);
  if (packed.empty() || packed.size() >= reply.body.size()) return;
  reply.body = std::move(packed);
  reply.set("Content-Encoding", "gzip");
}

bool has_page(const Context& context) {
  return context.request.method == "GET" || context.request.method == "HEAD";
}

}  // namespace

Reply finish(Reply reply, const Request& request, const WebFaults& faults) {
  reply.set("Server", "cxload stand-in");
  reply.set("X-Content-Type-Options", "nosniff");
  if (!faults.no_hsts) reply.set("Strict-Transport-Security", "max-age=31536000");
  reply.set("Permissions-Policy", faults.no_microphone ? "microphone=()" : "microphone=*, autoplay=*");
  reply.set("Referrer-Policy", "same-origin");
  if (!reply.find("cache-control")) reply.set("Cache-Control", "no-store");
  if (reply.find("content-type").value_or("").starts_with("text/html"))
    reply.set("Content-Security-Policy", std::string(content_policy));
  if (!reply.find("content-encoding")) pack(reply, request, faults);
  spoil(reply, request, faults);
  return reply;
}

Reply answer_unrouted(const Context& context, const std::string& allowed) {
  if (!allowed.empty()) {
    Reply reply = refuse(405, "this path has other methods");
    if (!context.faults.no_allow) reply.set("Allow", allowed);
    return reply;
  }
  if (has_page(context)) {
    const std::string_view path = context.request.path();
    if (const AppFile* file = context.site.app().find(path.substr(1));
        file != nullptr && path != "/index.html" && !(context.faults.precache_404 && path.ends_with(".css")))
      return send_file(context, *file);
    if (context.faults.soft_404) return show_app(context);
  }
  return refuse(404, "not found");
}

bool accepts_gzip(const Request& request) { return takes_gzip(request); }

}  // namespace cxload::standin::web
