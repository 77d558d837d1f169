// A child that misbehaves: stands in for zhucun-sheets in the tests of the sandbox. What it does is
// the first word of the file it is given.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <new>
#include <string>

#include "importers/sheet/messages.h"
#include "importers/sheet/sandbox.h"

namespace zhucun::sheet {
namespace {

std::uint64_t number_of(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void spin() {
  for (;;) asm volatile("" ::: "memory");
}

void swallow_memory() {
  for (;;) {
    auto* piece = static_cast<char*>(std::malloc(1 << 20));
    if (!piece) throw std::bad_alloc();
    for (int i = 0; i < 1 << 20; i += 4096) piece[i] = 1;
  }
}

// Not known to the compiler to be null.
void* volatile nowhere = nullptr;

// Does one forbidden thing; whoever comes back from it has broken out.
void misbehave(std::string_view deed) {
  if (deed == "open") static_cast<void>(open("/etc/passwd", O_RDONLY));
  if (deed == "create") static_cast<void>(open("/tmp/escaped", O_CREAT | O_WRONLY, 0600));
  if (deed == "socket") static_cast<void>(socket(AF_INET, SOCK_STREAM, 0));
  if (deed == "fork") static_cast<void>(fork());
  if (deed == "exec") execl("/bin/true", "true", nullptr);
  if (deed == "kill") kill(getppid(), SIGKILL);
  if (deed == "stderr") static_cast<void>(!write(2, "x", 1));
  if (deed == "file") static_cast<void>(!write(0, "x", 1));
  if (deed == "code")
    mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (deed == "memory") swallow_memory();
  if (deed == "spin") spin();
  if (deed == "crash") *static_cast<volatile int*>(nowhere) = 1;
  if (deed == "throw") throw 1;
}

bool sees_other_descriptors() {
  for (int number = 3; number < 1024; ++number) {
    if (fcntl(number, F_GETFD) >= 0) return true;
  }
  return false;
}

int run(int count, char** arguments) {
  if (count != 4) return 64;
  std::string file(bytes_of(STDIN_FILENO));
  // What follows the word is said as it is, unlocked: garbage for the parent to see through.
  if (file.starts_with("say ")) {
    write_out(std::string_view(file).substr(4));
    return 0;
  }
  if (file == "descriptors" && (environ[0] != nullptr || sees_other_descriptors())) return 65;
  if (!enter_sandbox({number_of(arguments[2]), number_of(arguments[3])})) return exit_no_sandbox;
  MessageWriter out(write_out);
  try {
    misbehave(file);
  } catch (const std::bad_alloc&) {
    return exit_no_memory;
  } catch (...) {
    return exit_thrown;
  }
  // A sound answer: the test sees that nothing stopped the deed.
  out.finish(FileFacts{});
  return 0;
}

}  // namespace
}  // namespace zhucun::sheet

int main(int count, char** arguments) {
  _exit(zhucun::sheet::run(count, arguments));
}
