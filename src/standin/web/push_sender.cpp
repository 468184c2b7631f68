#include "push_sender.hpp"

#include <array>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::standin::web {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr std::size_t most_posts = 100;
constexpr Duration patience = std::chrono::seconds(10);
constexpr std::size_t status_line = 12;  // HTTP/1.1 201

struct Place {
  std::string host, port, path;
};

Place place_of(std::string_view endpoint) {
  constexpr std::string_view scheme = "https://";
  endpoint.remove_prefix(std::min(scheme.size(), endpoint.size()));
  const std::size_t slash = std::min(endpoint.find('/'), endpoint.size());
  const std::string_view authority = endpoint.substr(0, slash);
  const std::size_t colon = authority.rfind(':');
  const std::string path(endpoint.substr(slash));
  return {std::string(authority.substr(0, colon)),
          colon == std::string_view::npos ? "443" : std::string(authority.substr(colon + 1)),
          path.empty() ? "/" : path};
}

std::string write_request(const Place& place, const PushPost& post) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}:{}\r\nTTL: 60\r\nUrgency: high\r\nContent-Type: "
      "application/octet-stream\r\n"
      "Content-Encoding: aes128gcm\r\nAuthorization: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      place.path, place.host, place.port, post.authorization, post.body.size(), post.body);
}

}  // namespace

struct PushSender::Body {
  Body(net::Shard& home, OnDone done)
      : shard(home), on_done(std::move(done)), tls(asio::ssl::context::tls_client) {}
  net::Shard& shard;
  OnDone on_done;
  asio::ssl::context tls;
  std::size_t posts = 0;
  bool is_closed = false;
};

namespace {

/// One message, from its name to its status.
template <class Body>
class Post : public std::enable_shared_from_this<Post<Body>> {
 public:
  Post(std::shared_ptr<Body> home, const PushPost& post)
      : home_(std::move(home)),
        endpoint_(post.endpoint),
        place_(place_of(post.endpoint)),
        request_(write_request(place_, post)),
        resolver_(home_->shard.asio_context()),
        stream_(home_->shard.asio_context(), home_->tls),
        deadline_(home_->shard, [this](TimePoint) { stop(); }) {}

  void start() {
    deadline_.arm(Clock::now() + patience);
    resolver_.async_resolve(place_.host, place_.port,
                            [self = this->shared_from_this()](const auto& error, const auto& found) {
                              if (error) return self->done(0);
                              self->connect(found);
                            });
  }

 private:
  void connect(const tcp::resolver::results_type& found) {
    asio::async_connect(stream_.lowest_layer(), found,
                        [self = this->shared_from_this()](const auto& error, const tcp::endpoint&) {
                          if (error) return self->done(0);
                          self->greet();
                        });
  }

  void greet() {
    SSL_set_tlsext_host_name(stream_.native_handle(), place_.host.c_str());
    stream_.set_verify_callback(asio::ssl::host_name_verification(place_.host));
    stream_.async_handshake(asio::ssl::stream_base::client,
                            [self = this->shared_from_this()](const auto& error) {
                              if (error) return self->done(0);
                              self->write();
                            });
  }

  void write() {
    asio::async_write(stream_, asio::buffer(request_),
                      [self = this->shared_from_this()](const auto& error, std::size_t) {
                        if (error) return self->done(0);
                        self->read();
                      });
  }

  void read() {
    asio::async_read(stream_, asio::buffer(answer_),
                     [self = this->shared_from_this()](const auto&, std::size_t size) {
                       const std::string_view line(self->answer_.data(), size);
                       const bool is_http = line.size() == status_line && line.starts_with("HTTP/1.");
                       const auto status = is_http ? text::parse_unsigned(line.substr(9)) : std::nullopt;
                       self->done(static_cast<int>(status.value_or(0)));
                     });
  }

  void stop() {
    boost::system::error_code ignored;
    resolver_.cancel();
    stream_.lowest_layer().close(ignored);
  }

  void done(int status) {
    deadline_.disarm();
    stop();
    --home_->posts;
    if (!home_->is_closed) home_->on_done(endpoint_, status);
  }

  std::shared_ptr<Body> home_;
  std::string endpoint_;
  Place place_;
  std::string request_;
  tcp::resolver resolver_;
  asio::ssl::stream<tcp::socket> stream_;
  net::Timer deadline_;
  std::array<char, status_line> answer_;
};

}  // namespace

Outcome<std::unique_ptr<PushSender>> PushSender::make(net::Shard& shard, const std::string& ca_file,
                                                      OnDone on_done) {
  auto body = std::make_shared<Body>(shard, std::move(on_done));
  boost::system::error_code error;
  if (ca_file.empty()) {
    body->tls.set_default_verify_paths(error);
  } else {
    body->tls.load_verify_file(ca_file, error);
  }
  if (error) return Failure{"local.standin", "web.push_ca: cannot read " + ca_file};
  body->tls.set_verify_mode(asio::ssl::verify_peer, error);
  return std::unique_ptr<PushSender>(new PushSender(std::move(body)));
}

PushSender::~PushSender() { body_->is_closed = true; }

void PushSender::send(const PushPost& post) {
  if (body_->posts >= most_posts) return body_->on_done(post.endpoint, 0);
  ++body_->posts;
  std::make_shared<Post<Body>>(body_, post)->start();
}

}  // namespace cxload::standin::web
