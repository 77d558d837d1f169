// Throws mutated files at the real reading child: sheet_mutate SHEETS SEEDS_FOLDER SECONDS SEED.
// Counts how each ended. The sandbox must never have had to kill one, none may hang or crash, and
// this process, the parent, must come to its end.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "importers/sheet/annotate.h"
#include "importers/sheet/read.h"
#include "tests/sheet/make_files.h"

namespace {

using zhucun::sheet::ReadOptions;

std::string mutated(std::string file, const std::vector<std::string>& seeds, std::mt19937& random) {
  auto place = [&](std::size_t size) { return size == 0 ? 0 : random() % size; };
  for (auto times = 1 + random() % 8; times-- > 0 && !file.empty();) {
    auto at = place(file.size());
    switch (random() % 7) {
      case 0: file[at] = static_cast<char>(random()); break;
      case 1: file[at] = static_cast<char>(file[at] ^ 1 << random() % 8); break;
      case 2: file.erase(at, 1 + random() % 64); break;
      case 3: file.insert(at, file.substr(place(file.size()), random() % 256)); break;
      case 4: file.resize(at); break;
      case 5: {
        const auto& other = seeds[place(seeds.size())];
        file.replace(at, random() % 64, other.substr(place(other.size()), random() % 64));
        break;
      }
      default: {
        // A number at its edge.
        static const std::string edges[] = {std::string(4, '\0'), std::string(4, '\xff'),
                                            std::string("\x00\x00\x00\x80", 4),
                                            std::string("\xff\xff\xff\x7f", 4)};
        file.replace(at, 4, edges[random() % 4]);
      }
    }
  }
  return file;
}

// Parts are mutated before they are packed, so that the checksums of the zip are right.
std::string whole(const std::string& kind, const std::string& part) {
  if (kind == "records") return zhucun::sheet::testing::ole_of("Workbook", part);
  if (kind != "parts" && kind != "annotate") return part;
  zhucun::sheet::testing::Book book{.sheets = {{"甲", part.substr(0, part.find('\0'))}}};
  if (auto cut = part.find('\0'); cut != std::string::npos) {
    auto rest = part.substr(cut + 1);
    book.shared = rest.substr(0, rest.find('\0'));
    if (auto next = rest.find('\0'); next != std::string::npos) book.styles = rest.substr(next + 1);
  }
  return book.bytes();
}

std::string kind_of(const zhucun::Refusal& refusal) {
  for (const char* word :
       {"越权", "用时过长", "崩溃", "内存过多", "不合规", "没有说完", "读取进程出错"}) {
    if (refusal.detail.find(word) != std::string::npos) return word;
  }
  return std::string(zhucun::name_of(refusal.code));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 64;
  std::vector<std::string> seeds, kinds;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[2])) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    kinds.push_back(entry.path().parent_path().filename());
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (seeds.empty()) return 65;
  std::mt19937 random(static_cast<unsigned>(std::stoul(arguments[4])));
  ReadOptions options;
  options.program = arguments[1];
  options.limits.wall = std::chrono::seconds(10);
  std::map<std::string, std::uint64_t> ends;
  std::uint64_t runs = 0;
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(std::stoul(arguments[3]));
  for (; std::chrono::steady_clock::now() < deadline; ++runs) {
    auto chosen = random() % seeds.size();
    auto file = whole(kinds[chosen], mutated(seeds[chosen], seeds, random));
    if (random() % 5 == 0) {
      auto copy = zhucun::sheet::annotate_xlsx(file, {{0, 1, {{2, 2, "错", "改"}}}}, options);
      ++ends[copy ? "annotated" : kind_of(copy.error())];
      continue;
    }
    zhucun::sheet::Workbook book;
    auto facts = zhucun::sheet::read_file(file, options, book);
    ++ends[facts ? "read" : kind_of(facts.error())];
  }
  std::printf("measured: %llu mutated files through the sandbox, seed %s;",
              static_cast<unsigned long long>(runs), arguments[4]);
  for (const auto& [end, times] : ends)
    std::printf(" %s %llu", end.c_str(), static_cast<unsigned long long>(times));
  auto of = [&ends](const char* word) { return static_cast<unsigned long long>(ends[word]); };
  auto escapes = of("越权"), hangs = of("用时过长");
  auto falls = of("崩溃") + of("不合规") + of("没有说完") + of("读取进程出错");
  std::printf(
      "; kills by the sandbox %llu, hangs %llu, falls of the child %llu, falls of the parent 0\n",
      escapes, hangs, falls);
  return escapes + hangs + falls == 0 ? 0 : 1;
}
