// One connection of HTTP/1.1, by Beast. The only source that knows it.
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <cxload/base/text.hpp>

#include "http_door.hpp"

namespace cxload::standin::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Socket = asio::ip::tcp::socket;
using SecureSocket = asio::ssl::stream<Socket>;
using Parser = http::request_parser<http::string_body>;
using Response = http::response<http::string_body>;

constexpr std::size_t largest_idle_buffer = 16 * 1024;
constexpr Duration farewell = std::chrono::seconds(2);  // of a TLS connection: its close_notify

/// 0: nobody is there any more to be told.
int refusal_of(const beast::error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  return error.category() == http::make_error_code(http::error::bad_version).category() ? 400 : 0;
}

template <class Stream>
class Peer : public HttpPeer, public std::enable_shared_from_this<Peer<Stream>> {
 public:
  template <class... Arguments>
  Peer(HttpPlace place, const net::Endpoint& remote, Arguments&&... arguments)
      : place_(std::move(place)),
        remote_(remote),
        stream_(std::forward<Arguments>(arguments)...),
        buffer_(place_.limits.largest_head + place_.limits.largest_body),
        deadline_(place_.shard, [this](TimePoint) { on_deadline(); }) {}

  void start() override {
    if constexpr (std::is_same_v<Stream, SecureSocket>) {
      await(place_.limits.handshake);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const beast::error_code& error) {
                                if (error) return self->closed();
                                self->wait_for_request();
                              });
    } else {
      wait_for_request();
    }
  }

  void abandon() override {
    place_.on_closed = nullptr;
    close_socket();
  }

 private:
  void await(Duration patience) { deadline_.arm(Clock::now() + patience); }

  void on_deadline() {
    if (reply_) return send();  // a reply that had to wait
    close_socket();
  }

  void close_socket() {
    is_closed_ = true;
    beast::error_code ignored;
    stream_.lowest_layer().close(ignored);
  }

  void closed() {
    close_socket();
    deadline_.disarm();
    if (const auto tell = std::exchange(place_.on_closed, nullptr)) tell();
  }

  /// An idle connection may stay a while; a request that has begun may not.
  void wait_for_request() {
    if (buffer_.size() > 0) return read_head();
    if (buffer_.capacity() > largest_idle_buffer) buffer_ = beast::flat_buffer(buffer_.max_size());
    await(place_.limits.idle);
    constexpr std::size_t first_piece = 2048;
    stream_.async_read_some(
        buffer_.prepare(first_piece),
        [self = this->shared_from_this()](const beast::error_code& error, std::size_t size) {
          if (error || self->is_closed_) return self->closed();
          self->buffer_.commit(size);
          self->read_head();
        });
  }

  void read_head() {
    await(place_.limits.request);
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(place_.limits.largest_head));
    parser_->body_limit(place_.limits.largest_body);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
                              if (error || self->is_closed_) return self->unreadable(error);
                              self->on_head();
                            });
  }

  void on_head() {
    const auto expect = parser_->get()[http::field::expect];
    if (!text::iequals({expect.data(), expect.size()}, "100-continue")) return read_body();
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_on),
                      [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
                        if (error || self->is_closed_) return self->closed();
                        self->read_body();
                      });
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
                       if (error || self->is_closed_) return self->unreadable(error);
                       self->on_request();
                     });
  }

  void unreadable(const beast::error_code& error) {
    const int status = is_closed_ ? 0 : refusal_of(error);
    if (status == 0) return closed();
    is_last_ = true;
    answer({status, {{"Content-Type", "application/json"}}, R"({"error":"unreadable request"})", {}}, false);
  }

  void on_request() {
    const auto& message = parser_->get();
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
    request.body = std::move(parser_->get().body());
    request.remote = remote_;
    is_last_ = !message.keep_alive();
    Reply reply;
    // RFC 9112 3.2: exactly one Host.
    if (message.version() >= 11 && message.count(http::field::host) != 1 && place_.manners.wants_host) {
      is_last_ = true;
      reply = {400, {{"Content-Type", "application/json"}}, R"({"error":"exactly one Host is needed"})", {}};
    } else {
      reply = place_.serve(request);
    }
    if (is_closed_) return closed();
    answer(std::move(reply), request.method == "HEAD" && place_.manners.is_head_bare);
  }

  void answer(Reply reply, bool is_head) {
    parser_.reset();
    reply_ = std::make_unique<Response>(static_cast<http::status>(reply.status), 11);
    bool has_length = false;
    for (const auto& [name, value] : reply.headers) {
      reply_->insert(name, value);
      has_length = has_length || text::iequals(name, "content-length");
    }
    if (reply.find("connection") == "close") is_last_ = true;
    const bool has_body = reply.status != 204 && reply.status != 304;
    if (has_body && !has_length) reply_->content_length(reply.body.size());
    reply_->keep_alive(!is_last_);
    if (!is_head && has_body) reply_->body() = std::move(reply.body);
    if (reply.delay > Duration::zero()) return await(reply.delay);
    send();
  }

  void send() {
    await(place_.limits.reply);
    std::shared_ptr<Response> response = std::move(reply_);
    http::async_write(
        stream_, *response,
        [self = this->shared_from_this(), response](const beast::error_code& error, std::size_t) {
          if (error || self->is_closed_) return self->closed();
          if (self->is_last_) return self->say_goodbye();
          self->wait_for_request();
        });
  }

  void say_goodbye() {
    if constexpr (std::is_same_v<Stream, SecureSocket>) {
      await(farewell);
      stream_.async_shutdown([self = this->shared_from_this()](const beast::error_code&) { self->linger(); });
    } else {
      linger();
    }
  }

  /// What the client still sends is read and thrown away: closing over it would take the reply with it.
  void linger() {
    if (is_closed_) return closed();
    beast::error_code ignored;
    stream_.lowest_layer().shutdown(Socket::shutdown_send, ignored);
    await(farewell);
    drain();
  }

  void drain() {
    lowest().async_read_some(asio::buffer(waste_),
                             [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
                               if (error || self->is_closed_) return self->closed();
                               self->drain();
                             });
  }

  Socket& lowest() {
    if constexpr (std::is_same_v<Stream, SecureSocket>) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  // Given.
  HttpPlace place_;
  net::Endpoint remote_;
  // State.
  Stream stream_;
  beast::flat_buffer buffer_;
  net::Timer deadline_;
  std::optional<Parser> parser_;
  std::unique_ptr<Response> reply_;  ///< until it is sent
  std::array<char, 2048> waste_;
  bool is_last_ = false;
  bool is_closed_ = false;
};

}  // namespace

std::shared_ptr<HttpPeer> make_http_peer(HttpPlace place, Socket socket, const net::Endpoint& remote,
                                         asio::ssl::context* tls) {
  if (tls == nullptr) return std::make_shared<Peer<Socket>>(std::move(place), remote, std::move(socket));
  return std::make_shared<Peer<SecureSocket>>(std::move(place), remote, std::move(socket), *tls);
}

}  // namespace cxload::standin::web
