#include "importers/rows.h"

#include <algorithm>
#include <set>

#include "importers/values.h"
#include "ledger/schema/families.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::importers {

namespace {

using schema::FieldKind;

std::string path_key(const FieldPath& path) {
  return path.slot + "." + path.field + (path.member.empty() ? "" : "." + path.member);
}

// What one record says, gathered over the rows that it takes.
struct Record {
  std::uint32_t row = 0;
  std::map<std::string, Value> values;                                     // by path
  std::map<std::string, std::uint32_t> columns;                            // by path
  std::map<std::string, std::vector<std::map<std::string, Value>>> lists;  // by slot.field
  std::uint64_t origin = 0;
  std::vector<std::uint32_t> list_rows;
  std::string words;
  int words_count = 0;
  bool wrong = false;
};

class RowsReader {
 public:
  explicit RowsReader(const SheetTask& task)
      : task_(task), unit_(money_unit_of(task.grid, task.match.header_first)) {
    task_.summary.money_unit = unit_.said;
    for (const auto& column : task.match.columns) {
      for (const auto& path : column.format->feeds) has_lists_ |= !path.member.empty();
    }
  }

  void run() {
    for (const auto& row : task_.grid.sheet().rows) {
      if (row.number <= task_.match.header_row) continue;
      if (std::all_of(row.cells.begin(), row.cells.end(),
                      [](const auto& cell) { return trimmed(cell.text).empty(); }))
        continue;
      if (is_total(row)) {
        ++task_.summary.total_rows;
        if (is_grand_total(row)) check_total(row);
        continue;
      }
      if (row.hidden) ++task_.summary.hidden_rows;
      one(row);
    }
    close();
  }

 private:
  void one(const sheet::Row& row) {
    if (only_context(row)) return;
    ++task_.summary.rows;
    Record record;
    record.row = row.number;
    CellContext context{task_.directory, task_.options.answers, around_of(task_, row),
                        unit_.fen_per_unit, task_.foreign};
    std::map<std::string, std::map<std::string, Value>> members;
    for (const auto& column : task_.match.columns)
      if (!column.format->feeds.empty()) feed(record, members, row, column, context);
    read_origin(record, row);
    if (continues(record)) {
      open_->wrong |= record.wrong;
      if (record.origin != 0) lengthen(record);
    } else {
      close();
      open_ = std::move(record);
    }
    if (!members.empty()) open_->list_rows.push_back(row.number);
    for (auto& [list, member] : members) open_->lists[list].push_back(std::move(member));
    if (!has_lists_ && task_.match.origin_column == 0) close();
  }

  // A text that one cell cannot hold goes on in the next row of its record.
  void lengthen(const Record& record) {
    for (const auto& [path, value] : record.values) {
      Value& before = open_->values[path];
      if (before.json.size() < 2 || value.json.size() < 2 || value.json.front() != '"') continue;
      before.json.pop_back();
      before.json += value.json.substr(1);
    }
  }

  // A row of which only the prefilled part is there asks for nothing: the clerk left it empty.
  bool only_context(const sheet::Row& row) const {
    for (const auto& column : task_.match.columns) {
      if (column.format->feeds.empty() || column.format->prefilled) continue;
      const auto* cell = task_.grid.at(row.number, column.column);
      if (cell && !trimmed(cell->text).empty()) return false;
    }
    return true;
  }

  void feed(Record& record, std::map<std::string, std::map<std::string, Value>>& members,
            const sheet::Row& row, const ColumnMatch& column, CellContext& context) {
    const auto* cell = task_.grid.at(row.number, column.column);
    if (!cell || trimmed(cell->text).empty()) return;
    sheet::Cell meant = *cell;
    for (std::string_view same : {"同上", "〃", "″", "\""}) {
      if (trimmed(meant.text) == same && last_cells_.contains(column.column))
        meant = last_cells_.at(column.column);
    }
    last_cells_[column.column] = meant;
    std::int64_t table_unit = context.fen_per_unit;
    if (column.fen_per_unit != 0) context.fen_per_unit = column.fen_per_unit;
    CellReading read = read_cell(column.format->field, meant, context);
    if (column.format->registers && read.problem) read = registered(meant);
    context.fen_per_unit = table_unit;
    CellPlace place{task_.sheet, row.number, column.column};
    say(record, column, meant);
    if (!note(task_, place, read)) {
      record.wrong = true;
      return;
    }
    if (column.format->field.kind == FieldKind::fen && !read.value.json.empty())
      sums_[column.column] += std::stoll(read.value.json);
    // Zero in a column that says a direction says nothing.
    if (!column.format->sets.empty() && read.value.json == "0") return;
    for (const auto& path : column.format->feeds) {
      std::string key = path_key(path);
      bool again = !column.format->sets.empty() && record.values.contains(key);
      if (again) {
        record.wrong = true;
        task_.out.problems.push_back({place, Code::differs, "收入和支出应当只有一个金额",
                                      "一行只写一笔；冲正的负数请改写到另一列", ""});
      } else if (!path.member.empty()) {
        members[path.slot + "." + path.field].emplace(path.member, read.value);
      } else if (!record.values.emplace(key, read.value).second &&
                 record.values.at(key).json != read.value.json) {
        record.wrong = true;
        task_.out.problems.push_back({place, Code::differs,
                                      "同一行两处写的" + column.format->title + "不一样",
                                      "名称与编号对应不上：改名称的同时清空编号，或都改对", ""});
      }
      record.columns.emplace(key, column.column);
    }
    for (const auto& set : column.format->sets) {
      auto kind = field_of(*task_.match.format, set.path).kind;
      std::string json = kind == FieldKind::boolean ? set.value : json_quoted(set.value);
      record.values.emplace(path_key(set.path), Value{std::move(json), {}, false});
    }
  }

