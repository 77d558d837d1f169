#include "api/app/restore.h"

#include <chrono>

#include "api/app/instant.h"
#include "ledger/book/book.h"
#include "ledger/book/rewriter.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

log::BookOptions restoring() {
  log::BookOptions options;
  options.restored = true;
  return options;
}

Refusal beyond(const Manifest& manifest, const std::string& asked) {
  return {Code::beyond_backup,
          "备份 " + manifest.name + " 里没有" + asked + "：它从序号 1 到 " +
              std::to_string(manifest.book.head.position.value) + "（" +
              readable_text(manifest.book.recorded) + "）",
          "换一份更晚的备份，或改 --to-position、--to-instant",
          "",
          "",
          {}};
}

// How far to restore; nothing = the whole backup.
Result<std::optional<Position>> cut_of(const RestoreOptions& options, const Manifest& manifest,
                                       const log::EventLog& log) {
  Position last = manifest.book.head.position;
  Position at = last;
  if (options.to_position) {
    at = *options.to_position;
    if (at.value == 0 || at > last)
      return refuse(beyond(manifest, "序号 " + std::to_string(at.value)));
  }
  if (options.to_instant) {
    // A moment after the last record is only safe to name when the backup was made after it.
    if (*options.to_instant > manifest.made)
      return refuse(beyond(manifest, "时刻 " + readable_text(*options.to_instant)));
    at = {0};
    log.read({1}, last, [&](const log::Record& record) {
      if (record.recorded > *options.to_instant) return false;
      at = record.position;
      return true;
    });
    if (at.value == 0)
      return refuse(beyond(manifest, "时刻 " + readable_text(*options.to_instant) + " 之前的事件"));
  }
  return at == last ? std::nullopt : std::optional(at);
}

// Puts a log with the records 1..to in place of the whole one. Same leaves, so the same root.
void cut_log(const fs::path& book, Position to) {
  const fs::path whole = book / "whole";
  fs::create_directory(whole);
  for (const char* part : {"HEAD", "store"}) fs::rename(book / part, whole / part);
  const fs::path cut = book / "cut";
  {
    auto from = log::open_book(whole.string(), log::OpenMode::read_only);
    log::BookOptions made;
    made.epoch = from->head().epoch;
    auto fresh = log::create_book(cut.string(), from->hash_kind(), made);
    book::rewrite(*from, to, *fresh);
    if (fresh->head().root != from->root_at(to.value))
      throw std::logic_error("restore: a cut book has another root");
    fresh->close_clean();
  }
  for (const char* part : {"HEAD", "store"}) fs::rename(cut / part, book / part);
  fs::remove_all(whole);
  fs::remove_all(cut);
}

std::optional<Refusal> keys_fault(const Manifest& manifest, const Manifest& keys) {
  if (keys.kind == SetKind::keys && keys.id == manifest.id) return std::nullopt;
  return Refusal{Code::other_book,
                 "密钥备份 " + keys.name + " 不是和备份 " + manifest.name + " 一起做的",
                 "--keys-from 指明同名的密钥备份；已过30天的密钥备份会被删除",
                 "",
                 "",
                 {}};
}

}  // namespace

std::optional<Refusal> folder_fault(const fs::path& book, Position coming) {
  const fs::path half = book.string() + ".restoring";
  if (fs::exists(half)) {
    return Refusal{Code::folder_taken,
                   "上次恢复没有做完，留下了 " + half.string(),
                   "确认没有别的恢复正在进行，删除这个文件夹后重来",
                   "",
                   "",
                   {}};
  }
  if (!fs::exists(book) || (fs::is_directory(book) && fs::is_empty(book))) return std::nullopt;
  std::string there = "里面已有别的文件";
  if (fs::exists(book / "HEAD")) {
    auto head = log::read_head(book.string());
    there = head ? "里面的账到序号 " + std::to_string(head->position.value) + "，备份只到 " +
                       std::to_string(coming.value)
                 : "里面有一本打不开的账";
  }
  return Refusal{Code::folder_taken,
                 "不能恢复到 " + book.string() + "：" + there,
                 "恢复到一个新文件夹，核对之后再停服换用；原来的账不要删除",
                 "",
                 "",
                 {}};
}

Building::Building(const fs::path& book) : book_(book), path_(book.string() + ".restoring") {
  write_synced(path_ / log::restoring_name, "");
  sync_folder(path_);
}

