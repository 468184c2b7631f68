/// A thousand exchanges of two layers over a bad link: each side has exactly one outcome and leaks nothing.
#include <optional>

#include <cxload/sip/request_builder.hpp>

#include "sip/lossy_link.hpp"
#include "sip/transaction_harness.hpp"

namespace cxload::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One caller, one callee, one exchange, and the TUs of both.
class Exchange {
 public:
  Exchange(std::uint64_t seed, Reliability reliability, LinkQuality quality, bool is_invite)
      : random_(seed),
        link_(schedule_, random_, quality),
        caller_{TransactionLayer(reliability)},
        callee_{TransactionLayer(reliability)},
        request_(make_test_request(is_invite ? "INVITE" : "MESSAGE")),
        is_invite_(is_invite) {}

  void run() {
    exchange_id_ = caller_.layer.send_request(request_, now_);
    const bool impatient = random_.unit() < 0.3;
    if (is_invite_)
      schedule_.at(now_ + (impatient ? random_.between(Duration(), Duration(seconds(8))) : Duration(minute_)),
                   [this] { cancel(); });
    pump();
    while (step() && now_ - begin_ < std::chrono::hours(1)) pump();
  }

  void check() const {
    EXPECT_EQ(caller_outcomes_, 1) << "the caller hears one final response or one time-out";
    EXPECT_LE(requests_seen_, 1) << "the callee must not see the request twice";
    EXPECT_LE(callee_outcomes_, 1);
    if (is_invite_ && answer_ == 200) {
      EXPECT_EQ(callee_outcomes_, 1) << "an answered call is acknowledged or times out";
    }
    EXPECT_EQ(caller_.layer.live(), 0U);
    EXPECT_EQ(callee_.layer.live(), 0U);
    EXPECT_FALSE(caller_.sent_after_end);
    EXPECT_FALSE(callee_.sent_after_end);
    EXPECT_LT(now_ - begin_, std::chrono::minutes(5));
  }
  [[nodiscard]] bool was_answered() const { return final_status_ != 0; }
  [[nodiscard]] bool was_acknowledged() const { return acknowledged_; }

 private:
  struct Side {
    TransactionLayer layer;
    bool sent_after_end = false;
  };

  bool step() {
    const auto deadline_of = [](const Side& side) {
      return side.layer.next_deadline().value_or(TimePoint::max());
    };
    const TimePoint next = std::min({schedule_.next(), deadline_of(caller_), deadline_of(callee_)});
    if (next == TimePoint::max()) return false;
    now_ = std::max(now_, next);
    if (schedule_.next() <= now_) {
      schedule_.run_one();
      return true;
    }
    for (Side* side : {&caller_, &callee_}) side->layer.on_deadline(now_);
    return true;
  }

  void pump() {
    pump_outputs(caller_, callee_);
    pump_outputs(callee_, caller_);
    while (auto event = caller_.layer.poll_event()) on_caller(*event);
    while (auto event = callee_.layer.poll_event()) on_callee(*event);
    pump_outputs(caller_, callee_);
    pump_outputs(callee_, caller_);
  }
  void pump_outputs(Side& from, Side& to) {
    while (auto output = from.layer.poll_output()) {
      // What is sent again has a transaction that is not over.
      if (output->is_retransmission && from.layer.live() == 0) from.sent_after_end = true;
      transmit(output->bytes, to);
    }
  }
  void transmit(const std::shared_ptr<const std::string>& bytes, Side& to) {
    link_.send(now_, bytes, [this, &to](const std::string& arrived) {
      auto message = parse_message(arrived);
      ASSERT_TRUE(message.has_value());
      to.layer.on_message(std::move(*message), now_);
    });
  }

  void on_caller(const Event& event) {
    if (const auto* received = std::get_if<ResponseReceived>(&event)) {
      if (received->transaction == exchange_id_) on_response(received->response);
    } else if (const auto* timed_out = std::get_if<RequestTimedOut>(&event)) {
      if (timed_out->transaction == exchange_id_) ++caller_outcomes_;
    }
  }
  void on_response(const Message& response) {
    if (response.status() < 200) {
      ringing_ = true;
      return;
    }
    if (final_status_ == 0) ++caller_outcomes_;
    EXPECT_TRUE(final_status_ == 0 || final_status_ == response.status());
    EXPECT_TRUE(final_status_ == 0 || response.status() == 200) << "only a 2xx is reported again";
    final_status_ = response.status();
    if (is_invite_ && final_status_ == 200)
      transmit(std::make_shared<const std::string>(make_test_ack(request_).write()), callee_);
  }
  void cancel() {
    if (caller_outcomes_ == 0 && ringing_) caller_.layer.send_request(make_cancel(request_), now_);
  }

