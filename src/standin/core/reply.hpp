/// Answers the stand-in makes itself.
#pragma once
#include <cxload/sip/message.hpp>

namespace cxload::standin {

inline constexpr std::string_view allowed_methods =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, REGISTER";

/// With a To tag (except 100), and Server.
[[nodiscard]] sip::Message make_reply(const sip::Message& request, int status, std::string_view reason = {});
/// 420 with what we do not know of `wanted`; nothing when all of it is known.
[[nodiscard]] std::optional<sip::Message> refuse_extensions(const sip::Message& request,
                                                            sip::HeaderId wanted);
/// The 200 to OPTIONS: what the server itself can do (RFC 3261 11.2).
[[nodiscard]] sip::Message make_capabilities(const sip::Message& request);
/// User part of the address in From or To, escapes undone; empty when there is none.
[[nodiscard]] std::string user_in(const sip::Message& message, sip::HeaderId id);

}  // namespace cxload::standin
