#include "importers/sheet/sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <string>
#include <system_error>

#include "importers/sheet/sheet.h"

namespace zhucun::sheet {
namespace {

bool limit(__rlimit_resource what, std::uint64_t soft, std::uint64_t hard) {
  rlimit64 value{soft, hard};
  return setrlimit64(what, &value) == 0;
}

bool set_limits(const ChildLimits& limits) {
  // No file is opened any more, but those that are open must stay usable: NOFILE counts numbers.
  return limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes) &&
         limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1) &&
         limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) && limit(RLIMIT_NOFILE, 0, 0) &&
         limit(RLIMIT_CORE, 0, 0);
}

bool add_rules(scmp_filter_ctx filter) {
  constexpr std::array plain{
      SCMP_SYS(munmap),       SCMP_SYS(mremap),        SCMP_SYS(brk),
      SCMP_SYS(exit),         SCMP_SYS(exit_group),    SCMP_SYS(futex),
      SCMP_SYS(madvise),      SCMP_SYS(clock_gettime), SCMP_SYS(time),
      SCMP_SYS(gettimeofday), SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall)};
  for (int call : plain) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  // Writing to the pipe alone, and memory that cannot be run.
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                          SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

}  // namespace

bool enter_sandbox(const ChildLimits& limits) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // Sanitizers need calls and memory that are forbidden below. Such a build is for tests alone.
  return limit(RLIMIT_CPU, limits.cpu_seconds * 10, limits.cpu_seconds * 10 + 1);
#endif
  // libzip asks for local time, for which the C library would open a file.
  setenv("TZ", "UTC0", 1);
  tzset();
  // Without rights of our own this needs a user namespace; where both are forbidden, the filter
  // below still lets no socket be made.
  if (unshare(CLONE_NEWNET) != 0) static_cast<void>(unshare(CLONE_NEWUSER | CLONE_NEWNET));
  if (!set_limits(limits) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return false;
  }
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  bool loaded = add_rules(filter) && seccomp_load(filter) == 0;
  // Releasing the filter needs no call that is forbidden now.
  seccomp_release(filter);
  return loaded;
}

std::string_view bytes_of(int descriptor) {
  struct stat facts {};
  if (fstat(descriptor, &facts) != 0) {
    throw std::system_error(errno, std::generic_category(), "fstat");
  }
  if (S_ISREG(facts.st_mode)) {
    auto size = static_cast<std::size_t>(facts.st_size);
    if (size == 0) return {};
    void* at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    return {static_cast<const char*>(at), size};
  }
  static std::string kept;
  std::array<char, 65'536> piece;
  while (kept.size() <= file_bytes_max) {
    ssize_t count = read(descriptor, piece.data(), piece.size());
    if (count < 0) throw std::system_error(errno, std::generic_category(), "read");
    if (count == 0) break;
    kept.append(piece.data(), static_cast<std::size_t>(count));
  }
  return kept;
}

bool write_out(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace zhucun::sheet
