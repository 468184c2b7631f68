#include "kernel.hpp"

#include <cxload/sip/name_addr.hpp>

#include "reply.hpp"
#include "reply_path.hpp"

namespace cxload::standin {
namespace {

/// The defect rte.codes_flattened: 480, whatever was said.
sip::Message flatten(const sip::Message& request, const sip::Message& response) {
  const int status = response.status();
  const bool is_kept = status < 300 || status == 401 || status == 407 || status == 487;
  if (is_kept || request.method() != "INVITE") return response;
  sip::Message flat = sip::Message::make_response_to(request, 480);
  if (const auto to = response.find(sip::HeaderId::to)) flat.set(sip::HeaderId::to, *to);
  return flat;
}

}  // namespace

Kernel::Kernel(const Config& given, Wire& doors, MediaFactory& media, Standin::Watcher watch)
    : config(given),
      wire(doors),
      watcher(std::move(watch)),
      defects(config.defects),
      self(config, wire),
      authenticator(config),
      locations(timers,
                [this](const std::string& user, std::string_view why) {
                  tell(Event::Kind::unregistered, user, std::string(why));
                }),
      servers(timers, wire,
              [this](const Flow& flow, const sip::Message& request, sip::Message response, TimePoint now) {
                return deliver(flow, request, std::move(response), now);
              }),
      clients(timers, wire) {
  if (config.relays_media) relays = std::make_unique<Relays>(media, config.listen);
}

const Behaviour& Kernel::behaviour(const Flow& flow, const sip::Message& request) const {
  return defects.behaviour(flow.scheme, user_in(request, sip::HeaderId::from));
}

void Kernel::tell(Event::Kind kind, std::string user, std::string detail) const {
  if (watcher) watcher({kind, std::move(user), std::move(detail)});
}

void Kernel::put(const Flow& flow, std::string bytes, Duration delay, TimePoint now) {
  if (delay == Duration::zero()) {
    wire.send(flow, bytes);
    return;
  }
  timers.set(now + delay, [this, flow, text = std::move(bytes)](TimePoint) { wire.send(flow, text); });
}

std::string Kernel::deliver(const Flow& flow, const sip::Message& request, sip::Message response,
                            TimePoint now) {
  const Behaviour& rules = behaviour(flow, request);
  if (!rules.keeps_codes) response = flatten(request, response);
  const bool is_challenge = response.status() == 401 || response.status() == 407;
  if (!rules.sends_one_final && request.method() == "REGISTER" && !is_challenge && response.status() >= 200)
    put(flow, make_reply(request, 500).write(), config.latency, now);
  for (const ResponseEdit edit : rules.edits) edit(request, response);
  if (call_log && response.status() >= 200) call_log->on_final(request, response.status(), now);
  std::string bytes = response.write();
  const bool is_late =
      response.status() / 100 == 2 && (request.method() == "REGISTER" || request.method() == "INVITE");
  put(flow, bytes, config.latency + (is_late ? rules.success_delay : Duration::zero()), now);
  return bytes;
}

void Kernel::reply_once(const Flow& flow, const sip::Message& request, sip::Message response, TimePoint now) {
  deliver(reply_flow(request, flow), request, std::move(response), now);
}

}  // namespace cxload::standin
