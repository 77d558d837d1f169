#include "api/app/doctor.h"

#include <algorithm>
#include <set>

#include "api/app/healing.h"
#include "api/app/restore.h"
#include "ledger/log/salvage.h"

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

std::vector<Range> ranges_of(const std::vector<bool>& bad) {
  std::vector<Range> out;
  for (std::uint64_t i = 0; i < bad.size(); ++i) {
    if (!bad[i]) continue;
    if (!out.empty() && out.back().last.value == i)
      out.back().last.value = i + 1;
    else
      out.push_back({{i + 1}, {i + 1}});
  }
  return out;
}

// Whether the book opens and adds up by itself.
void look_at_log(const fs::path& book, Diagnosis& out) {
  try {
    auto log = log::open_book(book.string(), log::OpenMode::read_only);
    for (const auto& damage : log->verify().damages) {
      std::string where = damage.first.value == 0
                              ? ""
                              : "序号 " + std::to_string(damage.first.value) + " 至 " +
                                    std::to_string(damage.last.value) + "：";
      out.troubles.push_back(where + damage.what);
    }
  } catch (const log::Failure& failure) {
    out.troubles.emplace_back(failure.what());
  }
}

// Unpacks the backups that can be used; a backup sealed with another key is refused.
std::optional<Refusal> open_backups(const DoctorOptions& options, const vault::MasterKey* master,
                                    const fs::path& scratch, std::vector<OpenBackup>& opened,
                                    Diagnosis& out) {
  if (!options.backups.empty() && !master) {
    return Refusal{
        Code::bad_parameter, "打开备份要用密钥", "用 --key-file 指明密钥文件", "key-file", "", {}};
  }
  for (const fs::path& path : options.backups) {
    const fs::path into = scratch / ("backup-" + std::to_string(opened.size()));
    try {
      auto manifest = read_manifest(path, *master);
      if (!manifest && manifest.error().code == Code::wrong_key) return manifest.error();
      if (!manifest) {
        out.troubles.push_back("备份：" + manifest.error().detail);
        continue;
      }
      unpack_set(*manifest, *master, path, into, options.progress);
      auto log = log::open_book(into.string(), log::OpenMode::read_only);
      log->replay([](const log::Record&) {});
      bool same = log->head().chain == manifest->book.head.chain;
      if (!same) out.troubles.push_back("备份 " + path.string() + " 与它的清单不符");
      if (same) opened.push_back({std::move(*manifest), into, std::move(log)});
    } catch (const log::Failure& failure) {
      out.troubles.emplace_back(failure.what());
    }
  }
  return std::nullopt;
}

struct Anchor {
  std::string name;
  log::Head head;
};

// Farthest first. Below a HEAD that is there nothing counts: that would be a loss unsaid.
std::vector<Anchor> anchors_of(const log::Salvage& salvage,
                               const std::vector<OpenBackup>& backups) {
  std::vector<Anchor> out;
  if (salvage.head()) out.push_back({"HEAD", *salvage.head()});
  if (salvage.tip() && salvage.tip()->position.value > 0)
    out.push_back({"存储的末尾记录", *salvage.tip()});
  for (const auto& one : backups) {
    out.push_back({"备份 " + one.manifest.name, one.manifest.book.head});
  }
  std::ranges::stable_sort(
      out, [](const Anchor& a, const Anchor& b) { return a.head.position > b.head.position; });
  if (salvage.head()) {
    Position least = salvage.head()->position;
    std::erase_if(out, [least](const Anchor& one) { return one.head.position < least; });
  }
  return out;
}

// Backups of another book are set aside, by their first record.
void drop_foreign(const log::Salvage& salvage, log::HashKind kind, std::vector<OpenBackup>& backups,
                  Diagnosis& out) {
  std::optional<log::Hash> own;
  for (std::size_t copy = 0; copy < salvage.copies() && !own; ++copy) {
    salvage.each_record(copy, {1}, [&](const log::Record& record) {
      if (record.position.value != 1) return false;
      own = log::Hasher(kind).leaf(record.position, record.recorded, record.body);
      return false;
    });
  }
  if (!own && !backups.empty()) own = backups.front().manifest.book.first;
  std::erase_if(backups, [&](const OpenBackup& one) {
    if (one.manifest.book.first == *own) return false;
    out.troubles.push_back("备份 " + one.manifest.name + "（" + one.manifest.book.title +
                           "）是另一本账的，没有用它");
    return true;
  });
}

void judge(const Sources& sources, const std::vector<Anchor>& anchors, Diagnosis& out,
           Assembly& assembly) {
  for (const Anchor& anchor : anchors) {
    Assembly tried = sources.assemble(anchor.head);
    bool first = out.anchor.empty();
    if (!first && !tried.proven) continue;
    out.anchor = anchor.name;
    out.end = anchor.head.position;
    out.proven = tried.proven;
    assembly = std::move(tried);
    if (out.proven) break;
  }
  std::vector<bool> lost(out.end.value);
  std::vector<bool> missing(out.end.value);
  for (std::uint64_t i = 0; i < out.end.value; ++i) {
    missing[i] = assembly.source[i] < 0;
    lost[i] = missing[i] || !sources.salvaged(i, assembly.leaf[i]);
  }
  out.lost = ranges_of(lost);
  out.missing = ranges_of(missing);
}

}  // namespace

Result<Diagnosis> examine(const DoctorOptions& options, const vault::MasterKey* master,
                          std::shared_ptr<Clock> clock) {
  if (!fs::is_directory(options.book)) {
    throw log::IoFailure("没有文件夹 " + options.book.string() + "。请检查 --book 的路径。");
  }
  if (!options.heal.empty()) {
    if (auto fault = folder_fault(options.heal, {})) return refuse(*fault);
  }
  Diagnosis out;
  Scratch scratch(options.heal.empty() ? options.book.string() + ".doctor"
                                       : options.heal.string() + ".doctor");
  options.progress("打开账簿");
  look_at_log(options.book, out);
  bool log_damaged = !out.troubles.empty();
  log::Salvage salvage(options.book.string(), (scratch.path() / "salvage").string());
  if (log_damaged) {
    for (const auto& trouble : salvage.troubles()) out.troubles.push_back(trouble);
  }
  std::vector<OpenBackup> backups;
  if (auto fault = open_backups(options, master, scratch.path(), backups, out))
    return refuse(*fault);
  log::HashKind kind = salvage.hash_kind().value_or(
      backups.empty() ? log::HashKind::sha256 : backups.front().manifest.book.hash);
  auto beside = verify_beside(options.book, kind);
  out.troubles.insert(out.troubles.end(), beside.damages.begin(), beside.damages.end());
  bool missing = missing_beside(options.book, backups, out.troubles);
  out.damaged = log_damaged || missing || !beside.damages.empty();
  options.progress("逐条比对");
  drop_foreign(salvage, kind, backups, out);
  Sources sources(salvage, backups, kind);
  Assembly assembly;
  judge(sources, anchors_of(salvage, backups), out, assembly);
  if (options.heal.empty() || !out.proven) return out;
  options.progress("写出新账");
  Building building(options.heal);
  sources.write(assembly, building.path());
  heal_beside({options.book, building.path(), options.keys_from, kind}, backups, master,
              out.healed);
  std::string from = backups.empty() ? "doctor" : backups.front().manifest.name;
  say_restored(building.path(), from, options.actor, "", std::move(clock));
  building.done();
  out.healed_to = out.end;
  return out;
}

}  // namespace zhucun::app
