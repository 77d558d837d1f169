//   zhucun_bench append FOLDER [ROUNDS [SECONDS]]
//   zhucun_bench read BOOK PERIOD AS_OF
//   zhucun_bench drafts BOOK YEAR AS_OF
//   zhucun_bench workbook ROWS FILE
//   zhucun_bench cells HEX_LINES OUT
//   zhucun_bench form FILE
#include "tools/bench/bench.h"

#include <cstdio>

int main(int argc, char** argv) {
  std::string what = argc > 1 ? argv[1] : "";
  if (what == "append" && argc >= 3) {
    zhucun::bench::append(argv[2], argc > 3 ? std::stoi(argv[3]) : 5,
                          argc > 4 ? std::stod(argv[4]) : 1.2);
    return 0;
  }
  if (what == "read" && argc == 5) {
    zhucun::bench::read(argv[2], argv[3], argv[4]);
    return 0;
  }
  if (what == "drafts" && argc == 5)
    return zhucun::bench::drafts(argv[2], std::stoi(argv[3]), argv[4]) == 0 ? 0 : 1;
  if (what == "workbook" && argc == 4) {
    zhucun::bench::workbook(std::stoll(argv[2]), argv[3]);
    return 0;
  }
  if (what == "cells" && argc == 4) {
    zhucun::bench::cells(argv[2], argv[3]);
    return 0;
  }
  if (what == "form" && argc == 3) {
    zhucun::bench::form(argv[2]);
    return 0;
  }
  std::fprintf(stderr,
               "usage: zhucun_bench append FOLDER [ROUNDS [SECONDS]] | read BOOK PERIOD AS_OF\n"
               "       zhucun_bench drafts BOOK YEAR AS_OF\n"
               "       zhucun_bench workbook ROWS FILE | cells HEX_LINES OUT | form FILE\n");
  return 2;
}
