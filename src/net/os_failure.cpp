#include "os_failure.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace cxload::net {
namespace {

/// Empty: not one of our own machine's.
std::string_view local_kind(int error) {
  switch (error) {
    case EMFILE:
    case ENFILE:
      return "local.descriptors";
    case EADDRNOTAVAIL:
    case EAGAIN:  // connect(2): no free port in the ephemeral range
      return "local.ports";
    case ENOMEM:
    case ENOBUFS:
    case ENOSPC:
      return "local.memory";
    case EADDRINUSE:
    case EINVAL:
    case EAFNOSUPPORT:
      return "local.bind";
    case EACCES:
    case EPERM:
      return "local.forbidden";
    default:
      return {};
  }
}

std::string_view remote_kind(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "refused";
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
      return "unreachable";
    case ETIMEDOUT:
      return "timeout";
    case EMSGSIZE:
      return "too_big";
    default:
      return "reset";
  }
}

}  // namespace

Failure os_failure(std::string_view layer, int error, std::string_view what) {
  std::string kind(local_kind(error));
  if (kind.empty()) kind = fmt::format("{}.{}", layer, remote_kind(error));
  return {std::move(kind), fmt::format("{}: {}", what, std::strerror(error))};
}

}  // namespace cxload::net
