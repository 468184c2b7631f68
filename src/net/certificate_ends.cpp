// When accepted certificates end, gathered from all threads for the report.
#include "certificate_ends.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

#include <cxload/net/tls.hpp>

namespace cxload::net {
namespace {

constexpr std::size_t most_hosts = 1'000;

struct Ends {
  std::mutex mutex;
  std::map<std::string, std::time_t> by_host;
};

Ends& ends() {
  static Ends all;
  return all;
}

}  // namespace

void note_certificate_end(const std::string& host, std::time_t not_after) {
  if (not_after == std::numeric_limits<std::time_t>::max()) return;  // nothing was read of it
  const std::lock_guard lock(ends().mutex);
  auto& known = ends().by_host;
  if (known.size() >= most_hosts && !known.contains(host)) return;
  const auto [entry, is_new] = known.try_emplace(host, not_after);
  entry->second = std::min(entry->second, not_after);
}

std::map<std::string, std::time_t> certificate_ends() {
  const std::lock_guard lock(ends().mutex);
  return ends().by_host;
}

}  // namespace cxload::net
