#include "prack.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/sip/cseq.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// A far end that forks or rings for ever gets no more than this out of one INVITE.
constexpr std::size_t most_dialogs = 8;
constexpr std::size_t most_requests = 64;

}  // namespace

bool Prack::on_provisional(const sip::Message& invite, const sip::Message& response, std::uint32_t rseq) {
  if (requests_.size() >= most_requests) return false;
  Early* early = find(invite, response);
  if (early == nullptr || !early->received.take(rseq)) return false;
  send(*early, rseq, invite);
  return true;
}

Prack::Early* Prack::find(const sip::Message& invite, const sip::Message& response) {
  const auto id = sip::dialog_id_of(response, true);
  if (!id) return nullptr;
  const auto known = std::find_if(early_.begin(), early_.end(),
                                  [&](const Early& early) { return early.dialog.id() == *id; });
  if (known != early_.end()) return &*known;
  if (early_.size() >= most_dialogs) return nullptr;
  Result<sip::Dialog> dialog = sip::Dialog::make_uac(invite, response);
  if (!dialog) return nullptr;
  return &early_.emplace_back(Early{std::move(*dialog), {}});
}

void Prack::send(Early& early, std::uint32_t rseq, const sip::Message& invite) {
  const sip::Dialog::RequestParts parts = early.dialog.next_request("PRACK");
  sip::Message prack = agent_.factory().begin("PRACK", parts, early.dialog.id().call_id, agent_.local());
  prack.append(HeaderId::rack, fmt::format("{} {}", rseq, invite.find(HeaderId::cseq).value_or("")));
  agent_.factory().finish(prack, {});
  requests_.push_back(std::make_unique<ClientRequest>(agent_, static_cast<ClientRequestOwner&>(*this)));
  requests_.back()->start(std::move(prack));
}

std::optional<sip::Dialog> Prack::confirm(const sip::Message& response) {
  const auto id = sip::dialog_id_of(response, true);
  const auto known = std::find_if(early_.begin(), early_.end(),
                                  [&](const Early& early) { return id && early.dialog.id() == *id; });
  if (known == early_.end()) return std::nullopt;
  known->dialog.confirm(response);
  // A challenged PRACK has counted on by itself.
  std::uint32_t highest = 0;
  for (const auto& request : requests_) highest = std::max(highest, request->cseq());
  sip::Dialog dialog = known->dialog;
  while (dialog.next_request("PRACK").cseq < highest) {
  }
  return dialog;
}

}  // namespace cxload::phone
