/// DnsChannel: c-ares on a shard's poller and timer.
#pragma once
#include <functional>
#include <map>

#include <cxload/net/dns.hpp>

#include "../poller.hpp"
#include "dns_reply.hpp"

struct ares_channeldata;

namespace cxload::net {

/// Threads: the shard's. Must not be destroyed inside `on_reply`.
class DnsChannel {
 public:
  using OnReply = std::function<void(const DnsQuestion& question, const DnsReply& reply)>;
  DnsChannel(Shard& shard, const DnsOptions& options, OnReply on_reply);
  ~DnsChannel();  ///< questions under way are answered dns.timeout
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  void ask(const DnsQuestion& question);  ///< `on_reply` may come from inside

 private:
  struct Asked;
  class Socket;

  void on_socket(int fd, bool reads, bool writes);
  void process(int readable, int writable);
  void arm();
  void settle(Asked* asked, const DnsReply& reply);

  Shard& shard_;
  OnReply on_reply_;
  ares_channeldata* channel_ = nullptr;  ///< null: c-ares had no memory
  std::map<int, Socket> sockets_;
  Timer timer_;
};

}  // namespace cxload::net
