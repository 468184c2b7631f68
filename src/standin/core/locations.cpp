#include "locations.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>

namespace cxload::standin {
namespace {

/// Enough of a contact to find its candidates; is_equivalent decides.
std::string contact_key(const sip::Uri& uri) { return uri.user + '@' + text::to_lower(uri.host); }

std::uint64_t number_of(const Flow& flow) { return static_cast<std::uint64_t>(flow.connection); }

}  // namespace

const std::vector<Binding>& Locations::of(const std::string& user) const {
  static const std::vector<Binding> none;
  const auto found = bindings_.find(user);
  return found == bindings_.end() ? none : found->second;
}

const Binding* Locations::find(const std::string& user, const sip::Uri& contact) const {
  for (const Binding& binding : of(user))
    if (sip::is_equivalent(binding.contact.uri, contact)) return &binding;
  return nullptr;
}

const Binding* Locations::find_contact(const sip::Uri& contact) const {
  const auto found = user_of_contact_.find(contact_key(contact));
  return found == user_of_contact_.end() ? nullptr : find(found->second, contact);
}

void Locations::put(const std::string& user, Binding binding) {
  const sip::Uri uri = binding.contact.uri;
  erase_if(user, [&](const Binding& old) {
    return sip::is_equivalent(old.contact.uri, uri) || binding.is_same_flow(old);
  });
  binding.timer = timers_.set(binding.expires, [this, user, uri](TimePoint) {
    if (erase_if(user, [&](const Binding& old) { return sip::is_equivalent(old.contact.uri, uri); }))
      on_lost_(user, "expired");
  });
  if (binding.flow.is_reliable()) users_of_connection_[number_of(binding.flow)].insert(user);
  user_of_contact_[contact_key(uri)] = user;
  bindings_[user].push_back(std::move(binding));
  ++size_;
}

bool Locations::erase_if(const std::string& user, const Match& match) {
  const auto found = bindings_.find(user);
  if (found == bindings_.end()) return false;
  std::vector<Binding>& all = found->second;
  const auto gone =
      std::stable_partition(all.begin(), all.end(), [&](const Binding& one) { return !match(one); });
  const auto count = static_cast<std::size_t>(all.end() - gone);
  for (auto at = gone; at != all.end(); ++at) {
    timers_.cancel(at->timer);
    const auto owner = user_of_contact_.find(contact_key(at->contact.uri));
    if (owner != user_of_contact_.end() && owner->second == user) user_of_contact_.erase(owner);
  }
  all.erase(gone, all.end());
  size_ -= count;
  if (all.empty()) bindings_.erase(found);
  return count > 0;
}

void Locations::remove(const std::string& user, const sip::Uri& contact) {
  // It may be that of a binding that goes. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
  const sip::Uri uri = contact;
  erase_if(user, [&](const Binding& one) { return sip::is_equivalent(one.contact.uri, uri); });
}

void Locations::clear(const std::string& user) {
  erase_if(user, [](const Binding&) { return true; });
}

void Locations::remove_flow(const Flow& flow) {
  const auto found = users_of_connection_.find(number_of(flow));
  if (found == users_of_connection_.end()) return;
  const std::unordered_set<std::string> users = std::move(found->second);
  users_of_connection_.erase(found);
  for (const std::string& user : users)
    if (erase_if(user, [&](const Binding& one) { return one.flow.connection == flow.connection; }))
      on_lost_(user, "connection closed");
}

}  // namespace cxload::standin
