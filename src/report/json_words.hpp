/// The words of report.json for our enumerations, both ways.
#pragma once
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <cxload/result/run_result.hpp>

namespace cxload::report::words {

template <class Enum, std::size_t size>
using Table = std::array<std::pair<Enum, std::string_view>, size>;

inline constexpr Table<stats::Kind, 4> kinds{{{stats::Kind::distribution, "distribution"},
                                              {stats::Kind::ratio, "ratio"},
                                              {stats::Kind::counter, "counter"},
                                              {stats::Kind::gauge, "gauge"}}};

inline constexpr Table<result::VerdictStatus, 6> verdicts{
    {{result::VerdictStatus::pass, "pass"},
     {result::VerdictStatus::fail, "fail"},
     {result::VerdictStatus::invalid, "invalid"},
     {result::VerdictStatus::unreachable, "unreachable"},
     {result::VerdictStatus::aborted, "aborted"},
     {result::VerdictStatus::incomplete, "incomplete"}}};

inline constexpr Table<result::ValidityStatus, 3> validities{{{result::ValidityStatus::valid, "valid"},
                                                              {result::ValidityStatus::degraded, "degraded"},
                                                              {result::ValidityStatus::invalid, "invalid"}}};

inline constexpr Table<result::StepEnd, 3> step_ends{{{result::StepEnd::held, "held"},
                                                      {result::StepEnd::broke, "broke"},
                                                      {result::StepEnd::generator, "generator"}}};

inline constexpr Table<result::SearchOutcome, 7> search_outcomes{
    {{result::SearchOutcome::running, "running"},
     {result::SearchOutcome::found, "found"},
     {result::SearchOutcome::not_broken, "not_broken"},
     {result::SearchOutcome::broke_at_start, "broke_at_start"},
     {result::SearchOutcome::generator, "generator"},
     {result::SearchOutcome::no_answer, "no_answer"},
     {result::SearchOutcome::stopped, "stopped"}}};

template <class Enum, std::size_t size>
[[nodiscard]] constexpr std::string_view of(const Table<Enum, size>& table, Enum value) {
  for (const auto& [known, word] : table)
    if (known == value) return word;
  return {};
}

template <class Enum, std::size_t size>
[[nodiscard]] constexpr std::optional<Enum> find(const Table<Enum, size>& table, std::string_view word) {
  for (const auto& [value, known] : table)
    if (known == word) return value;
  return std::nullopt;
}

}  // namespace cxload::report::words
