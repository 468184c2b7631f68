#include "redirects.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/name_addr.hpp>

namespace cxload::phone {
namespace {

constexpr int most_tries = 5;
constexpr std::size_t most_places = 10;
constexpr int whole_q = 1000;

/// In thousandths; RFC 3261 20.10: left out, it is 1.
int q_of(const sip::NameAddr& contact) {
  const auto q = contact.params.find("q");
  if (!q || q->starts_with('1')) return whole_q;
  if (!q->starts_with("0.")) return 0;
  std::string digits(q->substr(2, 3));
  digits.resize(3, '0');
  return static_cast<int>(text::parse_unsigned(digits).value_or(0));
}

struct Place {
  int q;
  sip::Uri uri;
};

}  // namespace

Redirects::Redirects(std::string_view first_target) {
  if (Result<sip::Uri> uri = sip::parse_uri(first_target)) tried_.push_back(std::move(*uri));
}

void Redirects::add(const sip::Message& response) {
  const int status = response.status();
  if (status != 300 && status != 301 && status != 302) return;
  std::vector<Place> places;
  for (const std::string_view value : response.values(sip::HeaderId::contact)) {
    Result<sip::NameAddr> contact = sip::parse_name_addr(value);
    if (!contact || !contact->uri.is_sip() || places.size() == most_places) continue;
    // RFC 3261 19.1.5: what would write headers or change the method is not for a call that goes on as it is.
    contact->uri.headers.clear();
    contact->uri.params.remove("method");
    if (is_known(contact->uri)) continue;
    Place place{q_of(*contact), std::move(contact->uri)};
    const auto later = std::upper_bound(places.begin(), places.end(), place,
                                        [](const Place& a, const Place& b) { return a.q > b.q; });
    places.insert(later, std::move(place));
  }
  std::vector<sip::Uri> fresh;  // each once, by its best q
  for (Place& place : places) {
    const auto is_same = [&](const sip::Uri& other) { return sip::is_equivalent(place.uri, other); };
    if (std::none_of(fresh.begin(), fresh.end(), is_same)) fresh.push_back(std::move(place.uri));
  }
  waiting_.insert(waiting_.end(), fresh.rbegin(), fresh.rend());
}

bool Redirects::is_known(const sip::Uri& uri) const {
  const auto is_same = [&](const sip::Uri& other) { return sip::is_equivalent(uri, other); };
  return std::any_of(tried_.begin(), tried_.end(), is_same) ||
         std::any_of(waiting_.begin(), waiting_.end(), is_same);
}

std::string Redirects::next() {
  if (waiting_.empty() || tries_ >= most_tries) return {};
  ++tries_;
  tried_.push_back(std::move(waiting_.back()));
  waiting_.pop_back();
  return tried_.back().write();
}

}  // namespace cxload::phone
