/// OfferPlan: an offer in which only session, address and port are open; made once, written for each call.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/direction.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::sdp {

/// Thousands of calls a second offer the same: the plan writes and judges without building descriptions, by
/// the rules of make_offer() and read_answer(). Threads: any; it never changes.
class OfferPlan {
 public:
  OfferPlan(std::vector<Codec> codecs, Direction direction, unsigned packet_time = 0);

  struct Blanks {
    std::string address;  ///< where we receive: a literal, IPv6 without brackets
    std::uint16_t port = 9;
    std::uint64_t session_id = 0;
    std::uint64_t version = 0;
    std::uint16_t rtcp_port = 0;  ///< as in LocalMedia
  };
  /// To the letter what make_offer() of the same media writes.
  [[nodiscard]] std::string write(const Blanks& blanks) const;

  /// Reads and judges the answer to what write() gave. Errors: those of parse_session() and read_answer().
  [[nodiscard]] Result<AgreedStream> read_answer(std::string_view answer) const;

 private:
  std::vector<Codec> codecs_;
  Direction direction_;
  std::string tail_;  ///< all behind the port of the m= line
};

/// The offers of one list of codecs, one a direction that a phone offers. Threads: any; it never changes.
class OfferPlans {
 public:
  explicit OfferPlans(const std::vector<Codec>& codecs, unsigned packet_time = 0)
      : silent_(codecs, Direction::inactive, packet_time),
        holding_(codecs, Direction::sendonly, packet_time),
        talking_(codecs, Direction::sendrecv, packet_time) {}
  /// Of LocalMedia's own codecs.
  [[nodiscard]] static std::shared_ptr<const OfferPlans> usual();

  [[nodiscard]] const OfferPlan& of(Direction direction) const {
    if (direction == Direction::inactive) return silent_;
    return direction == Direction::sendonly ? holding_ : talking_;
  }

 private:
  OfferPlan silent_, holding_, talking_;
};

}  // namespace cxload::sdp
