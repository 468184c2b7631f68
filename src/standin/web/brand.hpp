/// Brand: one Web Phone domain: what its three tabs of settings say.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "../store/store.hpp"

namespace cxload::standin::web {

struct Brand {
  store::Id id = 0;
  store::Id account = 0;
  std::string domain, name, webrtc_host, success_html, css;
  store::Id template_customer = 0;  ///< 0: none
  store::Id page_template = 0;
  std::vector<std::string> flags, codec_delete, codec_priority;
  std::vector<store::Id> restricted_to;  ///< customers; empty: all
  boost::json::array menu;

  [[nodiscard]] bool has(std::string_view flag) const;
  [[nodiscard]] bool lets_in(store::Id customer) const;
};

/// By Host. Threads: one.
class Brands {
 public:
  Brands(store::Store& store, std::string first_domain)
      : store_(store), first_domain_(std::move(first_domain)) {}

  /// Addresses and "localhost" mean the first brand. Null: nobody of ours.
  [[nodiscard]] const Brand* find(const std::string& host);
  void forget() { known_.clear(); }  ///< the settings changed
  [[nodiscard]] const std::string& first_domain() const { return first_domain_; }

 private:
  static constexpr std::size_t most_known = 1000;

  store::Store& store_;
  std::string first_domain_;
  std::unordered_map<std::string, Brand> known_;
};

/// What is written to a brand, made whole: text areas become lists. What is wrong with it, in one sentence;
/// empty: nothing.
[[nodiscard]] std::string tidy_brand(boost::json::object& row);

}  // namespace cxload::standin::web
