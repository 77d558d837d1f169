// Every event type goes through a sheet and comes back with the same content.
#include <gtest/gtest.h>

#include <fstream>

#include "importers/recognise.h"
#include "importers/sheet_plan.h"
#include "tests/harness/sheets.h"

namespace zhucun {
namespace {

// A world in which every name is the id that it says: what is tested here is the sheet alone.
class Everything : public importers::Directory {
 public:
  std::vector<importers::Candidate> find(schema::Reference, std::string_view text,
                                         const importers::Around&) const override {
    return {{std::string(text), std::string(text)}};
  }
  std::optional<std::string> person_of(std::string_view) const override { return std::nullopt; }
  std::string newcomer(std::string_view) const override { return "N1"; }
  std::string name_of(DivisionCode code) const override { return to_text(code); }
  Date today() const override { return make_date(2030, 1, 1); }
  Date book_start() const override { return make_date(2020, 1, 1); }
};

schema::Words words_of(const std::string& hex) {
  schema::Words out;
  for (std::size_t i = 0; i + 16 <= hex.size(); i += 16)
    out.push_back(__builtin_bswap64(std::stoull(hex.substr(i, 16), nullptr, 16)));
  return out;
}

// The newest golden body of each type: every field says something.
std::map<std::string, schema::Words> samples() {
  std::map<std::string, schema::Words> out;
  std::ifstream in(std::string(ZHUCUN_SOURCE_DIR) + "/tests/golden/events.txt");
  for (std::string type, hex; in >> type >> hex;)
    out[type.substr(0, type.find('.'))] = words_of(hex);
  return out;
}

std::string text_of(const importers::PlanValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* fen = std::get_if<Fen>(&value)) return to_yuan(*fen);
  if (const auto* date = std::get_if<Date>(&value)) return to_text(*date);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "是" : "否";
  return "";
}

// The event as the rows of its own sheet, as a reader would give them.
sheet::Workbook written(const importers::SheetFormat& format, const schema::Said& said) {
  std::vector<std::vector<std::string>> rows{{std::string(importers::origin_title)}};
  for (const auto& column : format.columns) rows[0].push_back(column.title);
  for (const auto& values : importers::event_rows(format, said)) {
    rows.push_back({"12"});
    for (const auto& value : values) rows.back().push_back(text_of(value));
  }
  return harness::workbook_of(
      {harness::sheet_of("驻村账", {{"format", "extract"}, {"book", "another"}}),
       harness::sheet_of(format.name, rows)});
}

TEST(ImportSheet, EveryEventTypeComesBackFromItsSheet) {
  Everything directory;
  auto bodies = samples();
  int types = 0;
  for (const auto& info : schema::catalogue()) {
    bool not_by_sheet = false;
    for (const auto& one : importers::not_by_sheet()) not_by_sheet |= one.type == info.name;
    if (not_by_sheet) continue;
    ++types;
    auto body = schema::read(bodies.at(info.name));
    auto said = schema::said_in(body);
    // A list in one cell: its items hold neither the separators nor line ends.
    for (auto& field : said.data) {
      auto* list = std::get_if<std::vector<std::string>>(&field.value);
      if (list && field.field->reference == schema::Reference::none &&
          field.field->kind == schema::FieldKind::text_list)
        *list = {"甲", "乙"};
    }
    auto format = importers::sheet_of_event(info);
    auto reading = importers::read_workbook(written(format, said), {}, directory);
    ASSERT_EQ(reading.problems.size(), 0u) << info.name << ": " << reading.problems.front().detail;
    ASSERT_EQ(reading.items.size(), 1u) << info.name;
    std::string json = importers::draft_json(
        reading.items.front(), {"id", "", ""},
        [](const std::string& ref) { return std::stoull(ref.substr(ref.find(':') + 1)); });
    auto draft = schema::draft_from_json(json, {});
    ASSERT_TRUE(draft) << info.name << ": " << draft.error().detail << "\n" << json;
    auto back = schema::said_in(schema::read(*draft));
    ASSERT_EQ(back.data.size(), said.data.size()) << info.name << "\n" << json;
    for (std::size_t i = 0; i < said.data.size(); ++i) {
      EXPECT_EQ(back.data[i].field->name, said.data[i].field->name) << info.name;
      EXPECT_EQ(back.data[i].value, said.data[i].value)
          << info.name << "." << said.data[i].field->name;
      EXPECT_EQ(back.data[i].rows.size(), said.data[i].rows.size()) << info.name;
    }
  }
  std::printf("counted: %d of %zu event types through their sheets\n", types,
              schema::catalogue().size());
  EXPECT_EQ(types + static_cast<int>(importers::not_by_sheet().size()),
            static_cast<int>(schema::catalogue().size()));
}

}  // namespace
}  // namespace zhucun
