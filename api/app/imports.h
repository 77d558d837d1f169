// Imports as conversations: files come in, a preview goes out, questions are answered, a person
// confirms, a receipt stays, and one undo takes it back.
//
// Each import has an id and outlives a restart: its files and its record lie sealed in the book's
// folder imports/. Reading, recording and undoing are jobs on one thread of their own; they tell
// how far they are and can be stopped. An import is its account's: others do not see it. Any thread
// may call anything. Throws what the stores throw.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/app/import_run.h"
#include "ledger/log/small_store.h"
#include "ledger/vault/files.h"

namespace zhucun::app {

enum class ImportStage : std::uint8_t {
  reading,    // the job reads and rehearses
  ready,      // the preview is there; questions may be open
  recording,  // confirmed, being recorded
  done,
  undoing,
  undone,
  cancelled,  // before anything was recorded
  failed,     // the job could not go on; `failure` says why
};
std::string_view name_of(ImportStage stage);
std::string_view title_of(ImportStage stage);

struct ImportFile {
  std::string name;
  std::string sealed;  // by which imports/files knows it
  std::uint64_t bytes = 0;
};

// What is kept of an import. Plans and previews are made anew from the files when they are needed.
struct ImportRecord {
  std::string id;
  std::string account;
  std::string desk;
  RecordedTime created;
  RecordedTime finished;
  ImportStage stage = ImportStage::reading;
  std::string failure;
  std::string format;
  importers::WorkbookHead head;
  std::vector<ImportFile> files;
  importers::Answers answers;
  std::vector<RowResult> recorded;  // rows that were recorded, with their positions
  std::uint64_t counts[5] = {};     // of the last preview, by RowState
  std::uint64_t problems = 0;       // cells and rows that could not be read
  UndoResult undone;
};

struct ImportProgress {
  std::string phase;
  std::uint64_t done = 0;
  std::uint64_t all = 0;
};

// The last reading of an import with the outcome of its rehearsal.
struct ImportPreview {
  ImportPlan plan;
  std::vector<RowResult> results;
  Position position;  // of the book when it was rehearsed
  ImportRun::Served served;
};

class Imports {
 public:
  // The folder of the book; made when the first import comes. Without a vault nothing can be kept
  // and begin() refuses.
  Imports(Ledger& ledger, std::filesystem::path folder, sheet::ReadOptions sandbox);
  ~Imports();
  Imports(const Imports&) = delete;

  // Keeps a file for an import to come. A zip of workbooks is taken apart into its files.
  Result<std::vector<ImportFile>> upload(const ImportSource& file, const Viewer& viewer);
  struct Begin {
    std::vector<ImportFile> files;  // as upload() gave them
    std::string format;
    importers::WorkbookHead head;
  };
  Result<ImportRecord> begin(Begin wanted, const Viewer& viewer);
  // Of the viewer's account, newest first.
  std::vector<ImportRecord> list(const Viewer& viewer) const;
  Result<ImportRecord> find(const std::string& id, const Viewer& viewer) const;
  ImportProgress progress(const std::string& id) const;
  // Nothing while the job still runs.
  std::shared_ptr<const ImportPreview> preview(const std::string& id) const;
  // The bytes of a file, for its error copy.
  std::optional<std::string> file_bytes(const ImportFile& file) const;

  // Refuses import_not_ready where the step is not the next one.
  Result<ImportRecord> answer(const std::string& id, const importers::Answers& answers,
                              const Viewer& viewer);
  Result<ImportRecord> confirm(const std::string& id, const Viewer& viewer);
  Result<ImportRecord> cancel(const std::string& id, const Viewer& viewer);
  Result<ImportRecord> undo(const std::string& id, const std::string& reason, const Viewer& viewer);
  const sheet::ReadOptions& sandbox() const { return sandbox_; }
  // Waits until no job of the import is under way; for the command line and tests.
  void await(const std::string& id) const;

 private:
  struct Live {
    ImportRecord record;
    ImportProgress progress;
    std::shared_ptr<const ImportPreview> preview;
    Viewer viewer;
    std::string reason;  // of an undo
    bool stop = false;
    bool busy = false;
  };
  void open_store();
  void load();
  void save(const ImportRecord& record);
  void run();
  void work(const std::shared_ptr<Live>& live);
  void read(Live& live);
  void record(Live& live);
  void take_back(Live& live);
  OnProgress progress_of(Live& live);
  ImportOptions options_of(const ImportRecord& record) const;
  std::vector<ImportSource> sources_of(const ImportRecord& record) const;
  Result<std::shared_ptr<Live>> owned(const std::string& id, const Viewer& viewer) const;
  Result<ImportRecord> next(const std::string& id, const Viewer& viewer,
                            const std::vector<ImportStage>& from, ImportStage to,
                            const std::function<void(Live&)>& change);

  Ledger& ledger_;
  std::filesystem::path folder_;
  sheet::ReadOptions sandbox_;
  std::unique_ptr<log::SmallStore> store_;
  std::unique_ptr<vault::Files> files_;

  mutable std::mutex lock_;
  mutable std::condition_variable wakes_;
  std::map<std::string, std::shared_ptr<Live>> imports_;
  std::deque<std::shared_ptr<Live>> queue_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace zhucun::app
