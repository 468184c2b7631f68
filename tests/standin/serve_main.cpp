// `cxload serve` without the rest of cxload: what the tests with foreign clients start.
#include <string_view>

#include <cxload/standin/standin.hpp>

int main(int count, char** words) {
  using cxload::standin::ServeMode;
  const bool is_child = count > 1 && std::string_view(words[1]) == "--child";
  return cxload::standin::serve(is_child ? ServeMode::child : ServeMode::alone,
                                is_child || count < 2 ? "" : words[1]);
}
