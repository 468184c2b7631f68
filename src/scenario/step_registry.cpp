// The steps a journey can be made of: one line each, and one file each in steps/.
#include <array>

#include <cxload/scenario/step_registry.hpp>

#define CXLOAD_STEPS(X) \
  X(register)           \
  X(unregister)         \
  X(wait)               \
  X(options)            \
  X(message)            \
  X(mwi)                \
  X(call)               \
  X(dial)               \
  X(await)              \
  X(answer)             \
  X(dtmf)               \
  X(hold)               \
  X(resume)             \
  X(mute)               \
  X(transfer)           \
  X(hangup)             \
  X(http)               \
  X(portal_login)       \
  X(portal_logout)      \
  X(signup)             \
  X(button)             \
  X(form)               \
  X(lead_next)          \
  X(contacts)           \
  X(voicemail)          \
  X(payment)

namespace cxload::scenario {

#define X(name) extern const StepDescriptor name##_step;
CXLOAD_STEPS(X)
#undef X

std::span<const StepDescriptor* const> step_registry() {
#define X(name) &name##_step,
  static constexpr std::array table = {CXLOAD_STEPS(X)};
#undef X
  return table;
}

const StepDescriptor* find_step(std::string_view name) {
  for (const StepDescriptor* step : step_registry())
    if (step->name == name) return step;
  return nullptr;
}

}  // namespace cxload::scenario
