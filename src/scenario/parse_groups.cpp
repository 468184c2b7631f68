// `endpoints`: groups of simulated phones.
#include <fmt/format.h>

#include "headers.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t most_answers = 100;
constexpr std::size_t most_addresses = 256;
constexpr std::uint64_t largest_share = 1'000'000;

phone::AnswerPolicy parse_one_answer(const Node& node, Diagnostics& diagnostics) {
  phone::AnswerPolicy policy;
  MapReader reader(node, answer_shape, diagnostics);
  const Node* ring = reader.find("ring");
  policy.no_180 = ring == nullptr || ring->text == "no" || ring->text == "false";
  if (!policy.no_180) policy.ring = reader.duration_range("ring").value_or(phone::DurationRange{});
  policy.after = reader.duration_range("after").value_or(phone::DurationRange{});
  policy.status = static_cast<int>(reader.whole("status", 200, 699).value_or(200));
  policy.never = reader.flag("never").value_or(false);
  policy.share = static_cast<double>(reader.whole("share", 1, largest_share).value_or(1));
  if (policy.never && (reader.has("after") || reader.has("status")))
    reader.fail("never", "a phone that never answers has neither `after` nor `status`");
  if (!policy.never && reader.has("after") && policy.ring.low > policy.after.high)
    reader.fail("ring", "impossible: it would ring after it has answered");
  return policy;
}

class GroupParser {
 public:
  GroupParser(const Member& member, const ParseContext& context)
      : context_(context),
        diagnostics_(context.diagnostics),
        member_(member),
        reader_(member.value, group_shape, diagnostics_) {}

  Group parse() {
    group_.name = member_.key;
    group_.registers = reader_.flag("register").value_or(true);
    group_.client = reader_.word("client").value_or("plain");
    group_.socket_each = reader_.word("socket").value_or("shared") == "each";
    parse_phones();
    parse_listen();
    parse_door();
    parse_media();
    parse_codecs();
    parse_network();
    parse_ice_servers();
    parse_answer();
    parse_stay();
    parse_bind();
    parse_from();
    group_.headers = parse_headers(reader_.find("headers"), {context_.scenario, &group_, diagnostics_});
    group_.auto_answers = reader_.flag("auto_answer").value_or(false);
    parse_provision();
    if (group_.auto_answers && !group_.answer)
      reader_.fail("auto_answer", "a group without `answer` takes no calls, so it has no `auto_answer`");
    return std::move(group_);
  }

 private:
  void parse_provision() {
    group_.obeys_provisioning = reader_.flag("provision").value_or(false);
    if (!group_.obeys_provisioning) return;
    if (!group_.registers || group_.accounts.empty())
      reader_.fail("provision", "the portal provisions phones that have accounts and register");
  }

  void parse_phones() {
    group_.phones = static_cast<std::size_t>(reader_.whole("phones", 1, most_users).value_or(0));
    const auto name = reader_.text("accounts");
    if (!name) {
      if (group_.registers && !reader_.has("accounts") && !reader_.has_unknown_key())
        diagnostics_.add(member_.place,
                         fmt::format("group \"{}\" registers, so it needs `accounts`", group_.name));
      return;
    }
    group_.accounts = *name;
    const AccountPool* pool = context_.scenario.find_pool(*name);
    if (pool == nullptr)
      return tell_undeclared(reader_.place_of("accounts"), "account pool", *name, context_.scenario.pools,
                             diagnostics_);
    if (pool->from_signup && (reader_.has("answer") || reader_.has("stay")))
      reader_.fail("accounts",
                   fmt::format("pool \"{}\" is empty before the load: a group that answers or stays "
                               "registers there",
                               *name));
    if (group_.phones > pool->size() && pool->size() > 0)
      reader_.fail("phones", fmt::format("{} phones, but pool \"{}\" has {} accounts", group_.phones, *name,
                                         pool->size()));
  }

  void parse_door() {
    const Node* node = reader_.find("signalling");
    if (node == nullptr) return;
    const auto scheme = net::parse_scheme(node->text);
    if (scheme) {
      group_.signalling = *scheme;
      return check_own_transport(*node, *scheme);
    }
    const auto doors = read_scalar(*node, parse_doors, diagnostics_);
    if (!doors) return;
    group_.signalling = doors->front();
    group_.fallbacks.assign(doors->begin() + 1, doors->end());
    tell_refused(*node, *doors, context_.scenario.deployment, diagnostics_);
    check_own_transport(*node, doors->front().scheme);
  }

  void check_own_transport(const Node& node, net::Scheme scheme) {
    if (group_.listen && group_.listen->scheme != scheme)
      diagnostics_.add(node.place,
                       fmt::format("a trunk calls from the address on which it listens: {} here, too",
                                   net::to_string(group_.listen->scheme)));
  }

