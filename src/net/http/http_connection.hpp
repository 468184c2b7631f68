/// HttpConnection: one stream to one origin, and the one request that is under way on it.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/net/http_client.hpp>
#include <cxload/net/stream.hpp>

#include "response_parser.hpp"

namespace cxload::net {

/// Threads: the shard's. Lifetime: door, limits and watcher outlive it; it outlives the flow that waits in
/// it.
class HttpConnection final : private ByteStreamHandler {
 public:
  HttpConnection(Shard& shard, const Door& door, const HttpLimits& limits, HttpWatcher& watcher);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Until it is open; the door's connect_timeout bounds it, and `deadline`.
  Awaitable<Outcome<>> open(TimePoint deadline);

  struct Sending {
    std::string bytes, method;
    HttpUrl url;
    std::size_t body = 0;
  };
  /// `sending` outlives the call.
  Awaitable<Outcome<HttpResponse>> exchange(const Sending& sending, TimePoint deadline);

  [[nodiscard]] bool is_usable() const { return is_open_ && !failure_ && !under_way_; }
  /// It ended before any byte of the answer came: on a kept connection, nobody read the request.
  [[nodiscard]] bool died_unheard() const { return died_unheard_; }
  /// At once, before open(): the handshake begins with it.
  void resume(TlsTicket ticket) { ticket_ = std::move(ticket); }
  /// What the next connection to the same place may begin with; null: nothing.
  [[nodiscard]] TlsTicket take_ticket();

 private:
  class Turn;

  void on_stream_open(const ConnectTimes& times) override;
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override;
  void on_stream_closed(const Failure& failure) override;
  void give_up(Failure failure);
  void drop_stream();
  [[nodiscard]] Failure timeout() const;
  [[nodiscard]] Failure end_of(const Failure& failure);

  // Given.
  Shard& shard_;
  const Door& door_;
  const HttpLimits& limits_;
  HttpWatcher& watcher_;
  // Owned.
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<ResponseParser> under_way_;
  Signal changed_;
  // State.
  std::optional<Failure> failure_;  ///< it is of no use any more
  std::size_t received_ = 0;
  TlsTicket ticket_;  ///< to begin with; later the one that was left
  TimePoint last_byte_{};
  bool is_open_ = false;
  bool died_unheard_ = false;
};

}  // namespace cxload::net
