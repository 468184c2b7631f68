#include "http_connection.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cxload::net {

/// The request is over when its flow leaves, whatever the way; one that leaves it unanswered spoils the
/// connection.
class HttpConnection::Turn {
 public:
  explicit Turn(HttpConnection& connection) : connection_(connection) {}
  ~Turn() {
    connection_.under_way_.reset();
    if (!is_kept_ && !connection_.failure_)
      connection_.give_up({"http.closed", "the connection was not kept"});
  }
  void keep_connection() { is_kept_ = true; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  HttpConnection& connection_;
  bool is_kept_ = false;
};

HttpConnection::HttpConnection(Shard& shard, const Door& door, const HttpLimits& limits, HttpWatcher& watcher)
    : shard_(shard), door_(door), limits_(limits), watcher_(watcher), changed_(shard) {}

HttpConnection::~HttpConnection() = default;

Awaitable<Outcome<>> HttpConnection::open(TimePoint deadline) {
  stream_ = open_stream(shard_, door_, *this);
  stream_->resume(std::exchange(ticket_, nullptr));
  bool in_time = true;
  while (!is_open_ && !failure_ && in_time) in_time = co_await changed_.wait_until(deadline);
  if (!is_open_ && !failure_)
    give_up({"http.timeout",
             fmt::format("no connection to {} port {} in the time of the request", door_.host, door_.port)});
  if (failure_) co_return *failure_;
  co_return Outcome<>();
}

Awaitable<Outcome<HttpResponse>> HttpConnection::exchange(const Sending& sending, TimePoint deadline) {
  under_way_ = std::make_unique<ResponseParser>(limits_, sending.method == "HEAD");
  Turn turn(*this);
  received_ = 0;
  const TimePoint sent = stream_->write(sending.bytes);
  watcher_.on_http_sent(sending.method, sending.url, sending.body, sent);
  const TimePoint first_due = std::min(deadline, sent + limits_.first_byte);
  while (!under_way_->is_done() && !failure_) {
    const TimePoint due = under_way_->has_begun() ? deadline : first_due;
    const bool changed = co_await changed_.wait_until(due);
    const bool is_late = Clock::now() >= (under_way_->has_begun() ? deadline : first_due);
    if (!changed && is_late && !under_way_->is_done() && !failure_) give_up(timeout());
  }
  // A whole answer counts, even when the server hung up behind it.
  if (!under_way_->is_done()) co_return failure_.value_or(timeout());
  if (under_way_->leaves_connection()) turn.keep_connection();
  HttpResponse response = under_way_->take();
  response.url = sending.url;
  response.wire_bytes = received_;
  response.sent = sent;
  response.answered = last_byte_;
  co_return response;
}

Failure HttpConnection::timeout() const {
  if (!under_way_->has_begun())
    return {"http.timeout", fmt::format("{} port {} did not answer in time", door_.host, door_.port)};
  return {"http.timeout", fmt::format("the answer of {} port {} was not complete in time, {} bytes had come",
                                      door_.host, door_.port, received_)};
}

void HttpConnection::on_stream_open(const ConnectTimes& times) {
  is_open_ = true;
  watcher_.on_http_connected(times, stream_->remote());
  changed_.notify();
}

void HttpConnection::on_stream_bytes(std::string_view bytes, TimePoint arrived) {
  // Bytes that nobody asked for would be taken for the answer to the next request.
  if (!under_way_ || under_way_->is_done())
    return give_up({"http.bad_response", "the server sent something that nobody had asked for"});
  const bool is_first = !under_way_->has_begun();
  received_ += bytes.size();
  last_byte_ = arrived;
  const Outcome<> fed = under_way_->feed(bytes);
  if (!fed) return give_up(fed.error());
  if (is_first || under_way_->is_done()) changed_.notify();
}

void HttpConnection::on_stream_closed(const Failure& failure) {
  drop_stream();
  failure_ = failure;
  if (under_way_ && !under_way_->is_done()) failure_ = end_of(failure);
  changed_.notify();
}

/// What the end of the stream means for the answer that was under way.
Failure HttpConnection::end_of(const Failure& failure) {
  died_unheard_ = !under_way_->has_begun();
  const bool is_orderly = failure.kind == (is_encrypted(door_.scheme) ? "tls.closed" : "tcp.closed");
  if (died_unheard_ && (is_orderly || failure.kind == "tcp.closed"))
    return {"http.closed",
            fmt::format("{} port {} closed the connection instead of answering", door_.host, door_.port)};
  if (!is_orderly && failure.kind != "tcp.closed") return failure;
  // Over TLS an answer of unknown length must end with close_notify, or anybody could cut it short.
  if (!is_orderly)
    return {"http.closed", "the connection ended in the middle of the answer, without close_notify"};
  const Outcome<> finished = under_way_->finish();
  return finished ? failure : finished.error();
}

void HttpConnection::give_up(Failure failure) {
  failure_ = std::move(failure);
  drop_stream();
  changed_.notify();
}

TlsTicket HttpConnection::take_ticket() {
  if (stream_ && is_open_) return stream_->take_ticket();
  return std::exchange(ticket_, nullptr);
}

void HttpConnection::drop_stream() {
  if (is_open_ && stream_) ticket_ = stream_->take_ticket();
  stream_.reset();
}

}  // namespace cxload::net
