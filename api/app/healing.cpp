#include "api/app/healing.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "ledger/book/rewriter.h"
#include "ledger/log/small_store.h"
#include "ledger/log/tree.h"

namespace zhucun::app {

namespace fs = std::filesystem;

namespace {

bool is_sound_store(const fs::path& store) {
  try {
    log::SmallStore(store.string(), log::SmallStoreMode::read_only).verify();
    return true;
  } catch (const log::Failure&) {
    return false;
  }
}

bool is_sound_log(const fs::path& folder) {
  try {
    return log::open_book(folder.string(), log::OpenMode::read_only)->verify().sound();
  } catch (const log::Failure&) {
    return false;
  }
}

void heal_access(const BesideFolders& folders, const std::vector<OpenBackup>& backups,
                 std::vector<std::string>& said) {
  const fs::path to = folders.fresh / folder::access;
  if (is_sound_log(folders.damaged / folder::access)) {
    copy_log(folders.damaged / folder::access, nullptr, to);
    return;
  }
  for (const auto& backup : backups) {
    if (!has_log(backup.folder / folder::access)) continue;
    copy_log(backup.folder / folder::access, nullptr, to);
    said.push_back("access/ 取自备份 " + backup.manifest.name + "：此后的查阅记录没有了");
    return;
  }
  if (fs::exists(folders.damaged / folder::access)) said.emplace_back("access/ 损坏，备份里也没有");
}

void heal_secrets(const BesideFolders& folders, const std::vector<OpenBackup>& backups,
                  std::vector<std::string>& said) {
  const fs::path to = folders.fresh / folder::secrets;
  if (is_sound_store(folders.damaged / folder::secrets)) {
    copy_small_store(folders.damaged / folder::secrets, to);
    return;
  }
  for (const auto& backup : backups) {
    if (!is_sound_store(backup.folder / folder::secrets)) continue;
    copy_small_store(backup.folder / folder::secrets, to);
    said.push_back("secrets/ 取自备份 " + backup.manifest.name +
                   "：此后改过的密码和停用的会话须重做一遍");
    return;
  }
  if (fs::exists(folders.damaged / folder::secrets))
    said.emplace_back("secrets/ 损坏，备份里也没有：账号须重新设密码");
}

void heal_keys(const BesideFolders& folders, const vault::MasterKey* master,
               std::vector<std::string>& said) {
  const fs::path to = folders.fresh / folder::keys;
  if (is_sound_store(folders.damaged / folder::keys)) {
    copy_small_store(folders.damaged / folder::keys, to);
    return;
  }
  if (!folders.keys_from.empty() && master) {
    auto manifest = read_manifest(folders.keys_from, *master);
    if (manifest && manifest->kind == SetKind::keys) {
      unpack_set(*manifest, *master, folders.keys_from, folders.fresh, [](const std::string&) {});
      said.push_back("keys/ 取自密钥备份 " + manifest->name + "：此后销毁过的个人密钥须再销毁一遍");
      return;
    }
  }
  if (fs::exists(folders.damaged / folder::keys))
    said.emplace_back("keys/ 损坏：用 --keys-from 指明密钥备份，否则个人信息读不出来");
}

// Every attachment that anybody knows, from whoever has it whole.
void heal_files(const BesideFolders& folders, const std::vector<OpenBackup>& backups,
                std::vector<std::string>& said) {
  std::vector<fs::path> places{folders.damaged / folder::files};
  for (const auto& backup : backups) places.push_back(backup.folder / folder::files);
  std::map<std::string, bool> found;
  for (const fs::path& place : places) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(place, none)) {
      const std::string name = entry.path().filename();
      bool& there = found[name];
      if (there || !entry.is_regular_file() || !is_intact(entry.path(), folders.kind)) continue;
      write_synced(folders.fresh / folder::files / name, read_whole(entry.path()));
      if (place != places.front()) said.push_back("附件 " + name + " 取自备份");
      there = true;
    }
  }
  for (const auto& [name, there] : found) {
    if (!there) said.push_back("附件 " + name + " 损坏，备份里也没有");
  }
}

}  // namespace

Sources::Sources(const log::Salvage& salvage, const std::vector<OpenBackup>& backups,
                 log::HashKind kind)
    : salvage_(salvage), backups_(backups), kind_(kind) {
  log::Hasher hasher(kind);
  leaves_.resize(salvage.copies() + backups.size());
  for (int source = 0; source < static_cast<int>(leaves_.size()); ++source) {
    Leaves& leaves = leaves_[static_cast<std::size_t>(source)];
    each(source, {1}, [&](const log::Record& record) {
      // A position far beyond all others is no record but a damaged key.
      if (record.position.value > leaves.size() + (std::uint64_t{1} << 24)) return true;
      if (leaves.size() < record.position.value) leaves.resize(record.position.value);
      leaves[record.position.value - 1] =
          hasher.leaf(record.position, record.recorded, record.body);
      return true;
    });
  }
}

