// What agents press and fill in. Buttons 101 to 120 are the rows WP-PREC-1 to WP-PREC-20, 131 to 143 the
// actions one by one; 45 is the example of the documentation.
#include "fixture_rows.hpp"

namespace cxload::standin::store {

const std::string_view agent_rows = R"json({
"script": [
  {"id": 2160, "account_id": 1093, "name": "populate", "returns": {"__": {
    "formSchema": [{"name": "first_name", "defaultValue": "New Updated name"},
      {"name": "last_name", "required": true},
      {"type": "text", "name": "country", "label": "Country", "select_enable": false, "required": false,
       "disabled": false, "hidden": false, "multiline": false, "defaultValue": "newly inserted field",
       "validation": "", "regex": "", "collapse": true, "scriptforge_change": false, "width": 12}],
    "formData": {"name": "Jonathan"}}}},
  {"id": 2161, "account_id": 1093, "name": "call", "returns":
    {"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}}},
  {"id": 2162, "account_id": 1093, "name": "redirect", "returns":
    {"__": {"action": {"name": "redirect", "params": ["https://www.example.com", "_blank"]}}}},
  {"id": 2163, "account_id": 1093, "name": "text", "returns": "This lead asked not to be called."},
  {"id": 2164, "account_id": 1093, "name": "object", "returns": {"score": 7, "tags": ["gold", "<b>old</b>"]}},
  {"id": 2165, "account_id": 1093, "name": "slow next", "delay_ms": 500, "returns":
    {"__": {"action": {"name": "next", "params": []}}}},
  {"id": 2166, "account_id": 1093, "name": "not found", "error": "404 Not Found"},
  {"id": 2167, "account_id": 1093, "name": "broken", "error": "the customer has no such thing"},
  {"id": 2168, "account_id": 1093, "name": "endless", "delay_ms": 3600000, "returns": {}},
  {"id": 2169, "account_id": 1093, "name": "inert keys", "returns": {"__": {"formId": 204,
    "eval": "window.__pwn = 1", "action": {"name": "toggleMic", "params": []}}}},
  {"id": 2170, "account_id": 1093, "name": "two actions", "returns": {"__": {"action":
    [{"name": "toggleMic", "params": []}, {"name": "endCall", "params": []}]}}},
  {"id": 2171, "account_id": 1093, "name": "eval", "returns": {"__": {"eval": "window.__pwn = 1"}}},
  {"id": 2172, "account_id": 1093, "name": "form id", "returns": {"__": {"formId": 204}}},
  {"id": 2173, "account_id": 1093, "name": "unknown action", "returns":
    {"__": {"action": {"name": "deleteAll", "params": []}}}},
  {"id": 2174, "account_id": 1093, "name": "schema and action", "returns": {"__": {
    "formSchema": [{"name": "first_name", "defaultValue": "From both"}],
    "action": {"name": "endCall", "params": []}}}},
  {"id": 2175, "account_id": 1093, "name": "nothing"},
  {"id": 2176, "account_id": 1093, "name": "open form", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Feedback Form"]}}}},
  {"id": 2177, "account_id": 1093, "name": "echo", "echo": true},
  {"id": 2178, "account_id": 1093, "name": "unavailable", "status": 503, "returns": {"error": "try later"}},
  {"id": 2179, "account_id": 1093, "name": "slow schema", "delay_ms": 400, "returns":
    {"__": {"formSchema": [{"name": "first_name", "defaultValue": "Slowly made"}]}}},
  {"id": 2180, "account_id": 1093, "name": "chain starts", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Chain 1"]}}}},
  {"id": 2181, "account_id": 1093, "name": "counter", "returns": {"count": "{{counter}}", "user": "{{username}}"}},
  {"id": 2182, "account_id": 1093, "name": "action without properties", "returns": {"__": {"action": {}}}},
  {"id": 2203, "account_id": 1093, "name": "feedback", "returns":
    {"__": {"action": {"name": "makeCall", "params": ["alt_phone"]}}}},
  {"id": 2204, "account_id": 1093, "name": "order", "returns": {"__": {
    "action": {"name": "openForm", "params": ["feedback form"]},
    "formSchema": [{"name": "last_name", "required": true, "defaultValue": "From the order"}]}}},
  {"id": 2206, "account_id": 1093, "name": "loop", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Loop"]}}}},
  {"id": 2221, "account_id": 1093, "name": "chain 1", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Chain 2"]}}}},
  {"id": 2222, "account_id": 1093, "name": "chain 2", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Chain 3"]}}}},
  {"id": 2223, "account_id": 1093, "name": "chain 3", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Chain 4"]}}}},
  {"id": 2224, "account_id": 1093, "name": "chain 4", "returns":
    {"__": {"action": {"name": "openForm", "params": ["Chain 5"]}}}},
  {"id": 2225, "account_id": 1093, "name": "chain 5", "returns":
    {"__": {"action": {"name": "next", "params": []}}}},
  {"id": 2300, "account_id": 2000, "name": "foreign", "returns": {"secret": "of another account"}}],
"form": [
  {"id": 203, "account_id": 1093, "name": "Feedback Form", "sandbox_id": 2203, "placement": "agent", "schema": [
    {"type": "text", "name": "first_name", "label": "First name", "required": true, "width": 12},
    {"type": "text", "name": "last_name", "label": "Last name", "required": false, "width": 12},
    {"type": "text", "name": "name", "label": "Nickname", "width": 24},
    {"type": "text", "name": "notes", "label": "Notes", "multiline": true, "width": 24}]},
  {"id": 204, "account_id": 1093, "name": "Order Form", "sandbox_id": 2204, "placement": "agent", "schema": [
    {"type": "text", "name": "product", "label": "Product", "required": true, "width": 12},
    {"type": "text", "name": "quantity", "label": "Quantity", "validation": "regex", "regex": "^[0-9]{1,4}$",
     "defaultValue": "1", "width": 6},
    {"type": "text", "name": "email", "label": "E-mail", "validation": "email", "width": 6}]},
  {"id": 205, "account_id": 1093, "name": "Note", "sandbox_id": 2177, "placement": "agent", "schema": [
    {"type": "text", "name": "note", "label": "Note", "multiline": true, "width": 24}]},
  {"id": 206, "account_id": 1093, "name": "Loop", "sandbox_id": 2206, "placement": "agent", "schema": [
    {"type": "text", "name": "again", "label": "Again?", "width": 24}]},
  {"id": 207, "account_id": 1093, "name": "All Kinds", "placement": "agent", "schema": [
    {"type": "text", "name": "plain", "label": "Plain", "defaultValue": "as it is", "width": 12},
    {"type": "text", "name": "locked", "label": "Locked", "disabled": true, "defaultValue": "fixed", "width": 12},
    {"type": "text", "name": "secret", "label": "Hidden", "hidden": true, "defaultValue": "unseen"},
    {"type": "text", "name": "long", "label": "Long", "multiline": true, "width": 24}]},
  {"id": 208, "account_id": 1093, "name": "Quiet", "sandbox_id": 2182, "placement": "agent", "schema": [
    {"type": "text", "name": "word", "label": "A word", "width": 24}]},
  {"id": 221, "account_id": 1093, "name": "Chain 1", "sandbox_id": 2221, "placement": "agent", "schema": []},
  {"id": 222, "account_id": 1093, "name": "Chain 2", "sandbox_id": 2222, "placement": "agent", "schema": []},
  {"id": 223, "account_id": 1093, "name": "Chain 3", "sandbox_id": 2223, "placement": "agent", "schema": []},
  {"id": 224, "account_id": 1093, "name": "Chain 4", "sandbox_id": 2224, "placement": "agent", "schema": []},
  {"id": 225, "account_id": 1093, "name": "Chain 5", "sandbox_id": 2225, "placement": "agent", "schema": []},
  {"id": 300, "account_id": 2000, "name": "Foreign Form", "sandbox_id": 2300, "placement": "agent", "schema": []}],
"button": [
  {"id": 45, "label": "Agent Populate Form", "icon": "copy", "tooltip": "Red tooltip", "type": "danger",
   "min_select": 10, "max_select": 20, "sandbox_id": 2160, "fn": "main", "form_id": 203, "sort_order": 50},
  {"id": 101, "label": "Nothing", "sort_order": 101},
  {"id": 102, "label": "Local only", "fn": "endCall", "sort_order": 102},
  {"id": 103, "label": "Form by name", "fn": "openForm('Order Form')", "sort_order": 103},
  {"id": 104, "label": "Form id first", "fn": "openForm('Order Form')", "form_id": 203, "sort_order": 104},
  {"id": 105, "label": "Form by id", "form_id": 203, "sort_order": 105},
  {"id": 106, "label": "Script only", "sandbox_id": 2161, "sort_order": 106},
  {"id": 107, "label": "Form and script", "form_id": 203, "sandbox_id": 2160, "sort_order": 107},
  {"id": 108, "label": "Named form and script", "fn": "openForm(Feedback Form)", "sandbox_id": 2160, "sort_order": 108},
  {"id": 109, "label": "All three", "fn": "openForm('Order Form')", "form_id": 203, "sandbox_id": 2160,
   "sort_order": 109},
  {"id": 110, "label": "Action and script", "fn": "toggleMic", "sandbox_id": 2161, "sort_order": 110},
  {"id": 111, "label": "Entry function", "fn": "main", "sandbox_id": 2161, "sort_order": 111},
  {"id": 112, "label": "Entry function and form", "fn": "main", "form_id": 203, "sandbox_id": 2160, "sort_order": 112},
  {"id": 113, "label": "Action and form", "fn": "toggleMic", "form_id": 203, "sort_order": 113},
  {"id": 114, "label": "Action, form, script", "fn": "toggleMic", "form_id": 203, "sandbox_id": 2160,
   "sort_order": 114},
  {"id": 115, "label": "No such action", "fn": "dance", "sort_order": 115},
  {"id": 116, "label": "Form and a reply with an action", "form_id": 203, "sandbox_id": 2174, "sort_order": 116},
  {"id": 117, "label": "Plain reply", "fn": "main", "sandbox_id": 2163, "sort_order": 117},
  {"id": 118, "label": "Form and a script that fails", "form_id": 203, "sandbox_id": 2178, "sort_order": 118},
  {"id": 119, "label": "No such form", "fn": "openForm(No Such Form)", "sort_order": 119},
  {"id": 120, "label": "Form and a slow script", "form_id": 203, "sandbox_id": 2179, "sort_order": 120},
  {"id": 131, "label": "Answer", "icon": "phone", "type": "success", "fn": "answerCall", "sort_order": 10},
  {"id": 132, "label": "Hang up", "icon": "phone-slash", "type": "danger", "fn": "endCall", "sort_order": 11},
  {"id": 133, "label": "Call other number", "icon": "phone-volume", "type": "primary", "fn": "makeCall(alt_phone)",
   "sort_order": 12},
  {"id": 134, "label": "Call number", "icon": "phone", "type": "primary", "fn": "makeCall(phone_code)", "sort_order": 13},
  {"id": 135, "label": "Feedback", "icon": "comment", "fn": "openForm(feedback form)", "sort_order": 14},
  {"id": 136, "label": "Contacts", "icon": "address-book", "type": "info", "fn": "redirect(/contacts)", "sort_order": 15},
  {"id": 137, "label": "Website", "fn": "redirect(www.example.com, true)", "sort_order": 16},
  {"id": 138, "label": "Website in a new page", "fn": "redirect(https://www.example.com, _blank)", "sort_order": 17},
  {"id": 139, "label": "Mute", "icon": "microphone-slash", "type": "warning", "fn": "toggleMic", "sort_order": 18},
  {"id": 140, "label": "Save", "icon": "check", "type": "success", "fn": "save(Yes)", "sort_order": 19},
  {"id": 141, "label": "Do not save", "icon": "times", "fn": "save(No)", "sort_order": 20},
  {"id": 142, "label": "Save as unknown", "icon": "question", "fn": "save(Unknown)", "sort_order": 21},
  {"id": 143, "label": "Next", "icon": "forward", "type": "primary", "fn": "next", "sort_order": 22},
  {"id": 144, "label": "In capitals", "fn": "MAKECALL(\"ALT_PHONE\")", "sort_order": 144},
  {"id": 145, "label": "With blanks", "fn": " openForm( 'Feedback Form' ) ", "sort_order": 145},
  {"id": 146, "label": "A number", "fn": "makeCall(12345)", "sort_order": 146},
  {"id": 147, "label": "A script as address", "fn": "redirect(javascript:window.__pwn=1)", "sort_order": 147},
  {"id": 148, "label": "Save no word", "fn": "save(Maybe)", "sort_order": 148},
  {"id": 150, "label": "Chain of five", "fn": "main", "sandbox_id": 2180, "sort_order": 150},
  {"id": 151, "label": "Only a form id", "sandbox_id": 2172, "sort_order": 151},
  {"id": 152, "label": "Only eval", "sandbox_id": 2171, "sort_order": 152},
  {"id": 153, "label": "Inert keys beside an action", "sandbox_id": 2169, "sort_order": 153},
  {"id": 154, "label": "Two actions", "sandbox_id": 2170, "sort_order": 154},
  {"id": 155, "label": "Loop", "form_id": 206, "sort_order": 155},
  {"id": 156, "label": "Script not found", "sandbox_id": 2166, "sort_order": 156},
  {"id": 157, "label": "Script breaks", "sandbox_id": 2167, "sort_order": 157},
  {"id": 158, "label": "Script never ends", "sandbox_id": 2168, "sort_order": 158},
  {"id": 159, "label": "Unknown action in the reply", "sandbox_id": 2173, "sort_order": 159},
  {"id": 160, "label": "Object", "sandbox_id": 2164, "sort_order": 160},
  {"id": 161, "label": "Silence", "sandbox_id": 2175, "sort_order": 161},
  {"id": 162, "label": "Counter", "sandbox_id": 2181, "sort_order": 162},
  {"id": 163, "label": "Redirect by script", "sandbox_id": 2162, "sort_order": 163},
  {"id": 164, "label": "Slow next", "sandbox_id": 2165, "sort_order": 164},
  {"id": 165, "label": "Open form by script", "sandbox_id": 2176, "sort_order": 165},
  {"id": 166, "label": "Order", "form_id": 204, "sort_order": 166},
  {"id": 167, "label": "Echo", "sandbox_id": 2177, "sort_order": 167},
  {"id": 168, "label": "Note", "form_id": 205, "sort_order": 168},
  {"id": 169, "label": "Quiet form", "form_id": 208, "sort_order": 169},
  {"id": 170, "label": "Agent with a capital", "placement": "Agent", "sort_order": 170},
  {"id": 171, "label": "Of the portal", "placement": "portal", "sort_order": 171},
  {"id": 172, "label": "Nowhere", "placement": null, "sort_order": 172},
  {"id": 173, "label": "First of two", "sort_order": 173},
  {"id": 174, "label": "Second of two", "sort_order": 173},
  {"id": 176, "label": "All kinds", "form_id": 207, "sort_order": 176},
  {"id": 300, "account_id": 2000, "label": "Of another account", "sandbox_id": 2300, "sort_order": 1}],
"campaign": [
  {"id": 1, "account_id": 1093, "name": "Spring offer", "type": "preview", "form_id": 203,
   "script": "Good morning, this is Acme."},
  {"id": 2, "account_id": 1093, "name": "Endless", "type": "preview", "form_id": 204, "script": "Hello again.",
   "wraps": true},
  {"id": 3, "account_id": 2000, "name": "Of another account", "type": "preview"}],
"lead": [
  {"key": "15550100", "first_name": "Grace", "last_name": "Hopper", "phone_code": "161", "alt_phone": "160",
   "city": "New York", "country_code": "US", "email": "grace@example.com", "title": "Rear Admiral", "rank": 1,
   "gmt_offset_now": -5, "comments": "Call in the morning"},
  {"key": "15550110", "first_name": "Alan", "last_name": "Turing", "phone_code": "160", "alt_phone": "161",
   "city": "London", "country_code": "GB"},
  {"key": "15550120", "first_name": "Edsger", "last_name": "Dijkstra", "phone_code": "161", "alt_phone": "160",
   "city": "Rotterdam", "country_code": "NL"},
  {"key": "15550130", "first_name": "Barbara", "last_name": "Liskov", "phone_code": "160", "alt_phone": "161"},
  {"key": "15550140", "first_name": "<b>Bobby</b>", "last_name": "Tables'; DROP", "phone_code": "160", "alt_phone": "161"},
  {"key": "15550150", "first_name": "Margaret", "last_name": "Hamilton", "phone_code": "160", "alt_phone": ""},
  {"key": "15550160", "first_name": "Donald", "last_name": "Knuth", "phone_code": "", "alt_phone": "160"}]
})json";

}  // namespace cxload::standin::store
