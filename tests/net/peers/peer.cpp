#include "net/peers/peer.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/pem.h>

namespace cxload::net::test {
namespace {

void use_identity(SSL_CTX* context, const Identity& identity) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> certificate(
      BIO_new_mem_buf(identity.certificate_pem.data(), static_cast<int>(identity.certificate_pem.size())),
      &BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> key(
      BIO_new_mem_buf(identity.key_pem.data(), static_cast<int>(identity.key_pem.size())), &BIO_free);
  X509* const x509 = PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr);
  EVP_PKEY* const pkey = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context, x509);
  SSL_CTX_use_PrivateKey(context, pkey);
  X509_free(x509);
  EVP_PKEY_free(pkey);
}

int listen_on(const std::string& address, std::uint16_t& port) {
  const bool v6 = address.find(':') != std::string::npos;
  sockaddr_in6 six{};
  sockaddr_in four{};
  four.sin_family = AF_INET;
  six.sin6_family = AF_INET6;
  ::inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(),
              v6 ? static_cast<void*>(&six.sin6_addr) : &four.sin_addr);
  auto* const name = v6 ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
  socklen_t length = v6 ? sizeof six : sizeof four;
  const int fd = ::socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(fd, name, length) != 0 || ::listen(fd, 64) != 0) throw std::runtime_error("cannot listen");
  ::getsockname(fd, name, &length);
  port = ntohs(v6 ? six.sin6_port : four.sin_port);
  return fd;
}

int connect_to(std::uint16_t port) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0)
    throw std::runtime_error("no server");
  return fd;
}

}  // namespace

Conversation::Conversation(int fd, SSL_CTX* tls) : fd_(fd) {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  SSL_set_fd(ssl_.get(), fd_);
}

Conversation::~Conversation() = default;

bool Conversation::shake_hands() { return !ssl_ || SSL_accept(ssl_.get()) == 1; }

std::size_t Conversation::read_some(char* to, std::size_t size) {
  if (!unread_.empty()) {
    const std::size_t length = unread_.copy(to, size);
    unread_.erase(0, length);
    return length;
  }
  const auto length = ssl_ ? SSL_read(ssl_.get(), to, static_cast<int>(size)) : ::recv(fd_, to, size, 0);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

std::string Conversation::read_some() {
  std::string bytes(16 * 1024, '\0');
  bytes.resize(read_some(bytes.data(), bytes.size()));
  return bytes;
}

std::string Conversation::read_until(std::string_view end) {
  std::string all;
  for (;;) {
    const std::size_t at = all.find(end);
    if (at != std::string::npos) {
      unread_ = all.substr(at + end.size());
      all.resize(at + end.size());
      return all;
    }
    const std::string more = read_some();
    if (more.empty()) return all;
    all += more;
  }
}

void Conversation::read_to_end() {
  while (!read_some().empty()) {
  }
}

void Conversation::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto length = ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                             : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (length <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
}

void Conversation::drip(std::string_view bytes) {
  for (const char& byte : bytes) write({&byte, 1});
}

void Conversation::say_goodbye() {
  if (ssl_) SSL_shutdown(ssl_.get());
  ::shutdown(fd_, SHUT_WR);
}

void Conversation::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

std::string Conversation::server_name() const {
  const char* const name = ssl_ ? SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name) : nullptr;
  return name != nullptr ? name : "";
}

Peer::Peer(Script script, const Options& options)
    : script_(std::move(script)), listener_(listen_on(options.address, port_)) {
  ::signal(SIGPIPE, SIG_IGN);  // SSL_write has no MSG_NOSIGNAL
  if (options.tls != nullptr) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    use_identity(tls_.get(), *options.tls);
    if (options.tls_version != 0) {
      SSL_CTX_set_min_proto_version(tls_.get(), options.tls_version);
      SSL_CTX_set_max_proto_version(tls_.get(), options.tls_version);
    }
  }
  acceptor_ = std::thread([this] { accept_all(); });
}

Peer::~Peer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

void Peer::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    ++accepted_;
    const std::lock_guard lock(mutex_);
    open_.push_back(fd);
    threads_.emplace_back([this, fd] { talk(fd); });
  }
}

void Peer::talk(int fd) {
  {
    Conversation conversation(fd, tls_.get());
    if (conversation.shake_hands()) script_(conversation);
  }
  const std::lock_guard lock(mutex_);
  std::erase(open_, fd);
  ::close(fd);
}

Relay::Relay(std::uint16_t server, std::size_t limit, bool drips)
    : peer_([server, limit, drips](Conversation& client) {
        const int upstream = connect_to(server);
        std::size_t left = limit;
        pollfd ready[2] = {{client.fd(), POLLIN, 0}, {upstream, POLLIN, 0}};
        while (left > 0 && ::poll(ready, 2, -1) > 0) {
          char bytes[4096];
          if (ready[0].revents != 0) {
            const auto length = ::recv(client.fd(), bytes, sizeof bytes, 0);
            if (length <= 0) break;
            if (::send(upstream, bytes, static_cast<std::size_t>(length), MSG_NOSIGNAL) < 0) break;
          }
          if (ready[1].revents != 0) {
            const auto length = ::recv(upstream, bytes, std::min(left, sizeof bytes), 0);
            if (length <= 0) break;
            const std::string_view back(bytes, static_cast<std::size_t>(length));
            drips ? client.drip(back) : client.write(back);
            left -= back.size();
          }
        }
        ::close(upstream);
      }) {}

std::string switching_protocols(const std::string& request) {
  const std::string name = "Sec-WebSocket-Key: ";
  const std::size_t at = request.find(name) + name.size();
  const std::string key =
      request.substr(at, request.find('\r', at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned digest_size = 0;
  EVP_Digest(key.data(), key.size(), digest, &digest_size, EVP_sha1(), nullptr);
  unsigned char accept[64];
  EVP_EncodeBlock(accept, digest, static_cast<int>(digest_size));
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
         "Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(reinterpret_cast<char*>(accept)) + "\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
}

}  // namespace cxload::net::test
