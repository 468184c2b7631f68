/// Compound packets of RTCP.
#include <algorithm>

#include <cxload/rtp/rtcp.hpp>

#include "octets.hpp"

namespace cxload::rtp {
namespace {

constexpr unsigned sender_report = 200, receiver_report = 201, source_description = 202, goodbye = 203;
constexpr std::size_t block_size = 24;

struct Section {
  unsigned count = 0, type = 0;
  std::span<const std::byte> body;  ///< behind the header word
};

/// Takes the next packet of a compound; nothing when its length is wrong.
std::optional<Section> take(std::span<const std::byte>& rest) {
  if (rest.size() < 4) return std::nullopt;
  const std::uint32_t first = read_word(rest, 0);
  const std::size_t size = (static_cast<std::size_t>(first & 0xFFFF) + 1) * 4;
  if (first >> 30 != 2 || size > rest.size()) return std::nullopt;
  Section section{first >> 24 & 31, first >> 16 & 255, rest.subspan(4, size - 4)};
  rest = rest.subspan(size);
  return section;
}

/// The counts fit into the length.
bool is_whole(const Section& section) {
  switch (section.type) {
    case sender_report:
      return section.body.size() >= 24 + section.count * block_size;
    case receiver_report:
      return section.body.size() >= 4 + section.count * block_size;
    case goodbye:
      return section.body.size() >= section.count * 4UL;
    default:
      return true;
  }
}

ReportBlock read_block(std::span<const std::byte> bytes) {
  ReportBlock block;
  block.source = static_cast<Ssrc>(read_word(bytes, 0));
  const std::uint32_t loss = read_word(bytes, 4);
  block.fraction_lost = static_cast<std::uint8_t>(loss >> 24);
  // 24 bits with a sign.
  block.cumulative_lost = static_cast<std::int32_t>(loss << 8) >> 8;
  block.highest = read_word(bytes, 8);
  block.jitter = read_word(bytes, 12);
  block.last_report = read_word(bytes, 16);
  block.delay = read_word(bytes, 20);
  return block;
}

void tell(const Section& section, RtcpSink& sink) {
  if (section.type == goodbye) {
    for (std::size_t i = 0; i < section.count; ++i)
      sink.on_bye(static_cast<Ssrc>(read_word(section.body, i * 4)));
    return;
  }
  if (section.type != sender_report && section.type != receiver_report) return;
  const auto from = static_cast<Ssrc>(read_word(section.body, 0));
  std::size_t at = 4;
  if (section.type == sender_report) {
    SenderInfo info;
    info.ntp = static_cast<std::uint64_t>(read_word(section.body, 4)) << 32 | read_word(section.body, 8);
    info.timestamp = {read_word(section.body, 12)};
    info.packets = read_word(section.body, 16);
    info.octets = read_word(section.body, 20);
    sink.on_sender(from, info);
    at = 24;
  }
  for (std::size_t i = 0; i < section.count; ++i)
    sink.on_report(from, read_block(section.body.subspan(at + i * block_size, block_size)));
}

}  // namespace

bool read_rtcp(std::span<const std::byte> bytes, RtcpSink& sink) {
  if (bytes.empty()) return false;
  for (std::span<const std::byte> rest = bytes; !rest.empty();) {
    const std::optional<Section> section = take(rest);
    if (!section || !is_whole(*section)) return false;
  }
  for (std::span<const std::byte> rest = bytes; !rest.empty();) tell(*take(rest), sink);
  return true;
}

void RtcpWriter::word(std::uint32_t value) {
  write_word(out_, size_, value);
  size_ += 4;
}

void RtcpWriter::header(unsigned count, unsigned type, std::size_t words) {
  word(2U << 30 | count << 24 | type << 16 | static_cast<std::uint32_t>(words));
}

void RtcpWriter::report(Ssrc from, const std::optional<SenderInfo>& info,
                        const std::optional<ReportBlock>& block) {
  const std::size_t words = 1 + (info ? 5U : 0U) + (block ? 6U : 0U);
  header(block ? 1 : 0, info ? sender_report : receiver_report, words);
  word(static_cast<std::uint32_t>(from));
  if (info) {
    word(static_cast<std::uint32_t>(info->ntp >> 32));
    word(static_cast<std::uint32_t>(info->ntp));
    word(info->timestamp.value);
    word(info->packets);
    word(info->octets);
  }
  if (!block) return;
  word(static_cast<std::uint32_t>(block->source));
  word(static_cast<std::uint32_t>(block->fraction_lost) << 24 |
       (static_cast<std::uint32_t>(block->cumulative_lost) & 0xFFFFFFU));
  word(block->highest);
  word(block->jitter);
  word(block->last_report);
  word(block->delay);
}

void RtcpWriter::cname(Ssrc of, std::string_view name) {
  name = name.substr(0, 32);
  // Chunk: SSRC, item of type 1 with its length, at least one zero octet, to the next word.
  const std::size_t text = (2 + name.size() + 1 + 3) / 4;
  header(1, source_description, 1 + text);
  word(static_cast<std::uint32_t>(of));
  const std::span<std::byte> item = out_.subspan(size_, text * 4);
  std::fill(item.begin(), item.end(), std::byte{0});
  item[0] = std::byte{1};
  item[1] = static_cast<std::byte>(name.size());
  std::transform(name.begin(), name.end(), item.begin() + 2,
                 [](char c) { return static_cast<std::byte>(c); });
  size_ += text * 4;
}

void RtcpWriter::bye(Ssrc of) {
  header(1, goodbye, 1);
  word(static_cast<std::uint32_t>(of));
}

}  // namespace cxload::rtp
