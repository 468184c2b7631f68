/// Certificates: a CA of the stand-in's own and its server certificate, in a private folder that goes with
/// it.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>

namespace boost::asio::ssl {
class context;
}

namespace cxload::standin {

/// Only the CA's certificate is written to a file; keys never leave the process.
class Certificates {
 public:
  /// For localhost, 127.0.0.1, ::1 and `names`, addresses among them. Failure: local.tls, local.files.
  static Outcome<std::unique_ptr<Certificates>> make(const std::vector<std::string>& names);
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] boost::asio::ssl::context& server() { return *server_; }
  /// In the same folder, mode 0600; goes with it. The path. Failure: local.files.
  Outcome<std::string> write_private(const std::string& name, const std::string& content);
  [[nodiscard]] WallTime issued() const { return issued_; }
  [[nodiscard]] WallTime expires() const { return expires_; }

 private:
  Certificates();
  Outcome<> make_folder();

  std::string folder_, ca_file_;
  std::vector<std::string> files_;
  WallTime issued_, expires_;
  std::unique_ptr<boost::asio::ssl::context> server_;
};

}  // namespace cxload::standin
