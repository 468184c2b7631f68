/// Behaviour: the rules the stand-in keeps, each of which a defect may switch off.
#pragma once
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/sip/message.hpp>

#include "../media/faults.hpp"
#include "../tls/faults.hpp"
#include "../web/faults.hpp"

namespace cxload::standin {

/// Spoils a finished response, just before it is written.
using ResponseEdit = void (*)(const sip::Message& request, sip::Message& response);

struct Behaviour {
  // WebSocket doors.
  bool echoes_subprotocol = true;
  bool proves_key = true;  ///< Sec-WebSocket-Accept is the right one
  bool wants_subprotocol = true;
  bool reads_one_message =
      true;  ///< whatever follows the first SIP message of a WebSocket message is ignored
  bool answers_keepalive = true;
  bool reassembles = true;        ///< frames of a message are put together
  bool splits_messages = false;   ///< a SIP message goes out in two
  bool reaps_idle = false;        ///< after the settings' reap_after without a message
  bool plain_websockets = false;  ///< at the plain HTTP door
  // Authentication.
  bool challenges_register = true;
  bool challenges_invite = true;
  bool believes_digest = true;
  bool checks_password = true;
  bool says_stale = true;
  bool checks_identity = true;
  // Registrar.
  bool refuses_brief = true;  ///< 423 below the minimum; else the time is made longer
  bool removes_bindings = true;
  // Transactions and proxy.
  bool answers_options = true;
  bool fills_rport = true;
  bool sends_one_final = true;
  bool sends_trying = true;
  bool relays_cancel = true;
  bool forwards_ack = true;
  bool records_route = true;
  bool knows_offline = true;  ///< 480, not 404, for a user of ours without a binding
  bool keeps_codes = true;    ///< numbers and callees answer with a code of their own
  bool forks = true;
  bool ignores_routes = false;  ///< calls go where the dial plan does not let them
  Duration success_delay{};     ///< of a 200 to REGISTER and INVITE

  MediaFaults media;
  tls::TlsFaults tls;
  web::WebFaults web;

  std::vector<ResponseEdit> edits;
};

}  // namespace cxload::standin