  void parse_listen() {
    const Node* node = reader_.find("listen");
    if (node == nullptr) return;
    for (const std::string_view key : {"bind", "socket", "stay"})
      if (reader_.has(key)) reader_.fail(key, fmt::format("a group with `listen` has no `{}`", key));
    if (group_.registers)
      return reader_.fail("listen", "`listen` is for a trunk: it needs `register: false` beside it");
    const auto url = read_scalar(*node, scenario::parse_door, diagnostics_);
    if (!url) return;
    if (url->scheme != net::Scheme::udp && url->scheme != net::Scheme::tcp)
      return reader_.fail(
          "listen", fmt::format("a trunk listens on udp or tcp, not on {}", net::to_string(url->scheme)));
    const auto address = net::Address::parse(url->host);
    if (!address || *address == net::Address::parse("0.0.0.0") || *address == net::Address::parse("::"))
      return reader_.fail("listen", fmt::format("\"{}\" is not one IP address of this machine: the "
                                                "deployment must be told where to send",
                                                url->host));
    group_.listen = phone::ListenPolicy{url->scheme, {*address, url->port}, !group_.accounts.empty()};
    for (const Group& other : context_.scenario.groups)
      if (other.listen && other.listen->scheme == url->scheme &&
          other.listen->address == group_.listen->address)
        reader_.fail("listen", fmt::format("group \"{}\" listens there already", other.name));
  }

  void parse_media() {
    const Node* node = reader_.find("media");
    if (node == nullptr) return;
    MapReader reader(*node, media_shape, diagnostics_);
    const auto profile = reader.word("profile");
    if (profile == "rtp") group_.media = phone::MediaKind::rtp;
    if (profile == "webrtc") group_.media = phone::MediaKind::webrtc;
    // A misspelt profile was meant to be one: what needs media is no further fault.
    if (!profile) group_.media = phone::MediaKind::rtp;
    if (reader.word("srtp") == "sdes") {
      if (profile && *profile != "rtp")
        reader.fail("srtp", "keys in the SDP are for `profile: rtp`; webrtc agrees on its own");
      group_.media = phone::MediaKind::sdes;
    }
    group_.encodes_each = reader.word("encode") == "each";
    group_.packet_time = static_cast<unsigned>(reader.whole("ptime", 20, 60).value_or(0));
    if (group_.packet_time % 20 != 0) reader.fail("ptime", "a packet has 20, 40 or 60 milliseconds");
    if (const Node* opus = reader.find("opus")) parse_opus(*opus);
    group_.records_failed = reader.word("record") == "failed";
    const Node* wav = reader.find("wav");
    if (wav != nullptr) read_sound(*wav);
    if (reader.word("source") == "wav" && wav == nullptr)
      reader.fail("source", "`source: wav` needs `wav`: a file");
    if (reader.word("source") == "speech" && wav != nullptr) reader.fail("wav", "the source is speech");
  }

