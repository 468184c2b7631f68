/// ClientTransactions: every request sent on, of all flows in one table (RFC 3261 17.1, RFC 6026).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <cxload/sip/message.hpp>

#include "timers.hpp"
#include "wire.hpp"

namespace cxload::standin {

enum class ClientId : std::uint64_t { none = 0 };

/// Who sent a request and waits for its answers.
class RequestOwner {
 public:
  virtual ~RequestOwner() = default;
  /// Provisional and final ones; each 2xx to INVITE, repeats included.
  virtual void on_response(ClientId id, const sip::Message& response, TimePoint now) = 0;
  /// No final response will come: `status` says how that looks to a caller, 408 (silence) or 480 (flow gone).
  virtual void on_no_response(ClientId id, int status, TimePoint now) = 0;
};

/// Threads: none. Ids of ended transactions are harmless.
class ClientTransactions {
 public:
  ClientTransactions(Timers& timers, Wire& wire) : timers_(timers), wire_(wire) {}

  /// The request's top Via is ours with a fresh branch. A flow that is gone is told by on_no_response, later.
  ClientId send(const Flow& flow, const sip::Message& request, std::shared_ptr<RequestOwner> owner,
                TimePoint now);
  /// CANCEL of an INVITE: at once behind a provisional response, else as soon as one comes (9.1).
  void cancel(ClientId id, std::string_view reason, TimePoint now);
  /// False: no transaction of ours (18.1.2: dropped).
  bool on_response(const Flow& flow, const sip::Message& response, TimePoint now);
  void on_flow_closed(const Flow& flow, TimePoint now);
  [[nodiscard]] bool has_provisional(ClientId id) const;
  [[nodiscard]] std::size_t live() const { return live_.size(); }

 private:
  enum class State : std::uint8_t { calling, proceeding, accepted, completed };
  enum class Cancel : std::uint8_t { no, wanted, sent };
  struct Transaction {
    std::string key;
    Flow flow;
    sip::Message request;
    std::string bytes;  ///< of the request while it may be repeated, of the ACK once refused
    std::shared_ptr<RequestOwner> owner;
    State state = State::calling;
    Cancel cancel = Cancel::no;
    std::string cancel_reason;
    TimerId repeat, end;
    Duration interval{};

    [[nodiscard]] bool is_invite() const { return request.method() == "INVITE"; }
  };
  Transaction* find(ClientId id);
  void on_invite_response(ClientId id, Transaction& transaction, const sip::Message& response, TimePoint now);
  void on_plain_response(ClientId id, Transaction& transaction, const sip::Message& response, TimePoint now);
  void acknowledge(Transaction& transaction, const sip::Message& response);
  void send_cancel(ClientId id, Transaction& transaction, TimePoint now);
  void set_repeat(ClientId id, Transaction& transaction, Duration interval, TimePoint now);
  void repeat(ClientId id, TimePoint now);
  void give_up(ClientId id, int status, TimePoint now);
  void end_after(ClientId id, Transaction& transaction, TimePoint due);
  void erase(ClientId id);

  // Given.
  Timers& timers_;
  Wire& wire_;
  // State.
  std::unordered_map<std::uint64_t, Transaction> live_;
  std::unordered_map<std::string, ClientId> by_key_;  ///< branch and method
  std::unordered_map<std::uint64_t, std::unordered_set<std::uint64_t>> by_connection_;
  std::uint64_t last_id_ = 0;
};

}  // namespace cxload::standin
