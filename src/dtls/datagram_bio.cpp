#include "datagram_bio.hpp"

#include <algorithm>

namespace cxload::dtls {
namespace {

/// IPv4 and UDP; what DTLS subtracts from a link's MTU.
constexpr long header_bytes = 28;

DatagramPort& port_of(BIO* bio) { return *static_cast<DatagramPort*>(BIO_get_data(bio)); }

int write_datagram(BIO* bio, const char* data, int size) {
  port_of(bio).out(std::as_bytes(std::span(data, static_cast<std::size_t>(size))));
  return size;
}

int read_datagram(BIO* bio, char* to, int size) {
  BIO_clear_retry_flags(bio);
  DatagramPort& port = port_of(bio);
  if (port.in.empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const std::size_t length = std::min(port.in.size(), static_cast<std::size_t>(size));
  std::copy_n(reinterpret_cast<const char*>(port.in.data()), length, to);
  port.in = {};
  return static_cast<int>(length);
}

long control(BIO* bio, int command, long, void* value) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT:
      port_of(bio).timer = static_cast<timeval*>(value);
      return 1;
    case BIO_CTRL_DGRAM_GET_MTU_OVERHEAD:
      return header_bytes;
    default:
      return 0;
  }
}

BIO_METHOD* make_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");
  BIO_meth_set_write(method, &write_datagram);
  BIO_meth_set_read(method, &read_datagram);
  BIO_meth_set_ctrl(method, &control);
  return method;
}

}  // namespace

BIO* make_datagram_bio(DatagramPort& port) {
  static BIO_METHOD* const method = make_method();
  BIO* const bio = BIO_new(method);
  BIO_set_data(bio, &port);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace cxload::dtls
