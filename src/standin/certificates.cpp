#include "certificates.hpp"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>

#include "defect.hpp"

namespace cxload::standin {
namespace {

constexpr auto back_dating = std::chrono::hours(1);     // clocks of clients differ
constexpr auto lifetime = std::chrono::hours(30 * 24);  // longer than any run
constexpr std::size_t most_certified = 10'000;
constexpr std::size_t longest_name = 253;  // RFC 1035 2.3.4

tls::Validity valid_from(WallTime now) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(now);
  return {whole - back_dating, whole + lifetime};
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

/// Who comes by an address asks for no name.
std::vector<std::string> neutral_names(const Config& config) {
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1", config.listen};
  if (net::Address::parse(config.domain)) names.push_back(config.domain);
  return names;
}

}  // namespace

Outcome<std::unique_ptr<Certificates>> Certificates::make(const Config& config) {
  const Failure broken{"local.tls", "the stand-in could not make its certificates"};
  std::unique_ptr<Certificates> made(new Certificates());
  const tls::Validity validity = valid_from(WallClock::now());
  made->authority_ = tls::Authority::make(validity);
  if (!made->authority_) return broken;
  const DefectSet defects(config.defects);
  for (const auto& [place, scheme] : {std::pair{TlsPlace::tls, net::Scheme::tls},
                                      {TlsPlace::wss, net::Scheme::wss},
                                      {TlsPlace::web, net::Scheme::wss}}) {
    auto& door = made->doors_[static_cast<std::size_t>(place)];
    door =
        tls::Door::open(*made->authority_, {neutral_names(config), validity}, defects.behaviour(scheme).tls);
    if (!door) return broken;
  }
  made->certify(text::to_lower(config.domain));
  if (const Outcome<> folder = made->make_folder(); !folder) return folder.error();
  Outcome<std::string> file = made->write_private("ca.pem", made->authority_->pem());
  if (!file) return file.error();
  made->ca_file_ = std::move(*file);
  return made;
}

boost::asio::ssl::context& Certificates::at(TlsPlace place) {
  return doors_[static_cast<std::size_t>(place)]->context();
}

std::optional<tls::Validity> Certificates::certify(const std::string& name) {
  if (!is_name(name) || net::Address::parse(name)) return std::nullopt;
  if (!doors_.front()->has(name) && doors_.front()->size() >= most_certified) return std::nullopt;
  const tls::Validity validity = valid_from(WallClock::now());
  for (const auto& door : doors_)
    if (!door->put(name, validity)) return std::nullopt;
  return validity;
}

void Certificates::withdraw(const std::string& name) {
  for (const auto& door : doors_) door->remove(name);
}

Outcome<> Certificates::make_folder() {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "cxload-standin-XXXXXX").string();
  if (error || ::mkdtemp(folder.data()) == nullptr)
    return Failure{"local.files", "no temporary folder for the stand-in's CA"};
  folder_ = folder;
  return {};
}

Outcome<std::string> Certificates::write_private(const std::string& name, const std::string& content) {
  const std::string path = folder_ + "/" + name;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) files_.push_back(path);
  const bool is_written =
      file >= 0 && ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  if (file >= 0) ::close(file);
  if (!is_written) return Failure{"local.files", "cannot write " + path};
  return path;
}

Certificates::~Certificates() {
  std::error_code ignored;
  for (const std::string& file : files_) std::filesystem::remove(file, ignored);
  if (!folder_.empty()) std::filesystem::remove(folder_, ignored);
}

}  // namespace cxload::standin