void Sources::each(int source, Position from,
                   const std::function<bool(const log::Record&)>& f) const {
  auto index = static_cast<std::size_t>(source);
  if (index < salvage_.copies()) {
    salvage_.each_record(index, from, f);
  } else {
    const log::EventLog& log = *backups_[index - salvage_.copies()].log;
    log.read(from, log.head().position, f);
  }
}

bool Sources::salvaged(std::uint64_t at, const log::Hash& leaf) const {
  for (std::size_t copy = 0; copy < salvage_.copies(); ++copy) {
    if (at < leaves_[copy].size() && leaves_[copy][at] == leaf) return true;
  }
  return false;
}

Assembly Sources::assemble(const log::Head& anchor) const {
  std::vector<int> order(leaves_.size());
  std::iota(order.begin(), order.end(), 0);
  std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(salvage_.copies()),
              order.end());
  Assembly out = assemble(anchor, order);
  if (out.proven) return out;
  std::iota(order.begin(), order.end(), 0);
  Assembly other = assemble(anchor, order);
  return other.proven ? other : out;
}

Assembly Sources::assemble(const log::Head& anchor, const std::vector<int>& order) const {
  Assembly out;
  out.anchor = anchor;
  out.source.assign(anchor.position.value, -1);
  out.leaf.resize(anchor.position.value);
  log::Hasher hasher(kind_);
  log::Hash chain{};
  log::Tree tree;
  bool complete = true;
  for (std::uint64_t at = 0; at < anchor.position.value; ++at) {
    for (int source : order) {
      const Leaves& leaves = leaves_[static_cast<std::size_t>(source)];
      if (at >= leaves.size() || !leaves[at]) continue;
      out.source[at] = source;
      out.leaf[at] = *leaves[at];
      break;
    }
    complete = complete && out.source[at] >= 0;
    if (!complete) continue;
    chain = hasher.link(chain, out.leaf[at]);
    tree.add(out.leaf[at], hasher, [](log::TileId, const log::Tile&) {});
  }
  out.proven = complete && chain == anchor.chain && tree.root(hasher) == anchor.root;
  return out;
}

void Sources::write(const Assembly& assembly, const fs::path& into) const {
  const fs::path made = into / "healed";
  {
    log::BookOptions options;
    options.epoch = assembly.anchor.epoch;
    for (const auto& one : backups_)
      options.epoch = std::max(options.epoch, one.manifest.book.head.epoch);
    if (salvage_.head()) options.epoch = std::max(options.epoch, salvage_.head()->epoch);
    auto fresh = log::create_book(made.string(), kind_, options);
    book::Rewriter rewriter(*fresh);
    std::map<std::string, std::string> sealed;
    auto keep = [&](std::string_view key, std::string_view value) {
      sealed.emplace(key, value);
      return true;
    };
    salvage_.each_sealed(keep);
    for (const auto& one : backups_) one.log->each_sealed(keep);
    for (const auto& [key, value] : sealed) rewriter.add_sealed(key, value);
    const std::uint64_t end = assembly.source.size();
    log::Hasher hasher(kind_);
    for (std::uint64_t at = 0; at < end;) {
      const int source = assembly.source[at];
      each(source, {at + 1}, [&](const log::Record& record) {
        if (at >= end || assembly.source[at] != source) return false;
        if (record.position.value != at + 1 ||
            hasher.leaf(record.position, record.recorded, record.body) != assembly.leaf[at]) {
          throw log::IoFailure("治疗中断：序号 " + std::to_string(at + 1) +
                               " 第二次读出的内容与第一次不同。请检查磁盘。");
        }
        rewriter.add(record);
        ++at;
        return true;
      });
    }
    rewriter.finish();
    if (fresh->head().root != assembly.anchor.root || fresh->head().chain != assembly.anchor.chain)
      throw std::logic_error("doctor: the healed book has another root");
    fresh->close_clean();
  }
  for (const char* part : {"HEAD", "store"}) fs::rename(made / part, into / part);
  fs::remove_all(made);
}

bool missing_beside(const fs::path& book, const std::vector<OpenBackup>& backups,
                    std::vector<std::string>& troubles) {
  const std::size_t before = troubles.size();
  for (const char* part : {folder::access, folder::secrets, folder::files}) {
    for (const auto& backup : backups) {
      if (!fs::exists(backup.folder / part) || fs::exists(book / part)) continue;
      troubles.push_back(std::string(part) + "/ 整个没有了，备份 " + backup.manifest.name +
                         " 里有");
      break;
    }
  }
  for (const auto& backup : backups) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(backup.folder / folder::files, none)) {
      const std::string name = entry.path().filename();
      if (!fs::exists(book / folder::files / name)) troubles.push_back("附件 " + name + " 没有了");
    }
  }
  return troubles.size() > before;
}

void heal_beside(const BesideFolders& folders, const std::vector<OpenBackup>& backups,
                 const vault::MasterKey* master, std::vector<std::string>& said) {
  heal_access(folders, backups, said);
  heal_secrets(folders, backups, said);
  heal_keys(folders, master, said);
  heal_files(folders, backups, said);
}

}  // namespace zhucun::app
