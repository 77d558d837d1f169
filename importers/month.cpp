// A month sheet: a row per person, a column a day, one record per village. [7.2.3]
#include <algorithm>

#include "importers/legend.h"
#include "importers/rows.h"
#include "importers/values.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::importers {

namespace {

struct VillageSheet {
  std::uint32_t row = 0;
  std::string json;                 // of its rows
  std::vector<std::uint32_t> rows;  // where each of them stands
  bool wrong = false;
};

class MonthReader {
 public:
  explicit MonthReader(const SheetTask& task)
      : task_(task),
        last_(last_table_row(task)),
        legend_(task.grid, task.match.header_first, last_) {
    for (const auto& [letter, meaning] : legend_.said())
      task_.summary.marks.emplace_back(letter, meaning);
  }

  void run() {
    std::string month = month_of();
    auto period = parse_period(month);
    if (!period || month.size() != 7) {
      task_.out.problems.push_back({{task_.sheet, 0, 0},
                                    Code::missing_field,
                                    "看不出是哪个月的考勤",
                                    "在导入时选定月份，或在标题里写明，如 2026年7月",
                                    ""});
      return;
    }
    days_ = day_of(period->span.last);
    for (const auto& row : task_.grid.sheet().rows) {
      // What stands below is a legend or a signature, perhaps merged over the days' columns.
      if (row.number > task_.match.header_row && row.number <= last_ && !is_total(row)) one(row);
    }
    for (auto& [village, sheet] : villages_) put(village, sheet, month);
  }

 private:
  // The last row with a person in it; the legend may stand below.
  static std::uint32_t last_table_row(const SheetTask& task) {
    std::uint32_t last = task.match.header_row;
    for (const auto& row : task.grid.sheet().rows) {
      if (row.number <= task.match.header_row) continue;
      std::size_t marks = 0;
      for (const auto& [column, day] : task.match.days) {
        const auto* cell = row.at(column);
        marks += cell && !trimmed(cell->text).empty();
      }
      if (marks > 0) last = row.number;
    }
    return last;
  }

  // The head says it, or a title above the table.
  std::string month_of() const {
    if (!task_.head.period.empty()) return task_.head.period;
    for (std::uint32_t row = 1; row < task_.match.header_first; ++row) {
      std::string text = narrowed(task_.grid.text(row, 1));
      auto year = text.find("年");
      auto month = text.find("月", year);
      if (year == std::string::npos || year < 4 || month == std::string::npos) continue;
      if (auto key = read_period(text.substr(year - 4, month - year + 4 + 3))) return *key;
    }
    return "";
  }

  // Of the only column that feeds a field; nothing when its cell is empty.
  std::optional<CellReading> read(const sheet::Row& row, const std::string& field,
                                  std::uint32_t& at) const {
    for (const auto& column : task_.match.columns) {
      if (column.format->feeds.empty()) continue;
      const auto& path = column.format->feeds.front();
      if ((path.member.empty() ? path.field : path.member) != field) continue;
      const auto* cell = task_.grid.at(row.number, column.column);
      if (!cell || trimmed(cell->text).empty()) continue;
      at = column.column;
      CellContext context{task_.directory, task_.options.answers, around_of(task_, row), 100,
                          false};
      return read_cell(column.format->field, *cell, context);
    }
    return std::nullopt;
  }

  void one(const sheet::Row& row) {
    std::uint32_t at = 0;
    auto person = read(row, "person", at);
    std::uint32_t person_at = at;
    auto marks = marks_of(row);
    bool nothing = marks && marks->find_first_not_of("- ") == std::string::npos;
    if (!person && nothing) return;  // a legend, a signature or an empty line
    if (nothing) return;             // nobody said anything of this person
    ++task_.summary.rows;
    if (row.hidden) ++task_.summary.hidden_rows;
    auto village = read(row, "village", at);
    if (!person || !village) {
      task_.out.problems.push_back({{task_.sheet, row.number, 0},
                                    Code::missing_field,
                                    !person ? "有考勤没有人员" : "看不出驻哪个村",
                                    !person ? "补填姓名或人员编号" : "补填驻村",
                                    ""});
      return;
    }
    bool person_fine = note(task_, {task_.sheet, row.number, person_at}, *person);
    bool village_fine = note(task_, {task_.sheet, row.number, at}, *village);
    if (!village_fine) return;
    VillageSheet& sheet = sheet_of(village->value.json, row.number);
    if (!person_fine || !marks) {
      sheet.wrong = true;
      return;
    }
    JsonWriter line;
    line.begin_object().key("person").raw(person->value.json).field("marks", *marks).end_object();
    sheet.json += (sheet.json.empty() ? "" : ",") + line.take();
    sheet.rows.push_back(row.number);
  }

