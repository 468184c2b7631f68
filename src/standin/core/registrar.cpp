#include "registrar.hpp"

#include <algorithm>
#include <limits>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/option_tag.hpp>

#include "reply.hpp"

namespace cxload::standin {
namespace {

using std::chrono::seconds;

/// RFC 3261 20.19: up to 2^32 - 1; anything else counts as not there.
std::optional<Duration> parse_expires(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  const auto number = text::parse_unsigned(text::trim(*text));
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return seconds(*number);
}

/// RFC 3261 25.1 qvalue.
bool is_good_q(std::optional<std::string_view> q) {
  if (!q) return true;
  if (q->empty() || q->size() > 5 || ((*q)[0] != '0' && (*q)[0] != '1')) return false;
  if (q->size() == 1) return true;
  const char most = (*q)[0] == '1' ? '0' : '9';
  return (*q)[1] == '.' &&
         std::all_of(q->begin() + 2, q->end(), [&](char c) { return c >= '0' && c <= most; });
}

std::uint32_t cseq_of(const sip::Message& request) {
  const auto cseq = sip::parse_cseq(request.find(sip::HeaderId::cseq).value_or(""));
  return cseq ? cseq->number : 0;
}

/// RFC 5626 4.2: both parameters, or they mean nothing.
void read_outbound(const sip::NameAddr& contact, std::string& instance, std::string& reg_id) {
  const auto named = contact.params.find("+sip.instance");
  const auto number = contact.params.find("reg-id");
  if (!named || !number || !text::parse_unsigned(*number)) return;
  instance = sip::unquote(*named);
  reg_id = *number;
}

/// RFC 5627 3.1.1: the address of record, and the instance as its `gr`.
std::string public_gruu(const std::string& user, const std::string& domain, std::string_view instance) {
  if (instance.starts_with('<') && instance.ends_with('>'))
    instance = instance.substr(1, instance.size() - 2);
  return fmt::format("sip:{}@{};gr={}", user, domain, instance);
}

/// A UDP contact that names its sender's own address may name another port than it was sent from.
Flow flow_to(const sip::Uri& contact, const Flow& from) {
  Flow flow = from;
  const auto address = net::Address::parse(contact.host);
  if (!from.is_reliable() && address && *address == from.remote.address)
    flow.remote.port = contact.port.value_or(5060);
  return flow;
}

}  // namespace

Registrar::Wishes Registrar::read_wishes(const sip::Message& request, const Behaviour& behaviour) const {
  const auto common = parse_expires(request.find(sip::HeaderId::expires));
  Wishes wishes;
  for (const std::string_view value : request.values(sip::HeaderId::contact)) {
    Result<sip::NameAddr> contact = sip::parse_name_addr(value);
    if (!contact || !is_good_q(contact->params.find("q"))) return {{}, 400};
    // 10.2.1.1: the parameter beats the header.
    const auto own = contact->params.has("expires") ? parse_expires(contact->params.find("expires")) : common;
    Duration expires = std::min(own.value_or(config_.default_expires), config_.max_expires);
    if (expires > Duration::zero() && expires < config_.min_expires) {
      if (behaviour.refuses_brief) return {{}, 423};
      expires = config_.min_expires;
    }
    contact->params.remove("expires");
    Wish wish{std::move(*contact), expires};
    read_outbound(wish.contact, wish.instance, wish.reg_id);
    wishes.all.push_back(std::move(wish));
  }
  return wishes;
}

bool Registrar::is_overtaken(const sip::Message& request, const std::string& user,
                             const std::vector<Wish>& wishes) const {
  const std::string_view call_id = request.find(sip::HeaderId::call_id).value_or("");
  const std::uint32_t cseq = cseq_of(request);
  return std::any_of(wishes.begin(), wishes.end(), [&](const Wish& wish) {
    const Binding* known = locations_.find(user, wish.contact.uri);
    return known != nullptr && known->call_id == call_id && cseq <= known->cseq;
  });
}

std::size_t Registrar::count_after(const std::string& user, const std::vector<Wish>& wishes) const {
  std::size_t count = locations_.of(user).size();
  for (const Wish& wish : wishes) {
    Binding wanted;
    wanted.instance = wish.instance;
    wanted.reg_id = wish.reg_id;
    const auto& known = locations_.of(user);
    const bool replaces = std::any_of(known.begin(), known.end(), [&](const Binding& old) {
      return old.is_same_flow(wanted) || sip::is_equivalent(old.contact.uri, wish.contact.uri);
    });
    if (wish.expires > Duration::zero() && !replaces) ++count;
  }
  return count;
}

void Registrar::commit(const Flow& flow, const sip::Message& request, const std::string& user,
                       const Behaviour& behaviour, std::vector<Wish> wishes, TimePoint now) {
  for (Wish& wish : wishes) {
    if (wish.expires == Duration::zero()) {
      if (behaviour.removes_bindings) locations_.remove(user, wish.contact.uri);
      continue;
    }
    Binding binding;
    binding.flow = flow_to(wish.contact.uri, flow);
    binding.contact = std::move(wish.contact);
    binding.call_id = request.find(sip::HeaderId::call_id).value_or("");
    binding.cseq = cseq_of(request);
    binding.expires = now + wish.expires;
    binding.instance = std::move(wish.instance);
    binding.reg_id = std::move(wish.reg_id);
    for (const std::string_view hop : request.values(sip::HeaderId::path)) binding.path.emplace_back(hop);
    locations_.put(user, std::move(binding));
  }
}

sip::Message Registrar::list_bindings(const sip::Message& request, const std::string& user, TimePoint now,
                                      WallTime wall) const {
  sip::Message reply = make_reply(request, 200);
  const bool wants_gruu = sip::has_option(request, sip::HeaderId::supported, "gruu");
  const bool speaks_outbound = sip::has_option(request, sip::HeaderId::supported, "outbound");
  bool is_outbound = false;
  for (const Binding& binding : locations_.of(user)) {
    const auto left = std::chrono::ceil<seconds>(binding.expires - now);
    if (left.count() <= 0) continue;
    sip::NameAddr contact = binding.contact;
    contact.params.set("expires", std::to_string(left.count()));
    if (wants_gruu && !binding.instance.empty())
      contact.params.set("pub-gruu", sip::quote(public_gruu(user, config_.domain, binding.instance)));
    is_outbound = is_outbound || (speaks_outbound && !binding.reg_id.empty());
    reply.append(sip::HeaderId::contact, contact.write());
  }
  // RFC 3327 5.3, RFC 5626 6, RFC 3608 6.3.
  for (const std::string_view hop : request.values(sip::HeaderId::path))
    reply.append(sip::HeaderId::path, hop);
  if (is_outbound) reply.append(sip::HeaderId::require, "outbound");
  for (const std::string& route : config_.service_route) reply.append(sip::HeaderId::service_route, route);
  const std::time_t time = WallClock::to_time_t(wall);
  reply.append(sip::HeaderId::date, fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(time)));
  return reply;
}

