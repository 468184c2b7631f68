/// The one BIO of a thread: OpenSSL reads from and writes to memory that all its connections share.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace cxload::net {

class TlsStream;

/// What the connection that OpenSSL is working on right now has received and wants to send. A connection that
/// is not being worked on has no buffer at all; records that are not complete stay with OpenSSL.
struct TlsIo {
  std::string_view in;                ///< consumed from the front
  std::string out;                    ///< appended to
  TlsStream* current = nullptr;       ///< for callbacks of OpenSSL
  std::array<char, 16 * 1024> plain;  ///< one record
};

[[nodiscard]] TlsIo& tls_io();
/// One more reference to the thread's BIO.
[[nodiscard]] BIO* tls_bio();

}  // namespace cxload::net
