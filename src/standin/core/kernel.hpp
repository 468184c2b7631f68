/// Kernel: what the parts of the core share.
#pragma once
#include <functional>
#include <memory>

#include <cxload/standin/config.hpp>
#include <cxload/standin/standin.hpp>

#include "../defect.hpp"
#include "authenticator.hpp"
#include "call_log.hpp"
#include "client_transactions.hpp"
#include "dial_plan.hpp"
#include "locations.hpp"
#include "mailboxes.hpp"
#include "relays.hpp"
#include "self.hpp"
#include "server_transactions.hpp"
#include "timers.hpp"
#include "waker.hpp"
#include "wire.hpp"

namespace cxload::standin {

/// Threads: none.
struct Kernel {
  Kernel(const Config& given, Wire& doors, MediaFactory& media, Standin::Watcher watch);

  /// How this request's sender is treated.
  [[nodiscard]] const Behaviour& behaviour(const Flow& flow, const sip::Message& request) const;
  void tell(Event::Kind kind, std::string user, std::string detail) const;
  /// Answers outside of any transaction: what could not be read, and overload.
  void reply_once(const Flow& flow, const sip::Message& request, sip::Message response, TimePoint now);

  const Config config;
  Wire& wire;
  Standin::Watcher watcher;
  DefectSet defects;
  Timers timers;
  Self self;
  Authenticator authenticator;
  Locations locations;
  ServerTransactions servers;
  ClientTransactions clients;
  Waker* waker = nullptr;             ///< null: who is away stays away
  Mailboxes* mailboxes = nullptr;     ///< null: nobody has one
  DialPlan* dial_plan = nullptr;      ///< null: everybody may call everywhere
  std::unique_ptr<CallLog> call_log;  ///< null: nobody wants to know
  std::unique_ptr<Relays> relays;     ///< null: media go directly

 private:
  std::string deliver(const Flow& flow, const sip::Message& request, sip::Message response, TimePoint now);
  void put(const Flow& flow, std::string bytes, Duration delay, TimePoint now);
};

}  // namespace cxload::standin
