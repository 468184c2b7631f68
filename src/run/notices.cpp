#include "notices.hpp"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::run {
namespace {

/// Fewer refusals in a row are a deployment's own affair.
constexpr std::uint64_t shortest_ban = 10;
/// Digest nonces, tokens and certificates suffer from more than this; a Date says it to a second only.
constexpr std::chrono::seconds largest_offset{2};
constexpr std::chrono::hours days_of_warning{24 * 21};

void add_ban(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  std::uint64_t seen = 0, good = 0, run = 0;
  int status = -1;
  for (const phone::Sightings& shard : inputs.shards) {
    const phone::EndingRun& requests = shard.requests;
    if (requests.seen() == 0) continue;
    // A shard that still gets through: nobody blocks the address they all share.
    if (requests.length() == 0 || (status >= 0 && requests.status() != status)) return;
    status = requests.status();
    seen += requests.seen();
    good += requests.good();
    run += requests.length();
  }
  if (run < shortest_ban || good == 0) return;
  const std::string since =
      fmt::format("from request {} on, {} times without exception, after requests that had succeeded",
                  seen - run + 1, run);
  if (status == phone::EndingRun::no_answer)
    notices.push_back(
        {"source_ban",
         fmt::format("No answer {}: the deployment went down, or your address was blocked.", since)});
  else
    notices.push_back(
        {"source_ban",
         fmt::format("{} {}: your address was probably blocked. Ask for it to be let through, and "
                     "lower the rate.",
                     status, since)});
}

void add_clock(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  std::optional<std::chrono::seconds> offset;
  unsigned dates = 0;
  for (const phone::Sightings& shard : inputs.shards) {
    dates += shard.dates;
    if (shard.clock_offset && (!offset || std::chrono::abs(*shard.clock_offset) < std::chrono::abs(*offset)))
      offset = shard.clock_offset;
  }
  if (!offset || std::chrono::abs(*offset) <= largest_offset) return;
  notices.push_back(
      {"clock_offset",
       fmt::format("The deployment's clock is {} s {} ours (Date of {} answers): nonces, "
                   "tokens and certificates may be refused for it.",
                   std::chrono::abs(*offset).count(), offset->count() > 0 ? "ahead of" : "behind", dates)});
}

void add_certificates(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  for (const CertificateEnd& it : inputs.certificates) {
    const auto left = std::chrono::system_clock::from_time_t(it.not_after) - inputs.now;
    if (left > days_of_warning) continue;
    const auto days = std::chrono::floor<std::chrono::days>(left).count();
    notices.push_back(
        {"certificate", fmt::format("A certificate in the chain of {} {} on {:%Y-%m-%d}{}.", it.host,
                                    days < 0 ? "expired" : "expires", fmt::gmtime(it.not_after),
                                    days < 0 ? "" : fmt::format(", in {} days", days))});
  }
}

void add_addresses(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  if (inputs.foreign_answers == 0) return;
  notices.push_back(
      {"other_address",
       fmt::format("{} datagrams came from {} and others, not from the address that was asked: clients "
                   "behind NAT or a firewall will not get these answers.",
                   inputs.foreign_answers, inputs.foreign_address)});
}

void add_ice_servers(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  phone::IceSightings sum;
  for (const phone::Sightings& shard : inputs.shards) {
    sum.asked += shard.ice.asked;
    sum.failed += shard.ice.failed;
    if (!sum.first) sum.first = shard.ice.first;
  }
  if (!sum.first) return;
  notices.push_back(
      {"ice_servers", fmt::format("Of {} times that phones asked a STUN or TURN server, {} failed "
                                  "({}: {}): calls go on without what it would have given.",
                                  sum.asked, sum.failed, sum.first->kind, sum.first->detail)});
}

void add_silent_calls(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  phone::SilentCalls sum;
  for (const phone::Sightings& shard : inputs.shards) {
    if (sum.count == 0) sum.first = shard.silent.first;
    sum.count += shard.silent.count;
    sum.longest = std::max(sum.longest, shard.silent.longest);
  }
  if (sum.count == 0) return;
  const double seconds = std::chrono::duration<double>(sum.longest).count();
  notices.push_back(
      {"media_stopped",
       fmt::format("In {} legs of calls the far end sent no media any more before the end, for {:.1f} s "
                   "at most (the first: Call-ID {}): a recorder, or media that died.",
                   sum.count, seconds, text::printable(sum.first, 80))});
}

void add_limits(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  if (!inputs.needs) return;
  const auto tell = [&](std::string_view what, double needed, std::uint64_t available,
                        std::string_view remedy) {
    if (needed > static_cast<double>(available))
      notices.push_back({"limits", fmt::format("This run needs about {:.0f} {}, and this machine has {}: {}.",
                                               needed, what, available, remedy)});
  };
  tell("descriptors", inputs.needs->descriptors, inputs.machine.descriptors, "raise them with ulimit -n");
  tell("ports", inputs.needs->ports, inputs.machine.ports, "widen net.ipv4.ip_local_port_range");
}

void add_skipped(const NoticeInputs& inputs, std::vector<result::Notice>& notices) {
  for (const std::string& operation : inputs.skipped)
    notices.push_back(
        {"not_mapped", fmt::format("Skipped, because the site profile does not map it: {}.", operation)});
}

}  // namespace

std::vector<result::Notice> make_notices(const NoticeInputs& inputs) {
  std::vector<result::Notice> notices;
  add_ban(inputs, notices);
  add_addresses(inputs, notices);
  add_ice_servers(inputs, notices);
  add_silent_calls(inputs, notices);
  add_certificates(inputs, notices);
  add_clock(inputs, notices);
  add_limits(inputs, notices);
  add_skipped(inputs, notices);
  return notices;
}

}  // namespace cxload::run
