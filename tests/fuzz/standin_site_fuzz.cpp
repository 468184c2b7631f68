/// Feeds requests to the stand-in's site, logged in or not, at both doors: it must never crash, and never
/// answer with a status that is none, nor with 500. Script: pieces separated by 0xFF. First octet of a piece:
/// a the admin's door, l logged in, anything else a stranger. Then "METHOD TARGET", LF, and the body.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "../../src/standin/web/site.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_pieces = 64;

class NoExchange final : public Exchange {
 public:
  [[nodiscard]] std::optional<std::string> password_of(const std::string& user) const override {
    return user == "1000" ? std::optional<std::string>("pw") : std::nullopt;
  }
  void put_account(const std::string&, const std::string&) override {}
  void remove_account(const std::string&) override {}
  [[nodiscard]] bool is_registered(const std::string&) const override { return false; }
  [[nodiscard]] std::string websocket_door() const override { return "standin.test:8443"; }
  void push(const PushPost&) override {}
  void on_mailbox(const std::string&) override {}
  [[nodiscard]] std::string caller_id_of(const std::string&) const override { return {}; }
  void put_caller_id(const std::string&, const std::string&) override {}
  std::optional<tls::Validity> certify(const std::string&) override { return tls::Validity{}; }
  void withdraw(const std::string&) override {}
  void on_names() override {}
  std::uint64_t call(const CallOrder&) override { return 0; }
  bool hang_up(std::uint64_t) override { return false; }
  [[nodiscard]] std::vector<CallReport> calls() const override { return {}; }
};

struct Bench {
  Bench() : site(*Site::open(config, exchange, wall)) {
    const Reply reply = site->serve(
        {"POST", "/api/softphone/login", headers, R"({"username": "1000", "password": "pw"})", {}}, now,
        wall);
    token = boost::json::parse(reply.body).at("jwt").as_string().c_str();
  }

  void run(std::string_view piece) {
    const char door = piece.front();
    piece.remove_prefix(1);
    const std::string_view line = piece.substr(0, piece.find('\n'));
    Request request;
    request.headers = headers;
    request.method = std::string(line.substr(0, line.find(' ')));
    if (line.find(' ') != std::string_view::npos)
      request.target = std::string(line.substr(line.find(' ') + 1));
    if (piece.size() > line.size()) request.body = std::string(piece.substr(line.size() + 1));
    if (door == 'l') request.headers.emplace_back("Authorization", "Bearer " + token);
    if (door == 'a') request.headers.emplace_back("Authorization", "Bearer " + site->admin_token());
    const Reply reply = door == 'a' ? site->serve_admin(request, now, wall) : site->serve(request, now, wall);
    if (reply.status < 200 || reply.status > 599 || reply.status == 500) std::abort();
  }

  Config config;
  NoExchange exchange;
  const TimePoint now{std::chrono::hours(1)};
  const WallTime wall{std::chrono::hours(500'000)};
  const Headers headers = {
      {"Host", "localhost"}, {"Content-Type", "application/json"}, {"Range", "bytes=0-9"}};
  std::unique_ptr<Site> site;
  std::string token;
};

}  // namespace
}  // namespace cxload::standin::web

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view script(reinterpret_cast<const char*>(data), size);
  thread_local cxload::standin::web::Bench bench;
  for (std::size_t i = 0; i < cxload::standin::web::most_pieces && !script.empty(); ++i) {
    const std::string_view piece = script.substr(0, script.find('\xFF'));
    if (!piece.empty()) bench.run(piece);
    script.remove_prefix(std::min(script.size(), piece.size() + 1));
  }
  return 0;
}
