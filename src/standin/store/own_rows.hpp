/// Rows that the settings bring along, over those of the fixtures.
#pragma once
#include "store.hpp"

namespace cxload::standin::store {

/// What rows of buttons and leads have in common, where they do not say it.
void complete(const Table& table, json::object& row);

/// `rows`: {"button": [{"id": 45, …}, …], …}, tables by the words of the admin door. A row with the id of one
/// that is there changes it; of the phone's domains, one with its domain. Empty: well; else what is wrong.
[[nodiscard]] std::string put_own_rows(Store& store, const json::object& rows);

}  // namespace cxload::standin::store
