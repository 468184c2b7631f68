#include "app_folder.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <zlib.h>

#include <cxload/base/crypto.hpp>

namespace cxload::standin::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 5000;
constexpr std::uintmax_t most_bytes = 128 << 20;
constexpr std::size_t worth_packing = 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".wav", "audio/wav"},
    {".wasm", "application/wasm"},
}};

std::string_view type_of(const fs::path& path) {
  const std::string extension = path.extension().string();
  for (const auto& [known, type] : types)
    if (known == extension) return type;
  return "application/octet-stream";
}

bool is_text(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("svg") != std::string_view::npos;
}

AppFile make_file(const fs::path& path, std::string content) {
  AppFile file{type_of(path), std::move(content), {}, {}};
  file.tag = '"' + crypto::hash_hex(crypto::Hash::sha256, file.content).substr(0, 24) + '"';
  if (file.content.size() >= worth_packing && is_text(file.type)) file.gzipped = gzip(file.content);
  return file;
}

}  // namespace

std::string gzip(std::string_view plain) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  constexpr int memory = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return {};
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool is_done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(is_done ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

Outcome<AppFolder> AppFolder::read(const std::string& path) {
  AppFolder folder;
  if (path.empty()) return folder;
  std::error_code error;
  std::uintmax_t bytes = 0;
  fs::recursive_directory_iterator at(path, error);
  if (error) return Failure{"local.standin", fmt::format("web.app: cannot read the folder {}", path)};
  for (const auto end = fs::recursive_directory_iterator(); at != end; at.increment(error)) {
    if (error) break;
    if (!at->is_regular_file(error)) continue;
    bytes += at->file_size(error);
    if (bytes > most_bytes || folder.files_.size() >= most_files)
      return Failure{"local.standin", fmt::format("web.app: {} is too much for a phone", path)};
    std::ifstream file(at->path(), std::ios::binary);
    std::string content(std::istreambuf_iterator<char>(file), {});
    folder.files_.emplace(fs::relative(at->path(), path, error).generic_string(),
                          make_file(at->path(), std::move(content)));
  }
  if (folder.find("index.html") == nullptr)
    return Failure{"local.standin", fmt::format("web.app: there is no index.html in {}", path)};
  return folder;
}

const AppFile* AppFolder::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace cxload::standin::web
