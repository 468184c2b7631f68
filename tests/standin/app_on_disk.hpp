/// AppOnDisk: a folder with a phone for browsers in it.
#pragma once
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

#include <cxload/standin/web_settings.hpp>

namespace cxload::standin::web {

class AppOnDisk {
 public:
  AppOnDisk() {
    path_ = std::filesystem::path(::testing::TempDir()) / ("app-" + std::to_string(::getpid()));
    std::filesystem::create_directories(path_ / "icons");
    std::filesystem::create_directories(path_ / "assets");
    std::ofstream(path_ / "index.html") << "<!doctype html><title>phone</title>";
    std::ofstream(path_ / "app.css") << "body {}";
    std::ofstream(path_ / "sw.js") << "// worker";
    std::ofstream(path_ / "assets" / "app.js") << std::string(5000, 'x');
    std::ofstream(path_ / "icons" / "icon-192.png") << "png";
    std::ofstream(path_ / "icons" / "icon-512.png") << "png";
  }
  ~AppOnDisk() { std::filesystem::remove_all(path_); }
  [[nodiscard]] WebSettings settings() const {
    WebSettings web;
    web.app = path_.string();
    return web;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace cxload::standin::web
