/// What defects of challenges have in common: each WWW-Authenticate and Proxy-Authenticate, edited in place.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/sip/message.hpp>

namespace cxload::standin {

inline void edit_challenges(sip::Message& response, std::string (*edited)(std::string_view challenge)) {
  for (const sip::HeaderId id : {sip::HeaderId::www_authenticate, sip::HeaderId::proxy_authenticate}) {
    std::vector<std::string> challenges;
    for (const std::string_view value : response.values(id)) challenges.push_back(edited(value));
    response.remove(id);
    for (const std::string& challenge : challenges) response.append(id, challenge);
  }
}

}  // namespace cxload::standin
