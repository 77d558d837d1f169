// Reads one spreadsheet through the sandbox and says how long it took and what it cost:
// sheet_read PROGRAM FILE. For sheet_bench.py; the sum shows that the same was read.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "importers/sheet/read.h"

namespace {

// Looks at every cell and keeps none, as an import does.
struct Sum : zhucun::sheet::Sink {
  double numbers = 0;
  unsigned long long letters = 0;
  bool begin_sheet(const zhucun::sheet::SheetHead&) override { return true; }
  bool row(const zhucun::sheet::Row& row) override {
    for (const auto& cell : row.cells) {
      if (cell.kind == zhucun::sheet::CellKind::number) numbers += cell.number;
      if (cell.kind == zhucun::sheet::CellKind::text) letters += cell.text.size();
    }
    return true;
  }
  bool end_sheet(const zhucun::sheet::SheetTail&) override { return true; }
};

// The kernel's own mark: what getrusage says of this process goes back before its exec.
long own_peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

long childs_peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 64;
  int file = open(arguments[2], O_RDONLY | O_CLOEXEC);
  if (file < 0) return 66;
  zhucun::sheet::ReadOptions options;
  options.program = arguments[1];
  Sum sum;
  auto start = std::chrono::steady_clock::now();
  auto facts = zhucun::sheet::read_file(file, options, sum);
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  close(file);
  if (!facts) {
    std::printf("%s\n", facts.error().detail.c_str());
    return 1;
  }
  std::printf(
      "{\"seconds\":%.4f,\"rows\":%llu,\"cells\":%llu,\"numbers\":%.2f,\"letters\":%llu,"
      "\"parentKib\":%ld,\"childKib\":%ld}\n",
      took.count(), static_cast<unsigned long long>(facts->rows),
      static_cast<unsigned long long>(facts->cells), sum.numbers, sum.letters, own_peak_kib(),
      childs_peak_kib());
  return 0;
}
