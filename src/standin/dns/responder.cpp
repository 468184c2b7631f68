#include "responder.hpp"

#include <algorithm>

namespace cxload::standin::dns {
namespace {

constexpr std::size_t largest_datagram = 512;  // RFC 1035 4.2.1, without EDNS
constexpr std::size_t largest_message = 65'535;
constexpr int longest_chain = 8;  // of CNAMEs; a loop among them ends here
constexpr std::uint16_t class_in = 1, class_any = 255;

}  // namespace

Responder::Responder(DnsAnswers manner, std::vector<Record> records)
    : manner_(manner), records_(std::move(records)) {}

std::optional<std::string> Responder::on_message(std::span<const std::byte> message, Carrier carrier) const {
  const std::optional<Question> question = read_question(message);
  if (!question || manner_ == DnsAnswers::silent) return std::nullopt;
  const std::size_t largest = carrier == Carrier::udp ? largest_datagram : largest_message;
  return write_answer(*question, answer(*question, carrier), largest);
}

Answer Responder::answer(const Question& question, Carrier carrier) const {
  if (question.opcode != 0) return {Code::not_implemented};
  if (!question.is_whole) return {Code::format_error};
  if (manner_ == DnsAnswers::servfail) return {Code::server_failure};
  if (manner_ == DnsAnswers::nxdomain) return {Code::no_such_name};
  if (manner_ == DnsAnswers::truncated && carrier == Carrier::udp) return {Code::no_error, true};
  if (question.klass != class_in && question.klass != class_any) return {Code::refused};
  Answer answer;
  std::string name = question.name;
  for (int hop = 0; hop < longest_chain; ++hop) {
    const Record* alias = nullptr;
    for (const Record& record : records_) {
      if (record.owner != name) continue;
      const bool is_asked = question.type == static_cast<std::uint16_t>(Type::any) ||
                            question.type == static_cast<std::uint16_t>(record.type);
      if (is_asked) answer.records.push_back(&record);
      if (record.type == Type::cname && !is_asked) alias = &record;
    }
    if (alias == nullptr) break;
    answer.records.push_back(alias);
    name = alias->target;
  }
  if (answer.records.empty() && !exists(question.name)) answer.code = Code::no_such_name;
  return answer;
}

/// RFC 8020: a name exists too when something stands below it.
bool Responder::exists(const std::string& name) const {
  return std::any_of(records_.begin(), records_.end(), [&](const Record& record) {
    return record.owner == name || record.owner.ends_with("." + name);
  });
}

}  // namespace cxload::standin::dns
