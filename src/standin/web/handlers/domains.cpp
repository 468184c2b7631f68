// Certificates and servers, as the operator's pages show them.
#include "handlers.hpp"

namespace cxload::standin::web {

/// A certificate is there as soon as it is asked for: for the domain alone, with the dates of the row.
Reply admin_refresh_certificate(Context& context) {
  const auto row = context.store().get(store::certificates, context.id());
  if (!row) return refuse(404, "there is no such certificate");
  return reply_written(context, store::certificates,
                       context.site.domains().certify(store::text_in(*row, "domain")), 200);
}

/// Settings count once they are installed.
Reply admin_install_server(Context& context) {
  const auto server = context.store().get(store::servers, context.id());
  if (!server) return refuse(404, "there is no such server");
  const json::object installed = {{"tls", store::flag_in(*server, "tls")},
                                  {"webrtc", store::flag_in(*server, "webrtc")},
                                  {"ports", server->at("ports")}};
  const store::Written written =
      context.store().update(store::servers, context.id(), {{"installed", installed}});
  return reply_written(context, store::servers, written, 200);
}

}  // namespace cxload::standin::web
