/// AppFolder: the browser's phone, read once from its folder: paths of requests never reach the file system.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::standin::web {

struct AppFile {
  std::string_view type;  ///< of its media
  std::string content;
  std::string gzipped;  ///< empty: not worth it
  std::string tag;      ///< quoted, of its content
};

/// Threads: immutable.
class AppFolder {
 public:
  AppFolder() = default;
  /// Empty path: an empty folder. Failure: local.standin.
  static Outcome<AppFolder> read(const std::string& path);
  /// By its path below the folder, "assets/app.js". Null: there is none.
  [[nodiscard]] const AppFile* find(std::string_view path) const;
  [[nodiscard]] bool is_empty() const { return files_.empty(); }
  [[nodiscard]] const std::map<std::string, AppFile, std::less<>>& files() const { return files_; }

 private:
  std::map<std::string, AppFile, std::less<>> files_;
};

[[nodiscard]] std::string gzip(std::string_view plain);

}  // namespace cxload::standin::web
