#include "api/app/import_record.h"

#include "ledger/accounts/record.h"

namespace zhucun::app {

namespace {

using accounts::RecordReader;
using accounts::RecordWriter;

constexpr std::string_view store_name = "导入记录 imports/";

void write(RecordWriter& out, const importers::WorkbookHead& head) {
  out.text(head.format).text(head.division).text(head.unit).text(head.period);
  out.text(head.book).text(head.position);
}

importers::WorkbookHead read_head(RecordReader& in) {
  importers::WorkbookHead out;
  for (auto* field : {&out.format, &out.division, &out.unit, &out.period, &out.book, &out.position})
    *field = in.text();
  return out;
}

void write(RecordWriter& out, const RowResult& row) {
  out.number(row.row).number(static_cast<std::uint64_t>(row.state)).number(row.replaces.value);
  out.number(row.added.size());
  for (Position position : row.added) out.number(position.value);
}

RowResult read_row(RecordReader& in) {
  RowResult out;
  out.row = in.number();
  out.state = static_cast<RowState>(in.number());
  out.replaces = {in.number()};
  for (std::uint64_t n = in.number(); n > 0; --n) out.added.push_back({in.number()});
  return out;
}

void write(RecordWriter& out, const UndoResult& undone) {
  out.number(undone.reversed).number(undone.restored).number(undone.left.size());
  for (const auto& [position, refusal] : undone.left) {
    out.number(position.value).text(refusal.detail).text(refusal.hint);
  }
}

UndoResult read_undone(RecordReader& in) {
  UndoResult out;
  out.reversed = in.number();
  out.restored = in.number();
  for (std::uint64_t n = in.number(); n > 0; --n) {
    Position position{in.number()};
    Refusal refusal{Code::not_reversible, "", "", "", "", {}};
    refusal.detail = in.text();
    refusal.hint = in.text();
    out.left.emplace_back(position, std::move(refusal));
  }
  return out;
}

}  // namespace

std::string encoded(const ImportRecord& record) {
  RecordWriter out;
  out.text(record.id).text(record.account).text(record.desk);
  out.time(record.created).time(record.finished);
  out.number(static_cast<std::uint64_t>(record.stage)).text(record.failure).text(record.format);
  write(out, record.head);
  out.number(record.files.size());
  for (const auto& file : record.files) out.text(file.name).text(file.sealed).number(file.bytes);
  out.number(record.answers.size());
  for (const auto& [key, value] : record.answers) out.text(key).text(value);
  out.number(record.recorded.size());
  for (const auto& row : record.recorded) write(out, row);
  for (auto count : record.counts) out.number(count);
  out.number(record.problems);
  write(out, record.undone);
  return out.take();
}

ImportRecord decoded_import(std::string_view bytes) {
  RecordReader in(bytes, store_name);
  ImportRecord out;
  out.id = in.text();
  out.account = in.text();
  out.desk = in.text();
  out.created = in.time();
  out.finished = in.time();
  out.stage = static_cast<ImportStage>(in.number());
  out.failure = in.text();
  out.format = in.text();
  out.head = read_head(in);
  for (std::uint64_t n = in.number(); n > 0; --n) {
    ImportFile file{in.text(), "", 0};
    file.sealed = in.text();
    file.bytes = in.number();
    out.files.push_back(std::move(file));
  }
  for (std::uint64_t n = in.number(); n > 0; --n) {
    std::string key = in.text();
    out.answers[key] = in.text();
  }
  for (std::uint64_t n = in.number(); n > 0; --n) out.recorded.push_back(read_row(in));
  for (auto& count : out.counts) count = in.number();
  out.problems = in.number();
  out.undone = read_undone(in);
  in.end();
  return out;
}

}  // namespace zhucun::app
