// Every algorithm and protected bodies, from a phone to the stand-in (RFC 7616, RFC 8760).
#include "phone/site.hpp"

namespace cxload::phone {
namespace {

net::Awaitable<void> register_and_call(Phone& phone, std::string& seen) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  seen = registered ? std::to_string(registered->status) : registered.error().kind;
  DialRequest request;
  request.target = "160";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  const CallResult result = co_await (*dialled)->wait_final();
  seen += " " + std::to_string(result.status);
  co_await phone.close();
}

class DigestWay : public testing::TestWithParam<sip::DigestAlgorithm> {};

TEST_P(DigestWay, IsAnsweredWithAndWithoutItsBody) {
  for (const bool protects_bodies : {false, true}) {
    Site site({}, [&](standin::Config& config) {
      config.algorithms = {GetParam()};
      config.protects_bodies = protects_bodies;
    });
    const auto phone = site.make_phone(site.make_group(net::Scheme::wss, "jssip"), "1000");
    const auto stranger = site.make_phone(site.make_group(net::Scheme::wss, "jssip"), "1001", "wrong");
    std::string seen, refused;
    site.run([&] { return register_and_call(*phone, seen); });
    EXPECT_EQ(seen, "200 200") << protects_bodies;
    site.run([&] { return register_and_call(*stranger, refused); });
    EXPECT_EQ(refused, "403 403") << protects_bodies;
  }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, DigestWay,
                         testing::Values(sip::DigestAlgorithm::md5, sip::DigestAlgorithm::sha256,
                                         sip::DigestAlgorithm::sha512_256),
                         [](const auto& way) {
                           std::string name(sip::to_string(way.param));
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace cxload::phone
