/// Step: one thing a phone does in a journey; a registry entry each (docs/recipes.md).
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/http_message.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/phone.hpp>
#include <cxload/phone/portal.hpp>

namespace cxload::scenario {

/// A callee phone borrowed for one call; given back when destroyed.
class CalleeLease {
 public:
  virtual ~CalleeLease() = default;
  [[nodiscard]] virtual phone::Phone& phone() const = 0;
};

/// The call that single steps work on: `dial` or `await: incoming` opens it, `hangup` gives it up. The leases
/// end after the call.
struct OpenCall {
  std::unique_ptr<CalleeLease> callee, third;
  std::shared_ptr<phone::Call> call;
  bool is_muted = false;
};

/// What steps of a journey found out for later ones: {name} in their texts.
using Variables = std::map<std::string, std::string, std::less<>>;

/// What a running step may use; implemented by the runner.
class JourneyContext {
 public:
  virtual phone::Phone& phone() = 0;
  virtual net::Shard& shard() = 0;
  virtual OpenCall& open_call() = 0;
  virtual Random& random() = 0;  ///< this journey's own stream: draws repeat with the seed
  virtual std::string expand(std::string_view text) = 0;  ///< {user}, columns, {unique}, variables
  virtual Variables& variables() = 0;
  virtual phone::Portal& portal() = 0;  ///< of its phone
  /// After a sign-up: the phone is somebody else's from now on.
  virtual net::Awaitable<void> become(phone::Account account) = 0;
  /// What the portal told about the phone is so from now on, where its group obeys it.
  virtual net::Awaitable<Outcome<>> obey_provisioning() = 0;
  /// A free phone of a group that answers, the planned one first. Failure: limit.no_callee.
  virtual Outcome<std::unique_ptr<CalleeLease>> borrow_callee(std::string_view group) = 0;
  /// Planned waits and talk do not count in journey.<name>.
  virtual void exclude_from_latency(Duration planned) = 0;
  /// The call the failure report should name.
  virtual void note_call_id(std::string_view call_id) = 0;

 protected:
  ~JourneyContext() = default;
};

class Step {
 public:
  virtual ~Step() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  ///< label `step`
  virtual net::Awaitable<Outcome<>> run(JourneyContext& context) const = 0;
  /// Longest planned time this step takes by itself (waits, talk), for `plan`.
  [[nodiscard]] virtual Duration planned_time() const { return {}; }
  /// How many calls it makes from this phone: `limits` counts them.
  [[nodiscard]] virtual int calls() const { return 0; }
  /// It waits for a call: the phone rings all through the journey instead of answering by itself.
  [[nodiscard]] virtual bool takes_calls() const { return false; }
  /// A call goes on behind it: `dial`, `await: incoming`.
  [[nodiscard]] virtual bool opens_call() const { return false; }
  /// Operations of the site that it may ask for: http.<operation> of the metrics.
  [[nodiscard]] virtual std::vector<std::string> operations() const { return {}; }
  /// It cannot be done where the site does not map one of these: it is skipped there.
  [[nodiscard]] virtual std::vector<std::string_view> needed_operations() const { return {}; }
  /// A place on the web that it names, beside the deployment's own.
  [[nodiscard]] virtual std::optional<net::HttpUrl> web_place() const { return std::nullopt; }
  /// It knocks at a SIP door.
  [[nodiscard]] virtual bool needs_signalling() const { return true; }
  /// Where the group obeys its provisioning, there is a SIP door behind this step.
  [[nodiscard]] virtual bool provisions() const { return false; }
  /// The group it calls, when it calls one.
  [[nodiscard]] virtual std::string_view callee_group() const { return {}; }
};

}  // namespace cxload::scenario
