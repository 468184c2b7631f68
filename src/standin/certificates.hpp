/// Certificates: what the stand-in's TLS doors show, and the CA behind it, in a private folder that goes with
/// it.
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/standin/config.hpp>

#include "tls/door.hpp"

namespace cxload::standin {

enum class TlsPlace : std::uint8_t { tls, wss, web };

/// Only the CA's certificate is written to a file; keys never leave the process. Threads: its shard's.
class Certificates {
 public:
  /// Failure: local.tls, local.files.
  static Outcome<std::unique_ptr<Certificates>> make(const Config& config);
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  /// A new one for this name alone, at every door from now on. Nothing: no more can be had, or it is no name.
  std::optional<tls::Validity> certify(const std::string& name);
  void withdraw(const std::string& name);

  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] boost::asio::ssl::context& at(TlsPlace place);
  /// In the same folder, mode 0600; goes with it. The path. Failure: local.files.
  Outcome<std::string> write_private(const std::string& name, const std::string& content);

 private:
  Certificates() = default;
  Outcome<> make_folder();

  // Owned.
  std::unique_ptr<tls::Authority> authority_;
  std::array<std::unique_ptr<tls::Door>, 3> doors_;  ///< by TlsPlace
  // State.
  std::string folder_, ca_file_;
  std::vector<std::string> files_;
};

}  // namespace cxload::standin
