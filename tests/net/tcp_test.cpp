// TCP: the failures of connecting, the local end.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/client.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;

void hold(Conversation& conversation) { conversation.read_to_end(); }

/// A port of this machine where nobody listens.
std::uint16_t dead_port() {
  Peer peer(&hold);
  return peer.port();
}

TEST(Tcp, SaysRefused) {
  Loop loop;
  Client client(loop);
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, dead_port())), "tcp.refused");
}

TEST(Tcp, SaysTimeoutWhenNobodyAnswersTheConnect) {
  // A full accept queue: the kernel drops further SYNs.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof name;
  ::bind(listener, reinterpret_cast<sockaddr*>(&name), length);
  ::listen(listener, 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&name), &length);
  Loop loop;
  Client first(loop), second(loop), third(loop);
  Door door = door_to(Scheme::tcp, ntohs(name.sin_port));
  door.connect_timeout = std::chrono::milliseconds(50);
  first.connect(door);
  second.connect(door);
  EXPECT_EQ(third.connect(door), "tcp.timeout");
  ::close(listener);
}

TEST(Tcp, NamesWhatOurOwnMachineLacks) {
  Loop loop;
  Peer peer(&hold);
  Client client(loop);
  Door door = door_to(Scheme::tcp, peer.port());
  door.bind = Address::parse("192.0.2.1");
  EXPECT_EQ(client.connect(door), "local.bind");

  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const int lowest_free = ::dup(0);
  ::close(lowest_free);
  const rlimit none{static_cast<rlim_t>(lowest_free), before.rlim_max};
  Client other(loop);
  door.bind.reset();
  ::setrlimit(RLIMIT_NOFILE, &none);
  const std::string kind = other.connect(door);
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(kind, "local.descriptors");
}

TEST(Tcp, BindsToTheAddressOfTheDoor) {
  Loop loop;
  Peer peer(&hold);
  Client client(loop);
  Door door = door_to(Scheme::tcp, peer.port());
  door.bind = Address::parse("127.0.0.77");
  ASSERT_EQ(client.connect(door), "");
  EXPECT_EQ(client.link->local().address.to_string(), "127.0.0.77");
}

TEST(Tcp, AStreamThatIsNoSipFails) {
  Loop loop;
  Peer peer([](Conversation& conversation) {
    conversation.write("INVITE sip:x SIP/2.0\r\nContent-Length: 99999999999\r\n\r\n");
    conversation.read_to_end();
  });
  Client client(loop);
  client.when_open = [] {};
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, peer.port())), "sip.framing");
}

}  // namespace
}  // namespace cxload::net
