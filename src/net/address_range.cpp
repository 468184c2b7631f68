#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/net/address_range.hpp>

namespace cxload::net {
namespace {

/// The first `bits` of an address, the rest zero.
Address cut(Address address, unsigned bits) {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = bits <= i * 8 ? 0 : std::min(bits - i * 8, 8U);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00U >> kept));
  }
  return address;
}

}  // namespace

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return AddressRange{*address, 128};
  const auto length = text::parse_unsigned(text.substr(slash + 1));
  const unsigned most = address->is_v4() ? 32 : 128;
  if (!length || *length > most) return std::nullopt;
  const AddressRange range{*address, static_cast<unsigned>(*length) + 128 - most};
  return cut(range.first, range.bits) == range.first ? std::optional(range) : std::nullopt;
}

bool AddressRange::contains(const Address& address) const { return cut(address, bits) == first; }

}  // namespace cxload::net
