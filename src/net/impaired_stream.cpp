#include "impaired_stream.hpp"

#include <deque>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <cxload/net/shard.hpp>

#include "tcp_stream.hpp"

namespace cxload::net {
namespace {

/// Of one direction: more that is written ends the stream, more that is received stays with the kernel.
constexpr std::size_t most_under_way = 256 * 1024;

/// Segments on their way, in order; an end behind the last one.
class Way {
 public:
  explicit Way(const BadNetwork& network) : impairment_(network) {}

  [[nodiscard]] TimePoint connect(TimePoint now) { return impairment_.carry_connect(now); }
  void push(std::string_view bytes, TimePoint now) {
    size_ += bytes.size();
    while (!bytes.empty()) {
      const std::string_view segment = bytes.substr(0, StreamImpairment::segment_size);
      bytes.remove_prefix(segment.size());
      const TimePoint due = impairment_.carry(segment.size(), now);
      if (!segments_.empty() && segments_.back().due == due)
        segments_.back().bytes += segment;
      else
        segments_.push_back({due, std::string(segment)});
    }
  }
  void push_end(TimePoint now) { end_ = impairment_.carry(0, now); }

  struct Segment {
    TimePoint due;
    std::string bytes;
  };
  std::optional<Segment> pop(TimePoint now) {
    if (segments_.empty() || segments_.front().due > now) return std::nullopt;
    Segment segment = std::move(segments_.front());
    segments_.pop_front();
    size_ -= segment.bytes.size();
    return segment;
  }
  /// Once, when all is out before it.
  [[nodiscard]] bool pop_end(TimePoint now) {
    if (!segments_.empty() || !end_ || *end_ > now) return false;
    end_.reset();
    return true;
  }
  [[nodiscard]] std::optional<TimePoint> next_due() const {
    return segments_.empty() ? end_ : std::optional(segments_.front().due);
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  void clear() {
    segments_.clear();
    end_.reset();
    size_ = 0;
  }

 private:
  StreamImpairment impairment_;
  std::deque<Segment> segments_;
  std::size_t size_ = 0;
  std::optional<TimePoint> end_;
};

class ImpairedStream final : public ByteStream, private ByteStreamHandler {
 public:
  ImpairedStream(Shard& shard, const Door& door, ByteStreamHandler& handler, const BadNetwork& network)
      : handler_(handler),
        tcp_(shard, door, *this),
        out_({network.profile, network.random.fork("out")}),
        in_({network.profile, network.random.fork("in")}),
        timer_(shard, [this](TimePoint now) { on_due(now); }) {}

  void start() override { tcp_.start(); }
  TimePoint write(std::string_view bytes) override;
  void finish() override;
  void abort() override;
  [[nodiscard]] std::string_view phase() const override {
    return state_ == State::connecting && tcp_.phase().empty() ? "tcp" : tcp_.phase();
  }
  [[nodiscard]] Endpoint local() const override { return tcp_.local(); }
  [[nodiscard]] Endpoint remote() const override { return tcp_.remote(); }

 private:
  enum class State : std::uint8_t { connecting, open, finished, dead };

  void on_stream_open(const ConnectTimes& times) override;
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override;
  void on_stream_closed(const Failure& failure) override;
  void on_due(TimePoint now);
  void send_due(TimePoint now);
  void deliver_due(TimePoint now);
  void arm();
  void die(const Failure& failure);

  ByteStreamHandler& handler_;
  TcpStream tcp_;
  Way out_, in_;
  Timer timer_;
  State state_ = State::connecting;
  std::unique_ptr<ConnectTimes> times_;  ///< while SYN and its answer are on their way
  TimePoint open_at_{};
  std::optional<Failure> end_;  ///< told when in_ is empty
};

void ImpairedStream::on_stream_open(const ConnectTimes& times) {
  const TimePoint now = Clock::now();
  open_at_ = in_.connect(out_.connect(now));
  times_ = std::make_unique<ConnectTimes>(times);
  times_->tcp = times.tcp.value_or(Duration()) + (open_at_ - now);
  arm();
}

TimePoint ImpairedStream::write(std::string_view bytes) {
  const TimePoint now = Clock::now();
  if (state_ != State::open || end_) return now;
  if (out_.size() + bytes.size() > most_under_way) {
    out_.clear();
    in_.clear();
    end_ = Failure("tcp.backlog", fmt::format("more than {} KiB wait for the bad network towards {}",
                                              most_under_way / 1024, remote().to_string()));
    in_.push_end(now);
  } else {
    out_.push(bytes, now);
  }
  arm();
  return now;
}

void ImpairedStream::finish() {
  if (state_ != State::open) return;
  state_ = State::finished;
  out_.push_end(Clock::now());
  arm();
}

void ImpairedStream::abort() {
  state_ = State::dead;
  tcp_.abort();
  out_.clear();
  in_.clear();
  timer_.disarm();
}

void ImpairedStream::on_stream_bytes(std::string_view bytes, TimePoint arrived) {
  in_.push(bytes, arrived);
  if (in_.size() > most_under_way) tcp_.hold(true);
  arm();
}

void ImpairedStream::on_stream_closed(const Failure& failure) {
  // A connection that never opened has nothing to wait for.
  if (state_ == State::connecting && !times_) return die(failure);
  if (end_) return;
  end_ = failure;
  in_.push_end(Clock::now());
  arm();
}

void ImpairedStream::on_due(TimePoint now) {
  if (times_ && open_at_ <= now) {
    state_ = State::open;
    const std::unique_ptr<ConnectTimes> times = std::move(times_);
    handler_.on_stream_open(*times);
  }
  if (state_ == State::open || state_ == State::finished) send_due(now);
  if (state_ == State::open || state_ == State::finished) deliver_due(now);
  arm();
}

void ImpairedStream::send_due(TimePoint now) {
  std::string bytes;
  while (auto segment = out_.pop(now)) bytes += segment->bytes;
  if (!bytes.empty()) tcp_.write(bytes);
  if (out_.pop_end(now)) tcp_.finish();
}

void ImpairedStream::deliver_due(TimePoint now) {
  while (auto segment = in_.pop(now)) {
    if (in_.size() < most_under_way / 2) tcp_.hold(false);
    handler_.on_stream_bytes(segment->bytes, segment->due);
    if (state_ == State::dead) return;
  }
  if (!in_.pop_end(now) || !end_) return;
  const Failure failure = *end_;
  die(failure);
}

void ImpairedStream::arm() {
  if (state_ == State::dead) return;
  std::optional<TimePoint> due = state_ == State::connecting ? std::optional<TimePoint>() : in_.next_due();
  const std::optional<TimePoint> sends = out_.next_due();
  if (sends && (!due || *sends < *due)) due = sends;
  if (times_) due = open_at_;
  if (due) timer_.arm(*due);
}

void ImpairedStream::die(const Failure& failure) {
  abort();
  handler_.on_stream_closed(failure);
}

}  // namespace

std::unique_ptr<ByteStream> make_wire(Shard& shard, const Door& door, ByteStreamHandler& handler,
                                      const BadNetwork* network) {
  if (network == nullptr || !network->profile.touches_streams())
    return std::make_unique<TcpStream>(shard, door, handler);
  return std::make_unique<ImpairedStream>(shard, door, handler, *network);
}

}  // namespace cxload::net
