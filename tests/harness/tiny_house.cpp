#include "tests/harness/tiny_house.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace zhucun::harness {

TinyHouse::TinyHouse(log::HashKind hash)
    : clock(std::make_shared<app::ManualClock>(noon(make_date(2024, 1, 1)))) {
  std::string name = std::filesystem::temp_directory_path() / "zhucun-house-XXXXXX";
  root_ = mkdtemp(name.data());
  book_ = root_ / "book";
  auto options = tiny_options();
  options.hash = hash;
  book::Options limits;
  limits.disk_floor = 0;
  auto made = app::init_book(book_, options, clock, limits);
  if (!made) throw std::runtime_error(made.error().detail);
  made->reset();
  app::make_keys(book_, vault::MasterKey::read_or_make(key_file()), hash);
  open();
}

TinyHouse::~TinyHouse() {
  house_.reset();
  std::filesystem::remove_all(root_);
}

void TinyHouse::close() {
  house_->ledger->book().close();
  house_.reset();
}

void TinyHouse::open(log::BookOptions log) {
  app::HouseOptions options;
  options.book.disk_floor = 0;
  options.book.log = std::move(log);
  // Cheap hashes: what they cost is measured elsewhere.
  options.secrets.hash.memory_kib = 64;
  options.secrets.hash.passes = 1;
  options.secrets.hash.iterations = 100;
  house_ = std::make_unique<app::House>(app::open_house(book_, clock, options));
}

std::vector<std::string> files_with(const std::filesystem::path& folder,
                                    const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    std::string bytes = std::move(all).str();
    for (const auto& text : texts) {
      if (bytes.find(text) == std::string::npos) continue;
      out.push_back(entry.path().string() + ": " + text);
      break;
    }
  }
  return out;
}

}  // namespace zhucun::harness