Building::~Building() {
  if (done_) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Building::done() {
  fs::remove(path_ / log::restoring_name);
  sync_folder(path_);
  std::error_code error;
  fs::remove(book_, error);  // an empty folder may stand there
  fs::rename(path_, book_, error);
  if (error) {
    throw log::IoFailure("恢复完成，但改不了名：" + path_.string() + " → " + book_.string() + "（" +
                         error.message() + "）。请手工改名。");
  }
  done_ = true;
  sync_folder(fs::absolute(book_).parent_path());
}

log::Head say_restored(const fs::path& book, const std::string& backup, const std::string& actor,
                       const std::string& document, std::shared_ptr<Clock> clock) {
  auto log = log::open_book(book.string(), log::OpenMode::write, restoring());
  log::Head head = log->head();
  book::Options options;
  options.disk_floor = 0;
  book::Book restored(std::move(log), clock, log::OpenMode::write, options);
  JsonWriter out;
  out.begin_object().field("id", "restored/" + std::to_string(head.epoch));
  out.field("type", "bookRestored").field("date", to_text(business_day(clock->now())));
  out.field("actor", actor.empty() ? "restore" : actor).field("source", "restore");
  out.key("data").begin_object().field("backup", backup);
  out.key("position").number(head.position.value);
  if (!document.empty()) out.field("document", document);
  auto words = schema::draft_from_json(out.end_object().end_object().take(), {});
  if (!words) throw log::IoFailure("恢复事件写不成：" + words.error().detail);
  book::Request request;
  request.drafts.push_back(book::prepare(std::move(*words), restored.hash_kind()));
  request.program = true;
  auto told = restored.submit(std::move(request));
  if (!told) throw log::IoFailure("恢复事件登记不上：" + told.error().detail);
  restored.close();
  return log::open_book(book.string(), log::OpenMode::read_only, restoring())->head();
}

Result<Restored> restore_book(const RestoreOptions& options, const vault::MasterKey& master,
                              std::shared_ptr<Clock> clock) {
  auto started = std::chrono::steady_clock::now();
  if (options.to_position && options.to_instant) {
    return refuse({Code::bad_parameter,
                   "--to-position 和 --to-instant 只能给一个",
                   "去掉一个",
                   "to-position",
                   "",
                   {}});
  }
  auto manifest = read_manifest(options.from, master);
  if (!manifest) return refuse(std::move(manifest.error()));
  if (auto fault = folder_fault(options.book, manifest->book.head.position)) return refuse(*fault);
  if (manifest->kind != SetKind::book) {
    return refuse({Code::backup_unfinished,
                   options.from.string() + " 是密钥备份，不是账簿备份",
                   "--from 指明账簿备份，密钥用 --keys-from",
                   "",
                   "",
                   {}});
  }
  std::optional<Manifest> keys;
  if (!options.keys_from.empty()) {
    auto read = read_manifest(options.keys_from, master);
    if (!read) return refuse(std::move(read.error()));
    if (auto fault = keys_fault(*manifest, *read)) return refuse(*fault);
    keys = std::move(*read);
  }
  Building building(options.book);
  unpack_set(*manifest, master, options.from, building.path(), options.progress);
  if (keys) unpack_set(*keys, master, options.keys_from, building.path(), options.progress);
  options.progress("重建并比对");
  std::string differs = difference(manifest->book, summarise(building.path()));
  if (!differs.empty()) {
    throw log::DamagedBook("备份 " + options.from.string() + " 与清单不符：" + differs +
                           "。这份备份不能用：换另一份备份。");
  }
  Restored out;
  out.position = manifest->book.head.position;
  out.root = manifest->book.head.root;
  {
    auto log = log::open_book(building.path().string(), log::OpenMode::read_only, restoring());
    auto cut = cut_of(options, *manifest, *log);
    if (!cut) return refuse(std::move(cut.error()));
    if (*cut) {
      out.position = **cut;
      out.root = log->root_at(out.position.value);
    }
  }
  if (out.position != manifest->book.head.position) {
    options.progress("重写到序号 " + std::to_string(out.position.value));
    cut_log(building.path(), out.position);
  }
  log::Head end = say_restored(building.path(), manifest->name, options.actor, options.document,
                               std::move(clock));
  building.done();
  out.end = end.position;
  out.epoch = end.epoch;
  out.with_keys = keys.has_value();
  out.manifest = std::move(*manifest);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return out;
}

}  // namespace zhucun::app