  // The first columns as the sheet spells them: which row this is.
  static void say(Record& record, const ColumnMatch& column, const sheet::Cell& cell) {
    constexpr int words_max = 3;
    constexpr std::size_t word_bytes_max = 60;
    std::string text = trimmed(cell.text);
    bool code = parse_party(text).has_value();  // the name stands beside it
    if (column.format->hidden || code || record.words_count == words_max ||
        text.size() > word_bytes_max)
      return;
    record.words += (record.words.empty() ? "" : " ") + text;
    ++record.words_count;
  }

  // A new id, as it is written; the schema says whether it has an id's form.
  static CellReading registered(const sheet::Cell& cell) {
    CellReading out;
    out.value.json = json_quoted(trimmed(cell.text));
    return out;
  }

  void read_origin(Record& record, const sheet::Row& row) const {
    if (task_.match.origin_column == 0) return;
    const auto* cell = task_.grid.at(row.number, task_.match.origin_column);
    auto number = cell ? read_whole(cell->text) : std::nullopt;
    if (number && *number > 0) record.origin = static_cast<std::uint64_t>(*number);
  }

  // Another line of the record above: it repeats what that says, or says nothing else.
  bool continues(const Record& record) const {
    if (!open_) return false;
    if (record.origin != 0 || open_->origin != 0) return record.origin == open_->origin;
    if (!has_lists_) return false;
    return std::all_of(record.values.begin(), record.values.end(), [&](const auto& one) {
      auto same = open_->values.find(one.first);
      return same != open_->values.end() && same->second.json == one.second.json;
    });
  }

  void close() {
    if (!open_) return;
    Record record = std::move(*open_);
    open_.reset();
    complete(record);
    std::vector<Item> items;
    for (const auto& slot : task_.match.format->slots) {
      if (!slot.when.empty() && !is_said(record, slot.when)) continue;
      if (auto item = item_of(record, slot)) {
        items.push_back(std::move(*item));
      } else {
        record.wrong = true;
      }
    }
    if (record.wrong) return;
    for (auto& item : items) task_.out.items.push_back(std::move(item));
  }

  // Newcomers get an id where the sheet registers people and names none; whoever is known by his
  // number, or by his name in that village, is no newcomer.
  void complete(Record& record) {
    const SheetFormat& format = *task_.match.format;
    const SlotFormat* registers = nullptr;
    for (const auto& slot : format.slots) {
      if (slot.type == "personRegistered" && format.slots.size() > 1) registers = &slot;
    }
    if (!registers || record.values.contains(registers->name + ".person")) return;
    auto said = [&](std::string_view field) -> std::string {
      for (const auto& [path, value] : record.values) {
        if (path.ends_with(field) && value.json.size() > 2)
          return value.json.substr(1, value.json.size() - 2);
      }
      return "";
    };
    std::string name = said(".name");
    std::string village = said(".village");
    std::string id = task_.directory.person_of(said(".idNumber")).value_or("");
    Around there{parse_division(village).value_or(DivisionCode{}), "", task_.directory.today()};
    auto known = task_.directory.find(schema::Reference::person, name, there);
    bool numbered = !said(".idNumber").empty();  // then the name alone says nothing
    if (id.empty() && !numbered && !village.empty() && known.size() == 1) id = known.front().id;
    if (id.empty()) id = task_.directory.newcomer(name + "|" + village + "|" + said(".idNumber"));
    for (const auto& slot : format.slots) {
      FieldPath path{slot.name, "person", ""};
      record.values.emplace(path_key(path), Value{json_quoted(id), {}, false});
    }
  }

