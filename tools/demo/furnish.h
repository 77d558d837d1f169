// What a demo book gets when people are to look at it: obviously synthetic names through the vault,
// the ceremony, and one account per desk.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/app/house.h"

namespace zhucun::demo {

struct DeskLine {
  std::string account;
  std::string title;
  std::string password;
};

// Details of everybody who is registered and has none: name, id number, phone, card, birth date.
// The id numbers carry right check digits and the area code 000000, which nobody has.
Result<std::uint64_t> name_people(app::House& house,
                                  const std::function<void(const std::string&)>& progress);

// The three administrators and one account for each kind of desk, with lasting passwords; the line
// "api-key" holds a key of the city's office.
// `now` dates what does not belong to the story: a key for the command line that holds for a year.
Result<std::vector<DeskLine>> furnish_desks(app::House& house, RecordedTime now);

// The details of the n-th person, as they go into the book; for tests that look for them.
struct SyntheticDetails {
  std::string name;
  std::string id_number;
  std::string phone;
  std::string bank_card;
  std::string birth_date;
};
SyntheticDetails synthetic_details(std::uint64_t n);

}  // namespace zhucun::demo
