#include "certificate_cache.hpp"

#include <algorithm>
#include <limits>

#include <openssl/asn1.h>

namespace cxload::net {
namespace {

/// A run meets a handful of names and chains; a hostile peer that shows a new chain each time evicts, no
/// more.
constexpr std::size_t most_entries = 32;
constexpr std::time_t never = std::numeric_limits<std::time_t>::max();

/// The certificate's bytes in a buffer that is reused: no allocation for each comparison.
std::string_view der_of(X509* certificate) {
  thread_local std::string buffer;
  const int length = i2d_X509(certificate, nullptr);
  if (length <= 0) return {};
  buffer.resize(static_cast<std::size_t>(length));
  auto* out = reinterpret_cast<unsigned char*>(buffer.data());
  i2d_X509(certificate, &out);
  return buffer;
}

std::time_t to_time(const ASN1_TIME* time, std::time_t if_unreadable) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? ::timegm(&parts) : if_unreadable;
}

/// Unreadable times make an entry that is never valid.
void limit_times(CertificateCache::Entry& entry, STACK_OF(X509) * path) {
  for (int i = 0; i < sk_X509_num(path); ++i) {
    const X509* const certificate = sk_X509_value(path, i);
    entry.not_before = std::max(entry.not_before, to_time(X509_get0_notBefore(certificate), never));
    entry.not_after = std::min(entry.not_after, to_time(X509_get0_notAfter(certificate), 0));
  }
}

}  // namespace

const CertificateCache::Entry* CertificateCache::find(std::string_view host, STACK_OF(X509) * chain) {
  const auto length = static_cast<std::size_t>(std::max(sk_X509_num(chain), 0));
  for (const Entry& entry : entries_) {
    if (entry.host != host || entry.chain.size() != length) continue;
    bool equal = true;
    for (std::size_t i = 0; equal && i < length; ++i)
      equal = entry.chain[i] == der_of(sk_X509_value(chain, static_cast<int>(i)));
    if (equal) return &entry;
  }
  return nullptr;
}

const CertificateCache::Entry& CertificateCache::add(std::string_view host, STACK_OF(X509) * chain,
                                                     STACK_OF(X509) * judged) {
  Entry entry;
  entry.host = host;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    X509* const certificate = sk_X509_value(chain, i);
    entry.chain.emplace_back(der_of(certificate));
    X509_up_ref(certificate);
    entry.certificates.emplace_back(certificate, &X509_free);
  }
  limit_times(entry, chain);
  if (judged != nullptr) limit_times(entry, judged);
  if (entries_.size() < most_entries) {
    entries_.push_back(std::move(entry));
    return entries_.back();
  }
  Entry& replaced = entries_[next_to_replace_++ % most_entries];
  replaced = std::move(entry);
  return replaced;
}

void CertificateCache::share(const Entry& entry, STACK_OF(X509) * chain) {
  for (std::size_t i = 0; i < entry.certificates.size(); ++i) {
    X509* const shared = entry.certificates[i].get();
    X509* const own = sk_X509_value(chain, static_cast<int>(i));
    if (own == shared) continue;
    X509_up_ref(shared);
    sk_X509_set(chain, static_cast<int>(i), shared);
    X509_free(own);
  }
}

void CertificateCache::expire_all_for_test() {
  for (Entry& entry : entries_) entry.not_after = 0;
}

}  // namespace cxload::net
