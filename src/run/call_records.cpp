#include "call_records.hpp"

#include <boost/json.hpp>

#include <cxload/base/text.hpp>

namespace cxload::run {
namespace {

namespace json = boost::json;

double seconds(Duration value) { return std::chrono::duration<double>(value).count(); }

json::value seconds(const std::optional<Duration>& value) {
  return value ? json::value(seconds(*value)) : json::value(nullptr);
}

json::value mime_type(const std::string& codec) {
  return codec.empty() ? json::value(nullptr) : json::value("audio/" + codec);
}

/// RFC 3611 4.7.2, Gmin 16; means, times in seconds.
json::object bursts(const phone::MediaCounts& media) {
  const rtp::BurstLoss& loss = media.bursts;
  const double packet = seconds(media.packet_time);
  return {{"bursts", loss.bursts},
          {"burstDensity", loss.burst_density()},
          {"burstDuration", loss.mean_burst() * packet},
          {"gapDensity", loss.gap_density()},
          {"gapDuration", loss.mean_gap() * packet}};
}

json::object inbound(const phone::MediaCounts& media) {
  json::object out{{"packetsReceived", media.received},
                   {"packetsLost", media.lost},
                   {"packetsDiscarded", media.discarded},
                   {"packetsDuplicated", media.duplicates},
                   {"packetsReordered", media.reordered},
                   {"jitter", seconds(media.jitter)},
                   {"concealmentEvents", media.gaps},
                   {"concealedDuration", seconds(media.all_gaps)},
                   {"longestConcealment", seconds(media.longest_gap)},
                   {"burstLoss", bursts(media)},
                   {"comfortNoisePackets", media.comfort_noise},
                   {"firstPacketDelay", seconds(media.first_packet)},
                   {"mimeType", mime_type(media.received_codec)},
                   {"totalAudioEnergy", nullptr},
                   {"totalSamplesDuration", nullptr},
                   {"audioLevel", nullptr}};
  if (media.decoded) {
    out["totalAudioEnergy"] = media.decoded->energy;
    out["totalSamplesDuration"] = seconds(media.decoded->length);
    out["audioLevel"] = media.decoded->loudest;
  }
  return out;
}

json::object heard(const phone::MediaCounts& media) {
  return {{"voice", phone::to_string(media.voice)},
          {"tags", media.tags},
          {"stranger", text::printable(media.stranger, 300)},
          {"digits", text::printable(media.digits, 200)},
          {"mouthToEar", seconds(media.mouth_to_ear)}};
}

json::value quality(const phone::MediaCounts& media) {
  if (!media.rating) return nullptr;
  return json::object{
      {"scale", media::to_string(media.rating->scale)}, {"r", media.rating->r}, {"mos", media.rating->mos}};
}

}  // namespace

void CallRecords::add(const phone::CallRecord& record) {
  if (records_.size() < most)
    records_.push_back(record);
  else
    ++left_out_;
}

std::string write_call_record(const phone::CallRecord& record, const WallAnchor& anchor) {
  const phone::MediaCounts& media = record.media;
  json::object remote{{"roundTripTime", seconds(media.round_trip)},
                      {"fractionLost", nullptr},
                      {"jitter", seconds(media.told_jitter)}};
  if (media.told_loss) remote["fractionLost"] = *media.told_loss;
  const json::object out{
      {"callId", text::printable(record.call_id, 300)},
      {"journey", record.journey},
      {"group", record.group},
      {"side", record.side},
      {"user", text::printable(record.who, 200)},
      {"peer", text::printable(record.peer, 200)},
      {"answered", to_rfc3339(anchor.at(record.answered))},
      {"ended", to_rfc3339(anchor.at(record.ended))},
      {"inbound", inbound(media)},
      {"outbound",
       {{"packetsSent", media.sent},
        {"firstPacketDelay", seconds(media.first_sent)},
        {"mimeType", mime_type(media.sent_codec)}}},
      {"remoteInbound", std::move(remote)},
      {"heard", heard(media)},
      {"quality", quality(media)},
      {"failure", media.failure ? json::value(media.failure->kind) : json::value(nullptr)}};
  return json::serialize(out);
}

}  // namespace cxload::run
