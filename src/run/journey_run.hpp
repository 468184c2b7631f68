/// JourneyRun: one journey of one phone, step by step, and what came of it.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <cxload/phone/phone.hpp>
#include <cxload/scenario/scenario.hpp>
#include <cxload/scenario/step.hpp>

#include "list_rows.hpp"
#include "phone_pool.hpp"

namespace cxload::run {

/// Lends callees to journeys; the shard's groups by name.
class CalleeSource {
 public:
  virtual PhonePool* find_pool(std::string_view group) = 0;

 protected:
  ~CalleeSource() = default;
};

/// Who starts, and when it should have.
struct JourneyStart {
  const scenario::Journey* journey;
  std::size_t entry;      ///< of `load`
  std::uint64_t ordinal;  ///< in its load entry: where a callee is looked for first
  TimePoint planned;

  [[nodiscard]] std::string id() const;  ///< "call-0.17": stable for a seed
};

struct JourneyEnd {
  std::optional<Failure> failure;
  bool cancelled = false;  ///< the run was stopped; counts neither way
  Duration excluded{};     ///< planned waits and talk
  TimePoint at{};
  std::string call_id;
};

/// Threads: the shard's only. Lifetime: phone, callees and scenario outlive it.
class JourneyRun final : public scenario::JourneyContext {
 public:
  JourneyRun(net::Shard& shard, phone::Phone& phone, CalleeSource& callees, const ListRows& lists,
             const JourneyStart& start, const Random& random);

  /// Runs every step; then the phone hangs up, unregisters and closes. Never throws.
  net::Awaitable<JourneyEnd> run(bool stays_registered);
  [[nodiscard]] const std::shared_ptr<phone::Activity>& activity() const { return activity_; }

  phone::Phone& phone() override { return phone_; }
  net::Shard& shard() override { return shard_; }
  Random& random() override { return random_; }
  std::string expand(std::string_view text) override;
  Outcome<std::unique_ptr<scenario::CalleeLease>> borrow_callee(std::string_view group) override;
  scenario::OpenCall& open_call() override { return open_call_; }
  scenario::Variables& variables() override { return variables_; }
  phone::Portal& portal() override { return phone_.portal(); }
  net::Awaitable<void> become(phone::Account account) override;
  net::Awaitable<Outcome<>> obey_provisioning() override;
  void exclude_from_latency(Duration planned) override { end_.excluded += planned; }
  void note_call_id(std::string_view call_id) override { end_.call_id = call_id; }

 private:
  net::Shard& shard_;
  phone::Phone& phone_;
  CalleeSource& callees_;
  const ListRows& lists_;
  JourneyStart start_;
  const Random draws_;  ///< as given: forked for what must not depend on earlier draws
  Random random_;
  std::shared_ptr<phone::Activity> activity_;
  JourneyEnd end_;
  scenario::OpenCall open_call_;  ///< of this journey's single steps
  scenario::Variables variables_;
};

}  // namespace cxload::run
