// The client profiles a scenario may name: one line each.
#include <array>

#include <cxload/phone/profile.hpp>

namespace cxload::phone {

std::span<const ClientProfile* const> client_profiles() {
  static constexpr std::array table = {
      &plain_profile,
      &sipjs_profile,
      &jssip_profile,
  };
  return table;
}

const ClientProfile* find_client_profile(std::string_view name) {
  for (const ClientProfile* profile : client_profiles())
    if (profile->name == name) return profile;
  return nullptr;
}

}  // namespace cxload::phone
