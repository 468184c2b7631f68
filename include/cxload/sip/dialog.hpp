/// Dialog: the state two user agents share (RFC 3261 12). Plain state and its rules; who writes the messages
/// adds its own header order.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

struct DialogId {
  std::string call_id, local_tag, remote_tag;
  auto operator<=>(const DialogId&) const = default;
};

/// Threads: none; a value type.
class Dialog {
 public:
  /// From a 101-199 with To tag, or a 2xx (12.1.2). Errors: Errc::no_dialog when tag or Contact is missing.
  static Result<Dialog> make_uac(const Message& request, const Message& response);
  /// From a request that this side answers with `local_tag` (12.1.1). Errors: Errc::no_dialog without
  /// Contact.
  static Result<Dialog> make_uas(const Message& request, std::string_view local_tag);

  [[nodiscard]] const DialogId& id() const { return id_; }
  [[nodiscard]] bool is_early() const { return early_; }
  /// 2xx: the caller recomputes the route set from it and refreshes the target (13.2.2.4). Once; then as is.
  void confirm(const Message& response);

  /// 12.2.1.1: what a request inside the dialog has. A first route without `lr` swaps places with the target.
  /// Views into the dialog, valid until it changes.
  struct RequestParts {
    std::string_view request_uri;
    std::vector<std::string_view> routes;  ///< Route values in order
    std::string_view from, to;             ///< header values with tags
    std::uint32_t cseq;
  };
  RequestParts next_request(std::string_view method);  ///< counts CSeq up; ACK and CANCEL do not
  [[nodiscard]] RequestParts ack_for(std::uint32_t invite_cseq) const;

  /// 12.2.2: false for a CSeq lower than the last one seen (answer 500). ACK and CANCEL always pass.
  bool accept_request(const Message& request);
  void refresh_target(const Message& message);                         ///< Contact of a re-INVITE or its 2xx
  [[nodiscard]] const std::string& remote() const { return remote_; }  ///< To of our requests, with its tag
  [[nodiscard]] const std::string& remote_target() const { return remote_target_; }

 private:
  DialogId id_;
  void set_route(std::vector<std::string> route);
  void set_target(std::string target);
  void prepare_strict_routing();

  std::string local_, remote_;  ///< From and To of this side's requests, with tags
  std::string remote_target_;
  std::vector<std::string> route_set_;
  std::string strict_uri_, strict_route_;  ///< where the first route is a strict router; else empty
  std::uint32_t local_cseq_ = 0;
  std::optional<std::uint32_t> remote_cseq_;
  bool early_ = true;
  bool is_uac_ = false;
};

/// Does an in-dialog request or response belong to `id`? (tags swap sides between them)
[[nodiscard]] std::optional<DialogId> dialog_id_of(const Message& message, bool received);

}  // namespace cxload::sip
