/// Certificates: a CA of the stand-in's own and its server certificate, in a private folder that goes with
/// it.
#pragma once
#include <memory>
#include <string>

#include <cxload/base/result.hpp>

namespace boost::asio::ssl {
class context;
}

namespace cxload::standin {

/// Only the CA's certificate is written to a file; keys never leave the process.
class Certificates {
 public:
  /// For localhost, 127.0.0.1, ::1, `domain` and `address`. Failure: local.tls, local.files.
  static Outcome<std::unique_ptr<Certificates>> make(const std::string& domain, const std::string& address);
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] boost::asio::ssl::context& server() { return *server_; }

 private:
  Certificates();
  Outcome<> write_ca(const std::string& pem);

  std::string folder_, ca_file_;
  std::unique_ptr<boost::asio::ssl::context> server_;
};

}  // namespace cxload::standin
