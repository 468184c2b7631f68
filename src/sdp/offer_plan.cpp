/// One audio stream, offered again and again.
#include <cxload/base/text.hpp>
#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/offer_plan.hpp>

#include "agreement.hpp"
#include "session_reader.hpp"

namespace cxload::sdp {
namespace {

constexpr std::string_view before_port = "m=audio ";

std::string tail_of(const LocalMedia& local) {
  const std::string text = make_offer(local).write();
  return text.substr(text.find(' ', text.find(before_port) + before_port.size()));
}

/// Keeps the first stream and counts the others: no more than one was offered.
class AnswerSink final : public SessionSink {
 public:
  void on_origin(const OriginView&) override {}
  void on_text(char, std::string_view) override {}
  void on_connection(const ConnectionView& connection) override {
    if (count_ <= 1) stream_.address = connection.address;  // the stream's stands behind the session's
  }
  void on_media(const MediaView& media) override;
  void on_attribute(std::string_view name, std::optional<std::string_view> value) override;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const StreamView& stream() const { return stream_; }

 private:
  StreamView stream_;
  std::size_t count_ = 0;
  bool has_direction_ = false;  ///< the section we are in has named one: its first counts
};

void AnswerSink::on_media(const MediaView& media) {
  has_direction_ = false;
  if (++count_ > 1) return;
  stream_.type = media.type;
  stream_.protocol = media.protocol;
  stream_.port = media.port;
  std::string_view rest = media.formats;
  for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest))
    stream_.formats.push_back(word);
}

void AnswerSink::on_attribute(std::string_view name, std::optional<std::string_view> value) {
  if (count_ > 1) return;
  if (value) {
    if (count_ == 1) stream_.note(name, *value);
  } else if (const auto direction = direction_named(name); direction && !has_direction_) {
    has_direction_ = true;
    stream_.direction = *direction;
  }
}

}  // namespace

OfferPlan::OfferPlan(std::vector<Codec> codecs, Direction direction, unsigned packet_time)
    : codecs_(std::move(codecs)), direction_(direction) {
  LocalMedia local;
  local.codecs = codecs_;
  local.direction = direction_;
  local.packet_time = packet_time;
  tail_ = tail_of(local);
}

std::string OfferPlan::write(const Blanks& blanks) const {
  const std::string_view place = blanks.address.find(':') == std::string::npos ? " IN IP4 " : " IN IP6 ";
  std::string out;
  out.reserve(128 + 2 * blanks.address.size() + tail_.size());
  out.append("v=0\r\no=- ");
  text::append_unsigned(out, blanks.session_id);
  out += ' ';
  text::append_unsigned(out, blanks.version);
  out.append(place).append(blanks.address).append("\r\ns=-\r\nc=").append(place.substr(1));
  out.append(blanks.address).append("\r\nt=0 0\r\n").append(before_port);
  text::append_unsigned(out, blanks.port);
  out.append(tail_);
  if (blanks.rtcp_port == 0) return out;
  out.append("a=rtcp:");
  text::append_unsigned(out, blanks.rtcp_port);
  return out.append("\r\n");
}

Result<AgreedStream> OfferPlan::read_answer(std::string_view answer) const {
  AnswerSink sink;
  if (const Result<void> read = read_session(answer, {}, sink); !read) return read.error();
  if (sink.count() != 1) return Errc::bad_answer;
  StreamView offered;
  offered.type = "audio";
  offered.protocol = "RTP/AVP";
  offered.port = discard_port;  // any but 0: a plan is never a refusal
  offered.direction = direction_;
  auto judged = judge(offered, views_of(codecs_), sink.stream());
  if (!judged) return Errc::no_common_codec;
  return std::move(*judged);
}

std::shared_ptr<const OfferPlans> OfferPlans::usual() {
  static const auto plans = std::make_shared<const OfferPlans>(LocalMedia().codecs);
  return plans;
}

}  // namespace cxload::sdp
