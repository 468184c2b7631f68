/// WebHalf: the doors of the site: HTTPS, plain HTTP that leads there, and the admin's.
#pragma once
#include <memory>

#include <cxload/standin/standin.hpp>

#include "certificates.hpp"
#include "web/http_door.hpp"
#include "web/push_sender.hpp"
#include "web/site.hpp"

namespace cxload::standin {

/// Threads: its shard's.
class WebHalf {
 public:
  /// Everything given outlives it. Failure: local.bind, local.standin, local.files.
  /// `websockets` takes those who ask for one at the plain door, where a defect opens it to them.
  static Outcome<std::unique_ptr<WebHalf>> open(net::Shard& shard, const Config& config,
                                                Certificates& certificates, web::Exchange& exchange,
                                                Listener::OnSocket websockets);
  void tell(Addresses& addresses) const;
  [[nodiscard]] web::Site& site() { return *site_; }
  void push(const web::PushPost& post) { pushes_->send(post); }

 private:
  WebHalf(net::Shard& shard, const Config& config) : shard_(shard), config_(config) {}
  Outcome<> open_doors(Certificates& certificates);
  Outcome<> open_plain(Listener::OnSocket websockets);
  [[nodiscard]] web::HttpManners manners() const;
  Outcome<std::unique_ptr<web::HttpDoor>> open_door(const net::Endpoint& local,
                                                    boost::asio::ssl::context* tls,
                                                    web::Reply (web::Site::*serve)(const web::Request&,
                                                                                   TimePoint, WallTime));

  net::Shard& shard_;
  const Config& config_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<web::HttpDoor> door_, plain_, admin_;
  std::unique_ptr<web::PushSender> pushes_;
  std::string token_file_;
};

}  // namespace cxload::standin
