/// TransactionTable against a plain scan: whatever happens, its earliest deadline is the earliest of all.
#include "../../src/sip/transaction_table.hpp"

#include <random>

#include <gtest/gtest.h>

namespace cxload::sip {
namespace {

struct FakeMachine {
  FakeMachine(TransactionId machine_id, TimePoint first) : id_(machine_id), deadline_(first) {}
  [[nodiscard]] TransactionId id() const { return id_; }
  [[nodiscard]] TimePoint deadline() const { return deadline_; }
  [[nodiscard]] bool is_terminated() const { return terminated_; }

  TransactionId id_;
  TimePoint deadline_;
  bool terminated_ = false;
};
using Table = TransactionTable<FakeMachine>;

constexpr TimePoint at(int tick) { return TimePoint(std::chrono::milliseconds(tick)); }

TimePoint scan(Table& table) {
  TimePoint earliest = TimePoint::max();
  table.for_each([&earliest](FakeMachine& machine) { earliest = std::min(earliest, machine.deadline()); });
  return earliest;
}

TEST(TransactionTable, EarliestIsAlwaysThatOfAScan) {
  std::mt19937 random(7);
  const auto draw = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  Table table;
  std::uint64_t last_id = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (table.size() < 40 && draw(3) == 0) {
      const TransactionId id{++last_id};
      table.add(last_id % 5,
                std::make_unique<FakeMachine>(id, draw(9) == 0 ? TimePoint::max() : at(draw(100))));
    } else if (Table::Entry* entry = table.find(TransactionId{last_id - static_cast<unsigned>(draw(50))})) {
      entry->machine->deadline_ = draw(9) == 0 ? TimePoint::max() : at(draw(100));
      entry->machine->terminated_ = draw(4) == 0;
      table.settle(*entry);
    }
    const TimePoint told = table.earliest();
    ASSERT_EQ(told, scan(table)) << "after step " << step;
  }
}

TEST(TransactionTable, EachDueMachineActsOnceAndTheDeadLeave) {
  Table table;
  for (int i = 1; i <= 9; ++i)
    table.add(0, std::make_unique<FakeMachine>(TransactionId{static_cast<unsigned>(i)}, at(i)));
  int acted = 0;
  table.for_each_due(at(6), [&acted](FakeMachine& machine) {
    ++acted;
    machine.terminated_ = machine.deadline() <= at(3);
    machine.deadline_ = at(5);  // due again, but not in this round
  });
  EXPECT_EQ(acted, 6);
  EXPECT_EQ(table.size(), 6U);
  EXPECT_EQ(table.earliest(), at(5));
  for (const std::uint64_t dead : {1U, 2U, 3U}) EXPECT_EQ(table.find(TransactionId{dead}), nullptr);
  for (const std::uint64_t alive : {4U, 5U, 6U, 7U, 8U, 9U}) {
    ASSERT_NE(table.find(TransactionId{alive}), nullptr);
    EXPECT_EQ(table.find(TransactionId{alive})->machine->id(), TransactionId{alive});
  }
}

TEST(TransactionTable, SearchBeginsWithTheNewest) {
  Table table;
  for (const std::uint64_t id : {1U, 2U, 3U})
    table.add(7, std::make_unique<FakeMachine>(TransactionId{id}, at(1)));
  const Table::Entry* found = table.find([](const Table::Entry& entry) { return entry.mark == 7; });
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->id, TransactionId{3});
}

}  // namespace
}  // namespace cxload::sip
