#include "trace_writer.hpp"

#include <fstream>

#include <fmt/format.h>

#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>
#include <cxload/media/sound.hpp>

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
  const std::string name = fmt::format("failed-{}-{}", journey, kind);
  if (written_.contains(name)) return written_.at(name);
  return write(name, title + write_recordings(name, example), example);
}

std::string TraceWriter::write_recordings(const std::string& name, const JourneyExample& example) {
  std::string lines;
  std::error_code error;
  std::filesystem::create_directories(folder_ / "traces", error);
  for (std::size_t i = 0; i < example.recordings.size(); ++i) {
    const auto& recording = example.recordings[i];
    if (recording->is_empty()) continue;
    const std::string file = file_safe(fmt::format("{}-{}", name, i + 1)) + ".wav";
    const Outcome<> written =
        media::write_wav(folder_ / "traces" / file, recording->decode(), recording->sample_rate());
    if (!written) CXLOAD_LOG(warn, "run", "{}", written.error().detail);
    if (written) lines += fmt::format("\nwhat {} heard: {}", text::printable(recording->who(), 200), file);
  }
  return lines;
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
