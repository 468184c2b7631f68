/// Edge, core and their one timer, put together.
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/standin/standin.hpp>

#include "certificates.hpp"
#include "core/core.hpp"
#include "dns/dns_door.hpp"
#include "edge.hpp"
#include "media/sockets.hpp"
#include "web_half.hpp"

namespace cxload::standin {
namespace {

std::string_view word_of(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::registered:
      return "registered";
    case Event::Kind::unregistered:
      return "unregistered";
    case Event::Kind::challenged:
      return "challenged";
    case Event::Kind::refused:
      return "refused";
    case Event::Kind::call_started:
      return "call_started";
    case Event::Kind::call_ended:
      return "call_ended";
    case Event::Kind::connection_closed:
      return "connection_closed";
    case Event::Kind::digits:
      return "digits";
  }
  return "";
}

class Deployment : public Standin,
                   private EdgeHandler,
                   private web::Exchange,
                   private Mailboxes,
                   private DialPlan,
                   private Waker {
 public:
  Deployment(net::Shard& shard, const Config& config, std::unique_ptr<Certificates> certificates,
             Watcher watcher)
      : shard_(shard),
        config_(config),
        certificates_(std::move(certificates)),
        media_(shard, net::Address::parse(config.listen).value_or(net::Address::loopback()), config.ice_lite),
        edge_(shard, config_, *certificates_, *this),
        watcher_(std::move(watcher)),
        core_(config_, edge_, media_, [this](const Event& event) { on_event(event); }),
        timer_(shard, [this](TimePoint now) {
          core_.on_deadline(now);
          arm();
        }) {}

  Outcome<> open() {
    Outcome<> opened = edge_.open();
    if (!opened) return opened;
    addresses_.doors = edge_.doors();
    addresses_.ca_file = certificates_->ca_file();
    if (config_.web.is_on) opened = open_web();
    if (!opened) return opened;
    return config_.dns ? open_dns() : Outcome<>();
  }

  [[nodiscard]] const Addresses& addresses() const override { return addresses_; }

 private:
  [[nodiscard]] Outcome<std::vector<dns::Record>> make_records() {
    std::vector<std::string> zone;
    if (web_) zone = web_->site().domains().zone_lines();
    return dns::make_records(config_, edge_.doors(), zone);
  }

  Outcome<> open_dns() {
    Outcome<std::vector<dns::Record>> records = make_records();
    if (!records) return records.error();
    const net::Endpoint local{net::Address::parse(config_.listen).value_or(net::Address::loopback()),
                              config_.dns->port};
    auto door = dns::DnsDoor::open(shard_, local, dns::Responder(config_.dns->answers, std::move(*records)));
    if (!door) return door.error();
    dns_ = std::move(*door);
    addresses_.dns = dns_->local();
    return {};
  }

  Outcome<> open_web() {
    Listener::OnSocket websockets;
    if (core_.manners(net::Scheme::ws).plain_websockets)
      websockets = [this](TcpSocket socket, const net::Endpoint& remote) {
        edge_.take_websocket(std::move(socket), remote);
      };
    auto web = WebHalf::open(shard_, config_, *certificates_, *this, std::move(websockets));
    if (!web) return web.error();
    web_ = std::move(*web);
    web_->tell(addresses_);
    core_.use(*this, *this, this);
    core_.log_calls([this](const CallRecord& record) {
      web_->site().histories().add(record, core_.users().knows(record.dialled));
    });
    return {};
  }

  // What the web half asks.
  [[nodiscard]] std::optional<std::string> password_of(const std::string& user) const override {
    const std::string* password = core_.users().password_of(user);
    return password == nullptr ? std::nullopt : std::optional(*password);
  }
  void put_account(const std::string& user, const std::string& password) override {
    core_.users().put(user, password);
  }
  void remove_account(const std::string& user) override { core_.users().remove(user); }
  [[nodiscard]] std::string caller_id_of(const std::string& user) const override {
    return core_.users().caller_id_of(user);
  }
  void put_caller_id(const std::string& user, const std::string& caller_id) override {
    core_.users().put_caller_id(user, caller_id);
  }
  [[nodiscard]] bool is_registered(const std::string& user) const override {
    return core_.is_registered(user);
  }
  [[nodiscard]] std::string websocket_door() const override {
    const auto door = edge_.doors().find(net::Scheme::wss);
    return fmt::format("{}:{}", config_.domain, door == edge_.doors().end() ? 443 : door->second.port);
  }
  void on_mailbox(const std::string& user) override {
    core_.on_mailbox(user, Clock::now());
    arm();
  }
  std::uint64_t call(const CallOrder& order) override {
    const std::uint64_t id = core_.own_calls().start(order, Clock::now());
    arm();
    return id;
  }
  bool hang_up(std::uint64_t id) override {
    const bool is_up = core_.own_calls().hang_up(id, Clock::now());
    arm();
    return is_up;
  }
  [[nodiscard]] std::vector<CallReport> calls() const override { return core_.own_calls().reports(); }
  std::optional<tls::Validity> certify(const std::string& name) override {
    return certificates_->certify(name);
  }
  void withdraw(const std::string& name) override { certificates_->withdraw(name); }
  void on_names() override {
    if (!dns_) return;  // asked when it opens
    if (Outcome<std::vector<dns::Record>> records = make_records()) dns_->set_records(std::move(*records));
  }

  void push(const web::PushPost& post) override { web_->push(post); }

  // What the core asks.
  bool wake(const std::string& user, const std::string& caller, const std::string& call_id) override {
    return web_->site().wake(user, caller, call_id, WallClock::now());
  }
  [[nodiscard]] bool may_call(const std::string& user, const std::string& number) const override {
    return web_->site().call_routes().allow(user, number);
  }
  [[nodiscard]] std::optional<Duration> answers_after(const std::string& user) const override {
    return web_->site().answers_after(user);
  }
  void deposit(const VoiceMessage& message) override {
    web_->site().deposit(message, WallClock::now());
    on_mailbox(message.user);
  }
  [[nodiscard]] Count count(const std::string& user) const override {
    return web_->site().count_messages(user);
  }
  void on_event(const Event& event) {
    if (web_) web_->site().note(WallClock::now(), std::string(word_of(event.kind)), event.user, event.detail);
    if (watcher_) watcher_(event);
  }

  void on_edge_message(const Flow& flow, std::string_view message) override {
    core_.on_message(flow, message, Clock::now(), WallClock::now());
    arm();
  }

  void on_edge_closed(const Flow& flow) override {
    core_.on_flow_closed(flow, Clock::now());
    arm();
  }

  [[nodiscard]] const Behaviour& edge_manners(net::Scheme door) const override { return core_.manners(door); }
  /// An address is the first server's, as it is the first brand's.
  [[nodiscard]] bool edge_serves(std::string_view host) const override {
    const bool is_first = host == "localhost" || net::Address::parse(std::string(host));
    return !web_ ||
           web_->site().domains().serves(is_first ? text::to_lower(config_.domain) : std::string(host));
  }

  void arm() {
    const std::optional<TimePoint> next = core_.next_deadline();
    if (next == armed_for_ && timer_.is_armed()) return;
    armed_for_ = next;
    if (next) {
      timer_.arm(*next);
    } else {
      timer_.disarm();
    }
  }

  // Given.
  net::Shard& shard_;
  Config config_;
  // Owned. The edge outlives the core, which sends through it to its last moment.
  std::unique_ptr<Certificates> certificates_;
  MediaSockets media_;
  Edge edge_;
  Watcher watcher_;
  std::unique_ptr<WebHalf> web_;  ///< outlives the core, which leaves messages there
  Core core_;
  net::Timer timer_;
  std::unique_ptr<dns::DnsDoor> dns_;
  // State.
  Addresses addresses_;
  std::optional<TimePoint> armed_for_;
};

}  // namespace

Outcome<std::unique_ptr<Standin>> Standin::start(net::Shard& shard, const Config& config, Watcher watcher) {
  auto certificates = Certificates::make(config);
  if (!certificates) return certificates.error();
  auto deployment = std::make_unique<Deployment>(shard, config, std::move(*certificates), std::move(watcher));
  if (const Outcome<> opened = deployment->open(); !opened) return opened.error();
  return std::unique_ptr<Standin>(std::move(deployment));
}

}  // namespace cxload::standin
