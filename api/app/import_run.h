// One import from files to durable events: plan, rehearse, record, take back.
//
// A plan holds what the files' rows ask for, row by row; a row's events are recorded together or
// not at all, rows stand for themselves. Nothing is written before record(). Ids are made of what a
// row says, so that the same file again adds nothing and a cut record() is simply repeated. One
// thread per run; the book takes care of the rest. A failed place throws.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/app/ledger.h"
#include "importers/reading.h"
#include "importers/sheet/read.h"

namespace zhucun::app {

struct ImportSource {
  std::string name;
  std::string bytes;
};

struct ImportOptions {
  std::string format;            // of all files; empty = found out
  importers::WorkbookHead head;  // what a workbook does not say of itself
  importers::Answers answers;    // to questions of an earlier reading
  std::string correlation;       // stands in every event
  sheet::ReadOptions sandbox;
};

// Where a long run tells how far it is; false = stop.
using OnProgress =
    std::function<bool(const std::string& phase, std::uint64_t done, std::uint64_t all)>;

enum class RowState : std::uint8_t {
  fresh,    // new facts
  changed,  // the same fact with other content: the old one is reversed, the new one recorded
  same,     // nothing new
  wrong,
  waiting,  // a question is open
};
std::string_view name_of(RowState state);
std::string_view title_of(RowState state);

// One row (or the rows of one record) of one file.
struct PlannedRow {
  std::size_t file = 0;
  importers::CellPlace place;
  std::vector<importers::Item> items;
};

struct ReadFile {
  std::string name;
  std::string refusal;  // why it was not read at all; empty otherwise
  std::string hint;
  std::string kind;  // xlsx, xls, csv and its encoding
  std::uint64_t cells = 0;
  importers::WorkbookReading reading;  // its items have gone into the rows of the plan
};

struct ImportPlan {
  std::vector<ReadFile> files;
  std::vector<PlannedRow> rows;  // in the order of recording
};

struct RowResult {
  std::size_t row = 0;  // index in the plan
  RowState state = RowState::fresh;
  Refusal refusal;              // of a wrong row
  std::uint32_t line = 0;       // the row of the entry to blame; 0 = the record's own
  std::uint32_t column = 0;     // where it lies, when a field is to blame
  std::vector<Position> added;  // positions of new events; of a rehearsal they are empty
  Position replaces;            // of a changed row: the event that is reversed
};

// By which a workbook knows the book that handed it out; empty for a book without events.
std::string book_mark(const book::Book& book);

// The same of workbooks that have been read already.
struct ReadSource {
  std::string name;
  sheet::Workbook workbook = {};
  sheet::FileFacts facts = {};
  std::optional<Refusal> refusal = std::nullopt;  // why it could not be read
};
ImportPlan plan_workbooks(Ledger& ledger, const std::vector<ReadSource>& files,
                          const ImportOptions& options, const Viewer& viewer);

// Reads every file in the sandbox and against the book's names.
ImportPlan plan_import(Ledger& ledger, const std::vector<ImportSource>& files,
                       const ImportOptions& options, const Viewer& viewer,
                       const OnProgress& progress);

// A duty that an import's acts would serve.
struct ServedDuty {
  std::string duty;  // its title
  std::string clause;
  std::string actor;  // as pages call him
  std::string period;
  std::string state;  // 按时 or 逾期
};

class ImportRun {
 public:
  ImportRun(Ledger& ledger, const ImportPlan& plan, const ImportOptions& options,
            const Viewer& viewer);

  // What each row would do, each seeing those before it. Nothing is written.
  std::vector<RowResult> rehearse(const OnProgress& progress);
  // The duties that the rehearsed acts would serve, by the facts as they are now; at most `most`.
  struct Served {
    std::vector<ServedDuty> duties;
    std::uint64_t count = 0;
  };
  Served served(std::size_t most) const;
  // The rows that are fresh or changed, recorded. Stops where `progress` says so: what was recorded
  // stays and is named.
  std::vector<RowResult> record(const std::vector<RowResult>& rehearsed,
                                const OnProgress& progress);
  // Positions of the book that an extract came from, and what they are in this one.
  std::map<std::uint64_t, Position> moved() const;

 private:
  Result<book::Request> request_of(const PlannedRow& row, std::vector<std::string>& ids);
  std::string id_of(const importers::Item& item, std::size_t file, std::size_t nth_in_plan);
  std::uint64_t position_of(const std::string& ref, std::size_t file) const;
  void learn(const PlannedRow& row, const std::vector<std::string>& ids,
             const book::Outcome& outcome);
  bool has_refs(const PlannedRow& row) const;
  bool is_own(Position position) const;
  RowResult judge(std::size_t index, const Result<book::Outcome>& outcome) const;
  void pair_with_reversal(book::Request& request, const PlannedRow& row, Position old) const;
  std::string source_of(const PlannedRow& row, const importers::Item& item) const;
  void number_repeats();
  void keep_acts(const std::vector<std::vector<schema::Words>>& bodies,
                 const std::vector<Result<book::Outcome>>& outcomes);

  Ledger& ledger_;
  const ImportPlan& plan_;
  const ImportOptions& options_;
  const Viewer& viewer_;
  std::map<std::string, Position> positions_;      // by "file|ref"
  std::vector<std::vector<std::size_t>> repeats_;  // of each row's items: which of its likes it is
  std::vector<Position> replaces_;                 // by row: the event to be reversed first
  std::vector<std::pair<Position, schema::Words>> acts_;  // of the last rehearsal
};

// Everything that keeps a row, a cell or a file from being recorded, in the order of the files.
struct Fault {
  std::size_t file = 0;
  importers::CellPlace place;  // row 0 = the sheet or the file itself
  Code code = Code::bad_value;
  std::string detail;
  std::string hint;
  std::string clause;
};
// `questions`: with every place of an open question among them.
std::vector<Fault> faults_of(const ImportPlan& plan, const std::vector<RowResult>& results,
                             bool questions);

// Codes of divisions in a text with their names in front: a clerk knows the name.
std::string with_names(const Ledger& ledger, const std::string& text);

// Takes back what an import has added, latest first, by the reversal of each kind; what a changed
// row had replaced is recorded again. What cannot be taken back is named.
struct UndoResult {
  std::uint64_t reversed = 0;
  std::uint64_t restored = 0;
  std::vector<std::pair<Position, Refusal>> left;
};
UndoResult undo_import(Ledger& ledger, const std::string& import_id,
                       const std::vector<RowResult>& recorded, const std::string& reason,
                       const Viewer& viewer, const OnProgress& progress);

}  // namespace zhucun::app