sip::Message Registrar::remove_all(const sip::Message& request, const std::string& user,
                                   const Behaviour& behaviour, TimePoint now, WallTime wall) {
  // 10.2.2: `*` stands alone, with an Expires of zero.
  const bool is_alone = request.values(sip::HeaderId::contact).size() == 1;
  if (!is_alone || parse_expires(request.find(sip::HeaderId::expires)) != Duration::zero())
    return make_reply(request, 400);
  const std::string_view call_id = request.find(sip::HeaderId::call_id).value_or("");
  for (const Binding& binding : locations_.of(user))
    if (binding.call_id == call_id && cseq_of(request) <= binding.cseq) return make_reply(request, 500);
  if (behaviour.removes_bindings) locations_.clear(user);
  return list_bindings(request, user, now, wall);
}

sip::Message Registrar::answer(const Flow& flow, const sip::Message& request, const std::string& user,
                               const Behaviour& behaviour, TimePoint now, WallTime wall) {
  const auto contacts = request.values(sip::HeaderId::contact);
  if (std::find(contacts.begin(), contacts.end(), "*") != contacts.end())
    return remove_all(request, user, behaviour, now, wall);
  Wishes wishes = read_wishes(request, behaviour);
  if (wishes.refusal != 0) {
    sip::Message reply = make_reply(request, wishes.refusal);
    if (wishes.refusal == 423)
      reply.append(sip::HeaderId::min_expires,
                   std::to_string(std::chrono::duration_cast<seconds>(config_.min_expires).count()));
    return reply;
  }
  // 10.3 (7): all changes or none.
  if (is_overtaken(request, user, wishes.all)) return make_reply(request, 500, "CSeq Out of Order");
  if (count_after(user, wishes.all) > config_.max_contacts)
    return make_reply(request, 403, "Too Many Contacts");
  commit(flow, request, user, behaviour, std::move(wishes.all), now);
  return list_bindings(request, user, now, wall);
}

}  // namespace cxload::standin
