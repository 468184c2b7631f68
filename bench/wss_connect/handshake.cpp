#include "handshake.hpp"

#include <ctime>
#include <stdexcept>
#include <thread>

#include <openssl/ssl.h>

#include "server.hpp"

namespace cxload::bench {

std::chrono::nanoseconds thread_cpu() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::duration<double, std::micro> bare_handshake(const net::test::Identity& identity,
                                                         const std::string& ca_file, const Handshakes& how) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> servers(make_server_context(identity),
                                                                  &SSL_CTX_free);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> clients(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  SSL_CTX_load_verify_file(clients.get(), ca_file.c_str());
  SSL_CTX_set_verify(clients.get(), how.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (!how.verifies)
    SSL_CTX_set_cert_verify_callback(
        clients.get(), [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
  SSL_CTX_set1_groups_list(clients.get(), "X25519");
  std::chrono::nanoseconds spent{};
  auto next = std::chrono::steady_clock::now();
  for (int i = 0; i < how.count; ++i) {
    std::this_thread::sleep_until(next += how.interval);
    SSL* const server = SSL_new(servers.get());
    SSL_set_accept_state(server);
    auto start = thread_cpu();
    SSL* const client = SSL_new(clients.get());
    BIO *one = nullptr, *other = nullptr;
    BIO_new_bio_pair(&one, 0, &other, 0);
    SSL_set_bio(client, one, one);
    SSL_set_bio(server, other, other);
    SSL_set_connect_state(client);
    SSL_set1_host(client, "sip.example.com");
    spent += thread_cpu() - start;
    for (int turn = 0; turn < 8 && !(SSL_is_init_finished(client) && SSL_is_init_finished(server)); ++turn) {
      start = thread_cpu();
      SSL_do_handshake(client);
      spent += thread_cpu() - start;
      SSL_do_handshake(server);
    }
    if (!SSL_is_init_finished(client)) throw std::runtime_error("the bare handshake failed");
    start = thread_cpu();
    SSL_free(client);
    spent += thread_cpu() - start;
    SSL_free(server);
  }
  return std::chrono::duration<double, std::micro>(spent) / how.count;
}

}  // namespace cxload::bench
