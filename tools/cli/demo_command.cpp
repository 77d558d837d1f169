#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "ledger/log/failure.h"
#include "tools/cli/commands.h"
#include "tools/demo/demo.h"

namespace zhucun::cli {

int demo(const Common& common, const Demo& options) {
  demo::Options demo;
  demo.folder = common.book;
  demo.villages = options.villages;
  demo.years = options.years;
  demo.seed = options.seed;
  demo.scale = options.scale;
  demo.disk_floor = common.disk_floor_mib << 20;
  demo.progress = [](const std::string& text) {
    if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
  };
  auto made = demo::make(demo);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
  if (!made) return refused(made.error());
  if (!options.planted.empty()) {
    std::ofstream out(options.planted, std::ios::binary);
    out << made->planted_json;
    if (!out) throw log::IoFailure("写不了文件 " + options.planted);
  }
  std::cout << "演示账：" << common.book << "，" << made->summary << "\n";
  return 0;
}

}  // namespace zhucun::cli
