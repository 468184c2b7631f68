/// The program: settings in, addresses out, and a loop until it is told to go.
#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/standin/standin.hpp>

#include "number.hpp"

namespace cxload::standin {
namespace {

namespace json = boost::json;
namespace asio = boost::asio;

constexpr int exit_failed = 1;
constexpr int exit_wrong_settings = 2;
constexpr std::size_t largest_document = 64 << 20;  // half a million accounts

/// The document ends where its JSON ends; the pipe stays open behind it as the sign that the parent lives.
Outcome<std::string> read_document(int descriptor) {
  json::stream_parser parser;
  std::string document;
  std::array<char, 65'536> buffer;
  while (!parser.done()) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return Failure{"local.standin", "the settings on standard input end too early"};
    boost::system::error_code error;
    const std::size_t used = parser.write_some(buffer.data(), static_cast<std::size_t>(size), error);
    if (error || document.size() + used > largest_document)
      return Failure{"local.standin", "the settings on standard input are not JSON, or too long"};
    document.append(buffer.data(), used);
  }
  return document;
}

Outcome<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Failure{"local.standin", "cannot read " + path};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Whoever tries the stand-in by hand needs users, and no file for them.
Config make_default_config() {
  Config config;
  for (int user = 1000; user < 1100; ++user)
    config.accounts.push_back({std::to_string(user), fmt::format("pw-{}", user)});
  return config;
}

Outcome<Config> read_config(ServeMode mode, const std::string& file) {
  if (mode == ServeMode::alone && file.empty()) return make_default_config();
  const Outcome<std::string> document =
      mode == ServeMode::child ? read_document(STDIN_FILENO) : read_file(file);
  if (!document) return document.error();
  return parse_config(*document);
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string url_of(net::Scheme scheme, const net::Endpoint& endpoint) {
  return fmt::format("{}://{}", net::to_string(scheme), endpoint.to_string());
}

void announce_to_parent(const Addresses& addresses, const Config& config) {
  json::object doors;
  for (const auto& [scheme, endpoint] : addresses.doors)
    doors[std::string(net::to_string(scheme))] = url_of(scheme, endpoint);
  json::object ready;
  ready["doors"] = std::move(doors);
  if (addresses.dns) ready["dns"] = addresses.dns->to_string();
  if (addresses.web) ready["web"] = "https://" + addresses.web->to_string();
  if (addresses.web) ready["web_host"] = addresses.web_host;
  if (addresses.plain) ready["plain"] = "http://" + addresses.plain->to_string();
  if (addresses.admin) ready["admin"] = "http://" + addresses.admin->to_string();
  if (addresses.admin) ready["admin_token_file"] = addresses.admin_token_file;
  ready["ca"] = addresses.ca_file;
  ready["accounts"] = config.accounts.size();
  fmt::print("{}\n", json::serialize(ready));
  std::fflush(stdout);
}

void announce_to_person(const Addresses& addresses, const Config& config) {
  fmt::print("A SIP deployment to aim at, domain {}. Ctrl-C ends it.\n\n", config.domain);
  for (const auto& [scheme, endpoint] : addresses.doors) fmt::print("  {}\n", url_of(scheme, endpoint));
  if (addresses.web)
    fmt::print("\n  web       https://{} ({})\n", addresses.web->to_string(), addresses.web_host);
  if (addresses.plain) fmt::print("  plain     http://{}\n", addresses.plain->to_string());
  if (addresses.admin)
    fmt::print("  admin     http://{}, token in {}\n", addresses.admin->to_string(),
               addresses.admin_token_file);
  if (addresses.dns) fmt::print("\n  names     {}\n", addresses.dns->to_string());
  fmt::print("\n  CA        {}\n  accounts  {}\n", addresses.ca_file, config.accounts.size());
  if (!config.accounts.empty())
    fmt::print("            {} … {}\n", config.accounts.front().user, config.accounts.back().user);
  fmt::print("  numbers\n");
  for (const Number* number : numbers()) fmt::print("    {}  {}\n", number->digits, number->what);
  std::fflush(stdout);
}

/// Ends the shard when the parent closes its end of standard input.
class InputWatch {
 public:
  InputWatch(net::Shard& shard, ServeMode mode) : shard_(shard), input_(shard.asio_context()) {
    if (mode == ServeMode::alone) return;
    boost::system::error_code error;
    input_.assign(::dup(STDIN_FILENO), error);
    if (!error) read();
  }

 private:
  void read() {
    input_.async_read_some(asio::buffer(buffer_),
                           [this](const boost::system::error_code& error, std::size_t) {
                             if (error) return shard_.stop();
                             read();
                           });
  }

  net::Shard& shard_;
  asio::posix::stream_descriptor input_;
  std::array<char, 256> buffer_;
};

int run(net::Shard& shard, ServeMode mode, const Config& config) {
  // Before anybody is told that it is there: who knows of it may also end it.
  asio::signal_set signals(shard.asio_context(), SIGINT, SIGTERM);
  signals.async_wait([&shard](const boost::system::error_code& error, int) {
    if (!error) shard.stop();
  });
  const Outcome<std::unique_ptr<Standin>> standin = Standin::start(shard, config);
  if (!standin) {
    std::cerr << "cxload serve: " << standin.error().detail << '\n';
    return exit_failed;
  }
  if (mode == ServeMode::child) {
    announce_to_parent((*standin)->addresses(), config);
  } else {
    announce_to_person((*standin)->addresses(), config);
  }
  const InputWatch input(shard, mode);
  shard.run();
  return 0;
}

}  // namespace

int serve(ServeMode mode, const std::string& config_file) {
  if (mode == ServeMode::child) {
    // A parent that dies without closing its pipe takes the child with it; one that died before is noticed
    // too.
    const pid_t parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) return exit_failed;
  }
  std::signal(SIGPIPE, SIG_IGN);
  const Outcome<Config> config = read_config(mode, config_file);
  if (!config) {
    std::cerr << "cxload serve: " << config.error().detail << '\n';
    return exit_wrong_settings;
  }
  raise_descriptor_limit();
  net::Shard shard(0, Random(0));
  return run(shard, mode, *config);
}

}  // namespace cxload::standin
