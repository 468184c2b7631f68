/// Hashes and unpredictable bytes, on OpenSSL's libcrypto.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::crypto {

enum class Hash { md5, sha1, sha256, sha512_256 };

[[nodiscard]] std::string hash_hex(Hash hash, std::string_view data);  ///< lower-case hexadecimal
[[nodiscard]] std::vector<std::byte> hash_bytes(Hash hash, std::string_view data);

/// `length` characters of [0-9a-z] nobody can guess: tags, branches, Call-IDs, nonces. Cheap enough for each
/// call.
[[nodiscard]] std::string random_token(std::size_t length);
/// `length` unpredictable bytes: WebSocket keys and masks.
void random_bytes(std::byte* out, std::size_t length);

}  // namespace cxload::crypto
