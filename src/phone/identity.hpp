/// Identity: the names one phone goes by on the wire for its whole life.
#pragma once
#include <string>

#include <cxload/net/link.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/phone/profile.hpp>
#include <cxload/phone/services.hpp>

namespace cxload::phone {

struct Identity {
  std::string contact_token;  ///< fresh in each run
  std::string invalid_host;   ///< "<12 characters>.invalid" where the profile hides its address; else empty
  std::string instance;       ///< "<urn:uuid:…>" where the profile has one; else empty

  Identity(const ClientProfile& profile, net::Scheme scheme);

  /// Host (and port) of Via and Contact.
  [[nodiscard]] std::string sent_by(const net::Endpoint& local) const;
  /// "sip:token@host;transport=ws"
  [[nodiscard]] std::string contact_uri(net::Scheme scheme, const net::Endpoint& local) const;
  [[nodiscard]] std::string new_branch() const;
};

}  // namespace cxload::phone
