/// Registrar: REGISTER answered (RFC 3261 10.3), credentials already checked.
#pragma once
#include <cxload/sip/message.hpp>
#include <cxload/standin/config.hpp>

#include "behaviour.hpp"
#include "locations.hpp"

namespace cxload::standin {

/// Threads: none.
class Registrar {
 public:
  Registrar(const Config& config, Locations& locations) : config_(config), locations_(locations) {}

  /// `wall` is the time of day for Date.
  [[nodiscard]] sip::Message answer(const Flow& flow, const sip::Message& request, const std::string& user,
                                    const Behaviour& behaviour, TimePoint now, WallTime wall);

 private:
  /// What one Contact value asks for.
  struct Wish {
    sip::NameAddr contact;
    Duration expires;
    std::string instance = {}, reg_id = {};  ///< both, or none
  };
  struct Wishes {
    std::vector<Wish> all;
    int refusal = 0;  ///< a status when the request must fail as a whole
  };
  [[nodiscard]] Wishes read_wishes(const sip::Message& request, const Behaviour& behaviour) const;
  [[nodiscard]] bool is_overtaken(const sip::Message& request, const std::string& user,
                                  const std::vector<Wish>& wishes) const;
  [[nodiscard]] std::size_t count_after(const std::string& user, const std::vector<Wish>& wishes) const;
  void commit(const Flow& flow, const sip::Message& request, const std::string& user,
              const Behaviour& behaviour, std::vector<Wish> wishes, TimePoint now);
  [[nodiscard]] sip::Message list_bindings(const sip::Message& request, const std::string& user,
                                           TimePoint now, WallTime wall) const;
  [[nodiscard]] sip::Message remove_all(const sip::Message& request, const std::string& user,
                                        const Behaviour& behaviour, TimePoint now, WallTime wall);

  const Config& config_;
  Locations& locations_;
};

}  // namespace cxload::standin