  void on_callee(const Event& event) {
    if (const auto* received = std::get_if<RequestReceived>(&event)) {
      if (received->request.method() == "CANCEL")
        on_cancel(*received);
      else
        on_request(received->transaction);
    } else if (const auto* ack = std::get_if<AckReceived>(&event)) {
      if (ack->invite) {
        ++callee_outcomes_;
        acknowledged_ = true;
      }
    } else if (std::holds_alternative<AckTimedOut>(event)) {
      ++callee_outcomes_;
    }
  }
  void on_request(TransactionId id) {
    ++requests_seen_;
    if (is_invite_)
      schedule_.at(now_ + random_.between(Duration(), Duration(seconds(1))), [this, id] { answer(id, 180); });
    const Duration patience = is_invite_ ? seconds(12) : seconds(3);
    const int status = random_.unit() < 0.5 ? 200 : 486;
    schedule_.at(now_ + random_.between(Duration(), patience), [this, id, status] { answer(id, status); });
  }
  void on_cancel(const RequestReceived& cancel) {
    const auto invite = callee_.layer.find_cancelled(cancel.transaction);
    callee_.layer.send_response(cancel.transaction, make_test_response(cancel.request, invite ? 200 : 481),
                                now_);
    if (invite) answer(*invite, 487);
  }
  void answer(TransactionId id, int status) {
    if (answer_ != 0) return;
    if (status >= 200) answer_ = status;
    callee_.layer.send_response(id, make_test_response(request_, status), now_);
  }

  const TimePoint begin_ = TimePoint(std::chrono::hours(1));
  const Duration minute_ = std::chrono::minutes(1);
  TimePoint now_ = begin_;
  Random random_;
  Schedule schedule_;
  LossyLink link_;
  Side caller_;
  Side callee_;
  Message request_;
  bool is_invite_;
  TransactionId exchange_id_{};
  bool ringing_ = false;
  bool acknowledged_ = false;
  int final_status_ = 0;
  int answer_ = 0;
  int caller_outcomes_ = 0;
  int callee_outcomes_ = 0;
  int requests_seen_ = 0;
};

/// T1 stands for the round trip; beyond it the RFC's own timers let a last repetition arrive behind Timer J.
constexpr Duration longest = milliseconds(450);

struct Tally {
  int answered = 0;
  int acknowledged = 0;
};

Tally run_thousand(Reliability reliability, LinkQuality quality) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Exchange exchange(seed, reliability, quality, seed % 2 == 0);
    exchange.run();
    exchange.check();
    tally.answered += exchange.was_answered() ? 1 : 0;
    tally.acknowledged += exchange.was_acknowledged() ? 1 : 0;
    if (testing::Test::HasFailure()) break;
  }
  return tally;
}

TEST(TransactionLossyLink, GoodLinkAnswersAll) {
  const Tally tally = run_thousand(Reliability::unreliable, {0, 0, milliseconds(1), milliseconds(40)});
  EXPECT_EQ(tally.answered, 1000);
}

TEST(TransactionLossyLink, TwentyPercentLossLosesNothing) {
  const Tally tally = run_thousand(Reliability::unreliable, {0.2, 0.1, milliseconds(1), longest});
  EXPECT_EQ(tally.answered, 1000);
  EXPECT_GT(tally.acknowledged, 100);
}

TEST(TransactionLossyLink, TerribleLinkStillEndsEverything) {
  const Tally tally = run_thousand(Reliability::unreliable, {0.75, 0.2, milliseconds(1), longest});
  EXPECT_LT(tally.answered, 1000) << "the link must be bad enough to see time-outs";
  EXPECT_GT(tally.answered, 500);
}

TEST(TransactionLossyLink, DeadLinkTimesOutAll) {
  EXPECT_EQ(run_thousand(Reliability::unreliable, {1, 0, {}, {}}).answered, 0);
}

TEST(TransactionLossyLink, ReliableLinkAnswersAll) {
  const Tally tally = run_thousand(Reliability::reliable, {0, 0, milliseconds(30), milliseconds(30)});
  EXPECT_EQ(tally.answered, 1000);
}

}  // namespace
}  // namespace cxload::sip
