#include "tls_io.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace cxload::net {
namespace {

int read_bytes(BIO* bio, char* to, int size) {
  BIO_clear_retry_flags(bio);
  std::string_view& in = tls_io().in;
  if (in.empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const std::size_t length = std::min(in.size(), static_cast<std::size_t>(size));
  std::memcpy(to, in.data(), length);
  in.remove_prefix(length);
  return static_cast<int>(length);
}

int write_bytes(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  tls_io().out.append(from, static_cast<std::size_t>(size));
  return size;
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* make_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "cxload shared memory");
  if (method == nullptr) throw std::runtime_error("OpenSSL has no memory for a BIO method");
  BIO_meth_set_read(method, &read_bytes);
  BIO_meth_set_write(method, &write_bytes);
  BIO_meth_set_ctrl(method, &control);
  return method;
}

}  // namespace

TlsIo& tls_io() {
  thread_local const auto io = std::make_unique<TlsIo>();
  return *io;
}

BIO* tls_bio() {
  static BIO_METHOD* const method = make_method();
  thread_local const std::unique_ptr<BIO, decltype(&BIO_free)> bio = [] {
    BIO* const created = BIO_new(method);
    if (created == nullptr) throw std::runtime_error("OpenSSL has no memory for a BIO");
    BIO_set_init(created, 1);
    return std::unique_ptr<BIO, decltype(&BIO_free)>(created, &BIO_free);
  }();
  BIO_up_ref(bio.get());
  return bio.get();
}

}  // namespace cxload::net
