// Every shipped policy covers its source text, and a gap or a false quote is found.
#include <gtest/gtest.h>

#include <set>

#include "ledger/policy/coverage.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"

namespace zhucun::policy {
namespace {

Document shipped_policy(std::string_view name) {
  auto document = read_document(shipped_document(name), name);
  if (!document) {
    ADD_FAILURE() << document.error().detail;
    return {};
  }
  return *document;
}

TEST(PolicyShipped, HasItsDocuments) {
  EXPECT_TRUE(shipped_document("no-such-file").empty());
  EXPECT_EQ(shipped_document("holidays.csv").substr(0, 14), "date,type,name");
  EXPECT_EQ(shipped_document("yulin-divisions.csv").substr(0, 22), "code,name,level,parent");
  for (std::string_view name : shipped_documents()) EXPECT_FALSE(shipped_document(name).empty());
}

TEST(PolicyCoverage, EveryShippedPolicyCoversItsText) {
  int policies = 0;
  for (std::string_view name : shipped_documents()) {
    if (!name.ends_with(".toml") || name.starts_with("format-")) continue;
    ++policies;
    Document document = shipped_policy(name);
    CoverageReport report = coverage(document, shipped_document(document.head.source));
    EXPECT_TRUE(report.body_found) << name;
    for (const auto& gap : report.uncovered) ADD_FAILURE() << gap.line << ": " << gap.sentence;
    for (const auto& quote : report.missing_quotes) ADD_FAILURE() << quote.row;
    EXPECT_TRUE(report.complete()) << name;
  }
  EXPECT_EQ(policies, 4);
}

// The counts that `zhucun policy coverage` prints: a later version moves rows out of pending.
TEST(PolicyCoverage, CountsTheRowsOfYulin) {
  Document document = shipped_policy("yulin-2021-4.toml");
  CoverageReport report = coverage(document, shipped_document("yulin-2021-4.txt"));
  EXPECT_EQ(report.sentences, 116);
  EXPECT_EQ(report.rows[Treatment::computed], 105);
  EXPECT_EQ(report.rows[Treatment::enforced], 9);
  EXPECT_EQ(report.rows[Treatment::recorded], 9);
  EXPECT_EQ(report.rows[Treatment::guidance], 16);
  EXPECT_EQ(report.rows[Treatment::pending], 1);
  EXPECT_EQ(report.pending.size(), 1u);
  EXPECT_EQ(report.half_read.size(), 4u);
  for (const PendingRow& row : report.pending) EXPECT_FALSE(row.reason.empty()) << row.row;
}

TEST(PolicyCoverage, FindsEachRowThatIsTakenAway) {
  Document document = shipped_policy("yulin-2021-4.toml");
  std::string_view source = shipped_document("yulin-2021-4.txt");
  std::set<std::string> unnoticed;
  for (std::size_t i = 0; i < document.rows.size(); ++i) {
    Document shorter = document;
    shorter.rows.erase(shorter.rows.begin() + static_cast<std::ptrdiff_t>(i));
    if (coverage(shorter, source).complete()) unnoticed.insert(document.rows[i].id);
  }
  // Only rows whose sentence another row quotes too.
  EXPECT_EQ(unnoticed,
            (std::set<std::string>{
                "interview-selection-undone", "interview-poor-vetting", "interview-weak-follow-up",
                "interview-little-support", "interview-pay-not-honoured", "staffing-formerly-poor",
                "reduction-grounds", "first-secretary-leads-team", "team-report-township",
                "team-report-unit", "team-report-county", "unit-hearing", "unit-special-meeting",
                "township-spot-check", "county-supervision", "unit-talk", "unit-care-visit",
                "city-demonstration-class", "county-rotation-training", "two-excellences-city",
                "two-excellences-county", "biennial-commendation", "commendation-gates",
                // The work fund: what one sentence says in several rows, and what the dispatching
                // unit pays.
                "work-fund-first-secretary", "work-fund-team", "county-top-up",
                "province-allotment", "city-allotment", "province-receipt", "city-receipt",
                "county-transfer", "township-confirmation", "fund-earmark", "no-living-conditions",
                "living-allowance", "no-living-allowance", "no-meal-allowance",
                "transport-allowance", "no-transport-allowance", "travel-transport", "return-fare",
                "no-return-fare", "health-check", "accident-insurance", "medical-costs",
                "no-health-check", "no-accident-insurance", "no-medical-costs", "telecom-allowance",
                "no-telecom-allowance", "unused-leave", "no-unused-leave-pay", "survivor-benefits",
                "no-survivor-benefits", "injury-benefits", "no-consolation-payment",
                // A resident's life: one sentence, several conditions.
                "chain-first-secretary", "chain-member", "eligibility-full-member",
                "eligibility-party-age", "eligibility-work-experience", "eligibility-not-retired",
                "eligibility-staff", "eligibility-support-staff", "preference-rural-experience",
                "preference-agricultural-skill", "match-weak-branch", "match-economy",
                "match-agricultural-skill", "match-dispute-prone", "leaving-allowed",
                "leaving-barred", "membership-transfer", "village-post", "village-election",
                "recall-grade", "recall-punishment", "recall-leave", "leave-threshold"}));
}

TEST(PolicyCoverage, NamesTheUncoveredSentenceWithItsLine) {
  Document document = shipped_policy("second-city.toml");
  std::erase_if(document.rows, [](const Row& row) { return row.id == "county-supervision"; });
  CoverageReport report = coverage(document, shipped_document("second-city.txt"));
  ASSERT_EQ(report.uncovered.size(), 1u);
  EXPECT_EQ(report.uncovered[0].line, 18);
  EXPECT_EQ(report.uncovered[0].sentence, "县级每半年督查1次。");
  EXPECT_FALSE(report.complete());
}

TEST(PolicyCoverage, FindsQuotesThatAreNotInTheText) {
  Document document = shipped_policy("second-city.toml");
  document.rows[3].quote = "驻村干部每月向乡镇汇报1次工作";
  document.readings[0].quote = "没有这句话";
  CoverageReport report = coverage(document, shipped_document("second-city.txt"));
  ASSERT_EQ(report.missing_quotes.size(), 2u);
  EXPECT_EQ(report.missing_quotes[0].row, document.rows[3].id);
  EXPECT_GT(report.missing_quotes[0].line, 0);
  EXPECT_EQ(report.missing_quotes[1].row, "weekly-report-owed");
  document.head.body = "没有这个开头";
  EXPECT_FALSE(coverage(document, shipped_document("second-city.txt")).body_found);
}

TEST(PolicyCoverage, ComparesWithoutSpaceAcrossBreaksWithBracketsFolded) {
  std::string_view text = "乡镇（街道）每月至少\n\n开展 1 次抽查，严格落实。另一句。";
  EXPECT_TRUE(holds_quote(text, "乡镇(街道)每月至少开展1次抽查"));
  EXPECT_TRUE(holds_quote(text, "乡镇［街道］") == false);
  EXPECT_TRUE(holds_quote(text, "每月…1次抽查"));
  EXPECT_FALSE(holds_quote(text, "每月…另一句")) << "an ellipsis stays within its sentence";
  EXPECT_FALSE(holds_quote(text, "每月至多开展"));
  EXPECT_FALSE(holds_quote(text, ""));
  EXPECT_FALSE(holds_quote(text, "…"));
}

TEST(PolicyCoverage, ListsAllRowsWithUniqueIds) {
  Document document = shipped_policy("yulin-2021-4.toml");
  std::set<std::string> ids;
  for (const RowId& row : row_ids(document)) EXPECT_TRUE(ids.insert(row.id).second) << row.id;
  EXPECT_EQ(ids.size(), 39u + 6u + 20u + 20u + 87u + 11u + 4u);
}

}  // namespace
}  // namespace zhucun::policy
