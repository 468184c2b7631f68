#include "web_half.hpp"

#include "store/fixtures.hpp"

namespace cxload::standin {

Outcome<std::unique_ptr<WebHalf>> WebHalf::open(net::Shard& shard, const Config& config,
                                                Certificates& certificates, web::Exchange& exchange,
                                                Listener::OnSocket websockets) {
  std::unique_ptr<WebHalf> half(new WebHalf(shard, config));
  auto site = web::Site::open(config, exchange, WallClock::now());
  if (!site) return site.error();
  half->site_ = std::move(*site);
  auto pushes = web::PushSender::make(shard, config.web.push_ca,
                                      [raw = half.get()](const std::string& endpoint, int status) {
                                        raw->site_->on_pushed(endpoint, status, WallClock::now());
                                      });
  if (!pushes) return pushes.error();
  half->pushes_ = std::move(*pushes);
  if (const Outcome<> opened = half->open_doors(certificates); !opened) return opened.error();
  if (const Outcome<> opened = half->open_plain(std::move(websockets)); !opened) return opened.error();
  return half;
}

Outcome<std::unique_ptr<web::HttpDoor>> WebHalf::open_door(
    const net::Endpoint& local, boost::asio::ssl::context* tls,
    web::Reply (web::Site::*serve)(const web::Request&, TimePoint, WallTime)) {
  return web::HttpDoor::open(
      shard_, local, tls,
      [this, serve](const web::Request& request) {
        return (site_.get()->*serve)(request, Clock::now(), WallClock::now());
      },
      manners());
}

web::HttpManners WebHalf::manners() const {
  const DefectSet defects(config_.defects);
  const web::WebFaults& faults = defects.behaviour(net::Scheme::wss).web;
  return {!faults.any_host, !faults.head_body};
}

Outcome<> WebHalf::open_doors(Certificates& certificates) {
  const net::Address address = net::Address::parse(config_.listen).value_or(net::Address::loopback());
  auto door = open_door({address, config_.web.port}, &certificates.at(TlsPlace::web), &web::Site::serve);
  if (!door) return door.error();
  door_ = std::move(*door);
  auto admin =
      open_door({net::Address::loopback(), config_.web.admin_port}, nullptr, &web::Site::serve_admin);
  if (!admin) return admin.error();
  admin_ = std::move(*admin);
  auto token = certificates.write_private("admin-token", site_->admin_token());
  if (!token) return token.error();
  token_file_ = std::move(*token);
  return {};
}

Outcome<> WebHalf::open_plain(Listener::OnSocket websockets) {
  if (!config_.web.plain_port) return {};
  const net::Address address = net::Address::parse(config_.listen).value_or(net::Address::loopback());
  web::HttpManners manners;
  manners.websockets = std::move(websockets);
  auto plain = web::HttpDoor::open(
      shard_, {address, *config_.web.plain_port}, nullptr,
      [this](const web::Request& request) {
        return site_->redirect(request, door_->local().port, Clock::now(), WallClock::now());
      },
      manners);
  if (!plain) return plain.error();
  plain_ = std::move(*plain);
  return {};
}

void WebHalf::tell(Addresses& addresses) const {
  addresses.web = door_->local();
  addresses.admin = admin_->local();
  if (plain_) addresses.plain = plain_->local();
  addresses.web_host = store::web_host_of(config_);
  addresses.admin_token_file = token_file_;
}

}  // namespace cxload::standin
