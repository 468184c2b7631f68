// Customers, the template of new ones, and what belongs to them.
#include "fixture_rows.hpp"

namespace cxload::standin::store {

const std::string_view people_rows = R"json({
"customer": [
  {"id": 1, "account_id": 1093, "name": "Acme Ltd", "debit_limit": 50, "channels": 1000, "flow_speed": 100,
   "tax": 20.0, "currency": "USD", "min_payment": 1, "flags": [], "status": "Active"},
  {"id": 2, "account_id": 1093, "name": "Globex", "debit_limit": 0, "channels": 1000, "flow_speed": 100,
   "tax": 0.0, "currency": "USD", "min_payment": 1, "flags": [], "status": "Active"},
  {"id": 3, "account_id": 1093, "name": "Template", "debit_limit": 25, "channels": 4, "flow_speed": 2,
   "tax": 20.0, "currency": "USD", "min_payment": 5, "flags": ["prepaid"], "status": "Active"},
  {"id": 4, "account_id": 2000, "name": "Somebody Else", "currency": "EUR", "status": "Active"}],
"contact": [
  {"id": 1, "customer_id": 1, "name": "Ann Acme", "email": "ann@acme.example", "password": "pw-acme"},
  {"id": 2, "customer_id": 2, "name": "Glen Globex", "email": "glen@globex.example", "password": "pw-globex"}],
"route": [
  {"id": 1, "customer_id": 1, "name": "World", "prefix": "", "rate": 0.01},
  {"id": 2, "customer_id": 3, "name": "National", "prefix": "44", "rate": 0.012},
  {"id": 3, "customer_id": 3, "name": "Internal", "prefix": "1", "rate": 0},
  {"id": 4, "customer_id": 2, "name": "World", "prefix": "", "rate": 0.02}],
"payment": [
  {"id": 1, "customer_id": 1, "description": "Opening balance", "method": "bank", "total": 25.5, "fee": 0,
   "currency": "USD", "status": "Completed", "created": "{{now}}"},
  {"id": 2, "customer_id": 2, "description": "Opening balance", "method": "bank", "total": 3.25, "fee": 0,
   "currency": "USD", "status": "Completed", "created": "{{now}}"},
  {"id": 3, "customer_id": 3, "description": "Welcome credit", "method": "bank", "total": 5, "fee": 0,
   "currency": "USD", "status": "Completed", "created": "2020-01-02T03:04:05.000Z"},
  {"id": 4, "customer_id": 3, "description": "Bonus to be confirmed", "method": "bank", "total": 7, "fee": 0,
   "currency": "USD", "status": "Pending", "created": "2020-01-02T03:04:05.000Z"}],
"alert": [
  {"id": 1, "customer_id": 3, "name": "Low balance", "threshold": 1, "email": "billing@acme.example"}],
"package": [
  {"id": 1, "customer_id": 3, "name": "100 free minutes", "total": 0, "recurring": "monthly"},
  {"id": 2, "customer_id": 3, "name": "Number rental", "total": 1.5, "recurring": "monthly"}],
"contract": [
  {"id": 1, "customer_id": 3, "name": "Terms of service", "revision": 4, "required": true,
   "signed_by": "The operator", "signed": "2020-01-02T03:04:05.000Z"}],
"phonebook": [
  {"id": 1, "customer_id": 1, "name": "Echo desk", "name_given": "Ada", "name_family": "Lovelace",
   "organization": "Acme Ltd", "type": "work", "category": "internal"},
  {"id": 2, "customer_id": 1, "name": "Charles Babbage", "organization": "Analytical Engines"},
  {"id": 3, "customer_id": 2, "name": "Globex reception"}],
"phonebook_number": [
  {"id": 1, "phonebook_id": 1, "name": "Desk", "number": "160", "extension": "12"},
  {"id": 2, "phonebook_id": 1, "name": "Tone", "number": "161"},
  {"id": 3, "phonebook_id": 2, "name": "Mobile", "number": "162"},
  {"id": 4, "phonebook_id": 3, "name": "Main", "number": "164"}],
"voucher": [
  {"id": 1, "account_id": 1093, "code": "WELCOME5", "amount": 5, "currency": "USD"},
  {"id": 2, "account_id": 1093, "code": "TWENTY20", "amount": 20, "currency": "USD"},
  {"id": 3, "account_id": 1093, "code": "EURO10", "amount": 10, "currency": "EUR"}],
"template": [
  {"id": 1, "account_id": 1093, "name": "Greeting",
   "html": "<h1>Hello {{displayName}}</h1><p>This is {{brandName}}; you are {{username}}, and it is {{now}}.</p>"},
  {"id": 2, "account_id": 1093, "name": "Frameless",
   "html": "<!-- NO-CONTAINER -->\n<iframe src=\"https://localhost/\" style=\"border: 0px; width: 100%;height: 100%\"></iframe>"},
  {"id": 3, "account_id": 1093, "name": "Framed",
   "html": "<iframe src=\"https://localhost/\" style=\"border: 0px; width: 100%;height: 100%\"></iframe>"}]
})json";

}  // namespace cxload::standin::store
