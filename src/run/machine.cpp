#include <algorithm>
#include <fstream>
#include <thread>

#include <cxload/run/machine.hpp>

#include "host_facts.hpp"

namespace cxload::run {

scenario::MachineLimits read_machine_limits() {
  scenario::MachineLimits limits;
  limits.descriptors = raise_descriptor_limit();
  limits.cores = std::max(1U, std::thread::hardware_concurrency());
  std::uint64_t low = 32'768;
  std::uint64_t high = 60'999;  // the kernel's default, should the file be unreadable
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> low >> high;
  limits.ports = high >= low ? high - low + 1 : 0;
  return limits;
}

unsigned choose_threads(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency() / 2);
}

}  // namespace cxload::run
