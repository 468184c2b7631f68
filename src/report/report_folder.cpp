#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include <cxload/report/json_report.hpp>
#include <cxload/report/report_folder.hpp>

namespace cxload::report {
namespace fs = std::filesystem;
namespace {

Failure failure(std::string_view what, const fs::path& where, int error) {
  return {"local.report",
          fmt::format("{} {}: {}", what, where.string(), std::generic_category().message(error))};
}

/// A name no other process writes to, in the same folder, since rename() cannot cross file systems.
fs::path beside(const fs::path& file) {
  return file.parent_path() / fmt::format(".{}.{}.tmp", file.filename().string(), ::getpid());
}

/// errno of the first call that failed, 0 when all went well.
int write_file(const fs::path& file, std::string_view content) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) return errno;
  int error = 0;
  while (!content.empty() && error == 0) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written >= 0)
      content.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      error = errno;
  }
  if (::close(fd) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

Outcome<> replace_file(const fs::path& file, std::string_view content) {
  const fs::path temporary = beside(file);
  int error = write_file(temporary, content);
  if (error == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlink(temporary.c_str());
  return failure("cannot write", file, error);
}

Outcome<result::RunResult> read_run(const fs::path& run) {
  constexpr std::uintmax_t most_bytes = 256U << 20U;
  std::error_code error;
  const fs::path file = fs::is_directory(run, error) ? run / "report.json" : run;
  const auto unreadable = [&](std::string_view why) {
    return Failure{"local.report", fmt::format("{}: {}", file.string(), why)};
  };
  if (!fs::is_regular_file(file, error)) return unreadable("there is no such file");
  const std::uintmax_t size = fs::file_size(file, error);
  if (error || size > most_bytes) return unreadable("this is too big for a report");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return unreadable("cannot be read");
  const std::string json{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  Outcome<result::RunResult> read = read_json(json);
  if (!read) return Failure{read.error().kind, fmt::format("{}: {}", file.string(), read.error().detail)};
  return read;
}

void remove_old_run(const fs::path& folder) {
  std::error_code error;  // what cannot be removed is replaced, or told when it is written
  for (const Writer* writer : writers()) fs::remove(folder / writer->file_name, error);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "traces", error)) {
    const std::string name = entry.path().filename().string();
    const bool is_ours = name.starts_with("failed-") || name.starts_with("good-");
    if (is_ours && name.ends_with(".txt")) fs::remove(entry.path(), error);
  }
}

Outcome<fs::path> write_one(const fs::path& folder, const Writer& writer, const result::RunResult& run) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return failure("cannot create", folder, error.value());
  const fs::path file = folder / writer.file_name;
  const Outcome<> written = replace_file(file, writer.write(run));
  if (!written) return written.error();
  return Outcome<fs::path>(boost::system::in_place_value, file);
}

Outcome<std::vector<fs::path>> write_all(const fs::path& folder, const result::RunResult& measured) {
  // Rendered from what report.json keeps, and so byte-equal to what `cxload report` makes of it later: JSON
  // has no broken UTF-8 and no nanoseconds.
  const Outcome<result::RunResult> recorded = read_json(write_json(measured));
  const result::RunResult& run = recorded ? *recorded : measured;
  std::vector<fs::path> files;
  std::optional<Failure> first;
  for (const Writer* writer : writers()) {
    const Outcome<fs::path> file = write_one(folder, *writer, run);
    if (file)
      files.push_back(*file);
    else if (!first)
      first = file.error();
  }
  if (first) return *first;
  return Outcome<std::vector<fs::path>>(boost::system::in_place_value, std::move(files));
}

Outcome<> point_latest_at(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error).lexically_normal();
  const fs::path run = whole.has_filename() ? whole : whole.parent_path();
  const fs::path link = run.parent_path() / "latest";
  if (fs::exists(fs::symlink_status(link, error)) && !fs::is_symlink(link, error))
    return failure("cannot replace", link, EEXIST);
  const fs::path temporary = beside(link);
  ::unlink(temporary.c_str());
  if (::symlink(run.filename().c_str(), temporary.c_str()) != 0) return failure("cannot link", link, errno);
  if (::rename(temporary.c_str(), link.c_str()) == 0) return {};
  const int reason = errno;
  ::unlink(temporary.c_str());
  return failure("cannot link", link, reason);
}

}  // namespace cxload::report