  bool is_said(const Record& record, const std::string& path) const {
    return record.values.contains(path) || record.lists.contains(path);
  }

  std::optional<Item> item_of(const Record& record, const SlotFormat& slot) const {
    Item item;
    item.place = {task_.sheet, record.row, 0};
    item.slot = slot.name;
    item.type = slot.type;
    item.origin = record.origin;
    item.words = record.words;
    item.list_rows = record.list_rows;
    std::string row = std::to_string(task_.sheet) + "/" + std::to_string(record.row) + "/";
    item.ref =
        record.origin != 0 ? "origin:" + std::to_string(record.origin) : "row:" + row + slot.name;
    const auto* info = schema::find_event(slot.type);
    bool fine = true;
    for (const auto& field : schema::envelope()) {
      if (field.name == "id" || field.name == "source" || field.name == "correlation") continue;
      if (field.name == "actor" && !record.values.contains(slot.name + ".actor")) continue;
      fine &= put(record, slot, field, item, item.envelope);
    }
    for (const auto& field : info->fields) {
      if (!field.derived) fine &= put(record, slot, field, item, item.data);
    }
    return fine ? std::optional(std::move(item)) : std::nullopt;
  }

  bool put(const Record& record, const SlotFormat& slot, const schema::FieldInfo& field, Item& item,
           std::vector<std::pair<std::string, Value>>& to) const {
    std::string path = slot.name + "." + field.name;
    Value value = value_of(record, slot, field, path);
    auto column = record.columns.find(path);
    if (column != record.columns.end()) item.columns[field.name] = column->second;
    if (!value.empty()) {
      to.emplace_back(field.name, std::move(value));
      return true;
    }
    if (!field.required) return true;
    std::uint32_t at = 0;
    for (const auto& one : task_.match.columns) {
      for (const auto& fed : one.format->feeds)
        if (fed.slot == slot.name && fed.field == field.name) at = one.column;
    }
    bool silent = std::any_of(task_.match.format->fixed.begin(), task_.match.format->fixed.end(),
                              [&](const FixedValue& fixed) {
                                return fixed.path.slot == slot.name &&
                                       fixed.path.field == field.name &&
                                       fixed.value.find('{') != std::string::npos;
                              });
    std::string repair = silent ? "表里没有写明：导入时选定地区、单位和期间" : "补填" + field.title;
    // A cell that is there and wrong has been told already.
    if (!record.wrong)
      task_.out.problems.push_back({{task_.sheet, record.row, at},
                                    Code::missing_field,
                                    "缺少" + field.title,
                                    std::move(repair),
                                    ""});
    return false;
  }

  Value value_of(const Record& record, const SlotFormat& slot, const schema::FieldInfo& field,
                 const std::string& path) const {
    if (auto said = record.values.find(path); said != record.values.end()) return said->second;
    if (auto list = record.lists.find(path); list != record.lists.end()) {
      std::string json;
      for (const auto& member : list->second) {
        JsonWriter one;
        one.begin_object();
        for (const auto& [name, value] : member) one.key(name).raw(value.json);
        json += (json.empty() ? "" : ",") + one.end_object().take();
      }
      return {"[" + json + "]", {}, false};
    }
    for (const auto& fixed : task_.match.format->fixed) {
      if (fixed.path.slot == slot.name && fixed.path.field == field.name)
        return fixed_value(record, field, fixed.value);
    }
    if (field.name == "opening") return opening_of(record, slot);
    return {};
  }

  // What happened before the book's start is an opening fact, whoever writes it.
  Value opening_of(const Record& record, const SlotFormat& slot) const {
    if (task_.match.format->opening) return {"true", {}, false};
    auto date = value_of(record, slot, field_of(*task_.match.format, {slot.name, "date", ""}),
                         slot.name + ".date");
    if (date.json.size() < 3) return {};
    auto day = parse_date(std::string_view(date.json).substr(1, date.json.size() - 2));
    bool happens = schema::happens(schema::find_event(slot.type)->family);
    if (!happens || !day || *day >= task_.directory.book_start()) return {};
    return {"true", {}, false};
  }

  Value fixed_value(const Record& record, const schema::FieldInfo& field,
                    const std::string& text) const {
    if (text.starts_with('@')) {
      return {"",
              {"row:" + std::to_string(task_.sheet) + "/" + std::to_string(record.row) + "/" +
               text.substr(1)},
              field.kind == FieldKind::integer_list};
    }
    if (text.starts_with('{') && text.find('.') != std::string::npos) {
      auto said = record.values.find(text.substr(1, text.size() - 2));
      return said == record.values.end() ? Value{} : said->second;
    }
    auto filled = filled_in(text, task_.head);
    if (!filled) return {};
    if (auto at = filled->find("{nth}"); at != std::string::npos)
      filled->replace(at, std::string_view("{nth}").size(), std::to_string(nth_of_day(record)));
    CellContext context{task_.directory, task_.options.answers, {}, 100, false};
    sheet::Cell cell;
    cell.kind = sheet::CellKind::text;
    cell.text = *filled;
    return read_cell(field, cell, context).value;
  }

