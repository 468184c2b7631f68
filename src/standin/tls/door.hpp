/// Door: what one TLS door shows: a certificate a name, chosen by the name that the client asks for (RFC 6066
/// 3), and a neutral one, for localhost and addresses, to whoever asks for nobody of ours.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "authority.hpp"
#include "faults.hpp"

namespace boost::asio::ssl {
class context;
}

namespace cxload::standin::tls {

/// Threads: its shard's. Lifetime: outlives its connections; within its authority's.
class Door {
 public:
  /// Null: OpenSSL failed.
  static std::unique_ptr<Door> open(const Authority& authority, const Wish& neutral, const TlsFaults& faults);
  ~Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  /// For new handshakes; in place of what the name had.
  bool put(const std::string& name, const Validity& validity);
  void remove(const std::string& name) { by_name_.erase(name); }
  [[nodiscard]] std::size_t size() const { return by_name_.size(); }
  [[nodiscard]] bool has(const std::string& name) const { return by_name_.contains(name); }
  [[nodiscard]] boost::asio::ssl::context& context() { return *context_; }

 private:
  Door(const Authority& authority, const TlsFaults& faults);
  [[nodiscard]] bool show_neutral(const Wish& neutral);
  [[nodiscard]] Wish spoil(Wish wish) const;
  static int choose(SSL* connection, void* door);

  // Given.
  const Authority& authority_;
  TlsFaults faults_;
  // Owned.
  std::unique_ptr<boost::asio::ssl::context> context_;
  std::unordered_map<std::string, Certificate> by_name_;
};

}  // namespace cxload::standin::tls