  void parse_opus(const Node& node) {
    MapReader reader(node, opus_shape, diagnostics_);
    media::Manner manner;
    manner.has_fec = reader.flag("fec").value_or(true);
    manner.has_dtx = reader.flag("dtx").value_or(false);
    manner.playback_rate =
        static_cast<std::uint32_t>(reader.whole("playback_rate", 8'000, 48'000).value_or(0));
    if (const Node* rate = reader.find("bitrate")) {
      const double bits = read_scalar(*rate, parse_bit_rate, diagnostics_).value_or(6'000);
      if (bits < 6'000 || bits > 510'000) reader.fail("bitrate", "Opus has 6kbit/s to 510kbit/s");
      manner.bit_rate = static_cast<std::uint32_t>(bits);
    }
    group_.opus_parameters = media::write_opus_parameters(manner);
  }

  void read_sound(const Node& file) {
    const std::filesystem::path path = context_.folder / file.text;
    std::error_code error;
    if (!file.is_scalar() || !std::filesystem::is_regular_file(path, error))
      return diagnostics_.add(file.place, fmt::format("there is no file {}", file.text));
    Outcome<media::Sound> sound = media::Sound::read(path);
    if (!sound) return diagnostics_.add(file.place, sound.error().detail);
    group_.sound = std::make_shared<const media::Sound>(std::move(*sound));
  }

  void parse_codecs() {
    const Node* node = reader_.find("codecs");
    if (node == nullptr) return;
    MapReader reader(*node, codecs_shape, diagnostics_);
    for (const Node* entry : reader.scalars("delete")) group_.codecs.remove.push_back(entry->text);
    for (const Node* entry : reader.scalars("priority")) group_.codecs.priority.push_back(entry->text);
    if (group_.media == phone::MediaKind::none)
      reader_.fail("codecs", "phones without media negotiate no codec; give the group `media`");
  }

  void parse_network() {
    const Node* node = reader_.find("network");
    if (node == nullptr) return;
    MapReader reader(*node, network_shape, diagnostics_);
    const auto share = [&](std::string_view key) {
      const Node* value = reader.find(key);
      return value == nullptr ? 0 : read_scalar(*value, parse_share, diagnostics_).value_or(0);
    };
    net::NetworkProfile& network = group_.network;
    network.loss = share("loss");
    network.reorder = share("reorder");
    network.duplicate = share("duplicate");
    network.delay = reader.duration("delay").value_or(Duration());
    network.jitter = reader.duration("jitter").value_or(Duration());
    if (const Node* rate = reader.find("rate"))
      network.bytes_per_s = read_scalar(*rate, parse_bit_rate, diagnostics_).value_or(0) / 8;
    network.is_blocked = reader.word("udp").has_value();
    network.is_websocket_blocked = reader.word("ws").has_value();
    check_network(reader);
  }

  /// No word of a network may be without effect.
  void check_network(MapReader& reader) {
    const net::NetworkProfile& network = group_.network;
    const net::Scheme scheme = context_.scenario.scheme_of(group_);
    const bool has_media = group_.media != phone::MediaKind::none;
    if (network.is_websocket_blocked && !net::is_websocket(scheme))
      reader.fail("ws", fmt::format("its phones signal over {}: there is no WebSocket to block",
                                    net::to_string(scheme)));
    if (group_.listen && !has_media)
      reader_.fail("network", "what a trunk signals is not touched, only its media; give the group `media`");
    if (network.is_blocked && !has_media && net::is_reliable(scheme))
      reader.fail("udp", fmt::format("phones without media that signal over {} send no datagram",
                                     net::to_string(scheme)));
    if (scheme != net::Scheme::udp || !network.touches_datagrams() || group_.listen) return;
    if (reader_.word("socket") == "shared")
      reader_.fail("socket", "phones on a bad network have a line each, and so a socket each");
    group_.socket_each = true;
  }

  void parse_ice_servers() {
    const Node* node = reader_.find("ice");
    if (node == nullptr) return;
    group_.ice = parse_ice(*node, context_);
    if (group_.media != phone::MediaKind::webrtc)
      reader_.fail("ice",
                   "only WebRTC media look for a way with ICE; give the group `media: {profile: webrtc}`");
  }

  void parse_answer() {
    const Node* node = reader_.find("answer");
    if (node == nullptr) return;
    if (!group_.registers && !reader_.has("listen"))
      return diagnostics_.add(member_.place,
                              fmt::format("group \"{}\" neither registers nor listens, so nobody can call "
                                          "it; give it `listen`",
                                          group_.name));
    if (!node->is_list()) {
      group_.answer = parse_one_answer(*node, diagnostics_);
      return;
    }
    if (node->items.empty()) reader_.fail("answer", "an answer is missing");
    if (node->items.size() > most_answers)
      return reader_.fail("answer", fmt::format("at most {} answers", most_answers));
    for (const Node& item : node->items) {
      const phone::AnswerPolicy policy = parse_one_answer(item, diagnostics_);
      if (group_.answer)
        group_.further_answers.push_back(policy);
      else
        group_.answer = policy;
    }
  }

  void parse_bind() {
    for (const Node* item : reader_.scalars("bind")) {
      const auto address = net::Address::parse(item->text);
      if (address)
        group_.bind.push_back(*address);
      else
        diagnostics_.add(item->place, fmt::format("\"{}\" is not an IP address of this machine", item->text));
    }
    if (group_.bind.size() > most_addresses)
      reader_.fail("bind", fmt::format("at most {} addresses", most_addresses));
  }

  void parse_stay() {
    // A group that answers must be registered, so it stays too.
    if (group_.answer && group_.registers) group_.stay = phone::StayPolicy{};
    const Node* node = reader_.find("stay");
    if (node == nullptr) return;
    if (!group_.registers)
      return reader_.fail("stay",
                          fmt::format("group \"{}\" does not register (`register: false`)", group_.name));
    phone::StayPolicy stay;
    MapReader reader(*node, stay_shape, diagnostics_);
    const auto rate = reader.rate("rate");
    if (rate && rate->per_second == 0) reader.fail("rate", "a rate of 0 registers nobody");
    if (rate) stay.rate = rate->per_second;
    if (const Node* expires = reader.find("expires")) group_.expires = read_expires(*expires, diagnostics_);
    stay.reconnects = reader.word("at_loss").value_or("client") == "client";
    group_.stay = stay;
  }

  void parse_from() {
    const auto from = reader_.text("from");
    if (!from) return;
    const bool is_uri = from->starts_with("sip:") || from->starts_with("sips:");
    if (group_.registers)
      reader_.fail("from", "`from` is for a group that does not register; others are their account");
    if (!is_uri || from->find_first_of(" <>\r\n\"") != std::string::npos)
      reader_.fail("from", fmt::format("\"{}\" is not a sip: URI", *from));
    check_placeholders(*reader_.find("from"), context_.scenario.find_pool(group_.accounts), {"local"},
                       diagnostics_);
    group_.from = *from;
  }

  const ParseContext& context_;
  Diagnostics& diagnostics_;
  const Member& member_;
  MapReader reader_;
  Group group_;
};

}  // namespace

void parse_groups(const Node* node, const ParseContext& context) {
  for (const Member* member : named_members(node, "endpoints", context.diagnostics))
    context.scenario.groups.push_back(GroupParser(*member, context).parse());
}

}  // namespace cxload::scenario
