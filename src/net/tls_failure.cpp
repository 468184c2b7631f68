#include "tls_failure.hpp"

#include <memory>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::net {
namespace {

std::string reason_of(unsigned long error) {
  const char* const reason = ERR_reason_error_string(error);
  return reason != nullptr ? reason : "an error without a name";
}

std::string_view name_of(const ASN1_STRING* name) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(name)),
          static_cast<std::size_t>(ASN1_STRING_length(name))};
}

std::string address_of(const ASN1_OCTET_STRING* address) {
  const std::string_view raw = name_of(address);
  Address result;
  if (raw.size() == 4) {
    result.bytes[10] = result.bytes[11] = 0xFF;
    std::copy(raw.begin(), raw.end(), result.bytes.begin() + 12);
  } else if (raw.size() == 16) {
    std::copy(raw.begin(), raw.end(), result.bytes.begin());
  } else {
    return "an address of wrong length";
  }
  return result.to_string();
}

/// Names in the certificate, as the peer wrote them: made printable and cut short.
std::string names_in(X509* certificate) {
  std::string names;
  int left = 8;
  const auto add = [&](std::string_view name) {
    if (left-- > 0) names += fmt::format("{}{}", names.empty() ? "" : ", ", text::printable(name, 100));
  };
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> list(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free);
  for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(list.get(), i);
    if (name->type == GEN_DNS) add(name_of(name->d.dNSName));
    if (name->type == GEN_IPADD) add(address_of(name->d.iPAddress));
  }
  if (!names.empty()) return names;
  char common_name[128];
  X509_NAME* const subject = X509_get_subject_name(certificate);
  if (X509_NAME_get_text_by_NID(subject, NID_commonName, common_name, sizeof common_name) > 0)
    return fmt::format("only the subject \"{}\"", text::printable(common_name, 100));
  return "nothing";
}

}  // namespace

std::string openssl_reason() {
  const unsigned long error = ERR_get_error();
  ERR_clear_error();
  return error == 0 ? "no reason given" : reason_of(error);
}

Failure tls_failure(bool is_open) {
  const unsigned long error = ERR_get_error();
  ERR_clear_error();
  const int code = ERR_GET_REASON(error);
  const bool is_alert = ERR_GET_LIB(error) == ERR_LIB_SSL && code >= SSL_AD_REASON_OFFSET;
  const std::string when = is_open ? "on the open connection" : "in the handshake";
  if (is_alert) {
    const std::string alert = SSL_alert_desc_string_long(code - SSL_AD_REASON_OFFSET);
    return {is_open ? "tls.closed" : "tls.handshake",
            fmt::format("the peer sent the TLS alert \"{}\" {}", alert, when)};
  }
  const std::string reason = error == 0 ? "no reason given" : reason_of(error);
  return {is_open ? "tls.protocol" : "tls.handshake", fmt::format("TLS failed {}: {}", when, reason)};
}

Failure verify_failure(int error, X509* leaf, const std::string& host) {
  const bool expired = error == X509_V_ERR_CERT_HAS_EXPIRED;
  return {expired ? "tls.expired" : "tls.verify",
          fmt::format("the certificate of {} is not accepted: {}; it names {}", host,
                      X509_verify_cert_error_string(error), leaf != nullptr ? names_in(leaf) : "nothing")};
}

}  // namespace cxload::net
