#include "importers/reading.h"

#include <algorithm>
#include <set>

#include "importers/rows.h"
#include "importers/values.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::importers {

namespace {

// Sheets that only carry lists for drop-downs.
constexpr std::string_view list_sheet = "选项";

WorkbookHead head_of(const sheet::Workbook& workbook, const WorkbookHead& otherwise) {
  WorkbookHead out = otherwise;
  for (const auto& sheet : workbook.sheets) {
    if (sheet.head.name != head_sheet_name) continue;
    for (const auto& row : sheet.rows) {
      if (row.cells.size() < 2) continue;
      std::string name = trimmed(row.cells[0].text);
      std::string value = trimmed(row.cells[1].text);
      if (name == "format") out.format = value;
      if (name == "division") out.division = value;
      if (name == "unit") out.unit = value;
      if (name == "period") out.period = value;
      if (name == "book") out.book = value;
      if (name == "position") out.position = value;
    }
  }
  return out;
}

// Formats made from the schema alone, by the name of their sheet.
const SheetFormat* extract_sheet(std::string_view name) {
  static const std::vector<SheetFormat> all = [] {
    std::vector<SheetFormat> out;
    for (const auto& info : schema::catalogue()) out.push_back(sheet_of_event(info));
    return out;
  }();
  for (const auto& one : all) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

struct Choice {
  std::optional<SheetMatch> match;
  std::string title;
  std::string why;
};

// A handed-out workbook names its sheets; a sheet of the user's own is tried against all formats.
Choice choose(const Grid& grid, const WorkbookHead& head, const std::string& wanted) {
  const std::string& name = grid.sheet().head.name;
  auto fixed = [&](const SheetFormat* format) -> Choice {
    if (!format) return {std::nullopt, "", "这张表不是导入模板里的表，未读取"};
    auto match = match_sheet(grid, *format);
    if (!match) return {std::nullopt, format->title, "没有找到表头"};
    return {std::move(match), format->title, ""};
  };
  if (head.format == extract_format_name) return fixed(extract_sheet(name));
  if (const auto* workbook = find_workbook(head.format); workbook && !workbook->desk.empty())
    return fixed(workbook->sheet(name));
  Choice best{std::nullopt, "", "没有找到认得的表头"};
  for (const auto& workbook : workbook_formats()) {
    if (!workbook.desk.empty() && workbook.name != wanted) continue;
    for (const auto& format : workbook.sheets) {
      if (!wanted.empty() && workbook.desk.empty() && format.name != wanted) continue;
      auto match = match_sheet(grid, format);
      if (!match) continue;
      if (!best.match || match->score > best.match->score)
        best = {std::move(match), format.title, ""};
    }
  }
  return best;
}

class WorkbookReader {
 public:
  WorkbookReader(const sheet::Workbook& workbook, const ReadingOptions& options,
                 const Directory& directory)
      : workbook_(workbook), options_(options), directory_(directory) {
    out_.head = head_of(workbook, options.head);
  }

  WorkbookReading run() {
    for (std::size_t i = 0; i < workbook_.sheets.size(); ++i) one(i);
    for (std::size_t i = 0; i < workbook_.sheets.size(); ++i) {
      if (workbook_.sheets[i].head.name == check_sheet_name) check(i);
    }
    return std::move(out_);
  }

 private:
  void one(std::size_t index) {
    const auto& sheet = workbook_.sheets[index];
    if (sheet.head.name == head_sheet_name || sheet.head.name == list_sheet ||
        sheet.head.name == about_sheet_name || sheet.head.name == check_sheet_name)
      return;
    SheetReading summary;
    summary.index = index;
    summary.name = sheet.head.name;
    Grid grid(sheet);
    if (grid.last_column() == 0) {
      summary.why = "空表";
      out_.sheets.push_back(std::move(summary));
      return;
    }
    Choice choice = choose(grid, out_.head, options_.format);
    summary.format = choice.title;
    summary.why = choice.why;
    if (!choice.match || !choice.match->missing.empty()) {
      unread(index, choice, summary);
      out_.sheets.push_back(std::move(summary));
      return;
    }
    summary.header_row = choice.match->header_row;
    for (const auto& column : choice.match->columns)
      summary.columns.push_back({column.column, column.header, column.format->title, column.why});
    for (const auto& column : choice.match->unread) summary.columns.push_back(column);
    bool foreign = !out_.head.book.empty() && out_.head.book != options_.source_book;
    SheetTask task{grid,       *choice.match, index, options_, out_.head,
                   directory_, foreign,       out_,  summary};
    if (choice.match->format->layout == Layout::month)
      read_month(task);
    else
      read_rows(task);
    out_.sheets.push_back(std::move(summary));
  }

  // What the clerk copied from the old tables against the rows that were understood.
  void check(std::size_t index) {
    const auto* format = find_workbook(out_.head.format);
    const auto& sheet = workbook_.sheets[index];
    SheetReading summary;
    summary.index = index;
    summary.name = sheet.head.name;
    summary.format = "与旧表核对";
    out_.sheets.push_back(std::move(summary));
    for (std::size_t k = 0; format && k < format->checks.size(); ++k) {
      const CheckFormat& wanted = format->checks[k];
      CheckResult result{wanted.title, wanted.money, std::nullopt, found(wanted)};
      for (const auto& row : sheet.rows) {
        if (row.cells.size() < 2 || trimmed(row.cells[0].text) != wanted.title) continue;
        const auto& cell = row.cells[1];
        if (auto amount = read_amount(cell.text, wanted.money ? 100 : 1))
          result.old = amount->value;
        if (result.old && *result.old == result.found) continue;
        std::string ours = wanted.money ? to_yuan(Fen{result.found}) : std::to_string(result.found);
        out_.problems.push_back(
            {{index, row.number, cell.column},
             Code::bad_value,
             wanted.title + "：旧表 " + trimmed(cell.text) + "，本簿读出 " + ours,
             "核对是旧表抄错，还是有行没填、没读懂",
             ""});
      }
      out_.checks.push_back(std::move(result));
    }
  }

  std::int64_t found(const CheckFormat& wanted) const {
    std::int64_t sum = 0;
    std::set<std::uint32_t> rows;
    for (const auto& item : out_.items) {
      if (workbook_.sheets[item.place.sheet].head.name != wanted.sheet) continue;
      rows.insert(item.place.row);
      for (const auto& [name, value] : item.data) {
        if (item.slot == wanted.field.slot && name == wanted.field.field)
          sum += std::stoll(value.json);
      }
    }
    return wanted.field.field.empty() ? static_cast<std::int64_t>(rows.size()) : sum;
  }

  // Nothing of a sheet is read unless all of its must columns are there.
  void unread(std::size_t index, const Choice& choice, SheetReading& summary) {
    std::string missing;
    if (choice.match) {
      for (const auto& title : choice.match->missing)
        missing += (missing.empty() ? "" : "、") + title;
    }
    if (missing.empty()) {
      out_.problems.push_back({{index, 0, 0},
                               Code::sheet_not_recognised,
                               "工作表“" + summary.name + "”：" + choice.why,
                               "用导入模板填写，或在导入时选定表格种类；表头须在前20行内",
                               ""});
      return;
    }
    summary.why = "缺少列：" + missing;
    summary.header_row = choice.match->header_row;
    out_.problems.push_back(
        {{index, choice.match->header_row, 0},
         Code::sheet_not_recognised,
         "工作表“" + summary.name + "”按“" + choice.title + "”读，缺少列：" + missing,
         "补上这些列，或把表头改成这些名称",
         ""});
  }

  const sheet::Workbook& workbook_;
  const ReadingOptions& options_;
  const Directory& directory_;
  WorkbookReading out_;
};

}  // namespace

bool Item::has_refs() const {
  auto refers = [](const auto& one) { return !one.second.refs.empty(); };
  return std::any_of(envelope.begin(), envelope.end(), refers) ||
         std::any_of(data.begin(), data.end(), refers);
}

WorkbookReading read_workbook(const sheet::Workbook& workbook, const ReadingOptions& options,
                              const Directory& directory) {
  return WorkbookReader(workbook, options, directory).run();
}

std::string draft_json(const Item& item, const DraftFrame& frame,
                       const std::function<std::uint64_t(const std::string&)>& position_of) {
  auto put = [&](JsonWriter& out, const std::pair<std::string, Value>& one) {
    out.key(one.first);
    const Value& value = one.second;
    if (value.refs.empty()) {
      out.raw(value.json);
    } else if (value.list) {
      out.begin_array();
      for (const auto& ref : value.refs) out.number(position_of(ref));
      out.end_array();
    } else {
      out.number(position_of(value.refs.front()));
    }
  };
  JsonWriter out;
  out.begin_object();
  if (!frame.id.empty()) out.field("id", frame.id);
  out.field("type", item.type).field("source", frame.source);
  if (!frame.correlation.empty()) out.field("correlation", frame.correlation);
  for (const auto& one : item.envelope) put(out, one);
  out.key("data").begin_object();
  for (const auto& one : item.data) put(out, one);
  return out.end_object().end_object().take();
}

}  // namespace zhucun::importers
