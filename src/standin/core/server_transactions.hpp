/// ServerTransactions: every request that is being answered (RFC 3261 17.2, RFC 6026), of all flows in one
/// table. What distinguishes it from sip::TransactionLayer: a proxy's 2xx is not repeated here, since each
/// repeat of the callee comes through; and an idle phone costs nothing.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <cxload/sip/message.hpp>

#include "timers.hpp"
#include "wire.hpp"

namespace cxload::standin {

enum class ServerId : std::uint64_t { none = 0 };

/// Who answers an INVITE and wants to know of its CANCEL.
class InviteOwner {
 public:
  virtual ~InviteOwner() = default;
  virtual void on_cancel(TimePoint now) = 0;
};

/// Threads: none. Ids of ended transactions are harmless: nothing happens. Bounded by `most`.
class ServerTransactions {
 public:
  /// `deliver` puts a response on its way (and may delay or spoil it).
  using Deliver = std::function<std::string(const Flow& flow, const sip::Message& request,
                                            sip::Message response, TimePoint now)>;
  ServerTransactions(Timers& timers, Wire& wire, Deliver deliver, std::size_t most = 100'000);

  enum class Arrival { fresh, absorbed, overload };
  struct Accepted {
    Arrival arrival;
    ServerId id = ServerId::none;  ///< when fresh
  };
  /// Any request but ACK; its Via is stamped.
  Accepted accept(const Flow& flow, const sip::Message& request, TimePoint now);
  /// True when the ACK ended a refused INVITE here: it goes no further.
  bool absorb_ack(const Flow& flow, const sip::Message& ack, TimePoint now);

  void set_owner(ServerId id, std::weak_ptr<InviteOwner> owner);
  /// The INVITE that a CANCEL means; none: answer 481. Its owner is told by cancel().
  [[nodiscard]] ServerId find_cancelled(const Flow& flow, const sip::Message& cancel) const;
  void cancel(ServerId id, TimePoint now);

  void respond(ServerId id, sip::Message response, TimePoint now);
  /// Ends without an answer (RFC 4320 4.2: no 408 to what is not an INVITE).
  void abandon(ServerId id);
  [[nodiscard]] const sip::Message* request(ServerId id) const;
  [[nodiscard]] bool has_final(ServerId id) const;  ///< also true once it is gone
  [[nodiscard]] std::size_t live() const { return live_.size(); }

 private:
  enum class State : std::uint8_t { proceeding, accepted, completed, confirmed };
  struct Transaction {
    std::string key;
    Flow reply;
    sip::Message request;
    State state = State::proceeding;
    std::string last_response;
    std::weak_ptr<InviteOwner> owner;
    TimerId repeat, end;
    Duration interval{};

    [[nodiscard]] bool is_invite() const { return request.method() == "INVITE"; }
  };
  Transaction* find(ServerId id);
  [[nodiscard]] const Transaction* find(ServerId id) const;
  void finish_invite(ServerId id, Transaction& transaction, bool is_success, TimePoint now);
  void repeat(ServerId id, TimePoint now);
  void end_after(ServerId id, Transaction& transaction, TimePoint due);
  void erase(ServerId id);

  // Given.
  Timers& timers_;
  Wire& wire_;
  Deliver deliver_;
  std::size_t most_;
  // State.
  std::unordered_map<std::uint64_t, Transaction> live_;
  std::unordered_map<std::string, ServerId> by_key_;
  std::uint64_t last_id_ = 0;
};

}  // namespace cxload::standin
