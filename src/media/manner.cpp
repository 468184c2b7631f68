#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/media/manner.hpp>

namespace cxload::media {
namespace {

/// Bandwidths of Opus: narrow, medium, wide, super-wide (RFC 7587 6.1, maxplaybackrate); above them all.
constexpr std::array<std::uint32_t, 4> playback_rates = {8'000, 12'000, 16'000, 24'000};
constexpr std::uint32_t full_rate = 48'000;
/// More is no matter for what we send, 32 kbit/s; less than 6 kbit/s the codec cannot do.
constexpr std::array<std::uint32_t, 5> bit_rates = {6'000, 8'000, 12'000, 16'000, 24'000};
constexpr std::uint32_t usual_bit_rate = 32'000;

/// The largest of `steps` that is no more than `value`, else the smallest.
template <std::size_t N>
std::uint32_t step_below(const std::array<std::uint32_t, N>& steps, std::uint64_t value) {
  const auto above = std::upper_bound(steps.begin(), steps.end(), value);
  return above == steps.begin() ? steps.front() : *std::prev(above);
}

std::string_view take_parameter(std::string_view& rest) {
  const std::size_t end = rest.find(';');
  const std::string_view parameter = text::trim(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return parameter;
}

void apply(Manner& manner, std::string_view name, std::uint64_t value) {
  if (text::iequals(name, "useinbandfec")) manner.has_fec = value == 1;
  if (text::iequals(name, "usedtx")) manner.has_dtx = value == 1;
  if (text::iequals(name, "maxaveragebitrate") && value > 0)
    manner.bit_rate = value >= usual_bit_rate ? 0 : step_below(bit_rates, value);
  if (text::iequals(name, "maxplaybackrate") && value > 0)
    manner.playback_rate = value >= full_rate ? 0 : step_below(playback_rates, value);
}

}  // namespace

Manner read_opus_parameters(std::string_view parameters) {
  Manner manner;
  manner.has_fec = false;
  while (!parameters.empty()) {
    const std::string_view parameter = take_parameter(parameters);
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    const auto value = text::parse_unsigned(text::trim(parameter.substr(equals + 1)));
    if (value) apply(manner, text::trim(parameter.substr(0, equals)), *value);
  }
  return manner;
}

std::string write_opus_parameters(const Manner& manner) {
  std::string out = "minptime=10";
  if (manner.has_fec) out += ";useinbandfec=1";
  if (manner.has_dtx) out += ";usedtx=1";
  if (manner.bit_rate != 0) out += fmt::format(";maxaveragebitrate={}", manner.bit_rate);
  if (manner.playback_rate != 0) out += fmt::format(";maxplaybackrate={}", manner.playback_rate);
  return out;
}

}  // namespace cxload::media
