// Adopting a back-dated policy on a city's two years folds nothing: only judgements change.
#include <gtest/gtest.h>

#include "api/app/ledger.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/json_writer.h"
#include "tools/demo/demo.h"

namespace zhucun {
namespace {

// Every fact but the policies themselves, as one text.
std::string facts_of(app::Ledger& ledger) {
  std::string out;
  ledger.book().read([&out](const domain::Facts& facts) {
    domain::dump(facts, [&out](std::string_view line) {
      if (!line.starts_with("policies ")) out += std::string(line) + "\n";
    });
    return 0;
  });
  return out;
}

std::int64_t expected_city_meetings(app::Ledger& ledger) {
  auto table = ledger.report(
      "duty_compliance",
      {{"period", "2025"}, {"by", "city"}, {"duty", "city-meeting"}, {"asOf", "2026-06-30"}});
  return table ? std::get<std::int64_t>(table->totals->cells[6].value) : -1;
}

// The shipped policy with two dispatch meetings a half-year, in force from the first day of the old
// one.
std::string amendment() {
  std::string text(policy::shipped_document("yulin-2021-4.toml"));
  auto row = text.find("id = \"city-meeting\"");
  auto number = text.find("at_least = 1", row);
  text.replace(number, std::string("at_least = 1").size(), "at_least = 2");
  JsonWriter out;
  out.begin_object().field("type", "policyAdopted").field("date", "2026-06-30");
  out.key("data").begin_object().field("number", "修订").field("from", "2021-08-30");
  return out.field("text", text).end_object().end_object().take();
}

TEST(DemoPolicy, ABackDatedPolicyFoldsNothingAndChangesJudgements) {
  demo::Options options;
  options.villages = 40;
  options.disk_floor = 0;
  std::unique_ptr<book::Book> book;
  auto made = demo::make_in(options, book);
  ASSERT_TRUE(made) << made.error().detail;
  app::Ledger ledger(std::move(book));
  auto before = facts_of(ledger);
  auto owed = expected_city_meetings(ledger);
  app::SubmitOptions submit;
  submit.key = "amendment";
  submit.actor = "test";
  auto adopted = ledger.submit(amendment(), submit);
  ASSERT_TRUE(adopted) << adopted.error().detail;
  EXPECT_EQ(adopted->events.size(), 1u);
  EXPECT_EQ(facts_of(ledger), before);
  EXPECT_EQ(owed, 2);
  EXPECT_EQ(expected_city_meetings(ledger), 4);
  EXPECT_EQ(ledger.book().live_digest(), ledger.book().rebuilt_digest());
}

}  // namespace
}  // namespace zhucun
