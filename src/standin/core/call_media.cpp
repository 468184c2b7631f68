#include "call_media.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::standin {
namespace {

std::uint64_t random_session_id() {
  std::array<std::byte, 4> bytes;
  crypto::random_bytes(bytes.data(), bytes.size());
  std::uint64_t id = 0;
  for (const std::byte b : bytes) id = id << 8 | std::to_integer<std::uint64_t>(b);
  return id;
}

/// G.711 first in offers, as gateways have it.
std::vector<sdp::Codec> codecs_for(MediaKind kind, const MediaFaults& faults) {
  std::vector<sdp::Codec> codecs = {sdp::pcmu(), sdp::pcma()};
  const bool is_kept = kind == MediaKind::record;  // as it comes
  if (!is_kept) codecs.push_back({"G722", 8000, 1, 9, {}});
  if (!faults.no_opus && !is_kept) codecs.push_back({"opus", 48'000, 2, 111, "minptime=10;useinbandfec=1"});
  codecs.push_back(sdp::telephone_event());
  if (!is_kept) codecs.push_back({"telephone-event", 48'000, 1, 110, "0-16"});
  return codecs;
}

/// Does the other side offer, or allow, any media at all?
bool is_inactive(const sdp::SessionDescription& offer) {
  return std::none_of(offer.media.begin(), offer.media.end(), [&](const sdp::Media& media) {
    return media.type == "audio" && !media.is_rejected() &&
           sdp::direction_of(offer, media) != sdp::Direction::inactive;
  });
}

/// What a number wants: its answer is what the offer allows of it.
sdp::Direction direction_for(MediaKind kind) {
  if (kind == MediaKind::none) return sdp::Direction::inactive;
  return kind == MediaKind::announcement ? sdp::Direction::sendonly : sdp::Direction::sendrecv;
}

/// Index of the stream that was taken.
std::size_t taken_stream(const sdp::SessionDescription& answer) {
  std::size_t index = 0;
  while (answer.media[index].is_rejected()) ++index;
  return index;
}

}  // namespace

CallMedia::CallMedia(MediaFactory& factory, MediaKind kind, std::string address, const MediaFaults& faults)
    : factory_(factory),
      kind_(kind),
      address_(std::move(address)),
      faults_(faults),
      session_id_(random_session_id()) {}

sdp::LocalMedia CallMedia::local(sdp::Direction direction) const {
  sdp::LocalMedia media = sdp::no_media(address_, session_id_);
  media.codecs = codecs_for(kind_, faults_);
  media.direction = direction;
  media.keying = keying_;
  if (port_) media.port = port_->port();
  if (port_) media.rtcp_port = port_->rtcp_port();
  return media;
}

bool CallMedia::open_port() {
  if (!port_) port_ = factory_.open(kind_, keying_, faults_);
  return port_ != nullptr;
}

CallMedia::Said CallMedia::offer(sdp::Keying keying) {
  keying_ = keying;
  return say({});
}

CallMedia::Said CallMedia::say(std::string_view offer) {
  if (!offer.empty()) {
    const Result<sdp::SessionDescription> session = sdp::parse_session(offer);
    return session ? answer(*session) : Said{400, {}};
  }
  if ((kind_ != MediaKind::none || is_secure()) && !open_port()) return {503, {}};
  is_offering_ = true;
  sdp::SessionDescription made = sdp::make_offer(local(direction_for(kind_)));
  if (is_secure()) sdp::write_transport(made, made.media.front(), port_->describe(true));
  return {0, remember(std::move(made))};
}

CallMedia::Said CallMedia::answer(const sdp::SessionDescription& offer) {
  if (!port_) keying_ = sdp::keying_of(offer);
  const bool has_media = kind_ != MediaKind::none && !is_inactive(offer);
  if ((has_media || is_secure()) && !open_port()) return {503, {}};
  const auto direction = has_media ? direction_for(kind_) : sdp::Direction::inactive;
  Result<sdp::Answer> made = sdp::make_answer(offer, local(direction));
  if (!made) return {488, {}};
  if (is_secure() && !answer_securely(offer, made->description)) return {488, {}};
  connect(made->stream);
  return {0, remember(std::move(made->description))};
}

bool CallMedia::answer_securely(const sdp::SessionDescription& offer, sdp::SessionDescription& answer) {
  const std::size_t index = taken_stream(answer);
  const auto transport = sdp::read_transport(offer, offer.media[index]);
  if (!transport || !port_->accept(*transport, true)) return false;
  sdp::write_transport(answer, answer.media[index], port_->describe(false));
  return true;
}

void CallMedia::on_answer(std::string_view answer) {
  if (!is_offering_ || !said_) return;
  is_offering_ = false;
  const Result<sdp::SessionDescription> session = sdp::parse_session(answer);
  if (!session) return;
  const Result<sdp::AgreedStream> stream = sdp::read_answer(*said_, *session);
  if (!stream) return;
  if (is_secure()) {
    const auto transport = sdp::read_transport(*session, session->media.front());
    if (!transport || !port_->accept(*transport, false)) return;
  }
  connect(*stream);
}

void CallMedia::connect(const sdp::AgreedStream& stream) {
  const auto address = net::Address::parse(stream.remote_address);
  if (!port_ || !address) return;
  MediaRemote remote;
  remote.address = {*address, stream.remote_port};
  const auto rtcp = net::Address::parse(stream.remote_rtcp.address);
  remote.rtcp = {rtcp.value_or(*address), stream.remote_rtcp.port};
  remote.payload_type = stream.codec.payload_type;
  remote.codec = stream.codec.encoding;
  if (stream.telephone_event) remote.event_type = stream.telephone_event->payload_type;
  remote.wants_media = sdp::sends(stream.direction);
  port_->set_remote(remote);
}

std::string CallMedia::remember(sdp::SessionDescription said) {
  if (said_) sdp::continue_from(*said_, said);
  said_ = std::move(said);
  return said_->write();
}

}  // namespace cxload::standin
