#include "tests/harness/spec.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "ledger/policy/coverage.h"
#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/schema.h"
#include "projections/report.h"

namespace zhucun {
namespace {

const std::string folder = std::string(ZHUCUN_SOURCE_DIR) + "/tests/spec";

std::vector<std::string> spec_files() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".spec") out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Spec : public testing::TestWithParam<std::string> {};

TEST_P(Spec, Holds) {
  auto result = harness::run_spec_file(folder + "/" + GetParam());
  EXPECT_GT(result.specs, 0);
  for (const auto& failure : result.failures) ADD_FAILURE() << failure;
}

INSTANTIATE_TEST_SUITE_P(Files, Spec, testing::ValuesIn(spec_files()), [](const auto& info) {
  std::string name = info.param.substr(0, info.param.find('.'));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// Every typed row of the shipped policy is shown by a spec.
TEST(SpecInventory, EveryComputedRowHasASpec) {
  auto shown = harness::inventory_of(folder).rows;
  auto document = policy::read_document(policy::shipped_document("yulin-2021-4.toml"), "yulin");
  ASSERT_TRUE(document);
  for (const auto& row : policy::row_ids(*document)) {
    bool judged = row.kind != policy::RowKind::reading && row.kind != policy::RowKind::clause;
    if (!judged) continue;
    EXPECT_TRUE(shown.contains(row.id)) << "no spec covers row " << row.id;
  }
}

TEST(SpecInventory, EveryEventTypeHasASpec) {
  auto shown = harness::inventory_of(folder).events;
  for (const auto& type : schema::catalogue()) {
    EXPECT_TRUE(shown.contains(type.name)) << "no spec lets in " << type.name;
  }
}

TEST(SpecInventory, EveryReportHasASpec) {
  auto shown = harness::inventory_of(folder).reports;
  for (const auto& report : projections::reports()) {
    EXPECT_TRUE(shown.contains(report.name)) << "no spec reads " << report.name;
  }
}

// Refusals that a text cannot bring about (a disk, a clock, a busy server) have C++ tests of their
// own.
TEST(SpecInventory, EveryRefusalHasASpec) {
  auto shown = harness::inventory_of(folder).codes;
  const std::set<Code> elsewhere{
      Code::idempotency_key_missing, Code::revision_missing, Code::effects_moved, Code::not_found,
      Code::clock_skewed, Code::disk_low, Code::read_only, Code::busy, Code::unknown_report,
      Code::bad_parameter, Code::book_not_open, Code::unknown_party, Code::calendar_missing,
      // Backups are no events: tests/fault and tests/cli.
      Code::wrong_key, Code::other_book, Code::folder_taken, Code::backup_unfinished,
      Code::beyond_backup,
      // Spreadsheets: tests/sheet, tests/unit and tests/api.
      Code::file_refused, Code::file_unreadable, Code::file_too_large, Code::file_cancelled,
      Code::sheet_not_recognised, Code::ambiguous_name, Code::digits_lost, Code::import_not_ready,
      // Sessions and passwords are no events: tests/api and tests/unit.
      Code::signed_out, Code::wrong_password, Code::account_locked, Code::password_must_change,
      Code::step_up_needed, Code::password_length, Code::password_has_name, Code::password_common,
      Code::password_unchanged, Code::password_expired};
  for (int i = 0; i <= static_cast<int>(Code::password_expired); ++i) {
    auto code = static_cast<Code>(i);
    if (elsewhere.contains(code)) continue;
    EXPECT_TRUE(shown.contains(std::string(name_of(code)))) << "no spec expects " << name_of(code);
  }
}

}  // namespace
}  // namespace zhucun