  // Which row of its day in this sheet a record is, from 1.
  int nth_of_day(const Record& record) const {
    for (const auto& [path, value] : record.values) {
      if (path.ends_with(".date")) return ++of_day_[value.json];
    }
    return ++of_day_[""];
  }

  // The sheet's own sum against that of the rows: a difference means that a row was not understood.
  void check_total(const sheet::Row& row) {
    for (const auto& [column, sum] : sums_) {
      const auto* cell = task_.grid.at(row.number, column);
      if (!cell || trimmed(cell->text).empty()) continue;
      std::int64_t unit = unit_.fen_per_unit;
      for (const auto& one : task_.match.columns)
        if (one.column == column && one.fen_per_unit != 0) unit = one.fen_per_unit;
      auto said = read_amount(cell->text, unit);
      if (!said && cell->kind == sheet::CellKind::number)
        said = Fen{static_cast<std::int64_t>(cell->number * static_cast<double>(unit) + 0.5)};
      if (!said || said->value == sum) continue;
      task_.out.problems.push_back(
          {{task_.sheet, row.number, column},
           Code::bad_value,
           "合计 " + to_yuan(*said) + " 与各行之和 " + to_yuan(Fen{sum}) + " 不一致",
           "核对明细和合计；小计请不要与合计写在同一列的明细里",
           ""});
    }
  }

  const SheetTask& task_;
  MoneyUnit unit_;
  bool has_lists_ = false;
  std::optional<Record> open_;
  std::map<std::uint32_t, sheet::Cell> last_cells_;
  std::map<std::uint32_t, std::int64_t> sums_;
  mutable std::map<std::string, int> of_day_;
};

}  // namespace

void read_rows(const SheetTask& task) {
  RowsReader(task).run();
}

std::optional<std::string> filled_in(const std::string& value, const WorkbookHead& head) {
  std::string out = value;
  for (const auto& [name, text] : {std::pair{"{division}", &head.division},
                                   {"{unit}", &head.unit},
                                   {"{period}", &head.period}}) {
    auto at = out.find(name);
    if (at == std::string::npos) continue;
    if (text->empty()) return std::nullopt;
    out.replace(at, std::string_view(name).size(), *text);
  }
  return out;
}

bool note(const SheetTask& task, CellPlace place, CellReading& read) {
  if (read.problem) {
    read.problem->place = place;
    task.out.problems.push_back(std::move(*read.problem));
    return false;
  }
  if (read.question) {
    ask(task, place, std::move(*read.question));
    return false;
  }
  return true;
}

void ask(const SheetTask& task, CellPlace place, Question question) {
  for (auto& known : task.out.questions) {
    if (known.key != question.key) continue;
    known.places.push_back(place);
    return;
  }
  question.places = {place};
  task.out.questions.push_back(std::move(question));
}

bool is_grand_total(const sheet::Row& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](const auto& cell) {
    std::string text = narrowed(cell.text);
    std::erase(text, ' ');
    return text.starts_with("合计") || text.starts_with("总计") || text.starts_with("共计");
  });
}

bool is_total(const sheet::Row& row) {
  for (const auto& cell : row.cells) {
    std::string text = narrowed(cell.text);
    std::erase(text, ' ');
    std::erase(text, ':');
    if (text.empty()) continue;
    for (std::string_view word : {"合计", "总计", "小计", "累计", "共计", "本页合计"}) {
      if (text == word) return true;
    }
    // The word stands first, perhaps behind a running number.
    if (cell.kind != sheet::CellKind::number) return false;
  }
  return false;
}

Around around_of(const SheetTask& task, const sheet::Row& row) {
  Around out;
  out.within = parse_division(task.head.division).value_or(DivisionCode{});
  out.unit = task.head.unit;
  out.day = task.directory.today();
  CellContext context{task.directory, task.options.answers, out, 100, false};
  for (auto level : {schema::Reference::county, schema::Reference::township}) {
    for (const auto& column : task.match.columns) {
      if (!column.format->feeds.empty() || column.format->field.reference != level) continue;
      const auto* cell = task.grid.at(row.number, column.column);
      if (!cell || trimmed(cell->text).empty()) continue;
      if (auto code = narrowing(level, cell->text, context)) out.within = *code;
      context.around = out;
    }
  }
  return out;
}

}  // namespace zhucun::importers
