// Making a book: the folder, its first event, the register, the calendars and the policy, each
// adopted as events through the same door as everything later.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/book/book.h"

namespace zhucun::app {

struct InitOptions {
  DivisionCode city;
  std::string title;
  Date start;  // the book's first day
  std::string actor;
  bool demo = false;
  log::HashKind hash = log::HashKind::sha256;
  std::string register_csv;  // text: code,name,level,parent
  std::string register_source;
  std::string calendar_csv;  // text: date,type,name; empty = none
  std::string policy_toml;   // text; empty = none
};

// The shipped register, calendars and policy of a city; empty texts where none is shipped for it.
InitOptions shipped_options(DivisionCode city);

// Opens the book that stands in a folder. Throws the failures of the log.
std::unique_ptr<book::Book> open_book(const std::filesystem::path& folder, log::OpenMode mode,
                                      std::shared_ptr<Clock> clock, book::Options options = {});

// Creates the folder's book and submits its first events. On a refusal the folder is left as it
// was.
Result<std::unique_ptr<book::Book>> init_book(const std::filesystem::path& folder,
                                              const InitOptions& options,
                                              std::shared_ptr<Clock> clock,
                                              book::Options book_options = {});

// The drafts that init submits, in order, as JSON; also for tests that keep their book in memory.
Result<std::vector<std::string>> opening_drafts(const InitOptions& options);

}  // namespace zhucun::app
