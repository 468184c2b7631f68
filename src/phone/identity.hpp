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

  std::string gruu;  ///< pub-gruu of the registrar, where the client puts it into its Contacts

  Identity(const ClientProfile& profile, net::Scheme scheme);

  // Written at the end of the header value that is being made: every message holds them.
  void append_sent_by(std::string& out, const net::Endpoint& local) const;  ///< host (and port) of Via
  /// "sip:token@host;transport=ws"
  void append_contact_uri(std::string& out, net::Scheme scheme, const net::Endpoint& local) const;
  void append_branch(std::string& out) const;  ///< a fresh one
};

}  // namespace cxload::phone
