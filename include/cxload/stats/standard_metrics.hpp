/// The metrics every run knows, in one table (CONTRACT 3; definitions: RFC 6076); a new one is one line.
#pragma once
#include <cstdint>

#include <cxload/stats/metric.hpp>

/// X(constant, name, kind, unit, histogram integers a unit, labels of samples that stay apart, help)
#define CXLOAD_STANDARD_METRICS(X)                                                                          \
  X(sip_rrd, "sip.rrd", distribution, "ms", 1000, "kind=refresh|remove side=callee",                        \
    "Registration request delay: first REGISTER sent to 200 received, challenge included.")                 \
  X(sip_ira, "sip.ira", ratio, "1", 1, "side=callee",                                                       \
    "Ineffective registration attempts: registrations refused or unanswered, of all.")                      \
  X(sip_ser, "sip.ser", ratio, "1", 1, "side=callee",                                                       \
    "Session establishment ratio: INVITEs answered with 200, of all that were not redirected.")             \
  X(sip_seer, "sip.seer", ratio, "1", 1, "side=callee",                                                     \
    "Session establishment effectiveness: INVITEs answered with 200, 480, 486, 600 or 603, of all that "    \
    "were not redirected.")                                                                                 \
  X(sip_isa, "sip.isa", ratio, "1", 1, "side=callee",                                                       \
    "Ineffective session attempts: INVITEs that failed in the network (408, 500, 503, 504, no answer), of " \
    "all.")                                                                                                 \
  X(sip_scr, "sip.scr", ratio, "1", 1, "side=callee",                                                       \
    "Session completion ratio: sessions that ended in order, of all requested.")                            \
  X(sip_srd, "sip.srd", distribution, "ms", 1000, "side=callee",                                            \
    "Session request delay: INVITE sent to the first sign of progress of a call that went through.")        \
  X(sip_srd_failed, "sip.srd_failed", distribution, "ms", 1000, "side=callee",                              \
    "Session request delay of calls that failed: INVITE sent to the first progress or refusal.")            \
  X(sip_sdd, "sip.sdd", distribution, "ms", 1000, "side=callee",                                            \
    "Session disconnect delay: BYE sent to its 2xx received.")                                              \
  X(sip_sdt, "sip.sdt", distribution, "s", 1'000'000, "side=callee",                                        \
    "Session duration time: 200 to the INVITE until the BYE.")                                              \
  X(sip_answer, "sip.answer", distribution, "ms", 1000, "side=callee",                                      \
    "Time to answer: INVITE sent to 200 received.")                                                         \
  X(sip_retransmissions, "sip.retransmissions", counter, "", 1, "",                                         \
    "Requests and 2xx responses that had to be sent again.")                                                \
  X(phase_dns, "phase.dns", distribution, "ms", 1000, "", "Name lookup of a new connection.")               \
  X(phase_tcp, "phase.tcp", distribution, "ms", 1000, "", "TCP connect of a new connection.")               \
  X(phase_tls, "phase.tls", distribution, "ms", 1000, "", "TLS handshake of a new connection.")             \
  X(phase_ws, "phase.ws", distribution, "ms", 1000, "", "WebSocket upgrade of a new connection.")           \
  X(phase_stun, "phase.stun", distribution, "ms", 1000, "",                                                 \
    "Asking a STUN server for a call's address, until its answer; kind: the transport.")                    \
  X(phase_turn, "phase.turn", distribution, "ms", 1000, "",                                                 \
    "Asking a TURN server for a call's relayed address, connecting included; kind: the transport.")         \
  X(phase_ice, "phase.ice", distribution, "ms", 1000, "",                                                   \
    "ICE of a call: both descriptions known until a pair of candidates works.")                             \
  X(phase_dtls, "phase.dtls", distribution, "ms", 1000, "", "DTLS handshake of a call, on that pair.")      \
  X(phase_first_rtp, "phase.first_rtp", distribution, "ms", 1000, "",                                       \
    "Answer of a call until its first media packet.")                                                       \
  X(media_loss, "media.loss", distribution, "1", 1'000'000, "",                                             \
    "Share of media packets lost, a call and direction, as received.")                                      \
  X(media_jitter, "media.jitter", distribution, "ms", 1000, "",                                             \
    "Interarrival jitter of media packets, a call and direction, as received.")                             \
  X(media_rtt, "media.rtt", distribution, "ms", 1000, "",                                                   \
    "Round trip of a call's media, as RTCP measures it; one sample a call and side.")                       \
  X(media_mos, "media.mos", distribution, "MOS", 1000, "scale=nb|wb|fb",                                    \
    "Speech quality by the E-model, each codec on the scale of its band; one sample a call and side.")      \
  X(media_discarded, "media.discarded", distribution, "1", 1'000'000, "",                                   \
    "Share of media packets that came too late to be played, a call and side.")                             \
  X(media_gap, "media.gap", distribution, "ms", 1000, "",                                                   \
    "Longest stretch of a call without anything to play; one sample a call and side.")                      \
  X(media_mouth_to_ear, "media.mouth_to_ear", distribution, "ms", 1000, "",                                 \
    "From one phone's mouth to the other's ear, where both are of this run; one sample a call and side.")   \
  X(media_pacing, "media.pacing", distribution, "ms", 1000, "",                                             \
    "How late our own media packets went out; one sample a packet.")                                        \
  X(media_one_way, "media.one_way", counter, "", 1, "", "Calls that were heard in one direction only.")     \
  X(media_stopped, "media.stopped", counter, "", 1, "",                                                     \
    "Calls whose far end fell silent two seconds or more before they ended: a recorder, or media that "     \
    "died.")                                                                                                \
  X(media_skipped, "media.skipped", counter, "", 1, "",                                                     \
    "Our own media packets that were too late to be sent at all.")                                          \
  X(media_crossed, "media.crossed", counter, "", 1, "", "Calls that heard another call's audio.")           \
  X(button_step, "button.step", distribution, "ms", 1000, "",                                               \
    "One step of a button chain: a request, an action, a form, something shown.")                           \
  X(button_chain, "button.chain", distribution, "ms", 1000, "",                                             \
    "A whole button chain, from the press to its last action.")                                             \
  X(signup_total, "signup.total", distribution, "ms", 1000, "",                                             \
    "Sign-up form sent to the first registration of the new account.")                                      \
  X(http_skipped, "http.skipped", counter, "", 1, "",                                                       \
    "Operations that were skipped because the site profile does not map them.")                             \
  X(phones_registered, "phones.registered", gauge, "", 1, "", "Phones that are registered.")                \
  X(calls_active, "calls.active", gauge, "", 1, "", "Calls that are up.")                                   \
  X(storm_recovery, "storm.recovery", distribution, "s", 1'000'000, "",                                     \
    "After connections were cut on purpose: until 95 % of these phones were registered again; one sample "  \
    "an event.")                                                                                            \
  X(storm_peak_register_rate, "storm.peak_register_rate", gauge, "1/s", 1, "",                              \
    "Most REGISTER requests in a second after connections were cut on purpose.")                            \
  X(load_lateness, "load.lateness", distribution, "ms", 1000, "",                                           \
    "How much later than planned a journey started: our own delay, not the deployment's.")                  \
  X(load_lag, "load.lag", distribution, "ms", 1000, "",                                                     \
    "How long a ready event waited for its event loop: our own delay, not the deployment's.")               \
  X(load_dropped, "load.dropped", counter, "", 1, "",                                                       \
    "Planned starts that were not made: too late (reason=late), or no phone was free (reason=no_phone).")

namespace cxload::stats::metric {

namespace detail {
#define CXLOAD_METRIC_INDEX(constant, ...) constant,
enum Index : std::uint16_t { CXLOAD_STANDARD_METRICS(CXLOAD_METRIC_INDEX) count };
#undef CXLOAD_METRIC_INDEX
}  // namespace detail

#define CXLOAD_METRIC_ID(constant, ...) inline constexpr MetricId constant{detail::constant};
CXLOAD_STANDARD_METRICS(CXLOAD_METRIC_ID)
#undef CXLOAD_METRIC_ID

inline constexpr std::size_t standard_count = detail::count;

}  // namespace cxload::stats::metric
