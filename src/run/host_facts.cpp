#include "host_facts.hpp"

#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

#include <cxload/base/text.hpp>

namespace cxload::run {
namespace {

std::string read_cpu_model() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  std::string line;
  while (std::getline(cpuinfo, line)) {
    if (!line.starts_with("model name")) continue;
    return std::string(text::trim(std::string_view(line).substr(line.find(':') + 1)));
  }
  return "unknown";
}

}  // namespace

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur < limit.rlim_max) {
    rlimit raised = limit;
    raised.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return limit.rlim_cur;
}

result::HostFacts read_host_facts() {
  result::HostFacts facts;
  utsname names{};
  if (uname(&names) == 0) {
    facts.hostname = names.nodename;
    facts.kernel = names.release;
  }
  facts.cpu_model = read_cpu_model();
  facts.cores = std::thread::hardware_concurrency();
  struct sysinfo info {};
  if (sysinfo(&info) == 0)
    facts.memory_gib =
        static_cast<double>(info.totalram) * static_cast<double>(info.mem_unit) / (1024.0 * 1024.0 * 1024.0);
  facts.descriptor_limit = raise_descriptor_limit();
  return facts;
}

}  // namespace cxload::run
