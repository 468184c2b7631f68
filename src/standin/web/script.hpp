/// Scripts: a table in place of ScriptForge: what each returns, how late, with which status, and how often it
/// ran.
#pragma once
#include "context.hpp"

namespace cxload::standin::web {

inline constexpr Duration longest_script = std::chrono::seconds(10);  ///< then 504

enum class ScriptSource : std::uint8_t { button, form, page };

/// 404 for a script of somebody else. In what it returns "{{counter}}", "{{username}}" and "{{values.NAME}}",
/// each alone in its text, are filled in.
[[nodiscard]] Reply run_script(Context& context, store::Id id, const json::object& input,
                               ScriptSource source);

}  // namespace cxload::standin::web
