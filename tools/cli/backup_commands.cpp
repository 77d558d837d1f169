#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "api/app/backup.h"
#include "api/app/clock.h"
#include "api/app/doctor.h"
#include "api/app/instant.h"
#include "api/app/restore.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

void show(const std::string& text) {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
}

void end_show() {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
}

int no_key() {
  return refused({Code::bad_parameter,
                  "备份用密钥封存，没有指明密钥文件",
                  "用 --key-file 指明，或设 ZHUCUN_KEY_FILE",
                  "key-file",
                  "",
                  {}});
}

std::string positions(const app::Range& range) {
  return range.first == range.last
             ? std::to_string(range.first.value)
             : std::to_string(range.first.value) + " 至 " + std::to_string(range.last.value);
}

std::string seconds_text(double seconds) {
  char out[32];
  std::snprintf(out, sizeof out, "%.1f", seconds);
  return out;
}

void print(const app::Diagnosis& seen) {
  for (const auto& trouble : seen.troubles) std::cout << "发现：" << trouble << "\n";
  if (!seen.damaged) {
    std::cout << "没有发现损坏，序号 " << seen.end.value << "\n";
    return;
  }
  if (seen.anchor.empty()) {
    std::cout << "HEAD 和存储都读不出，也没有可用的备份：用 --backup 指明备份\n";
    return;
  }
  std::cout << "核对依据：" << seen.anchor << "，序号 " << seen.end.value << "\n";
  if (seen.anchor != "HEAD") {
    std::cout << "HEAD 没有说到那里：其后是否还有已确认的事件，要和纸上的账首核对\n";
  }
  for (const auto& range : seen.lost)
    std::cout << "账上丢失或被改：序号 " << positions(range) << "\n";
  for (const auto& range : seen.missing)
    std::cout << "哪里都没有：序号 " << positions(range) << "\n";
  if (seen.lost.empty()) std::cout << "账上的事件都读得出来\n";
  if (seen.proven) std::cout << "合起来与树根和链一致：可以治好（--heal 新文件夹）\n";
}

}  // namespace

std::optional<vault::MasterKey> master_key(const Common& common) {
  return app::find_master(common.book, common.key_file);
}

int backup(const Common& common, const Backup& options) {
  auto master = master_key(common);
  if (!master) return no_key();
  app::SystemClock clock;
  app::BackupOptions backup;
  backup.book = common.book;
  backup.destination = options.destination;
  backup.keys_destination = options.keys_destination;
  backup.keep = options.keep;
  backup.progress = show;
  auto made = app::backup_book(backup, nullptr, *master, clock);
  end_show();
  if (!made) return refused(made.error());
  std::cout << "备份 " << made->folder.string() << "，序号 "
            << made->manifest.book.head.position.value << "，封存 "
            << seconds_text(made->seconds_copying) << " 秒\n"
            << "已恢复到临时文件夹并核对（链、树、重建摘要、各类事件数），"
            << seconds_text(made->seconds_verifying) << " 秒\n";
  if (!made->keys.empty()) {
    std::cout << "密钥备份 " << made->keys.string() << "，" << app::key_set_days_max
              << " 天后删除\n";
  }
  for (const auto& name : made->removed) std::cout << "已删除旧备份 " << name << "\n";
  return 0;
}

int restore(const Common& common, const Restore& options) {
  auto master = master_key(common);
  if (!master) return no_key();
  app::RestoreOptions restore;
  restore.from = options.from;
  restore.keys_from = options.keys_from;
  restore.book = common.book;
  restore.actor = common.actor;
  restore.document = options.document;
  restore.progress = show;
  if (options.to_position) restore.to_position = Position{*options.to_position};
  if (!options.to_instant.empty()) {
    restore.to_instant = app::instant(options.to_instant);
    if (!restore.to_instant) {
      return refused({Code::bad_parameter,
                      "时刻看不懂：" + options.to_instant,
                      "写成 2025-07-31 或 2025-07-31T18:00:00",
                      "to-instant",
                      "",
                      {}});
    }
  }
  auto done = app::restore_book(restore, *master, std::make_shared<app::SystemClock>());
  end_show();
  if (!done) return refused(done.error());
  std::cout << "已恢复到 " << common.book << "：来自备份 " << done->manifest.name << "，序号 "
            << done->position.value << "，" << seconds_text(done->seconds) << " 秒\n"
            << "树根 " << log::to_hex(done->root) << "\n"
            << "纪元 " << done->epoch << "，恢复本身记为序号 " << done->end.value << "\n";
  if (!done->with_keys) std::cout << "没有恢复个人密钥：要读个人信息，用 --keys-from 重新恢复\n";
  return 0;
}

int doctor(const Common& common, const Doctor& options) {
  auto master = master_key(common);
  app::DoctorOptions doctor;
  doctor.book = common.book;
  for (const auto& one : options.backups) doctor.backups.emplace_back(one);
  doctor.keys_from = options.keys_from;
  doctor.heal = options.heal;
  doctor.actor = common.actor;
  doctor.progress = show;
  auto seen =
      app::examine(doctor, master ? &*master : nullptr, std::make_shared<app::SystemClock>());
  end_show();
  if (!seen) return refused(seen.error());
  print(*seen);
  if (seen->healed_to) {
    for (const auto& one : seen->healed) std::cout << one << "\n";
    std::cout << "新账写在 " << options.heal << "，到序号 " << seen->healed_to->value
              << "，树根和链与核对依据一致；原来的文件夹没有动\n";
    return 0;
  }
  if (!seen->damaged) return 0;
  throw log::DamagedBook(
      options.heal.empty() ? "账簿 " + common.book + " 损坏，见上；用 --backup 和 --heal 治疗"
      : seen->missing.empty()
          ? "没有写新账：记录齐全，但与核对依据不符；换一份更早的备份再试，或从备份恢复"
          : "没有写新账：有事件哪里都没有，见上；换更晚的备份再试，或用 zhucun restore "
            "恢复备份后补登");
}

int verify_backup(const Common& common, const std::string& backup, bool with_book) {
  auto master = master_key(common);
  if (!master) return no_key();
  std::string scratch = with_book ? common.book + "/backup.tmp" : backup + ".verify";
  auto manifest = app::verify_backup(backup, *master, scratch, with_book ? common.book : "", show);
  end_show();
  if (!manifest) return refused(manifest.error());
  std::cout << "备份 " << manifest->name << "（" << manifest->book.title << "）：序号 "
            << manifest->book.head.position.value << "，" << app::readable_text(manifest->made)
            << " 备份\n"
            << "树根 " << log::to_hex(manifest->book.head.root) << "\n重建摘要 "
            << manifest->book.digest << "\n恢复后校验通过\n";
  return 0;
}

}  // namespace zhucun::cli
