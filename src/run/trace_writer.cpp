#include "trace_writer.hpp"

#include <fstream>

#include <fmt/format.h>

#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>

namespace cxload::run {
namespace {

/// A file name out of what may hold anything.
std::string file_safe(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 80)) {
    const bool safe =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    out += safe ? c : '-';
  }
  return out;
}

}  // namespace

std::string TraceWriter::write_failure(const FailureLog::Key& key, const JourneyExample& example) {
  const auto& [kind, journey] = key;
  const std::string title =
      fmt::format("{} failed with {}: {}\njourney {}, account {}, Call-ID {}", journey, kind,
                  text::printable(example.detail, 500), example.journey_id,
                  text::printable(example.account, 200), text::printable(example.call_id, 200));
  return write(fmt::format("failed-{}-{}", journey, kind), title, example);
}

std::string TraceWriter::write_good(const std::string& journey, const JourneyExample& example) {
  const std::string title = fmt::format("{} went well (to compare with)\njourney {}, account {}", journey,
                                        example.journey_id, text::printable(example.account, 200));
  return write("good-" + journey, title, example);
}

std::string TraceWriter::write(const std::string& name, const std::string& title,
                               const JourneyExample& example) {
  if (example.trace.empty()) return {};
  const auto known = written_.find(name);
  if (known != written_.end()) return known->second;
  std::string relative = "traces/" + file_safe(name) + ".txt";
  std::error_code error;
  std::filesystem::create_directories(folder_ / "traces", error);
  std::ofstream file(folder_ / relative, std::ios::binary);
  file << write_trace(title, example.trace, example.trace_dropped, anchor_);
  file.close();
  if (!file) {
    CXLOAD_LOG(warn, "run", "cannot write {}", (folder_ / relative).string());
    return {};
  }
  written_.emplace(name, relative);
  return relative;
}

}  // namespace cxload::run
