#include "api/app/imports.h"

#include <algorithm>
#include <array>

#include "api/app/import_record.h"
#include "importers/sheet/bundle.h"
#include "ledger/domain/facts.h"

namespace zhucun::app {

namespace {

namespace fs = std::filesystem;

struct StageWords {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<StageWords, 8> stage_words{{{"reading", "正在读取"},
                                                 {"ready", "待确认"},
                                                 {"recording", "正在登记"},
                                                 {"done", "已登记"},
                                                 {"undoing", "正在撤销"},
                                                 {"undone", "已撤销"},
                                                 {"cancelled", "已取消"},
                                                 {"failed", "中断"}}};
constexpr std::size_t files_max = 200;
constexpr const char* folder_name = "imports";

bool is_under_way(ImportStage stage) {
  return stage == ImportStage::reading || stage == ImportStage::recording ||
         stage == ImportStage::undoing;
}

std::string record_key(const std::string& id) {
  return "import/" + id;
}

}  // namespace

std::string_view name_of(ImportStage stage) {
  return stage_words[static_cast<std::size_t>(stage)].name;
}

std::string_view title_of(ImportStage stage) {
  return stage_words[static_cast<std::size_t>(stage)].title;
}

Imports::Imports(Ledger& ledger, fs::path folder, sheet::ReadOptions sandbox)
    : ledger_(ledger), folder_(std::move(folder) / folder_name), sandbox_(std::move(sandbox)) {
  if (ledger.book().vault() && log::SmallStore::exists((folder_ / "records").string())) {
    open_store();
    load();
  }
  worker_ = std::thread([this] { run(); });
}

Imports::~Imports() {
  {
    std::lock_guard lock(lock_);
    stopping_ = true;
  }
  wakes_.notify_all();
  if (worker_.joinable()) worker_.join();
}

void Imports::open_store() {
  if (store_) return;
  auto* vault = ledger_.book().vault();
  fs::create_directories(folder_);
  std::string records = (folder_ / "records").string();
  auto mode =
      log::SmallStore::exists(records) ? log::SmallStoreMode::write : log::SmallStoreMode::create;
  store_ = std::make_unique<log::SmallStore>(records, mode);
  files_ = std::make_unique<vault::Files>(folder_ / "files", vault->files_key(), vault->cipher());
}

// What was under way when the service stopped goes on: reading and recording are repeatable.
void Imports::load() {
  auto key = ledger_.book().vault()->files_key();
  store_->each("import/", [&](std::string_view name, std::string_view value) {
    auto plain = vault::unseal(key, name, value);
    if (!plain) return true;  // of keys that are lost
    auto live = std::make_shared<Live>();
    live->record = decoded_import(*plain);
    live->viewer = Viewer::unguarded_one(live->record.account);
    imports_[live->record.id] = live;
    return true;
  });
  ledger_.book().read([&](const domain::Facts& facts) {
    for (auto& [id, live] : imports_) {
      if (facts.accounts.ceremony.value == 0) continue;
      live->viewer = viewer_of(facts.accounts, live->record.account, ledger_.book().today(),
                               live->record.desk, std::nullopt);
    }
    return 0;
  });
  for (auto& [id, live] : imports_) {
    if (!is_under_way(live->record.stage)) continue;
    live->busy = true;
    queue_.push_back(live);
  }
}

void Imports::save(const ImportRecord& record) {
  auto* vault = ledger_.book().vault();
  std::string key = record_key(record.id);
  log::SmallStore::Put put{key,
                           vault::seal(vault->cipher(), vault->files_key(), key, encoded(record))};
  store_->write({&put, 1});
}

Result<std::vector<ImportFile>> Imports::upload(const ImportSource& file, const Viewer& viewer) {
  if (!viewer.unguarded && !viewer.desk) return refuse(not_your_business(viewer, "导入"));
  if (!ledger_.book().vault()) {
    return refuse({Code::vault_missing,
                   "这本账没有密钥库，上传的文件无处封存",
                   "请系统管理员用 --key-file 指定主密钥后重启服务",
                   "",
                   "",
                   {}});
  }
  if (file.bytes.empty())
    return refuse({Code::missing_field, "文件是空的", "选一个有内容的文件", "", "", {}});
  std::vector<std::pair<std::string, std::string>> parts{{file.name, file.bytes}};
  if (sheet::is_bundle(file.bytes)) {
    auto unpacked = sheet::unpack_bundle(file.bytes, sandbox_);
    if (!unpacked) return refuse(std::move(unpacked.error()));
    parts = std::move(*unpacked);
  }
  std::lock_guard lock(lock_);
  open_store();
  std::vector<ImportFile> out;
  for (const auto& [name, bytes] : parts) out.push_back({name, files_->put(bytes), bytes.size()});
  return out;
}

Result<ImportRecord> Imports::begin(Begin wanted, const Viewer& viewer) {
  if (!viewer.unguarded && !viewer.desk) return refuse(not_your_business(viewer, "导入"));
  if (wanted.files.empty() || wanted.files.size() > files_max) {
    return refuse({Code::missing_field,
                   "没有文件，或超过 " + std::to_string(files_max) + " 个文件",
                   "选一个或几个文件",
                   "/files",
                   "",
                   {}});
  }
  for (const auto& file : wanted.files) {
    if (files_ && files_->has(file.sealed)) continue;
    return refuse({Code::not_found, "没有上传过文件 " + file.name, "重新上传", "/files", "", {}});
  }
  auto live = std::make_shared<Live>();
  std::lock_guard lock(lock_);
  auto& record = live->record;
  record.id = log::to_hex(log::bytes_of(vault::random_bytes(8)));
  record.account = viewer.account;
  if (viewer.desk) record.desk = desk_text(*viewer.desk);
  record.created = ledger_.book().now();
  record.format = wanted.format;
  record.head = wanted.head;
  record.files = wanted.files;
  for (auto& file : record.files) file.bytes = files_->get(file.sealed).value_or("").size();
  live->viewer = viewer;
  live->busy = true;
  save(record);
  imports_[record.id] = live;
  queue_.push_back(live);
  wakes_.notify_all();
  return record;
}

std::vector<ImportRecord> Imports::list(const Viewer& viewer) const {
  std::vector<ImportRecord> out;
  std::lock_guard lock(lock_);
  for (const auto& [id, live] : imports_) {
    if (viewer.unguarded || live->record.account == viewer.account) out.push_back(live->record);
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.created > b.created; });
  return out;
}

Result<std::shared_ptr<Imports::Live>> Imports::owned(const std::string& id,
                                                      const Viewer& viewer) const {
  auto found = imports_.find(id);
  bool mine = found != imports_.end() &&
              (viewer.unguarded || found->second->record.account == viewer.account);
  if (!mine) return refuse(not_yours("导入 " + id));
  return found->second;
}

Result<ImportRecord> Imports::find(const std::string& id, const Viewer& viewer) const {
  std::lock_guard lock(lock_);
  auto live = owned(id, viewer);
  if (!live) return refuse(std::move(live.error()));
  return (*live)->record;
}

ImportProgress Imports::progress(const std::string& id) const {
  std::lock_guard lock(lock_);
  auto found = imports_.find(id);
  return found == imports_.end() ? ImportProgress{} : found->second->progress;
}

std::shared_ptr<const ImportPreview> Imports::preview(const std::string& id) const {
  std::lock_guard lock(lock_);
  auto found = imports_.find(id);
  return found == imports_.end() || found->second->busy ? nullptr : found->second->preview;
}

std::optional<std::string> Imports::file_bytes(const ImportFile& file) const {
  return files_ ? files_->get(file.sealed) : std::nullopt;
}

void Imports::await(const std::string& id) const {
  std::unique_lock lock(lock_);
  wakes_.wait(lock, [&] {
    auto found = imports_.find(id);
    return found == imports_.end() || !found->second->busy;
  });
}

Result<ImportRecord> Imports::next(const std::string& id, const Viewer& viewer,
                                   const std::vector<ImportStage>& from, ImportStage to,
                                   const std::function<void(Live&)>& change) {
  std::lock_guard lock(lock_);
  auto found = owned(id, viewer);
  if (!found) return refuse(std::move(found.error()));
  Live& live = **found;
  bool fits = std::find(from.begin(), from.end(), live.record.stage) != from.end();
  if (!fits || live.busy) {
    return refuse({Code::import_not_ready,
                   "这次导入" + std::string(title_of(live.record.stage)) + "，不能" +
                       (to == ImportStage::undoing     ? "撤销"
                        : to == ImportStage::recording ? "登记"
                                                       : "重新读取"),
                   "刷新页面看它到了哪一步",
                   "",
                   "",
                   {}});
  }
  live.viewer = viewer;
  change(live);
  live.record.stage = to;
  live.record.failure.clear();
  live.busy = true;
  live.stop = false;
  save(live.record);
  queue_.push_back(*found);
  wakes_.notify_all();
  return live.record;
}

Result<ImportRecord> Imports::answer(const std::string& id, const importers::Answers& answers,
                                     const Viewer& viewer) {
  return next(id, viewer, {ImportStage::ready, ImportStage::failed}, ImportStage::reading,
              [&](Live& live) {
                for (const auto& [key, value] : answers) live.record.answers[key] = value;
              });
}

Result<ImportRecord> Imports::confirm(const std::string& id, const Viewer& viewer) {
  return next(id, viewer, {ImportStage::ready}, ImportStage::recording, [](Live&) {});
}

Result<ImportRecord> Imports::undo(const std::string& id, const std::string& reason,
                                   const Viewer& viewer) {
  if (reason.empty())
    return refuse({Code::missing_field, "没有写明撤销的原因", "写明为什么撤销", "/reason", "", {}});
  return next(id, viewer, {ImportStage::done}, ImportStage::undoing,
              [&](Live& live) { live.reason = reason; });
}

// A job that runs stops at its next step; what it has recorded by then stays, and is told.
Result<ImportRecord> Imports::cancel(const std::string& id, const Viewer& viewer) {
  std::lock_guard lock(lock_);
  auto found = owned(id, viewer);
  if (!found) return refuse(std::move(found.error()));
  Live& live = **found;
  if (live.busy) {
    live.stop = true;
  } else if (live.record.stage == ImportStage::ready || live.record.stage == ImportStage::failed) {
    live.record.stage = ImportStage::cancelled;
    live.record.finished = ledger_.book().now();
    save(live.record);
  }
  return live.record;
}

ImportOptions Imports::options_of(const ImportRecord& record) const {
  return {record.format, record.head, record.answers, record.id, sandbox_};
}

std::vector<ImportSource> Imports::sources_of(const ImportRecord& record) const {
  std::vector<ImportSource> out;
  for (const auto& file : record.files)
    out.push_back({file.name, files_->get(file.sealed).value_or("")});
  return out;
}

OnProgress Imports::progress_of(Live& live) {
  return [this, &live](const std::string& phase, std::uint64_t done, std::uint64_t all) {
    std::lock_guard lock(lock_);
    live.progress = {phase, done, all};
    return !live.stop && !stopping_;
  };
}

void Imports::run() {
  while (true) {
    std::shared_ptr<Live> live;
    {
      std::unique_lock lock(lock_);
      wakes_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      live = queue_.front();
      queue_.pop_front();
    }
    work(live);
    std::lock_guard lock(lock_);
    live->busy = false;
    live->progress = {};
    if (stopping_) return;  // goes on at the next start
    save(live->record);
    wakes_.notify_all();
  }
}

void Imports::work(const std::shared_ptr<Live>& live) {
  try {
    switch (live->record.stage) {
      case ImportStage::reading: read(*live); break;
      case ImportStage::recording: record(*live); break;
      case ImportStage::undoing: take_back(*live); break;
      default: break;
    }
  } catch (const std::exception& failure) {
    std::lock_guard lock(lock_);
    live->record.stage = ImportStage::failed;
    live->record.failure = failure.what();
  }
}

void Imports::read(Live& live) {
  auto options = options_of(live.record);
  auto progress = progress_of(live);
  auto preview = std::make_shared<ImportPreview>();
  preview->plan = plan_import(ledger_, sources_of(live.record), options, live.viewer, progress);
  preview->position = ledger_.book().position();
  ImportRun run(ledger_, preview->plan, options, live.viewer);
  preview->results = run.rehearse(progress);
  constexpr std::size_t served_max = 200;
  preview->served = run.served(served_max);
  std::lock_guard lock(lock_);
  if (live.stop) {
    live.record.stage = ImportStage::cancelled;
    live.record.finished = ledger_.book().now();
    return;
  }
  if (stopping_) return;
  std::fill(std::begin(live.record.counts), std::end(live.record.counts), 0);
  for (const auto& result : preview->results)
    ++live.record.counts[static_cast<std::size_t>(result.state)];
  live.record.problems = 0;
  for (const auto& file : preview->plan.files) {
    live.record.problems += file.reading.problems.size() + (file.refusal.empty() ? 0 : 1);
    live.record.counts[static_cast<std::size_t>(RowState::waiting)] +=
        file.reading.questions.size();
  }
  live.preview = std::move(preview);
  live.record.stage = ImportStage::ready;
}

void Imports::record(Live& live) {
  auto options = options_of(live.record);
  auto progress = progress_of(live);
  // After a restart the preview is made anew: what was recorded meanwhile is known by its id.
  std::shared_ptr<const ImportPreview> preview = live.preview;
  if (!preview) {
    auto made = std::make_shared<ImportPreview>();
    made->plan = plan_import(ledger_, sources_of(live.record), options, live.viewer, progress);
    made->results = ImportRun(ledger_, made->plan, options, live.viewer).rehearse(progress);
    preview = made;
  }
  auto results =
      ImportRun(ledger_, preview->plan, options, live.viewer).record(preview->results, progress);
  std::lock_guard lock(lock_);
  if (stopping_) return;
  auto after = std::make_shared<ImportPreview>(*preview);
  std::map<std::size_t, std::size_t> at;
  for (std::size_t i = 0; i < after->results.size(); ++i) at[after->results[i].row] = i;
  for (const auto& result : results) after->results[at.at(result.row)] = result;
  std::fill(std::begin(live.record.counts), std::end(live.record.counts), 0);
  for (const auto& result : after->results)
    ++live.record.counts[static_cast<std::size_t>(result.state)];
  for (const auto& result : results) {
    if (!result.added.empty()) live.record.recorded.push_back(result);
  }
  after->position = ledger_.book().position();
  live.preview = std::move(after);
  live.record.stage = ImportStage::done;
  live.record.finished = ledger_.book().now();
}

void Imports::take_back(Live& live) {
  auto undone =
      undo_import(ledger_, live.record.id, live.record.recorded,
                  live.reason.empty() ? "撤销导入" : live.reason, live.viewer, progress_of(live));
  std::lock_guard lock(lock_);
  if (stopping_) return;
  live.record.undone = std::move(undone);
  live.record.stage = live.stop ? ImportStage::done : ImportStage::undone;
  live.record.finished = ledger_.book().now();
}

}  // namespace zhucun::app
