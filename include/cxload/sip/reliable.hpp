/// Reliable provisional responses: who sends them, and who acknowledges them (RFC 3262).
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <cxload/sip/cseq.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/transaction_layer.hpp>

namespace cxload::sip {

/// RAck: which response a PRACK acknowledges (7.2).
struct RAck {
  std::uint32_t rseq = 0;
  CSeq cseq;  ///< its method is a view into the parsed text
};
[[nodiscard]] std::optional<RAck> parse_rack(std::string_view text);

/// RSeq of a provisional response that wants a PRACK; nothing for all others (4).
[[nodiscard]] std::optional<std::uint32_t> reliable_rseq(const Message& response);

/// Caller: the responses of one early dialog come in order, each once (4). Threads: none; a value type.
class ReliableReceiver {
 public:
  /// True when this response is the next one, and is to be acknowledged.
  bool take(std::uint32_t rseq);

 private:
  std::optional<std::uint32_t> last_;
};

/// Callee: one response at a time is sent until its PRACK comes (3). A machine without I/O: tells when to
/// send again. Threads: none; a value type.
class ReliableSender {
 public:
  /// `first`: RSeq of the first response, 1 … 2^31 - 1.
  explicit ReliableSender(std::uint32_t first, Timing timing = {}) : timing_(timing), rseq_(first) {}

  void start(TimePoint now);  ///< the response went out with rseq()
  [[nodiscard]] std::uint32_t rseq() const { return rseq_; }
  [[nodiscard]] bool is_open() const { return open_; }
  /// False: it acknowledges nothing that is open (answer 481).
  bool acknowledge(const RAck& rack, std::uint32_t invite_cseq);
  enum class Due { nothing, again, never_came };
  /// 3: T1, doubled each time, and after 64*T1 the INVITE is refused.
  Due on_deadline(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  void stop() { open_ = false; }

 private:
  Timing timing_;
  std::uint32_t rseq_;
  bool open_ = false;
  Duration pause_{};
  TimePoint again_at_{}, give_up_at_{};
};

}  // namespace cxload::sip
