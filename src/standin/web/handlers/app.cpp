// The browser's phone itself.
#include <array>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";

/// Where no browser's phone was given.
std::string make_plain_page(const Context& context) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{0}</title></head>\n<body><h1>{0}</h1>\n<p>The API of this "
      "phone is "
      "here, under <code>/api/softphone/</code>. The phone for browsers is not: the stand-in was started "
      "without "
      "<code>web.app</code>, so there is no manifest, no service worker, and nothing to install.</p>\n"
      "</body></html>\n",
      text::escape_html(context.brand.name));
}

bool is_current(const Request& request, std::string_view tag) {
  for (const std::string_view known : text::split(request.find("if-none-match").value_or(""), ','))
    if (known == tag || known == "*" || (known.starts_with("W/") && known.substr(2) == tag)) return true;
  return false;
}

/// Files whose name changes with their content may be kept; the others are asked for again.
std::string_view caching_of(std::string_view path) {
  return path.starts_with("/assets/") ? "public, max-age=86400" : "no-cache";
}

}  // namespace

std::string app_version_id(const Context& context) {
  const AppFile* index = context.site.app().find("index.html");
  const std::string content = index == nullptr ? std::string() : index->tag;
  return crypto::hash_hex(crypto::Hash::sha256, CXLOAD_VERSION + content).substr(0, 7);
}

Reply send_file(const Context& context, const AppFile& file) {
  Reply reply;
  reply.set("Content-Type", std::string(file.type));
  reply.set("ETag", file.tag);
  reply.set("Cache-Control", std::string(caching_of(context.request.path())));
  if (!file.gzipped.empty()) reply.set("Vary", "Accept-Encoding");
  if (!context.faults.no_304 && is_current(context.request, file.tag)) {
    reply.status = 304;
    return reply;
  }
  if (!file.gzipped.empty() && accepts_gzip(context.request)) {
    reply.set("Content-Encoding", "gzip");
    reply.body = file.gzipped;
  } else {
    reply.body = file.content;
  }
  return reply;
}

Reply show_app(const Context& context) {
  if (const AppFile* index = context.site.app().find("index.html")) return send_file(context, *index);
  Reply reply;
  reply.set("Content-Type", std::string(html));
  reply.body = make_plain_page(context);
  return reply;
}

Reply app_shell(Context& context) { return show_app(context); }

Reply app_manifest(Context& context) {
  const AppFolder& app = context.site.app();
  if (app.is_empty()) return refuse(404, "there is no phone for browsers here");
  json::array icons;
  const std::string_view folder = context.faults.icon_404 ? "/none/" : "/";
  for (const auto& [size, name] : std::to_array<std::pair<std::string_view, std::string_view>>(
           {{"192x192", "icons/icon-192.png"}, {"512x512", "icons/icon-512.png"}})) {
    if (app.find(name) == nullptr) continue;
    icons.push_back({{"src", key_of(fmt::format("{}{}", folder, name))},
                     {"sizes", key_of(context.faults.icon_wrong_size ? "1024x1024" : size)},
                     {"type", "image/png"},
                     {"purpose", "any"}});
  }
  Reply reply = reply_json({{"name", key_of(context.brand.name)},
                            {"short_name", key_of(context.brand.name)},
                            {"id", "/"},
                            {"start_url", "/"},
                            {"scope", context.faults.start_out_of_scope ? "/phone/" : "/"},
                            {"display", "standalone"},
                            {"background_color", "#ffffff"},
                            {"theme_color", "#1967d2"},
                            {"icons", std::move(icons)}});
  reply.set("Content-Type", "application/manifest+json");
  reply.set("Cache-Control", "no-cache");
  return reply;
}

Reply app_version(Context& context) {
  return reply_json(
      {{"deploy", key_of(context.site.deploy_id())}, {"version", key_of(app_version_id(context))}});
}

Reply legacy_entry(Context&) {
  Reply reply{302};
  reply.set("Location", "/");
  return reply;
}

}  // namespace cxload::standin::web
