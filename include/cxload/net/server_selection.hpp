/// ServerSelection: from a door's name to the places to try, one after the other (RFC 3263 4, RFC 2782). A
/// machine: no I/O, no clock; the caller looks up what it asks for.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <variant>

#include <cxload/net/dns.hpp>
#include <cxload/net/link.hpp>

namespace cxload::net {

/// What is looked for. The transport is settled by the door's URL.
struct WantedServer {
  Scheme scheme = Scheme::udp;
  std::string host;         ///< name, or literal address
  std::uint16_t port = 0;   ///< of the URL, or the scheme's default
  bool by_service = false;  ///< the URL has no port, and the client asks for NAPTR and SRV
};

/// Threads: none. Lifetime: `random` outlives it. Bounded by the records of its answers (see Dns).
class ServerSelection {
 public:
  ServerSelection(WantedServer wanted, Random& random);

  /// A question to be answered by on_answer() before the next step; a place to try; or why there is no
  /// (further) one.
  using Step = std::variant<DnsQuestion, Endpoint, Failure>;
  [[nodiscard]] Step next();
  void on_answer(const DnsAnswer& answer);
  [[nodiscard]] bool may_have_more() const;  ///< something is left to try or to ask

 private:
  enum class Stage : std::uint8_t { naptr, srv, addresses };
  struct Host {
    std::string name;
    std::uint16_t port = 0;
  };

  void on_naptr(const DnsAnswer& answer);
  void on_srv(const DnsAnswer& answer);
  void on_addresses(const DnsAnswer& answer);
  void add_by_priority(std::vector<SrvRecord> records);
  void add_by_weight(std::vector<SrvRecord> alike);
  [[nodiscard]] DnsQuestion ask(Stage stage, std::string name);

  // Given.
  WantedServer wanted_;
  Random& random_;
  // State: what is still to try, next first.
  std::deque<std::string> services_;  ///< SRV names
  std::deque<Host> hosts_;
  std::deque<Endpoint> places_;
  bool asks_naptr_ = false;
  bool found_service_ = false;  ///< some SRV answer had records: the bare host is not asked then
  Stage asked_ = Stage::addresses;
  std::uint16_t asked_port_ = 0;
  Failure last_;
};

}  // namespace cxload::net
