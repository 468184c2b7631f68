/// Group: what the phones of one scenario group have in common. Account: who one of them is.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/media/sound.hpp>
#include <cxload/net/ice_servers.hpp>
#include <cxload/net/impairment.hpp>
#include <cxload/net/link.hpp>
#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/offer_plan.hpp>

namespace cxload::phone {

struct ClientProfile;  // wire behaviour: sipjs, jssip, plain (phone/profile.hpp)
struct WebSide;        // the portal (phone/portal.hpp)

struct Account {
  std::string user;
  std::optional<std::string> password;  ///< none: no credentials are ever sent
  std::string auth_user;                ///< empty: `user`
  std::string display;
  std::string caller_id;                       ///< From user of its calls; empty: `user`
  std::map<std::string, std::string> columns;  ///< further CSV columns
};

/// A duration drawn per use: `a..b`; low == high for a fixed one; `exp(mean)`, cut at `high`.
struct DurationRange {
  Duration low{}, high{};
  Duration mean{};  ///< above 0: exponential

  /// A fixed value draws nothing, so that it leaves the stream as it was.
  [[nodiscard]] Duration draw(Random& random) const {
    if (low == high) return low;
    if (mean <= Duration::zero()) return random.between(low, high);
    const double drawn = random.exponential(static_cast<double>(mean.count()));
    return drawn < static_cast<double>(high.count()) ? Duration(static_cast<Duration::rep>(drawn)) : high;
  }
};

/// What a called phone does; both times count from the INVITE.
struct AnswerPolicy {
  DurationRange ring;   ///< when 180 is sent
  bool no_180 = false;  ///< `ring: no`
  DurationRange after;  ///< when the final response is sent
  int status = 200;
  bool never = false;  ///< rings (or not) and stays silent until CANCEL
  double share = 1;    ///< its weight, where a group has several
};

/// `stay`: registered before the load and kept so.
struct StayPolicy {
  double rate = 100;       ///< registrations a second before the load, over all shards
  bool reconnects = true;  ///< `at_loss: client`: by the rule of its profile; else a lost phone stays lost
};

/// `listen`: a trunk has an address of its own, on which the deployment (or anybody) calls it.
struct ListenPolicy {
  net::Scheme scheme = net::Scheme::udp;  ///< udp or tcp
  net::Endpoint address;
  bool by_user = false;  ///< a call is for the phone whose user it names; else for any free one
};

enum class MediaKind { none, rtp, webrtc, sdes };

/// Lifetime: outlives its phones. Read-only while they run, so shards may share it.
struct Group {
  std::string name;
  const ClientProfile* profile = nullptr;
  net::Door door;
  /// Further doors of the same scheme: a phone that cannot connect takes the next one, round and round.
  std::vector<net::Door> fallbacks;
  std::string domain;  ///< SIP domain of AORs and request URIs
  MediaKind media = MediaKind::none;
  std::vector<sdp::Codec> codecs = sdp::LocalMedia().codecs;  ///< of offers and answers
  bool prefers_own_codecs = false;                            ///< answers in this order, not in the offerer's
  std::shared_ptr<const sdp::OfferPlans> offers = sdp::OfferPlans::usual();  ///< of `codecs`
  std::shared_ptr<const media::Sound> sound;                                 ///< said in place of speech
  bool encodes_each = false;    ///< each phone encodes what it says, in place of frames that all share
  unsigned packet_time = 0;     ///< ms that its offers and answers ask for in a packet; 0: they do not say
  std::string opus_parameters;  ///< a=fmtp of Opus in its offers and answers; empty: what we usually say
  bool records_failed = false;  ///< what the calls of a failed journey heard is kept
  net::NetworkProfile network;  ///< of its media, and of its signalling but for a trunk's own address
  net::IceServers ice = {};     ///< whom its WebRTC media asks for addresses
  std::optional<AnswerPolicy> answer;
  std::vector<AnswerPolicy> further_answers;  ///< the rest of a list: one of all is drawn per call
  std::optional<StayPolicy> stay;
  bool auto_answers = false;           ///< an INVITE that asks for it is answered at once
  bool answers_by_itself = false;      ///< every INVITE is, unless there is a call (AUTO_ANSWER)
  bool registers = true;               ///< `register: false`: a trunk that never does
  std::string from;                    ///< From of a trunk, {local} its own address; empty: the account's AOR
  std::optional<ListenPolicy> listen;  ///< its phones share that address, for what they send too
  bool socket_each = false;            ///< UDP: a socket a phone instead of one a shard
  std::chrono::seconds expires{600};
  std::shared_ptr<const WebSide> web;  ///< none: this deployment has no portal
  bool obeys_provisioning = false;     ///< `provision: true`: the portal says who its phones are

  /// What a call gets, by share; null when the group does not answer.
  [[nodiscard]] const AnswerPolicy* draw_answer(Random& random) const;
};

}  // namespace cxload::phone
