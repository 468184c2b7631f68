#include <algorithm>
#include <array>
#include <vector>

#include <cxload/dtls/session.hpp>
#include <cxload/ice/agent.hpp>
#include <cxload/net/secure_channel.hpp>
#include <cxload/srtp/session.hpp>
#include <cxload/stun/demux.hpp>

#include "ice/ways.hpp"

namespace cxload::net {
namespace {

constexpr std::size_t largest_packet = 1500;

/// Candidates that came before the description they belong to.
constexpr std::size_t most_early_candidates = 32;

class Channel final : public SecureChannel,
                      private ice::AgentSink,
                      private dtls::DatagramSink,
                      private WaysHandler {
 public:
  Channel(Shard& shard, Random& random, SecureChannelHandler& handler)
      : random_(random),
        handler_(handler),
        timer_(shard, [this](TimePoint now) { on_due(now); }),
        ways_(shard, random, static_cast<WaysHandler&>(*this)) {}

  Outcome<> bind(const Address& address, const NetworkProfile& network) {
    return ways_.bind(address, network);
  }

  void behave(const ChannelManners& manners) override { manners_ = manners; }
  std::uint16_t port() const override { return ways_.local().port; }
  void gather(const IceServers& servers) override { ways_.gather(servers); }
  std::optional<Endpoint> shown() const override { return ways_.shown(); }
  sdp::SecureTransport describe(bool is_offer) override;
  Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) override;
  void trickle(const sdp::Trickle& later) override;
  bool send_rtp(std::span<std::byte> buffer, std::size_t size) override {
    return srtp_ != nullptr && transmit(buffer, srtp_->protect_rtp(buffer, size));
  }
  void send_clear(std::span<const std::byte> packet) override {
    if (path_ && srtp_ != nullptr && !is_over_) send_on_path(packet);
  }
  bool send_rtcp(std::span<std::byte> buffer, std::size_t size) override {
    return srtp_ != nullptr && transmit(buffer, srtp_->protect_rtcp(buffer, size));
  }
  void close() override;
  bool is_open() const override { return srtp_ != nullptr && !is_over_; }
  std::string_view phase() const override {
    if (remote_ufrag_.empty() || srtp_ != nullptr) return "";
    return found_ == TimePoint{} && !agent_->selected() ? "ice" : "dtls";
  }
  const SecureChannelCounts& counts() const override { return counts_; }
  std::optional<Duration> round_trip() const override { return agent_ ? agent_->round_trip() : std::nullopt; }

 private:
  /// What datagrams are sent from, and where to.
  struct Path {
    std::size_t base = 0;
    stun::TransportAddress remote;
    bool operator==(const Path&) const = default;
  };

  void send_stun(std::size_t base, const stun::TransportAddress& to, stun::Bytes message) override {
    ways_.send(base, to, message);
  }
  void send_dtls(std::span<const std::byte> datagram) override {
    if (path_ && manners_.handshake != ChannelManners::Handshake::none) send_on_path(datagram);
  }
  void hear_dtls(std::span<const std::byte> datagram, TimePoint now) {
    // Behind the first flight: a client has sent it already, a server answers one datagram with it.
    const std::size_t most = is_client_ ? 0 : 1;
    if (manners_.handshake == ChannelManners::Handshake::first_flight && dtls_heard_++ >= most) return;
    dtls_->receive(datagram, now);
  }
  bool transmit(std::span<std::byte> buffer, std::size_t size) {
    if (size == 0 || !path_ || is_over_) return false;
    for (unsigned i = 0; i < manners_.copies; ++i) send_on_path(buffer.first(size));
    return true;
  }

  void send_on_path(std::span<const std::byte> datagram) { ways_.send(path_->base, path_->remote, datagram); }

  void on_way_datagram(std::size_t base, stun::Bytes datagram, const stun::TransportAddress& from,
                       TimePoint arrived) override;
  void on_gathered() override;
  void on_way_lost(std::size_t base, const Failure& failure) override;

