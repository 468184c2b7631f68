#include "server.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/pem.h>

namespace cxload::bench {
namespace {

struct Client {
  int fd;
  SSL* ssl;
  std::string request;
  bool is_open = false;
};

std::string answer_to(const std::string& request) {
  const std::string name = "Sec-WebSocket-Key: ";
  const std::size_t at = request.find(name) + name.size();
  const std::string key =
      request.substr(at, request.find('\r', at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  std::array<unsigned char, 64> accept;
  unsigned size = 0;
  EVP_Digest(key.data(), key.size(), digest.data(), &size, EVP_sha1(), nullptr);
  EVP_EncodeBlock(accept.data(), digest.data(), static_cast<int>(size));
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
         "Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(reinterpret_cast<char*>(accept.data())) + "\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
}

/// False when the client is gone.
bool serve(Client& client) {
  std::array<char, 4096> bytes;
  for (;;) {
    const int length = SSL_read(client.ssl, bytes.data(), static_cast<int>(bytes.size()));
    if (length <= 0) return SSL_get_error(client.ssl, length) == SSL_ERROR_WANT_READ;
    if (client.is_open) continue;
    client.request.append(bytes.data(), static_cast<std::size_t>(length));
    if (!client.request.ends_with("\r\n\r\n")) continue;
    const std::string answer = answer_to(client.request);
    SSL_write(client.ssl, answer.data(), static_cast<int>(answer.size()));
    client.is_open = true;
    client.request = {};
  }
}

[[noreturn]] void serve_all(int listener, SSL_CTX* context) {
  const int epoll = ::epoll_create1(0);
  epoll_event event{EPOLLIN, {.ptr = nullptr}};
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    if (::epoll_wait(epoll, &event, 1, -1) < 1) continue;
    if (event.data.ptr == nullptr) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
      if (fd < 0) continue;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto* const client = new Client{fd, SSL_new(context), {}};
      SSL_set_fd(client->ssl, fd);
      SSL_set_accept_state(client->ssl);
      epoll_event watch{EPOLLIN, {.ptr = client}};
      ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &watch);
      continue;
    }
    auto* const client = static_cast<Client*>(event.data.ptr);
    if (serve(*client)) continue;
    SSL_free(client->ssl);
    ::close(client->fd);
    delete client;
  }
}

}  // namespace

SSL_CTX* make_server_context(const net::test::Identity& identity) {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  const std::unique_ptr<BIO, decltype(&BIO_free)> certificate(
      BIO_new_mem_buf(identity.certificate_pem.c_str(), -1), &BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> key(BIO_new_mem_buf(identity.key_pem.c_str(), -1),
                                                      &BIO_free);
  X509* const x509 = PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr);
  EVP_PKEY* const pkey = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context, x509);
  SSL_CTX_use_PrivateKey(context, pkey);
  X509_free(x509);
  EVP_PKEY_free(pkey);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

ServerProcess::ServerProcess(const net::test::Identity& identity) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof name;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&name), length) != 0 || ::listen(listener, 1024) != 0)
    throw std::runtime_error("the server cannot listen");
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &length);
  port_ = ntohs(name.sin_port);
  child_ = ::fork();
  if (child_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGPIPE, SIG_IGN);
    serve_all(listener, make_server_context(identity));
  }
  ::close(listener);
}

ServerProcess::~ServerProcess() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

}  // namespace cxload::bench
