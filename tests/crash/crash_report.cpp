// Linked into every test program: a crash says in which test and where, so that one run on a far machine is
// enough.
#include <csignal>
#include <cstring>
#include <execinfo.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace {

void say(const char* text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

/// Only what is safe enough in a process that is dying anyway.
void on_crash(int signal) {
  say("\ncrash: ");
  say(strsignal(signal));
  if (const auto* test = testing::UnitTest::GetInstance()->current_test_info(); test != nullptr) {
    say(" in ");
    say(test->test_suite_name());
    say(".");
    say(test->name());
  }
  say("\n");
  void* frames[48];
  ::backtrace_symbols_fd(frames, ::backtrace(frames, 48), STDERR_FILENO);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

const bool installed = [] {
  void* warm_up[1];
  ::backtrace(warm_up, 1);  // loads the unwinder now, not inside the handler
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::signal(signal, &on_crash);
  return true;
}();

}  // namespace
