/// A button chain, played: what the client model asks for has its real effect on the phone.
#pragma once
#include <map>
#include <string>
#include <vector>

#include <cxload/scenario/step.hpp>
#include <cxload/webphone/chain.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::scenario {

/// What an agent types into forms, by their name. One that is not named is closed without a submit.
using TypedForms = std::map<std::string, webphone::Json, std::less<>>;

struct PlayedChain {
  std::vector<std::string> actions;   ///< run, in order
  std::vector<std::string> displays;  ///< shown to the person
  std::string redirected_to;
  std::string rule;  ///< the row of WP-PREC that chose
  std::optional<Failure> failure;
};

/// Presses and goes on until the chain is over. `forms` are templates. Measures button.step and button.chain.
net::Awaitable<PlayedChain> play_chain(const webphone::Button& button, const TypedForms& forms,
                                       JourneyContext& context);

}  // namespace cxload::scenario
