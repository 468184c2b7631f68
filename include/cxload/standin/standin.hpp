/// Standin: a small SIP deployment of our own: edge on five transports, registrar, forking proxy, numbers.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/standin/config.hpp>

namespace cxload::standin {

struct Addresses {
  std::map<net::Scheme, net::Endpoint> doors;
  std::optional<net::Endpoint> dns;    ///< the name server, where the settings want one
  std::optional<net::Endpoint> web;    ///< phone, portal and API: https
  std::optional<net::Endpoint> plain;  ///< what sends plain HTTP on to `web`
  std::optional<net::Endpoint> admin;  ///< http, loopback, with a token
  std::string web_host;                ///< Domain A, by whose name `web` answers
  std::string admin_token_file;        ///< mode 0600; removed with the stand-in
  std::string ca_file;                 ///< PEM of the CA behind tls and wss; removed with the stand-in
};

/// What happened inside, for tests and for whoever watches.
struct Event {
  enum class Kind {
    registered,
    unregistered,
    challenged,
    refused,
    call_started,
    call_ended,
    connection_closed,
    digits  ///< what a caller pressed, told when its call ends
  };
  Kind kind;
  std::string user;    ///< in From; empty for a connection
  std::string detail;  ///< "wss", "403", a number: no secrets
};

/// Threads: its shard's only; start it before run() or from the loop. Lifetime: within its shard's.
class Standin {
 public:
  using Watcher = std::function<void(const Event&)>;
  /// Failure: local.bind, local.ports, local.descriptors, local.standin.
  static Outcome<std::unique_ptr<Standin>> start(net::Shard& shard, const Config& config,
                                                 Watcher watcher = {});
  virtual ~Standin() = default;
  [[nodiscard]] virtual const Addresses& addresses() const = 0;
};

enum class ServeMode {
  child,  ///< settings on standard input, one JSON line when ready; ends with its input and with its parent
  alone   ///< settings from a file; addresses for a person
};

/// The program `cxload serve`: returns its exit code (0; 2 for wrong settings; 1 when no door opens).
/// SIGINT and SIGTERM end it. `config_file` empty: users 1000 to 1099 with password "pw-<user>".
int serve(ServeMode mode, const std::string& config_file);

}  // namespace cxload::standin
