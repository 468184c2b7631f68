#include <array>

#include <cxload/scenario/shape.hpp>

namespace cxload::scenario {
namespace {

constexpr auto permissions = std::to_array<std::string_view>({"signup", "payment", "pstn", "negative_auth"});
constexpr auto clients = std::to_array<std::string_view>({"sipjs", "jssip", "plain"});
constexpr auto media_profiles = std::to_array<std::string_view>({"none", "rtp", "webrtc"});
constexpr auto arrivals = std::to_array<std::string_view>({"uniform", "poisson"});
constexpr auto at_loss_words = std::to_array<std::string_view>({"client", "none"});
constexpr auto sockets = std::to_array<std::string_view>({"each", "shared"});

constexpr auto scenario_fields = std::to_array<Field>({
    {"cxload", Form::custom, "Format version.", true, nullptr, {}, R"({"enum": [1, "1"]})"},
    {"name", Form::text, "Free text; its slug names the folder of the reports."},
    {"seed", Form::whole, "Fixes times, journeys, phones, destinations and draws. Left out: 1."},
    {"deployment", Form::map, "What is tested; left out: the embedded stand-in.", false, &deployment_shape},
    {"accounts", Form::map_of_maps, "Pools of SIP users.", false, &pool_shape},
    {"endpoints", Form::map_of_maps, "Groups of simulated phones.", true, &group_shape},
    {"lists", Form::map_of_maps, "Files whose rows journeys use: {list.column}.", false, &list_shape},
    {"journeys", Form::map_of_maps, "What one phone does, step by step.", true, &journey_shape},
    {"load", Form::list_of_maps, "How often journeys start; entries run side by side.", false, &load_shape},
    {"search",
     Form::custom,
     "Instead of load: how many can it take?",
     false,
     &search_shape,
     {},
     R"({"anyOf": [{"enum": ["rfc7502"]}, {"$ref": "#/$defs/search"}]})"},
    {"events", Form::list_of_maps, "Connections that are cut on purpose: a reconnect storm.", false,
     &event_shape},
    {"warmup", Form::duration,
     "From the beginning of the load: what is measured until then is for no threshold."},
    {"thresholds",
     Form::custom,
     "The release gate, for example sip.rrd.p95 < 250ms; {gate: …, abort: true} ends the run early.",
     false,
     &gate_shape,
     {},
     R"({"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/threshold"}]}})"},
});

constexpr auto deployment_fields = std::to_array<Field>({
    {"signalling", Form::text,
     "Door of the deployment: udp, tcp, tls, ws or wss URL, port and path optional. Several of one scheme "
     "with "
     "commas between: a phone that cannot connect takes the next."},
    {"web", Form::text, "The portal: https://phone.example.com, port optional; left out: the stand-in's."},
    {"site", Form::text,
     "Site profile, a YAML file: which HTTP request serves each operation of the portal."},
    {"domain", Form::text, "SIP domain; left out: the host of `signalling`."},
    {"tls", Form::map, "Trust of TLS connections.", false, &tls_shape},
    {"resolve", Form::map_of_text, "Host name to address, before any name server is asked."},
    {"dns", Form::text, "Name server, 127.0.0.1:5353; left out: the system's."},
    {"expect_addresses", Form::list_of_text,
     "Addresses and prefixes (192.0.2.0/24) that the doors' names may lead to; anything else is a failure, "
     "and "
     "nothing is sent there."},
    {"consent", Form::text, "Who agreed; required when the address is neither loopback nor private."},
    {"allow", Form::list_of_words, "What may be done on a deployment of others.", false, nullptr,
     permissions},
    {"limits", Form::map, "Agreed limits.", false, &limits_shape},
    {"standin", Form::map, "Settings of the embedded stand-in; only without `signalling`.", false,
     &standin_shape},
});

constexpr auto tls_fields = std::to_array<Field>({
    {"ca", Form::text, "PEM file of the certificate authority; left out: the system's."},
    {"verify", Form::flag, "Chain and host name are checked unless this is false."},
});

constexpr auto limits_fields = std::to_array<Field>({
    {"calls_per_s", Form::whole, "Most new calls a second."},
    {"concurrent", Form::whole, "Most calls at a time."},
    {"stop_on", Form::map, "What ends the run early.", false, &stop_on_shape},
});

constexpr auto stop_on_fields = std::to_array<Field>({
    {"auth_failures", Form::whole, "So many refused credentials."},
});

constexpr auto standin_fields = std::to_array<Field>({
    {"defects", Form::list_of_text, "Rules that it breaks on purpose, by id."},
    {"latency", Form::duration, "Delay of its answers."},
    {"calls_per_s", Form::whole, "Answers 503 to calls beyond so many in any second."},
    {"relay", Form::flag, "true: calls between its users talk through it, browsers with gateways too."},
    {"ice_lite", Form::flag, "true: its media ports are ICE-lite, as those of media servers are."},
    {"routes", Form::map_of_text,
     "Prefixes of numbers that it forwards to a trunk: \"+44\": udp://127.0.0.1:6060."},
    {"dns",
     Form::custom,
     "true: its own name server tells where its doors are; a map changes its answers.",
     false,
     &standin_dns_shape,
     {},
     R"({"anyOf": [{"type": "boolean"}, {"$ref": "#/$defs/stand_in_dns"}]})"},
    {"web",
     Form::custom,
     "Its portal, as `web` of cxload serve --config: brand (flags, menu, codecDelete …), rows (buttons, "
     "forms, scripts, other brands: webphone) by table, host, login_delay_ms …",
     false,
     nullptr,
     {},
     R"({"anyOf": [{"type": "boolean"}, {"type": "object"}]})"},
});

constexpr auto dns_answers =
    std::to_array<std::string_view>({"normal", "silent", "nxdomain", "servfail", "truncated"});
constexpr auto standin_dns_fields = std::to_array<Field>({
    {"answers", Form::word, "silent: none; nxdomain: there is no such name; truncated: only over TCP.", false,
     nullptr, dns_answers},
    {"records", Form::list_of_text,
     "Beside those of the doors: NAME [TTL] TYPE DATA with A, AAAA, CNAME, SRV or NAPTR; {tcp} is the port "
     "of a "
     "door."},
});

constexpr auto pool_sources = std::to_array<std::string_view>({"signup"});
constexpr auto pool_fields = std::to_array<Field>({
    {"users", Form::text, "A range of numbers: 1000..1499."},
    {"csv", Form::text, "File with a header: user,password[,auth_user,display,any other column]."},
    {"password", Form::text,
     "Of each user; columns may stand in it ({user}). none: no credentials are sent."},
    {"from", Form::word, "signup: the accounts are those that the run makes itself.", false, nullptr,
     pool_sources},
});

constexpr auto group_fields = std::to_array<Field>({
    {"accounts", Form::name, "Pool whose users the phones are."},
    {"phones", Form::whole, "Number of phones; left out: one an account."},
    {"client", Form::word, "Wire behaviour.", false, nullptr, clients},
    {"signalling", Form::text, "Another door of the deployment: a scheme (udp), a URL, or a list of URLs."},
    {"media", Form::map, "Audio of calls; left out: none.", false, &media_shape},
    {"codecs", Form::map, "Codec Delete and Codec Priority, as an account of the Web Phone has them.", false,
     &codecs_shape},
    {"network", Form::map,
     "What a bad network does to its media and its signalling, each direction by itself.", false,
     &network_shape},
    {"ice", Form::map, "STUN and TURN servers that its WebRTC media ask for addresses.", false, &ice_shape},
    {"answer",
     Form::custom,
     "What its phones do when called, or a list of shares drawn per call; they stay registered.",
     false,
     &answer_shape,
     {},
     R"({"oneOf": [{"$ref": "#/$defs/answer"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/answer"}}]})"},
    {"provision", Form::flag,
     "true: after portal.login its phones are what the portal says: credentials, door, realm, codecs, "
     "answering by themselves."},
    {"stay", Form::map, "Registered before the load and kept; its journeys borrow such phones.", false,
     &stay_shape},
    {"register", Form::flag, "false: a trunk, its phones never register."},
    {"from", Form::text, "From of phones that do not register; {local} is their own address."},
    {"headers", Form::map_of_text,
     "Further headers of every INVITE of its journeys; a call may replace one."},
    {"auto_answer", Form::flag,
     "true: a call that asks for it (Call-Info or Alert-Info answer-after, Answer-Mode) is answered at "
     "once."},
    {"listen", Form::text, "udp:// or tcp:// and an address of this machine on which a trunk is called."},
    {"bind", Form::list_of_text, "Local addresses; its phones take them in turn."},
    {"socket", Form::word, "UDP: a socket for each phone, or one a shard (the default).", false, nullptr,
     sockets},
});

constexpr auto stay_fields = std::to_array<Field>({
    {"rate", Form::rate, "Registrations a second before the load; left out: 100/s."},
    {"expires",
     Form::custom,
     "Seconds, or a duration; left out: 600.",
     false,
     nullptr,
     {},
     R"({"$ref": "#/$defs/expires"})"},
    {"at_loss", Form::word, "client: comes back as its client does; none: a lost phone stays lost.", false,
     nullptr, at_loss_words},
});

constexpr auto codecs_fields = std::to_array<Field>({
    {"delete", Form::list_of_text, "Names or patterns of codecs that it has not; Opus always stays."},
    {"priority", Form::list_of_text, "Names or patterns of codecs that it wants first, in this order."},
});

constexpr auto blocked_words = std::to_array<std::string_view>({"blocked"});
constexpr std::string_view share_schema =
    R"({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? *%$|\\$\\{"})";
constexpr auto network_fields = std::to_array<Field>({
    {"loss",
     Form::custom,
     "Share of packets that are lost; over TCP, TLS and WebSockets they are sent again later.",
     false,
     nullptr,
     {},
     share_schema},
    {"delay", Form::duration, "Of every packet."},
    {"jitter", Form::duration, "As RFC 3550 measures it; the delay is at least 1.5 times that."},
    {"reorder",
     Form::custom,
     "Share of packets that the next one overtakes.",
     false,
     nullptr,
     {},
     share_schema},
    {"duplicate", Form::custom, "Share of packets that arrive twice.", false, nullptr, {}, share_schema},
    {"rate", Form::text, "What the line carries: 64kbit/s, 2Mbit/s."},
    {"udp", Form::word, "blocked: no datagram passes, as behind a strict firewall.", false, nullptr,
     blocked_words},
    {"ws", Form::word, "blocked: no WebSocket opens, as behind a proxy that ends every upgrade.", false,
     nullptr, blocked_words},
});

constexpr auto ice_policies = std::to_array<std::string_view>({"all", "relay"});
constexpr auto ice_fields = std::to_array<Field>({
    {"servers",
     Form::custom,
     "stun:HOST, turn:HOST?transport=udp|tcp and turns:HOST with ports, or maps with credentials of their "
     "own.",
     true,
     &ice_server_shape,
     {},
     R"({"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string", "pattern": "^(stun|turns?):|\\$\\{"}, {"$ref": "#/$defs/ICE_server"}]}})"},
    {"username", Form::text, "Of TURN servers that have none of their own."},
    {"password", Form::text, "Likewise; never shown."},
    {"policy", Form::word, "relay: nothing is sent but through a TURN server; left out: all.", false, nullptr,
     ice_policies},
    {"gathering", Form::duration,
     "A call waits so long for silent servers, then goes on without; left out: 5s."},
});

constexpr auto ice_server_fields = std::to_array<Field>({
    {"url", Form::text, "stun:HOST, turn:HOST?transport=udp|tcp or turns:HOST, with or without port.", true},
    {"username", Form::text, "What the TURN server knows us by."},
    {"password", Form::text, "Never shown."},
});

constexpr auto opus_fields = std::to_array<Field>({
    {"fec", Form::flag, "useinbandfec: it makes use of forward error correction; left out: yes."},
    {"dtx", Form::flag, "usedtx: silence need not be sent to it; left out: no."},
    {"bitrate", Form::text, "maxaveragebitrate, from 6kbit/s to 510kbit/s."},
    {"playback_rate", Form::whole, "maxplaybackrate in Hz, from 8000 to 48000."},
});

constexpr auto media_encodings = std::to_array<std::string_view>({"shared", "each"});
constexpr auto media_keys = std::to_array<std::string_view>({"sdes", "none"});
constexpr auto media_sources = std::to_array<std::string_view>({"speech", "wav"});
constexpr auto media_records = std::to_array<std::string_view>({"failed", "none"});
constexpr auto media_fields = std::to_array<Field>({
    {"profile", Form::word, "webrtc: ICE and DTLS-SRTP; rtp: plain RTP; none: one inactive audio line.", true,
     nullptr, media_profiles},
    {"srtp", Form::word, "sdes: of rtp, SRTP with its keys in the SDP (RFC 4568); none: in the clear.", false,
     nullptr, media_keys},
    {"source", Form::word, "What its phones say: speech, or what `wav` names.", false, nullptr,
     media_sources},
    {"wav", Form::text, "A sound file that its phones say in a loop, in place of speech."},
    {"encode", Form::word,
     "each: every phone encodes what it says, which costs an encoder's time a call; shared: in frames made "
     "once.",
     false, nullptr, media_encodings},
    {"ptime", Form::whole, "Milliseconds that it asks for in a packet (a=ptime): 20, 40 or 60."},
    {"opus", Form::map, "How it asks to be spoken to in Opus (RFC 7587).", false, &opus_shape},
    {"record", Form::word,
     "failed: what the calls of failed journeys heard is kept as WAV, the last minute: of one example a "
     "failure class and journey.",
     false, nullptr, media_records},
});

constexpr auto answer_fields = std::to_array<Field>({
    {"share", Form::whole, "Its weight in a list of answers, drawn per call; left out: 1."},
    {"ring",
     Form::custom,
     "When 180 is sent, counted from the INVITE; left out or no: never.",
     false,
     nullptr,
     {},
     R"({"oneOf": [{"$ref": "#/$defs/duration_range"}, {"enum": [false, "no"]}]})"},
    {"after", Form::duration_range, "When the final response is sent, counted from the INVITE."},
    {"status",
     Form::custom,
     "The final response; left out: 200.",
     false,
     nullptr,
     {},
     R"({"$ref": "#/$defs/status"})"},
    {"never", Form::flag, "true: no final response until the caller gives up."},
});

constexpr auto journey_fields = std::to_array<Field>({
    {"endpoints", Form::name, "Group whose phones take this journey.", true},
    {"steps",
     Form::custom,
     "One after the other; a failed step ends the journey.",
     true,
     nullptr,
     {},
     R"({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}})"},
});

constexpr auto load_fields = std::to_array<Field>({
    {"journey", Form::name, "Which journey starts.", true},
    {"start", Form::duration, "When this entry begins; left out: at once."},
    {"rate", Form::rate, "Open load: so many starts a second, whatever comes of them."},
    {"for", Form::duration, "How long `rate` or `users` last."},
    {"stages", Form::list_of_maps, "Open load whose rate changes.", false, &stage_shape},
    {"arrivals", Form::word, "Open load: evenly spaced, or at random.", false, nullptr, arrivals},
    {"users",
     Form::custom,
     "Closed load: so many at a time, or stages of such numbers.",
     false,
     &user_stage_shape,
     {},
     R"({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+$|\\$\\{"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/stage_of_users"}}]})"},
    {"shape", Form::map, "Open load along a curve, for example of a day.", false, &curve_shape},
    {"think", Form::duration_range, "Closed load: pause between two journeys of one user."},
    {"count", Form::whole, "So many times, at once."},
});

constexpr auto stage_fields = std::to_array<Field>({
    {"to", Form::rate, "The rate at its end, reached evenly; the first stage begins at 0/s."},
    {"in", Form::duration, "How long it takes to get there."},
    {"for", Form::duration, "Keeps the rate so long."},
});

constexpr auto event_fields = std::to_array<Field>({
    {"at", Form::duration, "When, from the beginning of the load.", true},
    {"drop",
     Form::custom,
     "Share of the group's phones that lose their connection; left out: 100%.",
     false,
     nullptr,
     {},
     R"({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? *%$|\\$\\{"})"},
    {"of", Form::name, "Group whose phones they are; it must `stay`.", true},
});

constexpr auto picks = std::to_array<std::string_view>({"next", "random", "once"});
constexpr auto list_fields = std::to_array<Field>({
    {"csv", Form::text, "File with a header; its columns are used as {list.column}.", true},
    {"pick", Form::word, "Which row a journey gets: the next (default), any, or one that no other gets.",
     false, nullptr, picks},
});

constexpr auto user_stage_fields = std::to_array<Field>({
    {"to", Form::whole, "Users at its end, reached evenly; the first stage begins at 0."},
    {"in", Form::duration, "How long it takes to get there."},
    {"for", Form::duration, "Keeps the number so long."},
});

constexpr auto curve_fields = std::to_array<Field>({
    {"csv", Form::text, "File with a column `rate`: the curve at even steps, in any unit.", true},
    {"over", Form::duration, "How long the whole curve takes.", true},
    {"peak", Form::rate, "The rate at its highest point.", true},
});

constexpr auto gate_fields = std::to_array<Field>({
    {"gate", Form::text, "The gate, as a line of text.", true},
    {"abort", Form::flag, "true: a run in which it fails is ended early."},
});

constexpr auto search_methods = std::to_array<std::string_view>({"ramp", "rfc7502"});
constexpr auto search_ends = std::to_array<std::string_view>({"gates"});
constexpr auto search_fields = std::to_array<Field>({
    {"method", Form::word, "ramp: by steps until a gate breaks (the default); rfc7502: that algorithm.",
     false, nullptr, search_methods},
    {"journey", Form::name, "Which journey starts; may be left out where there is only one."},
    {"from", Form::rate, "The rate of the first step; rfc7502 begins with 100/s."},
    {"step",
     Form::custom,
     "How much more each step brings; left out: 10%.",
     false,
     nullptr,
     {},
     R"({"anyOf": [{"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? *%$|\\$\\{"}, {"$ref": "#/$defs/rate"}]})"},
    {"until", Form::word, "What ends the climb: a gate that breaks, implicit ones included.", false, nullptr,
     search_ends},
    {"for", Form::duration, "How long a step lasts; left out: 30s."},
    {"pause", Form::duration, "Between two steps; left out: 1s."},
    {"repeats", Form::whole, "How often it climbs, to tell how far the answers lie apart; left out: 3."},
    {"max", Form::rate, "Never tried above; left out: 20 times `from`."},
    {"attempts", Form::whole, "rfc7502: starts of each trial; left out: 50000."},
});

constexpr std::string_view scenario_rule =
    R"("oneOf": [{"required": ["load"]}, {"required": ["search"], "not": {"anyOf": [{"required": ["warmup"]}, {"required": ["events"]}]}}])";
constexpr std::string_view search_rule =
    R"("oneOf": [{"properties": {"method": {"const": "rfc7502"}}, "required": ["method"], "not": {"anyOf": [{"required": ["for"]}, {"required": ["repeats"]}, {"required": ["until"]}]}},)"
    R"( {"properties": {"method": {"const": "ramp"}}, "required": ["from"], "not": {"required": ["attempts"]}}])";
constexpr std::string_view load_rule =
    R"("oneOf": [{"required": ["rate", "for"], "not": {"anyOf": [{"required": ["stages"]}, {"required": ["users"]}, {"required": ["count"]}, {"required": ["think"]}, {"required": ["shape"]}]}},)"
    R"( {"required": ["stages"], "not": {"anyOf": [{"required": ["rate"]}, {"required": ["for"]}, {"required": ["users"]}, {"required": ["count"]}, {"required": ["think"]}, {"required": ["shape"]}]}},)"
    R"( {"required": ["shape"], "not": {"anyOf": [{"required": ["rate"]}, {"required": ["for"]}, {"required": ["stages"]}, {"required": ["users"]}, {"required": ["count"]}, {"required": ["think"]}]}},)"
    R"( {"required": ["users", "for"], "properties": {"users": {"not": {"type": "array"}}}, "not": {"anyOf": [{"required": ["rate"]}, {"required": ["stages"]}, {"required": ["count"]}, {"required": ["arrivals"]}, {"required": ["shape"]}]}},)"
    R"( {"required": ["users"], "properties": {"users": {"type": "array"}}, "not": {"anyOf": [{"required": ["rate"]}, {"required": ["stages"]}, {"required": ["for"]}, {"required": ["count"]}, {"required": ["arrivals"]}, {"required": ["shape"]}]}},)"
    R"( {"required": ["count"], "not": {"anyOf": [{"required": ["rate"]}, {"required": ["for"]}, {"required": ["stages"]}, {"required": ["users"]}, {"required": ["arrivals"]}, {"required": ["think"]}, {"required": ["shape"]}]}}])";
constexpr std::string_view stage_rule =
    R"("oneOf": [{"required": ["to", "in"], "not": {"required": ["for"]}}, {"required": ["for"], "not": {"anyOf": [{"required": ["to"]}, {"required": ["in"]}]}}])";
constexpr std::string_view pool_rule =
    R"("oneOf": [{"required": ["users", "password"], "not": {"required": ["csv"]}}, {"required": ["csv"], "not": {"required": ["users"]}},)"
    R"( {"required": ["from"], "not": {"anyOf": [{"required": ["users"]}, {"required": ["csv"]}, {"required": ["password"]}]}}])";

}  // namespace

const Shape scenario_shape{"a scenario", scenario_fields, scenario_rule};
const Shape deployment_shape{"a deployment", deployment_fields};
const Shape tls_shape{"tls", tls_fields};
const Shape limits_shape{"limits", limits_fields};
const Shape stop_on_shape{"stop_on", stop_on_fields};
const Shape standin_shape{"a stand-in", standin_fields};
const Shape standin_dns_shape{"a stand-in dns", standin_dns_fields};
const Shape pool_shape{"an account pool", pool_fields, pool_rule};
const Shape group_shape{"a group", group_fields};
const Shape codecs_shape{"codecs", codecs_fields};
const Shape network_shape{"a network", network_fields};
const Shape ice_shape{"an ICE setting", ice_fields};
const Shape ice_server_shape{"an ICE server", ice_server_fields};
const Shape opus_shape{"opus", opus_fields};
const Shape media_shape{"media", media_fields};
const Shape answer_shape{"an answer", answer_fields};
const Shape stay_shape{"stay", stay_fields};
const Shape journey_shape{"a journey", journey_fields};
const Shape load_shape{"a load entry", load_fields, load_rule};
const Shape stage_shape{"a stage", stage_fields, stage_rule};
const Shape search_shape{"a search", search_fields, search_rule};
const Shape list_shape{"a list", list_fields};
const Shape user_stage_shape{"a stage of users", user_stage_fields, stage_rule};
const Shape curve_shape{"a curve", curve_fields};
const Shape gate_shape{"a threshold", gate_fields};
const Shape event_shape{"an event", event_fields};

const Field* Shape::find(std::string_view key) const {
  for (const Field& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

}  // namespace cxload::scenario
