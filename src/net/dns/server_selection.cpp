#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/server_selection.hpp>

namespace cxload::net {
namespace {

/// RFC 3263 4.1: flag "s" leads to SRV records; replacements only, no expressions.
bool is_usable(const NaptrRecord& record, Scheme scheme) {
  return text::iequals(record.flags, "s") && text::iequals(record.service, facts(scheme).naptr_service) &&
         record.regexp.empty() && record.replacement != ".";
}

}  // namespace

ServerSelection::ServerSelection(WantedServer wanted, Random& random)
    : wanted_(std::move(wanted)), random_(random) {
  last_ = {"dns.not_found", fmt::format("{} has no address", wanted_.host)};
  if (const auto literal = Address::parse(wanted_.host)) {
    places_.push_back({*literal, wanted_.port});
  } else if (wanted_.by_service) {
    asks_naptr_ = true;
  } else {
    hosts_.push_back({wanted_.host, wanted_.port});
  }
}

ServerSelection::Step ServerSelection::next() {
  if (!places_.empty()) {
    const Endpoint place = places_.front();
    places_.pop_front();
    return place;
  }
  if (asks_naptr_) return ask(Stage::naptr, wanted_.host);
  if (!hosts_.empty()) {
    asked_port_ = hosts_.front().port;
    std::string name = std::move(hosts_.front().name);
    hosts_.pop_front();
    if (const auto literal = Address::parse(name)) return Endpoint{*literal, asked_port_};
    return ask(Stage::addresses, std::move(name));
  }
  if (services_.empty()) return last_;
  std::string name = std::move(services_.front());
  services_.pop_front();
  return ask(Stage::srv, std::move(name));
}

DnsQuestion ServerSelection::ask(Stage stage, std::string name) {
  using Kind = DnsQuestion::Kind;
  asked_ = stage;
  asks_naptr_ = false;
  const Kind kind = stage == Stage::naptr ? Kind::naptr : stage == Stage::srv ? Kind::srv : Kind::addresses;
  return {kind, std::move(name)};
}

void ServerSelection::on_answer(const DnsAnswer& answer) {
  if (!answer) last_ = answer.error();
  if (asked_ == Stage::naptr) {
    on_naptr(answer);
  } else if (asked_ == Stage::srv) {
    on_srv(answer);
  } else {
    on_addresses(answer);
  }
}

void ServerSelection::on_naptr(const DnsAnswer& answer) {
  std::vector<NaptrRecord> fitting;
  if (answer)
    if (const auto* records = std::get_if<std::vector<NaptrRecord>>(&*answer))
      std::copy_if(records->begin(), records->end(), std::back_inserter(fitting),
                   [this](const NaptrRecord& record) { return is_usable(record, wanted_.scheme); });
  std::stable_sort(fitting.begin(), fitting.end(), [](const NaptrRecord& a, const NaptrRecord& b) {
    return std::pair(a.order, a.preference) < std::pair(b.order, b.preference);
  });
  for (const NaptrRecord& record : fitting) services_.push_back(record.replacement);
  // RFC 3263 4.1: without NAPTR records the client makes the SRV names itself.
  if (services_.empty()) services_.push_back(std::string(facts(wanted_.scheme).srv_prefix) + wanted_.host);
}

void ServerSelection::on_srv(const DnsAnswer& answer) {
  const auto* records = answer ? std::get_if<std::vector<SrvRecord>>(&*answer) : nullptr;
  if (records != nullptr) {
    found_service_ = true;
    add_by_priority(*records);
    if (hosts_.empty())
      last_ = {"dns.not_found", fmt::format("{} offers no SIP over {}: its SRV record has the target \".\"",
                                            wanted_.host, to_string(wanted_.scheme))};
  }
  // RFC 3263 4.2: without SRV records the name itself, at the default port.
  if (!found_service_ && services_.empty()) hosts_.push_back({wanted_.host, wanted_.port});
}

void ServerSelection::on_addresses(const DnsAnswer& answer) {
  const auto* addresses = answer ? std::get_if<Addresses>(&*answer) : nullptr;
  if (addresses == nullptr) return;
  for (const Address& address : *addresses) places_.push_back({address, asked_port_});
}

void ServerSelection::add_by_priority(std::vector<SrvRecord> records) {
  std::stable_sort(records.begin(), records.end(),
                   [](const SrvRecord& a, const SrvRecord& b) { return a.priority < b.priority; });
  while (!records.empty()) {
    const auto end = std::find_if(records.begin(), records.end(), [&](const SrvRecord& record) {
      return record.priority != records.front().priority;
    });
    add_by_weight({records.begin(), end});
    records.erase(records.begin(), end);
  }
}

/// RFC 2782, "Weight": those of weight 0 first, a draw from 0 to the sum of all, and the first one whose
/// running sum reaches it; again without it until none is left.
void ServerSelection::add_by_weight(std::vector<SrvRecord> alike) {
  std::stable_partition(alike.begin(), alike.end(),
                        [](const SrvRecord& record) { return record.weight == 0; });
  while (!alike.empty()) {
    std::uint64_t sum = 0;
    for (const SrvRecord& record : alike) sum += record.weight;
    const std::uint64_t drawn = random_.below(sum + 1);
    auto chosen = alike.begin();
    for (std::uint64_t reached = chosen->weight; reached < drawn; reached += chosen->weight) ++chosen;
    if (chosen->target != ".") hosts_.push_back({chosen->target, chosen->port});
    alike.erase(chosen);
  }
}

bool ServerSelection::may_have_more() const {
  return asks_naptr_ || !places_.empty() || !hosts_.empty() || !services_.empty();
}

}  // namespace cxload::net
