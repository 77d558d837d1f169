#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "api/app/clock.h"
#include "ledger/log/failure.h"
#include "tools/cli/commands.h"
#include "tools/demo/demo.h"
#include "tools/demo/furnish.h"

namespace zhucun::cli {

namespace {

// Names for everybody, and desks where they are asked for; recorded on the story's last day.
std::optional<Refusal> furnish(const Common& common, const Demo& options,
                               const std::function<void(const std::string&)>& progress,
                               const std::string& last_day) {
  auto key_file = key_file_of(common);
  vault::MasterKey::read_or_make(key_file);  // the vault is made under it when the house opens
  app::HouseOptions opening;
  opening.key_file = key_file;
  opening.book.disk_floor = common.disk_floor_mib << 20;
  constexpr std::int64_t evening_hours = 20 - 8;
  auto day = parse_date(last_day)->time_since_epoch().count();
  auto clock = std::make_shared<app::ManualClock>(
      RecordedTime{(day * 24 + evening_hours) * std::int64_t{3600} * 1'000'000});
  auto house = app::open_house(common.book, clock, opening);
  if (auto named = demo::name_people(house, progress); !named) return std::move(named.error());
  if (!options.desks.empty()) {
    auto desks = demo::furnish_desks(house, app::SystemClock().now());
    if (!desks) return std::move(desks.error());
    std::ofstream out(options.desks);
    std::filesystem::permissions(
        options.desks, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    for (const auto& line : *desks)
      out << line.account << "\t" << line.password << "\t" << line.title << "\n";
    if (!out.flush()) throw log::IoFailure("写不了文件 " + options.desks);
  }
  house.ledger->book().close();
  return std::nullopt;
}

}  // namespace

int demo(const Common& common, const Demo& options) {
  demo::Options demo;
  demo.folder = common.book;
  demo.villages = options.villages;
  demo.years = options.years;
  demo.seed = options.seed;
  demo.scale = options.scale;
  demo.disk_floor = common.disk_floor_mib << 20;
  demo.progress = [](const std::string& text) {
    if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
  };
  auto made = demo::make(demo);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
  if (!made) return refused(made.error());
  if (!options.planted.empty()) {
    std::ofstream out(options.planted, std::ios::binary);
    out << made->planted_json;
    std::filesystem::path path = options.planted;
    auto write_beside = [&](const char* what, const std::string& text) {
      std::filesystem::path beside = path;
      beside.replace_filename(path.stem().string() + what + path.extension().string());
      std::ofstream more(beside, std::ios::binary);
      more << text;
      if (!more) throw log::IoFailure("写不了文件 " + beside.string());
    };
    write_beside("-attendance", made->planted_attendance_json);
    write_beside("-allowances", made->planted_allowances_json);
    write_beside("-oversight", made->planted_oversight_json);
    if (!out) throw log::IoFailure("写不了文件 " + options.planted);
  }
  if (auto fault = furnish(common, options, demo.progress, made->last_day)) return refused(*fault);
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
  std::cout << "演示账：" << common.book << "，" << made->summary << "\n";
  return 0;
}

}  // namespace zhucun::cli
