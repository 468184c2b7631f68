// `cxload serve` without the rest of cxload: what the tests with foreign clients start. And the list of
// defects.
#include <iostream>
#include <string_view>

#include <cxload/standin/defects.hpp>
#include <cxload/standin/standin.hpp>

int main(int count, char** words) {
  using cxload::standin::ServeMode;
  const std::string_view word = count > 1 ? words[1] : "";
  if (word == "--defects") {
    for (const std::string_view id : cxload::standin::defect_ids()) std::cout << id << '\n';
    return 0;
  }
  const bool is_child = word == "--child";
  return cxload::standin::serve(is_child ? ServeMode::child : ServeMode::alone,
                                std::string(is_child ? "" : word));
}
