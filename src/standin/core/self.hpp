/// Self: the names and addresses under which the stand-in is reached, and the tokens it puts into them.
#pragma once
#include <optional>
#include <string>

#include <cxload/sip/message.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/standin/config.hpp>

#include "wire.hpp"

namespace cxload::standin {

/// Threads: none.
class Self {
 public:
  Self(const Config& config, const Wire& wire);

  /// The domain, or the address of a door: what users of ours are asked for under.
  [[nodiscard]] bool owns_host(const sip::Uri& uri) const;
  /// A contact that would bring a request back to us instead of to a phone.
  [[nodiscard]] bool leads_here(const sip::Uri& contact) const;
  /// One of our doors, exactly: a hop we wrote into a Via, Route or Contact.
  [[nodiscard]] bool is_door(std::string_view host, std::optional<std::uint16_t> port) const;

  [[nodiscard]] std::string make_via(net::Scheme scheme, std::string_view branch) const;
  /// A Record-Route value that leads back to `flow`; nobody else can make one (RFC 5626 5.2), so it opens no
  /// relay.
  [[nodiscard]] std::string make_route(const Flow& flow) const;
  /// The flow a route of ours leads to; nothing when it is not ours or was tampered with.
  [[nodiscard]] std::optional<Flow> read_route(const sip::Uri& uri) const;
  [[nodiscard]] std::string make_contact(net::Scheme scheme, std::string_view user) const;

 private:
  [[nodiscard]] std::string seal(std::string_view token) const;
  [[nodiscard]] std::string address_of(net::Scheme scheme) const;

  const Config& config_;
  const Wire& wire_;
  std::string secret_;
};

}  // namespace cxload::standin
