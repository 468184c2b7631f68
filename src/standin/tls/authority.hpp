/// Authority: a CA of the stand-in's own. All its certificates are for one key, which never leaves the
/// process.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "validity.hpp"

namespace cxload::standin::tls {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;

struct Wish {
  std::vector<std::string> names;  ///< host names and addresses
  Validity validity;
  bool is_self_signed = false;
  bool is_for_clients = false;
};

/// Threads: immutable.
class Authority {
 public:
  /// Null: OpenSSL failed.
  static std::unique_ptr<Authority> make(const Validity& validity);
  [[nodiscard]] Certificate sign(const Wish& wish) const;  ///< null likewise
  [[nodiscard]] std::string pem() const;                   ///< of its own certificate
  [[nodiscard]] EVP_PKEY* key_of_all() const { return leaf_key_.get(); }

 private:
  Authority() = default;

  Key key_, leaf_key_;
  Certificate own_;
};

}  // namespace cxload::standin::tls
