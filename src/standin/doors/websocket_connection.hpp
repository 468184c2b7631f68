/// WebSocketConnection: SIP over WebSocket, by Beast (RFC 6455, RFC 7118). Included by two sources only: it
/// costs most of a minute to compile.
#pragma once
#include <list>
#include <string>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cxload/sip/stream_framer.hpp>

#include "connection.hpp"
#include "upgrade.hpp"

namespace cxload::standin {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

/// `Stream`: TcpSocket, or asio::ssl::stream of it.
template <class Stream>
class WebSocketConnection : public Connection,
                            public std::enable_shared_from_this<WebSocketConnection<Stream>> {
 public:
  template <class... Arguments>
  WebSocketConnection(const Place& place, const Flow& flow, Arguments&&... arguments)
      : sink_(&place.sink),
        flow_(flow),
        reap_after_(place.reap_after),
        socket_(std::forward<Arguments>(arguments)...),
        deadline_(place.shard, [this](TimePoint) { close_socket(); }) {}

  bool send(std::string_view message) override {
    if (is_closed_ || !is_open_) return false;
    unsent_bytes_ += message.size();
    if (unsent_bytes_ > most_unsent) {
      close_socket();  // the read under way ends and tells the sink
      return false;
    }
    const bool is_idle = unsent_.empty();
    const bool is_split = sink_ != nullptr && sink_->manners(flow_.scheme).splits_messages;
    const std::size_t first = is_split ? message.size() / 2 : message.size();
    unsent_.emplace_back(message.substr(0, first));
    if (is_split) unsent_.emplace_back(message.substr(first));
    if (is_idle) write();
    return true;
  }

  void abandon() override {
    sink_ = nullptr;
    close_socket();
  }

 protected:
  websocket::stream<Stream>& socket() { return socket_; }
  void arm_deadline() { deadline_.arm(Clock::now() + handshake_patience); }

  /// The transport is up: read the HTTP request.
  void read_upgrade() {
    const auto parser = std::make_shared<http::request_parser<http::empty_body>>();
    parser->header_limit(16 * 1024);
    parser->body_limit(0);
    http::async_read(socket_.next_layer(), buffer_, *parser,
                     [self = this->shared_from_this(), parser](const beast::error_code& error, std::size_t) {
                       if (error || self->sink_ == nullptr) return self->closed();
                       self->judge(parser->get());
                     });
  }

  void closed() {
    close_socket();
    deadline_.disarm();
    if (ConnectionSink* sink = std::exchange(sink_, nullptr)) sink->on_closed(flow_);
  }

  void close_socket() {
    is_closed_ = true;
    beast::error_code ignored;
    beast::get_lowest_layer(socket_).close(ignored);
  }

 private:
  void judge(const UpgradeRequest& request) {
    const Behaviour& rules = sink_->manners(flow_.scheme);
    std::shared_ptr<UpgradeRefusal> refusal = refuse_upgrade(request, rules);
    if (!refusal && !sink_->serves(flow_.scheme, host_of(request))) refusal = refuse_host();
    if (refusal) {
      http::async_write(socket_.next_layer(), *refusal,
                        [self = this->shared_from_this(), refusal](const beast::error_code&, std::size_t) {
                          self->closed();
                        });
      return;
    }
    const bool has_sip = offers_sip(request);
    socket_.set_option(
        websocket::stream_base::decorator([has_sip, &rules](websocket::response_type& response) {
          decorate_upgrade(response, has_sip, rules);
        }));
    socket_.set_option(websocket::stream_base::timeout{handshake_patience, idle_patience, true});
    socket_.read_message_max(largest_message);
    socket_.async_accept(request, [self = this->shared_from_this()](const beast::error_code& error) {
      if (error) return self->closed();
      self->opened();
    });
  }

  void opened() {
    deadline_.disarm();
    is_open_ = true;
    buffer_ = beast::flat_buffer();
    read();
  }

  void read() {
    if (sink_ == nullptr) return closed();
    const Behaviour& rules = sink_->manners(flow_.scheme);
    if (rules.reaps_idle) deadline_.arm(Clock::now() + reap_after_);
    auto on_read = [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
      if (error || self->is_closed_ || self->sink_ == nullptr) return self->closed();
      self->take();
    };
    if (rules.reassembles) {
      socket_.async_read(buffer_, std::move(on_read));
    } else {
      socket_.async_read_some(buffer_, largest_message, std::move(on_read));
    }
  }

  void take() {
    const auto data = buffer_.cdata();
    const std::string_view message(static_cast<const char*>(data.data()), data.size());
    const Behaviour& rules = sink_->manners(flow_.scheme);
    if (message == "\r\n\r\n") {  // RFC 7118 6 leaves keep-alive to RFC 5626 4.4.1
      if (rules.answers_keepalive) send("\r\n");
    } else if (rules.reads_one_message) {
      sink_->on_message(flow_, message);
    } else {
      take_all(message);
    }
    // An idle phone needs no buffer.
    buffer_ = beast::flat_buffer();
    if (is_closed_ || sink_ == nullptr) return closed();
    read();
  }

  /// The defect ws.two_in_one: what RFC 7118 5 forbids to put into one message is taken apart like a stream.
  void take_all(std::string_view message) {
    sip::StreamFramer framer(sip::StreamSide::server);
    framer.feed(message);
    for (;;) {
      const auto frame = framer.next();
      if (!frame || !*frame || sink_ == nullptr) return;
      if ((*frame)->kind == sip::Frame::Kind::message) sink_->on_message(flow_, (*frame)->bytes);
    }
  }

  void write() {
    socket_.text(is_utf8(unsent_.front()));
    socket_.async_write(asio::buffer(unsent_.front()),
                        [self = this->shared_from_this()](const beast::error_code& error, std::size_t) {
                          if (self->is_closed_) return;
                          if (error) return self->close_socket();
                          self->unsent_bytes_ -= self->unsent_.front().size();
                          self->unsent_.pop_front();
                          if (!self->unsent_.empty()) self->write();
                        });
  }

  // Given.
  ConnectionSink* sink_;
  Flow flow_;
  Duration reap_after_;
  // State.
  websocket::stream<Stream> socket_;
  net::Timer deadline_;
  beast::flat_buffer buffer_;
  std::list<std::string> unsent_;
  std::size_t unsent_bytes_ = 0;
  bool is_open_ = false;
  bool is_closed_ = false;
};

}  // namespace cxload::standin
