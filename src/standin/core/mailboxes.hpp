/// Mailboxes: where callers leave their messages. Kept by whoever runs the core.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::standin {

struct VoiceMessage {
  std::string user;  ///< whose mailbox
  std::string caller, call_id;
  std::vector<std::int16_t> samples;  ///< at media port's recording_rate
};

class Mailboxes {
 public:
  virtual ~Mailboxes() = default;
  /// How long `user` may ring before his mailbox answers. Nothing: he has none.
  [[nodiscard]] virtual std::optional<Duration> answers_after(const std::string& user) const = 0;
  virtual void deposit(const VoiceMessage& message) = 0;
  struct Count {
    std::size_t unheard = 0, heard = 0;
  };
  [[nodiscard]] virtual Count count(const std::string& user) const = 0;
};

}  // namespace cxload::standin
