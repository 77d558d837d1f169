// The demo city with everybody's details: not one of them stands in plain in any file of the book,
// its keys, access log or secrets.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unordered_set>

#include "api/app/house.h"
#include "tests/harness/tiny_house.h"
#include "tools/demo/demo.h"
#include "tools/demo/furnish.h"

namespace zhucun {
namespace {

// Looks for every text of every length at each place of a file: one pass per length.
int found_in(const std::string& bytes,
             const std::vector<std::unordered_set<std::string>>& by_length) {
  int found = 0;
  for (std::size_t length = 1; length < by_length.size(); ++length) {
    if (by_length[length].empty()) continue;
    for (std::size_t at = 0; at + length <= bytes.size(); ++at) {
      // Digits and Chinese: everything we look for begins with one of these.
      auto lead = static_cast<unsigned char>(bytes[at]);
      if (lead != 0xe8 && (lead < '0' || lead > '9')) continue;
      found += by_length[length].contains(bytes.substr(at, length));
    }
  }
  return found;
}

TEST(DemoPrivacy, NoNameNumberPhoneOrCardStandsInPlainInAnyFile) {
  std::string name = std::filesystem::temp_directory_path() / "zhucun-privacy-XXXXXX";
  std::filesystem::path root = mkdtemp(name.data());
  demo::Options options;
  options.folder = (root / "book").string();
  options.villages = 60;
  options.disk_floor = 0;
  auto made = demo::make(options);
  ASSERT_TRUE(made) << made.error().detail;
  vault::MasterKey::read_or_make(root / "book.key");
  auto clock = std::make_shared<app::ManualClock>(harness::noon(*parse_date(made->last_day)));
  app::HouseOptions opening;
  opening.book.disk_floor = 0;
  std::uint64_t people = 0;
  std::string shown;
  {
    auto house = app::open_house(root / "book", clock, opening);
    auto named = demo::name_people(house, nullptr);
    ASSERT_TRUE(named) << named.error().detail;
    people = *named;
    auto desks = demo::furnish_desks(house, clock->now());
    ASSERT_TRUE(desks) << desks.error().detail;
    // Names are read once, so that the access log has something to betray.
    auto viewer = house.ledger->book().read([&](const domain::Facts& facts) {
      return app::viewer_of(facts.accounts, "demo-city", house.ledger->book().today(), "",
                            std::nullopt);
    });
    auto table = house.ledger->report("roster", {}, viewer);
    ASSERT_TRUE(table) << table.error().detail;
    for (const auto& row : table->rows) {
      for (const auto& cell : row.cells) {
        if (const auto* text = std::get_if<std::string>(&cell.value)) shown += *text + "\n";
      }
    }
    house.ledger->book().close();
  }
  std::vector<std::unordered_set<std::string>> by_length(40);
  std::size_t texts = 0;
  for (std::uint64_t n = 0; n < people; ++n) {
    auto one = demo::synthetic_details(n);
    for (const auto& text : {one.name, one.id_number, one.phone, one.bank_card, one.birth_date}) {
      // A birth date alone is a day like any other and stands in many events.
      if (text == one.birth_date) continue;
      texts += by_length.at(text.size()).insert(text).second;
    }
  }
  EXPECT_GT(found_in(shown, by_length), 0) << "the search finds nothing even where names are shown";
  int found = 0;
  std::size_t files = 0;
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    int here = found_in(all, by_length);
    EXPECT_EQ(here, 0) << entry.path();
    found += here;
    ++files;
    bytes += all.size();
  }
  std::printf(
      "counted: %zu names, numbers, phones and cards of %llu people in %zu files (%ju "
      "bytes), %d found\n",
      texts, static_cast<unsigned long long>(people), files, bytes, found);
  EXPECT_EQ(found, 0);
  EXPECT_GT(people, 100u);
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace zhucun
