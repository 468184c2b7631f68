/// Feeds a script of messages, answers and time steps to a TransactionLayer and checks what must always hold.
/// Script: one octet an instruction, see Script::step; `{…}` after M or S is a message as on the wire, LF
/// ends lines.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <cxload/sip/dialog.hpp>
#include <cxload/sip/request_builder.hpp>
#include <cxload/sip/transaction_layer.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t max_live = 8;
constexpr std::size_t max_steps = 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

class Script {
 public:
  Script(std::string_view text, Reliability reliability) : text_(text), layer_(reliability, {}, max_live) {}

  void run() {
    for (std::size_t steps = 0; !text_.empty() && steps < max_steps; ++steps) {
      step(take());
      check();
    }
    finish();
  }

 private:
  char take() {
    const char c = text_.empty() ? '\0' : text_.front();
    if (!text_.empty()) text_.remove_prefix(1);
    return c;
  }

  void step(char instruction) {
    switch (instruction) {
      case 'M':
        receive(take_message());
        break;
      case 'S':
        send(take_message());
        break;
      case 'R':
        answer(100 + 7 * static_cast<unsigned char>(take()));
        break;
      case 'T':
        advance(std::chrono::milliseconds(100 * static_cast<unsigned char>(take())));
        break;
      case 'F':
        layer_.forget(pick());
        break;
      case 'C':
        static_cast<void>(layer_.find_cancelled(pick()));
        break;
      case 'X':
        layer_.on_transport_failed({"tcp.reset", "reset"}, now_);
        break;
      case 'P':
        poll();
        break;
      default:
        break;
    }
  }

  std::string_view take_message() {
    if (text_.empty() || text_.front() != '{') return {};
    const std::size_t end = std::min(text_.find('}'), text_.size());
    const std::string_view message = text_.substr(1, end - 1);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return message;
  }

  void receive(std::string_view bytes) {
    auto message = parse_message(bytes);
    if (!message) return;
    static_cast<void>(dialog_id_of(*message, true));
    static_cast<void>(Dialog::make_uas(*message, "local"));
    layer_.on_message(std::move(*message), now_);
  }

  void send(std::string_view bytes) {
    auto message = parse_message(bytes);
    if (!message || !message->is_request() || message->method() == "ACK") return;
    note(layer_.send_request(*message, now_));
    static_cast<void>(make_cancel(*message));
  }

  void answer(int status) {
    if (requests_.empty() || status > 699) return;
    const RequestReceived& request = requests_[static_cast<unsigned char>(take()) % requests_.size()];
    Message response = Message::make_response_to(request.request, status);
    layer_.send_response(request.transaction, response, now_);
  }

  void advance(Duration duration) {
    const TimePoint target = now_ + duration;
    for (auto due = layer_.next_deadline(); due && *due <= target; due = layer_.next_deadline()) {
      now_ = std::max(now_, *due);
      layer_.on_deadline(now_);
      // Each deadline moves on or goes away; a layer that asks for the same instant for ever would hang a
      // phone.
      const auto next = layer_.next_deadline();
      require(!next || *next > now_ || ++same_instant_ < 4 * max_live);
      if (next && *next > now_) same_instant_ = 0;
      check();
    }
    now_ = target;
  }

  void poll() {
    while (const auto output = layer_.poll_output()) require(parse_message(*output->bytes).has_value());
    while (auto event = layer_.poll_event()) {
      if (auto* request = std::get_if<RequestReceived>(&*event)) {
        note(request->transaction);
        if (requests_.size() < 64) requests_.push_back(std::move(*request));
      }
    }
  }

  void note(TransactionId id) {
    require(std::ranges::find(ids_, id) == ids_.end());
    ids_.push_back(id);
  }
  TransactionId pick() {
    const auto index = static_cast<unsigned char>(take());
    return ids_.empty() ? TransactionId{index} : ids_[index % ids_.size()];
  }

  void check() const { require(layer_.live() <= 2 * max_live); }

  /// With all forgotten, everything ends by itself in at most twice 64*T1.
  void finish() {
    poll();
    for (const TransactionId id : ids_) layer_.forget(id);
    advance(std::chrono::seconds(70));
    poll();
    require(layer_.live() == 0);
    require(!layer_.next_deadline());
  }

  std::string_view text_;
  TransactionLayer layer_;
  TimePoint now_ = TimePoint(std::chrono::hours(1));
  std::vector<RequestReceived> requests_;
  std::vector<TransactionId> ids_;
  std::size_t same_instant_ = 0;
};

}  // namespace
}  // namespace cxload::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto reliability : {cxload::sip::Reliability::unreliable, cxload::sip::Reliability::reliable})
    cxload::sip::Script(text, reliability).run();
  return 0;
}
