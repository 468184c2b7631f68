/// Exchange: what the web half asks of the SIP half.
#pragma once
#include <optional>
#include <string>

#include "../core/call_order.hpp"
#include "../tls/validity.hpp"

namespace cxload::standin::web {

/// A message for a push service.
struct PushPost {
  std::string endpoint;  ///< https://…
  std::string authorization, body;
};

class Exchange : public Callers {
 public:
  /// Of a SIP user; an empty one: nobody asks for it. Nothing: there is no such user.
  [[nodiscard]] virtual std::optional<std::string> password_of(const std::string& user) const = 0;
  virtual void put_account(const std::string& user, const std::string& password) = 0;
  virtual void remove_account(const std::string& user) = 0;
  /// From user of its calls; empty: none but its own.
  [[nodiscard]] virtual std::string caller_id_of(const std::string& user) const = 0;
  virtual void put_caller_id(const std::string& user, const std::string& caller_id) = 0;
  [[nodiscard]] virtual bool is_registered(const std::string& user) const = 0;
  [[nodiscard]] virtual std::string websocket_door() const = 0;  ///< HOST:PORT, by the domain's name
  virtual void push(const PushPost& post) = 0;
  /// What is in a user's mailbox has changed.
  virtual void on_mailbox(const std::string& user) = 0;
  /// A new certificate for this name, at every door from now on. Nothing: no more can be had, or it is no
  /// name.
  virtual std::optional<tls::Validity> certify(const std::string& name) = 0;
  virtual void withdraw(const std::string& name) = 0;
  virtual void on_names() = 0;  ///< what the name server has to say has changed
};

}  // namespace cxload::standin::web
