#include "tests/harness/tiny_house.h"

#include <cstdlib>
#include <stdexcept>

namespace zhucun::harness {

TinyHouse::TinyHouse(log::HashKind hash)
    : clock(std::make_shared<app::ManualClock>(noon(make_date(2024, 1, 1)))) {
  // No two books are opened in the same microsecond.
  static std::int64_t opened = 0;
  clock->set({clock->now().micros + ++opened});
  std::string name = std::filesystem::temp_directory_path() / "zhucun-house-XXXXXX";
  root_ = mkdtemp(name.data());
  book_ = root_ / "book";
  auto options = tiny_options();
  options.hash = hash;
  book::Options limits;
  limits.disk_floor = 0;
  auto made = app::init_book(book_, options, clock, limits);
  if (!made) throw std::runtime_error(made.error().detail);
  app::make_keys(book_, vault::MasterKey::read_or_make(key_file()), (*made)->log());
  made->reset();
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

}  // namespace zhucun::harness
