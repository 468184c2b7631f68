#include "tls_library.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/provider.h>

namespace cxload::net {
namespace {

using Algorithms = std::vector<OSSL_ALGORITHM>;

/// First names, as the default provider writes them: what certificates of servers carry, …
constexpr std::array certificate_keys = {"RSA", "RSA-PSS", "EC", "ED25519", "ED448"};
/// … and what key exchanges and key derivations ask for besides.
constexpr std::array exchange_keys = {"DH", "X25519", "X448", "TLS1-PRF", "HKDF", "HMAC"};

bool is_one_of(const auto& names, const OSSL_ALGORITHM& algorithm) {
  std::string_view first = algorithm.algorithm_names;
  first = first.substr(0, first.find(':'));
  return std::ranges::any_of(names, [&](std::string_view name) { return name == first; });
}

bool decodes_certificate_keys(const OSSL_ALGORITHM& decoder) {
  const std::string_view form = decoder.property_definition;
  return is_one_of(certificate_keys, decoder) && form.find("input=der") != std::string_view::npos &&
         form.find("structure=SubjectPublicKeyInfo") != std::string_view::npos;
}

bool manages_keys_of_tls(const OSSL_ALGORITHM& manager) {
  return is_one_of(certificate_keys, manager) || is_one_of(exchange_keys, manager);
}

/// The default provider of the default context, and the shortened tables; they live as long as the process.
struct Slim {
  OSSL_PROVIDER* whole = OSSL_PROVIDER_load(nullptr, "default");
  Algorithms decoders = kept(OSSL_OP_DECODER, &decodes_certificate_keys);
  Algorithms key_managers = kept(OSSL_OP_KEYMGMT, &manages_keys_of_tls);

  [[nodiscard]] bool works() const { return decoders.size() > 1 && key_managers.size() > 1; }

 private:
  [[nodiscard]] Algorithms kept(int operation, bool (*wanted)(const OSSL_ALGORITHM&)) const {
    Algorithms some;
    int no_cache = 0;
    const OSSL_ALGORITHM* each =
        whole == nullptr ? nullptr : OSSL_PROVIDER_query_operation(whole, operation, &no_cache);
    for (; each != nullptr && each->algorithm_names != nullptr; ++each)
      if (wanted(*each)) some.push_back(*each);
    some.push_back({});  // the end of the table
    return some;
  }
};

const Slim& slim() {
  static const Slim* const made = new Slim;  // OpenSSL uses it until the very end of the process
  return *made;
}

const OSSL_ALGORITHM* query(void*, int operation, int* no_cache) {
  *no_cache = 0;
  if (operation == OSSL_OP_DECODER) return slim().decoders.data();
  if (operation == OSSL_OP_KEYMGMT) return slim().key_managers.data();
  if (operation == OSSL_OP_ENCODER || operation == OSSL_OP_STORE) return nullptr;
  return OSSL_PROVIDER_query_operation(slim().whole, operation, no_cache);
}

int capabilities(void*, const char* capability, OSSL_CALLBACK* tell, void* argument) {
  return OSSL_PROVIDER_get_capabilities(slim().whole, capability, tell, argument);
}

int start(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH** functions, void** context) {
  using Function = void (*)();
  static const std::array<OSSL_DISPATCH, 3> table = {{
      {OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<Function>(&query)},
      {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, reinterpret_cast<Function>(&capabilities)},
      {0, nullptr},
  }};
  *functions = table.data();
  *context = OSSL_PROVIDER_get0_provider_ctx(slim().whole);  // its algorithms expect their own
  return 1;
}

OSSL_LIB_CTX* make() {
  if (!slim().works()) return nullptr;
  OSSL_LIB_CTX* const library = OSSL_LIB_CTX_new();
  if (library != nullptr && OSSL_PROVIDER_add_builtin(library, "cxload-tls", &start) == 1 &&
      OSSL_PROVIDER_load(library, "cxload-tls") != nullptr)
    return library;
  OSSL_LIB_CTX_free(library);
  return nullptr;
}

}  // namespace

OSSL_LIB_CTX* tls_library() {
  static OSSL_LIB_CTX* const library = make();
  return library;
}

}  // namespace cxload::net
