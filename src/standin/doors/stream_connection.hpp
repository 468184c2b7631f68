/// StreamConnection: SIP over TCP or TLS (RFC 3261 18.3, RFC 5626 4.4.1).
#pragma once
#include <array>
#include <list>
#include <string>

#include <boost/asio/write.hpp>

#include <cxload/sip/stream_framer.hpp>

#include "connection.hpp"

namespace cxload::standin {

/// `Stream`: TcpSocket, or asio::ssl::stream of it. The handshake is the derived class's.
template <class Stream>
class StreamConnection : public Connection, public std::enable_shared_from_this<StreamConnection<Stream>> {
 public:
  template <class... Arguments>
  StreamConnection(const Place& place, const Flow& flow, Arguments&&... arguments)
      : sink_(&place.sink),
        flow_(flow),
        stream_(std::forward<Arguments>(arguments)...),
        deadline_(place.shard, [this](TimePoint) { close_socket(); }) {}

  bool send(std::string_view message) override {
    if (is_closed_ || !is_open_) return false;
    unsent_bytes_ += message.size();
    if (unsent_bytes_ > most_unsent) {
      close_socket();  // the read under way ends and tells the sink
      return false;
    }
    unsent_.emplace_back(message);
    if (unsent_.size() == 1) write();
    return true;
  }

  void abandon() override {
    sink_ = nullptr;
    close_socket();
  }

 protected:
  Stream& stream() { return stream_; }

  void arm_deadline() { deadline_.arm(Clock::now() + handshake_patience); }

  void opened() {
    deadline_.disarm();
    is_open_ = true;
    read();
  }

  void closed() {
    close_socket();
    deadline_.disarm();
    if (ConnectionSink* sink = std::exchange(sink_, nullptr)) sink->on_closed(flow_);
  }

  void close_socket() {
    is_closed_ = true;
    boost::system::error_code ignored;
    stream_.lowest_layer().close(ignored);
  }

 private:
  void read() {
    stream_.async_read_some(
        asio::buffer(buffer_),
        [self = this->shared_from_this()](const boost::system::error_code& error, std::size_t size) {
          if (error || self->is_closed_) return self->closed();
          self->take(size);
        });
  }

  void take(std::size_t size) {
    framer_.feed(std::string_view(buffer_.data(), size));
    for (;;) {
      const Result<std::optional<sip::Frame>> frame = framer_.next();
      if (is_closed_) return;
      if (!frame) return refuse();
      if (!*frame) break;
      if ((*frame)->kind == sip::Frame::Kind::ping && sink_->manners(flow_.scheme).answers_keepalive)
        send("\r\n");
      if ((*frame)->kind == sip::Frame::Kind::message) sink_->on_message(flow_, (*frame)->bytes);
      if (is_closed_ || sink_ == nullptr) return closed();
    }
    // Whoever begins a message has to end it.
    if (!framer_.is_mid_message()) {
      deadline_.disarm();
    } else if (!deadline_.is_armed()) {
      arm_deadline();
    }
    read();
  }

  /// What cannot be framed cannot be followed either: one answer if possible, then the end.
  void refuse() {
    const std::string offending(framer_.offending());
    if (sink_ != nullptr) sink_->on_message(flow_, offending);
    is_ending_ = true;
    if (unsent_.empty()) closed();
  }

  void write() {
    asio::async_write(stream_, asio::buffer(unsent_.front()),
                      [self = this->shared_from_this()](const boost::system::error_code& error, std::size_t) {
                        if (self->is_closed_) return;
                        if (error) return self->close_socket();
                        self->unsent_bytes_ -= self->unsent_.front().size();
                        self->unsent_.pop_front();
                        if (!self->unsent_.empty()) return self->write();
                        if (self->is_ending_) self->closed();
                      });
  }

  // Given.
  ConnectionSink* sink_;
  Flow flow_;
  // State.
  Stream stream_;
  net::Timer deadline_;
  sip::StreamFramer framer_{sip::StreamSide::server};
  std::array<char, 4096> buffer_;
  std::list<std::string> unsent_;
  std::size_t unsent_bytes_ = 0;
  bool is_open_ = false;
  bool is_closed_ = false;
  bool is_ending_ = false;
};

}  // namespace cxload::standin
