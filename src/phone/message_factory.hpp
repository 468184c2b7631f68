/// MessageFactory: writes one phone's requests and responses the way its client does.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <cxload/phone/group.hpp>
#include <cxload/sip/dialog.hpp>
#include <cxload/sip/message.hpp>

#include "identity.hpp"

namespace cxload::phone {

/// Threads: none. Lifetime: the group, account and identity outlive it.
class MessageFactory {
 public:
  MessageFactory(const Group& group, const Account& account, const Identity& identity)
      : group_(group), account_(account), identity_(identity) {}

  /// Address of record.
  [[nodiscard]] std::string aor() const;
  /// A user or number of the domain, or a whole URI left as it is.
  [[nodiscard]] std::string target_uri(std::string_view target) const;
  /// Contact of what makes a dialog. Valid until this thread's next message is made.
  [[nodiscard]] std::string_view contact(const net::Endpoint& local) const;

  /// A request outside a dialog, without Contact, body and trailer.
  struct Outside {
    std::string_view method, request_uri, to_uri, call_id, from_tag;
    std::uint32_t cseq;
  };
  [[nodiscard]] sip::Message begin(const Outside& request, const net::Endpoint& local) const;
  [[nodiscard]] sip::Message begin(std::string_view method, const sip::Dialog::RequestParts& parts,
                                   std::string_view call_id, const net::Endpoint& local) const;
  /// Supported and User-Agent, which clients write last.
  void finish(sip::Message& request, std::string_view supported) const;

  [[nodiscard]] sip::Message register_request(std::string_view call_id, std::string_view from_tag,
                                              std::uint32_t cseq, std::chrono::seconds expires,
                                              const net::Endpoint& local) const;
  /// The same request again after a challenge: fresh branch, next CSeq (RFC 3261 22.2).
  [[nodiscard]] sip::Message resend(const sip::Message& request, std::uint32_t cseq,
                                    const net::Endpoint& local) const;
  /// Status, To tag, Contact where the dialog needs one, Allow and User-Agent.
  [[nodiscard]] sip::Message respond(const sip::Message& request, int status, std::string_view to_tag,
                                     const net::Endpoint& local, std::string_view reason = {}) const;

 private:
  void append_own_uri(std::string& out, std::string_view user) const;
  /// From of what this phone sends, with its display name.
  void append_own_name_addr(std::string& out, std::string_view user, const net::Endpoint& local) const;
  void append_from(std::string& out, const net::Endpoint& local) const;
  [[nodiscard]] std::string_view via(const net::Endpoint& local) const;
  void append_core(sip::Message& request, std::string_view from, std::string_view to,
                   std::string_view call_id, std::uint32_t cseq, const net::Endpoint& local) const;

  const Group& group_;
  const Account& account_;
  const Identity& identity_;
};

}  // namespace cxload::phone
