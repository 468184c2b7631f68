#include "dns_door.hpp"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace cxload::standin::dns {
namespace {

namespace asio = boost::asio;

constexpr std::size_t most_connections = 256, largest_question = 512;
constexpr Duration idle_patience = std::chrono::seconds(10);
/// The system chooses the UDP port; somebody else may have its twin.
constexpr int port_draws = 16;

}  // namespace

/// Questions over TCP: each behind two bytes of length (RFC 1035 4.2.2).
class DnsDoor::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(DnsDoor& door, asio::ip::tcp::socket socket)
      : door_(&door), socket_(std::move(socket)), idle_(door.shard_, [this](TimePoint) { close(); }) {}

  void read() {
    idle_.arm(Clock::now() + idle_patience);
    asio::async_read(socket_, asio::buffer(length_),
                     [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                       self->on_length(static_cast<bool>(error));
                     });
  }
  void abandon() {
    door_ = nullptr;
    close();
  }

 private:
  void on_length(bool has_failed) {
    const std::size_t size = static_cast<std::size_t>(length_[0]) << 8 | length_[1];
    if (has_failed || door_ == nullptr || size > largest_question) return leave();
    question_.resize(size);
    asio::async_read(socket_, asio::buffer(question_),
                     [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                       self->on_question(static_cast<bool>(error));
                     });
  }
  void on_question(bool has_failed) {
    if (has_failed || door_ == nullptr) return leave();
    const auto answer = door_->responder_.on_message(question_, Carrier::tcp);
    if (!answer) return read();
    answer_.clear();
    append_number(answer_, static_cast<std::uint32_t>(answer->size()), 2);
    answer_ += *answer;
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                        if (error || self->door_ == nullptr) return self->leave();
                        self->read();
                      });
  }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);  // ends the operation under way, and with it the connection
  }
  void leave() {
    idle_.disarm();
    close();
    if (door_ != nullptr) door_->connections_.erase(shared_from_this());
  }

  DnsDoor* door_;  ///< null once it is gone
  asio::ip::tcp::socket socket_;
  net::Timer idle_;
  std::array<std::uint8_t, 2> length_{};
  std::vector<std::byte> question_;
  std::string answer_;
};

Outcome<std::unique_ptr<DnsDoor>> DnsDoor::open(net::Shard& shard, const net::Endpoint& local,
                                                Responder responder) {
  std::unique_ptr<DnsDoor> door(new DnsDoor(shard, std::move(responder)));
  for (int left = local.port == 0 ? port_draws : 1;; --left) {
    const Outcome<> opened = door->open_sockets(local);
    if (opened) return door;
    if (left == 1) return opened.error();
  }
}

Outcome<> DnsDoor::open_sockets(const net::Endpoint& local) {
  net::UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
    on_datagram(datagram, from);
  };
  auto udp = net::UdpSocket::open(shard_, local, std::move(handlers));
  if (!udp) return udp.error();
  auto tcp = Listener::open(
      shard_, (*udp)->local(),
      [this](asio::ip::tcp::socket socket, const net::Endpoint&) { on_socket(std::move(socket)); });
  if (!tcp) return tcp.error();
  udp_ = std::move(*udp);
  tcp_ = std::move(*tcp);
  return {};
}

DnsDoor::~DnsDoor() {
  for (const auto& connection : connections_) connection->abandon();
}

void DnsDoor::on_datagram(std::span<const std::byte> datagram, const net::Endpoint& from) {
  const auto answer = responder_.on_message(datagram, Carrier::udp);
  if (answer) udp_->send(std::as_bytes(std::span(*answer)), from);
}

void DnsDoor::on_socket(asio::ip::tcp::socket socket) {
  if (connections_.size() >= most_connections) return;
  const auto connection = std::make_shared<Connection>(*this, std::move(socket));
  connections_.insert(connection);
  connection->read();
}

}  // namespace cxload::standin::dns
