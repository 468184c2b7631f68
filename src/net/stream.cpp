#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include "stream_link.hpp"

namespace cxload::net {
namespace {

/// Part of an open_stream() that may be given up in the middle of its own calls.
class StreamBody final : public Mortal, private ByteStreamHandler {
 public:
  StreamBody(Shard& shard, const Door& door, ByteStreamHandler& handler)
      : door_(door),
        handler_(&handler),
        stream_(make_stream(shard, door, *this)),
        timer_(shard, [this](TimePoint) { on_timer(); }) {}

  void start() {
    if (handler_ == nullptr) return;
    timer_.arm(Clock::now() + door_.connect_timeout);
    stream_->start();
  }
  void abort() {
    handler_ = nullptr;
    timer_.disarm();
    stream_->abort();
  }
  [[nodiscard]] ByteStream& stream() { return *stream_; }

 private:
  void on_stream_open(const ConnectTimes& times) override {
    timer_.disarm();
    handler_->on_stream_open(times);
  }
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override {
    if (handler_ != nullptr) handler_->on_stream_bytes(bytes, arrived);
  }
  void on_stream_closed(const Failure& failure) override {
    ByteStreamHandler* const handler = handler_;
    abort();
    if (handler != nullptr) handler->on_stream_closed(failure);
  }
  void on_timer() {
    const std::string kind = fmt::format("{}.timeout", stream_->phase());
    on_stream_closed({kind, fmt::format("no connection to {} port {} in time", door_.host, door_.port)});
  }

  const Door& door_;
  ByteStreamHandler* handler_;
  std::unique_ptr<ByteStream> stream_;
  Timer timer_;
};

class OwnedStream final : public ByteStream {
 public:
  OwnedStream(Shard& shard, std::unique_ptr<StreamBody> body) : shard_(shard), body_(std::move(body)) {}
  ~OwnedStream() override {
    body_->abort();
    shard_.impl().bury(std::move(body_));
  }
  void start() override { body_->start(); }
  TimePoint write(std::string_view bytes) override { return body_->stream().write(bytes); }
  void finish() override { body_->stream().finish(); }
  void abort() override { body_->abort(); }
  [[nodiscard]] std::string_view phase() const override { return body_->stream().phase(); }
  [[nodiscard]] Endpoint local() const override { return body_->stream().local(); }
  [[nodiscard]] Endpoint remote() const override { return body_->stream().remote(); }
  [[nodiscard]] TlsTicket take_ticket() override { return body_->stream().take_ticket(); }
  void resume(const TlsTicket& ticket) override { body_->stream().resume(ticket); }

 private:
  Shard& shard_;
  std::unique_ptr<StreamBody> body_;
};

}  // namespace

std::unique_ptr<ByteStream> open_stream(Shard& shard, const Door& door, ByteStreamHandler& handler) {
  auto body = std::make_unique<StreamBody>(shard, door, handler);
  asio::post(shard.impl().context, [started = body.get()] { started->start(); });
  return std::make_unique<OwnedStream>(shard, std::move(body));
}

}  // namespace cxload::net
