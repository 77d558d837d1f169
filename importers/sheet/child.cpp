#include "importers/sheet/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/sandbox.h"

namespace zhucun::sheet {
namespace {

constexpr int poll_milliseconds = 100;

[[noreturn]] void fail(const char* what, int error) {
  throw std::system_error(error, std::generic_category(), what);
}

std::string program_of(const ReadOptions& options) {
  if (!options.program.empty()) return options.program;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "zhucun-sheets";
}

// Above the standard ones, so that placing them for the child cannot step on each other.
Descriptor above_standard(int number) {
  int copy = fcntl(number, F_DUPFD_CLOEXEC, 10);
  if (copy < 0) fail("fcntl", errno);
  return Descriptor(copy);
}

// Ends and reaps the child on every way out.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  Child(const Child&) = delete;
  ~Child() {
    if (id_ < 0) return;
    kill(id_, SIGKILL);
    wait();
  }
  int wait() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return status;
  }

 private:
  pid_t id_;
};

pid_t start(const Errand& errand, int out, const ReadOptions& options) {
  Descriptor file = above_standard(errand.file), pipe = above_standard(out);
  Descriptor message = errand.message >= 0 ? above_standard(errand.message) : Descriptor();
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, file.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe.number(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (errand.message >= 0) posix_spawn_file_actions_adddup2(&actions, message.number(), 3);
  posix_spawn_file_actions_addclosefrom_np(&actions, errand.message >= 0 ? 4 : 3);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::array<std::string, 4> words{"zhucun-sheets", errand.mode,
                                   std::to_string(options.limits.cpu.count()),
                                   std::to_string(options.limits.memory_bytes)};
  std::array<char*, 5> arguments{words[0].data(), words[1].data(), words[2].data(), words[3].data(),
                                 nullptr};
  char* environment[] = {nullptr};
  pid_t id = -1;
  int error = posix_spawn(&id, program_of(options).c_str(), &actions, &attributes, arguments.data(),
                          environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) fail(("posix_spawn " + program_of(options)).c_str(), error);
  return id;
}

Refusal fallen(const std::string& why) {
  return damaged("文件没有读成：" + why + "，文件可能已损坏或有意破坏读取程序",
                 "请用 Excel 或 WPS 打开，另存为新的 xlsx 文件后重新上传");
}

// What the way the child ended says of the file; nothing when it ended as it should.
std::optional<Refusal> fault_of(int status) {
  if (WIFSIGNALED(status)) {
    int signal = WTERMSIG(status);
    if (signal == SIGSYS) return fallen("读取进程越权，已被终止");
    if (signal == SIGXCPU || signal == SIGKILL) return fallen("读取用时过长，已被终止");
    return fallen("读取进程崩溃（信号 " + std::to_string(signal) + "）");
  }
  int code = WEXITSTATUS(status);
  if (code == exit_no_memory) return fallen("读取需要的内存过多，已被终止");
  if (code == exit_no_sandbox) {
    throw std::runtime_error("zhucun-sheets: this system offers no seccomp sandbox");
  }
  if (code != 0) return fallen("读取进程出错（" + std::to_string(code) + "）");
  return std::nullopt;
}

// Reads the pipe to its end; a refusal ends it early.
Result<void> listen(int pipe, const ReadOptions& options, MessageReader& reader) {
  auto deadline = std::chrono::steady_clock::now() + options.limits.wall;
  std::array<char, 65'536> piece;
  for (;;) {
    if (options.cancelled && options.cancelled()) {
      return refuse({Code::file_cancelled, "读取已取消", "需要时请重新上传", "", "", {}});
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return refuse(fallen("读取用时过长，已被终止"));
    }
    pollfd waiting{pipe, POLLIN, 0};
    if (poll(&waiting, 1, poll_milliseconds) < 0 && errno != EINTR) fail("poll", errno);
    if (waiting.revents == 0) continue;
    ssize_t count = ::read(pipe, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", errno);
    if (count == 0) return {};
    if (auto fed = reader.feed({piece.data(), static_cast<std::size_t>(count)}); !fed) return fed;
    if (options.progress) {
      options.progress({reader.seen().sheets, reader.seen().rows, reader.seen().cells});
    }
    if (reader.has_enough()) return {};
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor memory_file(std::string_view bytes) {
  Descriptor file(memfd_create("sheet", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.number() < 0) fail("memfd_create", errno);
  while (!bytes.empty()) {
    ssize_t count = write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) fail("write", errno);
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  fcntl(file.number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

Result<FileFacts> run_child(const Errand& errand, const ReadOptions& options,
                            MessageReader& reader) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe2", errno);
  Descriptor in(ends[0]), out(ends[1]);
  Child child(start(errand, out.number(), options));
  out = Descriptor();
  auto heard = listen(in.number(), options, reader);
  if (!heard) return refuse(heard.error());
  if (reader.has_enough()) {
    FileFacts facts = reader.seen();
    facts.complete = false;
    return facts;
  }
  auto fault = fault_of(child.wait());
  if (fault) return refuse(*fault);
  if (!reader.is_done()) return refuse(fallen("读取进程没有说完"));
  return reader.result();
}

}  // namespace zhucun::sheet
