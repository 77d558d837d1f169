#include "api/export/render.h"

#include <libsmartcols/libsmartcols.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "ledger/schema/json_writer.h"
#include "projections/table_lines.h"

namespace zhucun::exporting {

using projections::Cell;
using projections::CellKind;
using projections::Row;
using projections::Table;

namespace {

std::string_view name_of(CellKind kind) {
  switch (kind) {
    case CellKind::text: return "text";
    case CellKind::count: return "count";
    case CellKind::fen: return "fen";
    case CellKind::date: return "date";
    case CellKind::rate: return "rate";
    case CellKind::days: return "days";
    case CellKind::position: return "position";
    case CellKind::person: return "person";
    case CellKind::label: return "text";
  }
  return "text";
}

void write_row(JsonWriter& out, const Table& table, const Row& row) {
  out.begin_object().field("key", row.key).key("cells").begin_array();
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    projections::write_cell(out, row.cells[i], table.columns[i].kind);
  out.end_array();
  bool any =
      std::any_of(row.cells.begin(), row.cells.end(), [](const Cell& c) { return !c.why.empty(); });
  if (any) {
    out.key("why").begin_object();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (!row.cells[i].why.empty()) out.field(table.columns[i].name, row.cells[i].why);
    }
    out.end_object();
  }
  out.end_object();
}

void write_readings(JsonWriter& out, const std::vector<projections::ReadingNote>& readings) {
  out.key("readings").begin_array();
  for (const auto& note : readings) {
    out.begin_object()
        .field("id", note.id)
        .field("clause", note.clause)
        .field("question", note.question);
    out.field("chosen", note.chosen).field("ruling", note.ruling).end_object();
  }
  out.end_array();
}

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.text(text);
  out.end_array();
}

std::string reading_line(const projections::ReadingNote& note) {
  return "口径 " + note.id + "（" + note.clause + "）：" + note.question + " → " + note.chosen +
         (note.ruling.empty() ? "（默认）" : "（" + note.ruling + "）");
}

struct FreeTable {
  void operator()(libscols_table* table) const { scols_unref_table(table); }
};

}  // namespace

std::string table_json(const Table& table, std::size_t from, std::size_t limit) {
  from = std::min(from, table.rows.size());
  std::size_t to = limit < table.rows.size() - from ? from + limit : table.rows.size();
  JsonWriter out;
  out.begin_object().field("name", table.name).field("title", table.title);
  out.field("period", table.period).field("division", table.division);
  out.field("asOf", to_text(table.as_of)).key("position").number(table.position.value);
  out.key("columns").begin_array();
  for (const auto& column : table.columns) {
    out.begin_object().field("name", column.name).field("title", column.title);
    out.field("kind", name_of(column.kind)).field("clause", column.clause);
    out.key("explains").boolean(column.explains).end_object();
  }
  out.end_array().key("rowCount").number(static_cast<std::uint64_t>(table.rows.size()));
  out.key("rows").begin_array();
  for (std::size_t i = from; i < to; ++i) write_row(out, table, table.rows[i]);
  out.end_array();
  if (to < table.rows.size()) out.key("nextFrom").number(static_cast<std::uint64_t>(to));
  if (table.totals) {
    out.key("totals");
    write_row(out, table, *table.totals);
  }
  write_readings(out, table.readings);
  write_texts(out, "policies", table.policies);
  write_texts(out, "remarks", table.remarks);
  if (!table.verification.empty()) out.field("verification", table.verification);
  return out.end_object().take();
}

std::string table_text(const Table& table) {
  std::unique_ptr<libscols_table, FreeTable> lines(scols_new_table());
  for (const auto& column : table.columns) {
    bool number = column.kind == CellKind::count || column.kind == CellKind::fen ||
                  column.kind == CellKind::rate || column.kind == CellKind::position ||
                  column.kind == CellKind::days;
    scols_table_new_column(lines.get(), column.title.c_str(), 0, number ? SCOLS_FL_RIGHT : 0);
  }
  auto add = [&](const Row& row) {
    auto* line = scols_table_new_line(lines.get(), nullptr);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      scols_line_set_data(line, i, shown(row.cells[i], table.columns[i].kind).c_str());
    }
  };
  for (const auto& row : table.rows) add(row);
  if (table.totals) add(*table.totals);
  scols_table_enable_noheadings(lines.get(), 0);
  char* text = nullptr;
  std::string body;
  if (!table.rows.empty() && scols_print_table_to_string(lines.get(), &text) == 0 && text)
    body = text;
  std::free(text);
  std::string out = table.title + (table.period.empty() ? "" : "  " + table.period) + "  截至 " +
                    to_text(table.as_of) + "  序号 " + std::to_string(table.position.value) + "\n";
  out += body.empty() ? "（没有行）\n" : body + (body.ends_with('\n') ? "" : "\n");
  for (const auto& note : table.readings) out += reading_line(note) + "\n";
  for (const auto& remark : table.remarks) out += remark + "\n";
  return out;
}

std::string explanation_json(const projections::Explanation& e) {
  JsonWriter out;
  out.begin_object().field("address", e.address).field("title", e.title).field("value", e.value);
  out.field("formula", e.formula).field("clause", e.clause).field("quote", e.quote);
  out.field("document", e.document);
  write_readings(out, e.readings);
  out.key("children").begin_array();
  for (const auto& child : e.children) {
    out.begin_object().field("label", child.label).field("value", child.value);
    if (!child.address.empty()) out.field("address", child.address);
    if (child.position.value != 0) out.key("position").number(child.position.value);
    out.end_object();
  }
  out.end_array().key("childCount").number(e.child_count);
  if (!e.next_cursor.empty()) out.field("nextCursor", e.next_cursor);
  if (!e.scope.empty()) out.field("scope", e.scope);
  return out.end_object().take();
}

std::string explanation_text(const projections::Explanation& e) {
  std::string out = e.title + "：" + e.value + "\n" + e.formula + "\n";
  if (!e.clause.empty())
    out += "依据 " + e.clause + (e.document.empty() ? "" : "（" + e.document + "）") + "\n";
  if (!e.quote.empty()) out += "原文：" + e.quote + "\n";
  for (const auto& note : e.readings) out += reading_line(note) + "\n";
  for (const auto& child : e.children) {
    out += "  - " + child.label + "  " + child.value;
    if (child.position.value != 0) out += "  序号 " + std::to_string(child.position.value);
    if (!child.address.empty()) out += "\n      " + child.address;
    out += "\n";
  }
  out += "共 " + std::to_string(e.child_count) + " 项";
  if (!e.next_cursor.empty()) out += "，下一页 --cursor " + e.next_cursor;
  if (!e.scope.empty()) out += "\n" + e.scope;
  return out + "\n";
}

std::string outcome_json(const book::Outcome& outcome) {
  JsonWriter out;
  out.begin_object().key("position").number(outcome.position.value);
  out.key("dryRun").boolean(outcome.dry_run);
  if (!outcome.effects.empty()) out.field("effects", outcome.effects);
  out.key("events").begin_array();
  for (const auto& event : outcome.events) {
    out.begin_object().key("position").number(event.position.value).field("id", event.id);
    out.key("new").boolean(event.is_new).end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace zhucun::exporting
