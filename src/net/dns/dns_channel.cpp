#include "dns_channel.hpp"

#include <algorithm>
#include <ares.h>
#include <arpa/nameser.h>

#include "../shard_impl.hpp"

namespace cxload::net {
namespace {

/// Once, before the first thread that looks something up; it ends with the process.
bool is_library_ready() {
  static const int status = ares_library_init(ARES_LIB_INIT_ALL);
  return status == ARES_SUCCESS;
}

std::string servers_as_csv(const std::vector<Endpoint>& servers) {
  std::string csv;
  for (const Endpoint& server : servers) csv += (csv.empty() ? "" : ",") + server.to_string();
  return csv;
}

std::size_t count_servers(ares_channel channel) {
  ares_addr_port_node* first = nullptr;
  std::size_t count = 0;
  if (ares_get_servers_ports(channel, &first) != ARES_SUCCESS) return 0;
  for (const ares_addr_port_node* server = first; server != nullptr; server = server->next) ++count;
  if (first != nullptr) ares_free_data(first);
  return count;
}

/// Null when c-ares has no memory.
ares_channel make_channel(ares_options& wanted, int mask, const std::vector<Endpoint>& servers) {
  ares_channel channel = nullptr;
  if (!is_library_ready() || ares_init_options(&channel, &wanted, mask) != ARES_SUCCESS) return nullptr;
  if (!servers.empty()) ares_set_servers_ports_csv(channel, servers_as_csv(servers).c_str());
  // A server that says SERVFAIL or REFUSED is passed over for the next one, and after the last c-ares only
  // knows that nobody could be contacted. Where there is one server, its word is the answer.
  if ((wanted.flags & ARES_FLAG_NOCHECKRESP) != 0 || count_servers(channel) != 1) return channel;
  ares_destroy(channel);
  wanted.flags |= ARES_FLAG_NOCHECKRESP;
  return make_channel(wanted, mask | ARES_OPT_FLAGS, servers);
}

}  // namespace

struct DnsChannel::Asked {
  DnsChannel* channel;
  DnsQuestion question;
};

class DnsChannel::Socket final : public Poller::Watch {
 public:
  Socket(DnsChannel& channel, int fd) : channel_(channel), fd_(fd) {}
  void on_ready(std::uint32_t events) override {
    constexpr std::uint32_t ends = EPOLLERR | EPOLLHUP;
    const int readable = (events & (EPOLLIN | ends)) != 0 ? fd_ : ARES_SOCKET_BAD;
    const int writable = (events & (EPOLLOUT | ends)) != 0 ? fd_ : ARES_SOCKET_BAD;
    channel_.process(readable, writable);  // may close the socket, and with it this watch
  }

 private:
  DnsChannel& channel_;
  int fd_;
};

DnsChannel::DnsChannel(Shard& shard, const DnsOptions& options, OnReply on_reply)
    : shard_(shard),
      on_reply_(std::move(on_reply)),
      timer_(shard, [this](TimePoint) { process(ARES_SOCKET_BAD, ARES_SOCKET_BAD); }) {
  ares_options wanted{};
  wanted.timeout =
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(options.patience).count());
  wanted.tries = options.tries;
  wanted.sock_state_cb = [](void* self, ares_socket_t fd, int reads, int writes) {
    static_cast<DnsChannel*>(self)->on_socket(fd, reads != 0, writes != 0);
  };
  wanted.sock_state_cb_data = this;
  int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
  if (!options.servers.empty()) {
    // The run's own server alone: neither the hosts file nor the search list of this machine has a say.
    wanted.lookups = const_cast<char*>("b");
    wanted.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    mask |= ARES_OPT_LOOKUPS | ARES_OPT_FLAGS;
  }
  channel_ = make_channel(wanted, mask, options.servers);
}

DnsChannel::~DnsChannel() {
  if (channel_ != nullptr) ares_destroy(channel_);
}

void DnsChannel::ask(const DnsQuestion& question) {
  auto* const asked = new Asked{this, question};  // c-ares hands it back exactly once, also when destroyed
  if (channel_ == nullptr)
    return settle(asked, {Failure{"local.memory", "no memory for looking up " + question.name}});
  if (question.kind == DnsQuestion::Kind::addresses) {
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    const auto on_addresses = [](void* back, int status, int, ares_addrinfo* found) {
      auto* const its = static_cast<Asked*>(back);
      its->channel->settle(its, read_addresses(its->question, status, found));
      if (found != nullptr) ares_freeaddrinfo(found);
    };
    ares_getaddrinfo(channel_, question.name.c_str(), nullptr, &hints, on_addresses, asked);
  } else {
    const auto on_message = [](void* back, int status, int, unsigned char* message, int size) {
      auto* const its = static_cast<Asked*>(back);
      its->channel->settle(
          its, read_records(its->question, status, {message, static_cast<std::size_t>(std::max(size, 0))}));
    };
    const int type = question.kind == DnsQuestion::Kind::srv ? ns_t_srv : ns_t_naptr;
    ares_query(channel_, question.name.c_str(), ns_c_in, type, on_message, asked);
  }
  arm();
}

void DnsChannel::settle(Asked* asked, const DnsReply& reply) {
  const std::unique_ptr<Asked> owner(asked);
  on_reply_(owner->question, reply);
}

void DnsChannel::on_socket(int fd, bool reads, bool writes) {
  const std::uint32_t events =
      (reads ? std::uint32_t{EPOLLIN} : 0U) | (writes ? std::uint32_t{EPOLLOUT} : 0U);
  Poller& poller = shard_.impl().poller;
  const auto known = sockets_.find(fd);
  if (events == 0) {
    if (known == sockets_.end()) return;
    poller.remove(fd, known->second);
    sockets_.erase(known);
  } else if (known != sockets_.end()) {
    poller.change(fd, known->second, events);
  } else {
    Socket& watch = sockets_.try_emplace(fd, *this, fd).first->second;
    (void)poller.add(fd, watch, events);  // refused: the question times out
  }
}

void DnsChannel::process(int readable, int writable) {
  ares_process_fd(channel_, readable, writable);
  arm();
}

void DnsChannel::arm() {
  timeval left{};
  if (channel_ == nullptr || ares_timeout(channel_, nullptr, &left) == nullptr) return timer_.disarm();
  // Rounded up: c-ares finds nothing to do a moment before it is due.
  const auto wait = std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec) +
                    std::chrono::milliseconds(1);
  timer_.arm(Clock::now() + wait);
}

}  // namespace cxload::net
