// The sub-commands, one line each.
#include <array>

#include "command.hpp"

namespace cxload::app {

#define CXLOAD_COMMANDS(X) \
  X(run)                   \
  X(serve)                 \
  X(plan)                  \
  X(schema)                \
  X(report)                \
  X(rerun)                 \
  X(compare)               \
  X(merge)

#define X(name) extern const Command name##_command;
CXLOAD_COMMANDS(X)
#undef X

std::span<const Command* const> command_table() {
#define X(name) &name##_command,
  static const std::array table = {CXLOAD_COMMANDS(X)};
#undef X
  return table;
}

}  // namespace cxload::app