  void make_agent(bool is_controlling, const std::optional<ice::Credentials>& own = {});
  void restart_agent(bool is_offer);
  void expect_end(const dtls::Fingerprint& fingerprint, const sdp::SecureTransport& remote, bool is_offer,
                  TimePoint now);
  [[nodiscard]] bool may_reach(const stun::TransportAddress& address) const {
    return !manners_.may_reach || manners_.may_reach(Address{address.bytes});
  }
  /// Not from an address that ICE knows, once it knows any.
  [[nodiscard]] bool is_stranger(const Path& from) const {
    return agent_ && path_ != from && agent_->knows_any() && !agent_->knows(from.remote);
  }
  Outcome<> find_way(const sdp::SecureTransport& remote, bool is_offer, TimePoint now);
  void take_path(const ice::Selected& selected);
  void add_candidates(const sdp::Trickle& later, TimePoint now);
  void begin_dtls(TimePoint now);
  void keep_early(std::span<const std::byte> datagram, const Path& path);
  void on_media(std::span<const std::byte> datagram, bool is_rtcp, TimePoint arrived);
  void on_due(TimePoint now);
  void look(TimePoint now);  ///< what the machines have come to
  void fail(const Failure& failure);

  Random& random_;
  SecureChannelHandler& handler_;
  Timer timer_;
  Ways ways_;
  std::unique_ptr<ice::Agent> agent_;
  std::unique_ptr<dtls::Session> dtls_;
  std::unique_ptr<srtp::Session> srtp_;
  std::optional<dtls::Fingerprint> expected_;
  std::string remote_ufrag_;
  sdp::SecureTransport offer_;  ///< theirs, the last
  std::vector<sdp::Trickle> early_candidates_;
  std::optional<Path> path_;
  /// A ClientHello that overtook the answer: the next would come a second later.
  struct Early {
    std::vector<std::byte> datagram;
    Path path;
  };
  std::optional<Early> early_;
  ChannelManners manners_;
  std::size_t dtls_heard_ = 0;
  bool is_client_ = false;
  bool is_preferred_ = false;  ///< the path is the one that ICE chose
  bool is_over_ = false;
  TimePoint begun_, found_;
  SecureChannelCounts counts_;
};

void Channel::make_agent(bool is_controlling, const std::optional<ice::Credentials>& own) {
  ice::AgentOptions options;
  options.own = own;
  options.is_controlling = is_controlling;
  options.is_lite = manners_.is_lite;
  agent_ = std::make_unique<ice::Agent>(options, random_, static_cast<ice::AgentSink&>(*this));
  for (const ice::Candidate& base : ways_.bases()) (void)agent_->add_base(base);
}

/// RFC 8445 9: all is checked anew. To an offer that restarts we answer with new credentials (RFC
/// 8839 4.4.3); an answer has to do with those that we offered, whoever gave it.
void Channel::restart_agent(bool is_offer) {
  if (is_offer) return make_agent(false);
  const ice::Credentials own = agent_->credentials();
  make_agent(true, own);
}

/// RFC 8842 4: another certificate is another association, with keys of its own.
void Channel::expect_end(const dtls::Fingerprint& fingerprint, const sdp::SecureTransport& remote,
                         bool is_offer, TimePoint now) {
  begun_ = now;
  found_ = {};
  expected_ = fingerprint;
  is_client_ =
      is_offer ? sdp::answer_setup(remote.setup) == sdp::Setup::active : remote.setup == sdp::Setup::passive;
  dtls_.reset();
  srtp_.reset();
  if (!is_client_) begin_dtls(now);
}

sdp::SecureTransport Channel::describe(bool is_offer) {
  if (!agent_) make_agent(is_offer);
  sdp::SecureTransport own;
  own.ufrag = agent_->credentials().ufrag;
  own.password = agent_->credentials().password;
  for (const ice::Candidate& candidate : ways_.candidates())
    own.candidates.push_back(ice::write_candidate(candidate));
  own.fingerprint = dtls::Certificate::of_this_process()->fingerprint().text();
  own.mid = "0";
  own.is_lite = manners_.is_lite;
  if (is_offer) return own;
  own.setup = is_client_ ? sdp::Setup::active : sdp::Setup::passive;
  // RFC 9143 7.3.1, RFC 5761 5.1.1: what was not offered is not answered.
  own.is_bundled = offer_.is_bundled;
  own.has_rtcp_mux = offer_.has_rtcp_mux;
  own.mid = offer_.mid;
  return own;
}

Outcome<> Channel::accept(const sdp::SecureTransport& remote, bool is_offer) {
  const TimePoint now = Clock::now();
  const auto fingerprint = dtls::Fingerprint::parse(remote.fingerprint);
  if (!fingerprint)
    return Failure{"sip.bad_sdp", "a=fingerprint cannot be read, or names a hash that is not allowed"};
  if (is_offer) offer_ = remote;
  if (!ice::are_credible({remote.ufrag, remote.password}))
    return Failure{"sip.bad_sdp", "a=ice-ufrag or a=ice-pwd is shorter or longer than RFC 8839 allows"};
  const bool is_same_way = remote.ufrag == remote_ufrag_, is_same_end = expected_ == fingerprint;
  if ((is_same_way && is_same_end) || is_over_) return {};
  if (!is_same_end && !is_same_way) {  // somebody else, somewhere else
    path_.reset();
    is_preferred_ = false;
  }
  if (!is_same_end) expect_end(*fingerprint, remote, is_offer, now);
  if (!is_same_way) {
    const Outcome<> found = find_way(remote, is_offer, now);
    if (!found) return found;
  }
  look(now);
  return {};
}

/// Of the one component that there is (RFC 8445 4).
std::vector<ice::Candidate> usable(const std::vector<std::string>& lines) {
  std::vector<ice::Candidate> candidates;
  for (const std::string& line : lines) {
    ice::ReadCandidate read = ice::read_candidate(line);
    if (read.reading == ice::Reading::usable && read.candidate.component == 1)
      candidates.push_back(std::move(read.candidate));
  }
  return candidates;
}

Outcome<> Channel::find_way(const sdp::SecureTransport& remote, bool is_offer, TimePoint now) {
  if (!remote_ufrag_.empty())
    restart_agent(is_offer);
  else if (!agent_)
    make_agent(!is_offer);
  remote_ufrag_ = remote.ufrag;
  std::vector<ice::Candidate> candidates = usable(remote.candidates);
  const bool names_any = !candidates.empty();
  std::erase_if(candidates,
                [this](const ice::Candidate& candidate) { return !may_reach(candidate.address); });
  if (names_any && candidates.empty())
    return Failure{"media.unexpected_address", "no candidate of the far end is where media may be sent to"};
  agent_->set_remote({remote.ufrag, remote.password}, candidates, remote.is_lite, now);
  if (remote.is_complete) agent_->end_remote(now);
  for (const sdp::Trickle& early : std::exchange(early_candidates_, {})) add_candidates(early, now);
  return {};
}

void Channel::trickle(const sdp::Trickle& later) {
  if (is_over_) return;
  if (remote_ufrag_.empty()) {
    if (early_candidates_.size() < most_early_candidates) early_candidates_.push_back(later);
    return;
  }
  const TimePoint now = Clock::now();
  add_candidates(later, now);
  look(now);
}

/// RFC 8840 4.2: what belongs to other credentials is of a generation that is over.
void Channel::add_candidates(const sdp::Trickle& later, TimePoint now) {
  if (!later.ufrag.empty() && later.ufrag != remote_ufrag_) return;
  for (const ice::Candidate& candidate : usable(later.candidates))
    if (may_reach(candidate.address)) agent_->add_remote(candidate, now);
  if (later.is_complete) agent_->end_remote(now);
}

void Channel::on_gathered() {
  if (const auto missing = ways_.missing(); missing && !is_over_) fail(*missing);
  handler_.on_channel_gathered(ways_.reports());
}

void Channel::on_way_lost(std::size_t base, const Failure& failure) {
  if (path_ && path_->base == base && !is_over_) fail(failure);
}

void Channel::begin_dtls(TimePoint now) {
  dtls::SessionOptions options;
  options.is_client = is_client_;
  options.expected = *expected_;
  dtls_ = std::make_unique<dtls::Session>(options, static_cast<dtls::DatagramSink&>(*this), now);
  if (early_ && !is_client_) {
    path_ = early_->path;
    hear_dtls(early_->datagram, now);
  }
  early_.reset();
}

void Channel::keep_early(std::span<const std::byte> datagram, const Path& path) {
  if (datagram.size() <= largest_packet) early_ = Early{{datagram.begin(), datagram.end()}, path};
}

void Channel::on_way_datagram(std::size_t base, stun::Bytes datagram, const stun::TransportAddress& from,
                              TimePoint arrived) {
  if (is_over_) return;
  switch (stun::kind_of(datagram)) {
    case stun::Kind::stun:
      if (!agent_ || !may_reach(from)) return;
      agent_->receive(base, from, datagram, arrived);
      return look(arrived);
    case stun::Kind::dtls:
      if (!dtls_) return keep_early(datagram, {base, from});
      if (is_stranger({base, from}) || !may_reach(from)) {
        ++counts_.strange;
        return;
      }
      if (!path_) path_ = {base, from};
      hear_dtls(datagram, arrived);
      return look(arrived);
    case stun::Kind::rtp:
      return on_media(datagram, false, arrived);
    case stun::Kind::rtcp:
      return on_media(datagram, true, arrived);
    default:
      ++counts_.strange;
  }
}

void Channel::on_media(std::span<const std::byte> datagram, bool is_rtcp, TimePoint arrived) {
  if (srtp_ == nullptr || datagram.size() > largest_packet) {
    ++counts_.strange;
    return;
  }
  std::array<std::byte, largest_packet> packet;
  std::copy(datagram.begin(), datagram.end(), packet.begin());
  const std::span<std::byte> whole = std::span(packet).first(datagram.size());
  const srtp::Session::Opened opened = is_rtcp ? srtp_->unprotect_rtcp(whole) : srtp_->unprotect_rtp(whole);
  switch (opened.verdict) {
    case srtp::Verdict::good:
      if (is_rtcp) return handler_.on_channel_rtcp(whole.first(opened.size), arrived);
      return handler_.on_channel_rtp(whole.first(opened.size), arrived);
    case srtp::Verdict::forged:
      ++counts_.forged;
      return;
    case srtp::Verdict::replayed:
      ++counts_.replayed;
      return;
    case srtp::Verdict::crowded:
      ++counts_.crowded;
      return;
    case srtp::Verdict::unfit:
      ++counts_.strange;
      return;
  }
}

void Channel::on_due(TimePoint now) {
  if (is_over_) return;
  if (agent_) agent_->tick(now);
  if (dtls_) dtls_->tick(now);
  look(now);
}

void Channel::take_path(const ice::Selected& selected) {
  const Path path{selected.base, selected.remote};
  if (path_ == path && is_preferred_) return;
  path_ = path;
  is_preferred_ = true;
  ways_.prefer(path.base, path.remote);
}

void Channel::look(TimePoint now) {
  if (is_over_ || !agent_) return;
  if (agent_->failure()) return fail(*agent_->failure());
  if (const auto& selected = agent_->selected()) {
    take_path(*selected);
    if (found_ == TimePoint{}) found_ = now;
    if (!dtls_) begin_dtls(now);
  }
  if (dtls_ && dtls_->failure()) return fail(*dtls_->failure());
  if (dtls_ && dtls_->state() == dtls::State::open && srtp_ == nullptr) {
    Outcome<std::unique_ptr<srtp::Session>> session = srtp::Session::make(*dtls_->keys());
    if (!session) return fail(session.error());
    srtp_ = std::move(*session);
    if (found_ == TimePoint{}) found_ = now;
    handler_.on_channel_open(found_ - begun_, now - found_);
  }
  std::optional<TimePoint> due = agent_->next_deadline();
  if (const auto other = dtls_ ? dtls_->next_deadline() : std::nullopt)
    due = std::min(due.value_or(*other), *other);
  if (due)
    timer_.arm(*due);
  else
    timer_.disarm();
}

void Channel::fail(const Failure& failure) {
  is_over_ = true;
  timer_.disarm();
  ways_.close();
  handler_.on_channel_failed(failure);
}

void Channel::close() {
  if (is_over_) return;
  if (dtls_) dtls_->close();
  is_over_ = true;
  timer_.disarm();
  ways_.close();
}

}  // namespace

Outcome<std::unique_ptr<SecureChannel>> SecureChannel::open(Shard& shard, const Address& address,
                                                            Random& random, SecureChannelHandler& handler,
                                                            const NetworkProfile& network) {
  auto channel = std::make_unique<Channel>(shard, random, handler);
  const Outcome<> bound = channel->bind(address, network);
  if (!bound) return bound.error();
  return std::unique_ptr<SecureChannel>(std::move(channel));
}

}  // namespace cxload::net