  VillageSheet& sheet_of(const std::string& village, std::uint32_t row) {
    for (auto& [key, sheet] : villages_) {
      if (key == village) return sheet;
    }
    villages_.emplace_back(village, VillageSheet{row, "", {}, false});
    return villages_.back().second;
  }

  // A word a day; nothing when a day is wrong, which has been noted.
  std::optional<std::string> marks_of(const sheet::Row& row) {
    std::string out;
    bool fine = true;
    for (const auto& [column, day] : task_.match.days) {
      // Days that are merged into one cell say the same.
      const auto* cell = task_.grid.at(row.number, column);
      std::string text = cell ? trimmed(cell->text) : "";
      CellPlace place{task_.sheet, row.number, column};
      if (day > days_) {
        if (text.empty() || text == "-" || text == "/") continue;
        task_.out.problems.push_back(
            {place, Code::day_not_in_month,
             "这个月没有 " + std::to_string(day) + " 日，却有标记“" + text + "”", "删去这一格",
             "7.2.3"});
        fine = false;
        continue;
      }
      auto word = legend_.word_of(text, task_.options.answers);
      if (!word.unknown.empty()) {
        ask(task_, place,
            {Legend::question_key(word.unknown),
             "标记“" + word.unknown + "”在图例里没有，是什么意思？",
             Legend::options(),
             {}});
        fine = false;
      }
      out += (out.empty() ? "" : " ") + (word.word.empty() ? std::string("-") : word.word);
    }
    return fine ? std::optional(out) : std::nullopt;
  }

  void put(const std::string& village, const VillageSheet& sheet, const std::string& month) {
    if (sheet.wrong || sheet.json.empty()) return;
    Item item;
    item.place = {task_.sheet, sheet.row, 0};
    item.slot = task_.match.format->slots.front().name;
    item.type = task_.match.format->slots.front().type;
    item.ref =
        "row:" + std::to_string(task_.sheet) + "/" + std::to_string(sheet.row) + "/" + item.slot;
    // The day on which it is filled in: the sheet itself names none.
    Date day = task_.directory.today();
    item.envelope.emplace_back("date", Value{json_quoted(to_text(day)), {}, false});
    item.data.emplace_back("village", Value{village, {}, false});
    item.data.emplace_back("month", Value{json_quoted(month), {}, false});
    for (const auto& fixed : task_.match.format->fixed) {
      if (fixed.path.field != "by") continue;
      std::string by = fixed.value;
      if (by == "{team}") by = "team:" + village.substr(1, village.size() - 2);
      auto filled = filled_in(by, task_.head);
      // Nobody said which township: the village's own.
      auto code = parse_division(village.substr(1, village.size() - 2));
      if (!filled && by.starts_with("township:") && code)
        filled = "township:" + to_text(ancestor(*code, DivisionLevel::township));
      if (filled) item.data.emplace_back("by", Value{json_quoted(*filled), {}, false});
    }
    item.data.emplace_back("rows", Value{"[" + sheet.json + "]", {}, false});
    item.list_rows = sheet.rows;
    item.words = month + "，" + std::to_string(sheet.rows.size()) + " 人";
    task_.out.items.push_back(std::move(item));
  }

  const SheetTask& task_;
  std::uint32_t last_;  // row with a mark in it
  Legend legend_;
  unsigned days_ = 31;
  std::vector<std::pair<std::string, VillageSheet>> villages_;  // in the order of the sheet
};

}  // namespace

void read_month(const SheetTask& task) {
  MonthReader(task).run();
}

}  // namespace zhucun::importers
