/// Domains: names, certificates and servers as an operator sets them up, and what follows from a change.
#pragma once
#include <string>
#include <unordered_set>
#include <vector>

#include "../store/store.hpp"
#include "exchange.hpp"

namespace cxload::standin::web {

/// Threads: one.
class Domains {
 public:
  /// `zone` is the platform's: web.ZONE, edge.host.ZONE and anyedge.ZONE are names in it.
  Domains(store::Store& store, Exchange& exchange, std::string zone)
      : store_(store), exchange_(exchange), zone_(std::move(zone)) {}

  /// The store was filled or opened: what it lists is so from now on.
  void take_over();
  void forget();  ///< and it is about to be emptied

  /// The domain's certificate is made now, and its row where there is none.
  store::Written certify(const std::string& domain);
  /// A Web Phone domain was saved: it and its WebRTC host are reachable at once, whoever had no name or no
  /// certificate gets one.
  void adopt(const boost::json::object& brand);

  /// What is wrong with a record, in one sentence; empty: nothing. `id` 0: a new one.
  [[nodiscard]] std::string judge_name(boost::json::object& row, store::Id id);
  void on_name_saved(const boost::json::object& row);
  void on_servers_changed();
  void on_names_changed();

  /// May a phone open its WebSocket by this name? Not where its server has TLS or WebRTC switched off, or was
  /// not installed since; AnyEdge needs no server.
  [[nodiscard]] bool serves(const std::string& host) const { return !closed_.contains(host); }
  /// Records as in a zone file.
  [[nodiscard]] std::vector<std::string> zone_lines() const;

 private:
  void lead(const std::string& name, const std::string& target);
  [[nodiscard]] std::string any_edge() const { return "anyedge." + zone_; }
  [[nodiscard]] bool leads_to_any_edge(const boost::json::object& row) const;

  // Given.
  store::Store& store_;
  Exchange& exchange_;
  std::string zone_;
  // State.
  std::unordered_set<std::string> closed_;
};

}  // namespace cxload::standin::web
