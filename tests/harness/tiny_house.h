// The tiny city in a folder of its own with everything around it: vault, files, access log,
// secrets. Gone with its owner.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "api/app/house.h"
#include "tests/harness/tiny_book.h"

namespace zhucun::harness {

class TinyHouse {
 public:
  explicit TinyHouse(log::HashKind hash = log::HashKind::sha256);
  ~TinyHouse();
  TinyHouse(const TinyHouse&) = delete;

  // Closes the house cleanly; open() opens it again.
  void close();
  void open(log::BookOptions log = {});
  app::House& house() { return *house_; }
  app::Ledger& ledger() { return *house_->ledger; }
  const std::filesystem::path& folder() const { return book_; }
  std::filesystem::path key_file() const { return app::usual_key_file(book_); }

  std::shared_ptr<app::ManualClock> clock;

 private:
  std::filesystem::path root_;
  std::filesystem::path book_;
  std::unique_ptr<app::House> house_;
};

}  // namespace zhucun::harness
