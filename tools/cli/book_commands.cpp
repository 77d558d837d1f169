#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "api/app/clock.h"
#include "api/app/opening.h"
#include "api/export/render.h"
#include "ledger/log/failure.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

// A line on a terminal that is written over; silent where nobody looks.
void show_progress(const std::string& text) {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
}

void end_progress() {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
}

book::Options book_options(const Common& common) {
  book::Options options;
  options.disk_floor = common.disk_floor_mib << 20;
  return options;
}

// "duty_list?period=2025&row=...": the name and the parameters of a figure's address.
std::pair<std::string, app::Parameters> parsed_address(const std::string& address) {
  auto question = address.find('?');
  std::pair<std::string, app::Parameters> out{address.substr(0, question), {}};
  std::istringstream rest(question == std::string::npos ? "" : address.substr(question + 1));
  for (std::string part; std::getline(rest, part, '&');) {
    auto equals = part.find('=');
    if (equals == std::string::npos) continue;
    std::string value;
    for (std::size_t i = equals + 1; i < part.size(); ++i) {
      bool escape = part[i] == '%' && i + 2 < part.size();
      value += escape ? static_cast<char>(std::stoi(part.substr(i + 1, 2), nullptr, 16)) : part[i];
      if (escape) i += 2;
    }
    out.second[part.substr(0, equals)] = value;
  }
  return out;
}

}  // namespace

int refused(const Refusal& refusal) {
  std::cerr << exporting::refusal_text(refusal);
  bool usage = refusal.code == Code::bad_parameter || refusal.code == Code::unknown_report;
  bool place = refusal.code == Code::disk_low;
  return usage ? 2 : place ? 75 : 1;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw log::IoFailure("读不了文件 " + path + "：核对路径和权限");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

app::Ledger open_ledger(const Common& common, log::OpenMode mode) {
  return app::Ledger(app::open_book(common.book, mode, std::make_shared<app::SystemClock>(),
                                    book_options(common)));
}

int init(const Common& common, const Init& options) {
  auto city = parse_division(options.city);
  if (!city) {
    return refused({Code::bad_parameter,
                    "市的代码应为12位：" + options.city,
                    "如 610800000000",
                    "city",
                    "",
                    {}});
  }
  auto clock = std::make_shared<app::SystemClock>();
  auto start =
      options.start.empty() ? std::optional(business_day(clock->now())) : parse_date(options.start);
  if (!start) {
    return refused({Code::bad_parameter,
                    "建账日看不懂：" + options.start,
                    "写成 2025-01-01",
                    "start",
                    "",
                    {}});
  }
  app::InitOptions init = app::shipped_options(*city);
  init.start = *start;
  init.title = options.title.empty() ? "驻村账" : options.title;
  if (!common.actor.empty()) init.actor = common.actor;
  init.hash = options.hash == "sm3" ? log::HashKind::sm3 : log::HashKind::sha256;
  if (!options.register_file.empty()) {
    init.register_csv = read_file(options.register_file);
    init.register_source = options.register_file;
  }
  if (!options.calendar_file.empty()) init.calendar_csv = read_file(options.calendar_file);
  if (!options.policy_file.empty()) init.policy_toml = read_file(options.policy_file);
  if (options.no_policy) init.policy_toml.clear();
  auto made = app::init_book(common.book, init, clock, book_options(common));
  if (!made) return refused(made.error());
  std::cout << "已建账：" << common.book << "，序号 " << (*made)->position().value << "，建账日 "
            << to_text(*start) << "\n";
  return 0;
}

int report(const Common& common, const std::string& name, const app::Parameters& parameters) {
  auto ledger = open_ledger(common, log::OpenMode::read_only);
  auto table = ledger.report(name, parameters);
  if (!table) return refused(table.error());
  if (common.output == "json")
    std::cout << exporting::table_json(*table) << "\n";
  else if (common.output == "csv")
    std::cout << exporting::table_csv(*table);
  else if (common.output == "ndjson")
    std::cout << exporting::table_ndjson(*table);
  else
    std::cout << exporting::table_text(*table);
  return 0;
}

int explain(const Common& common, const std::string& address, const std::string& cursor) {
  auto ledger = open_ledger(common, log::OpenMode::read_only);
  auto [name, parameters] = parsed_address(address);
  if (!cursor.empty()) parameters["cursor"] = cursor;
  auto explanation = ledger.explain(name, parameters);
  if (!explanation) return refused(explanation.error());
  std::cout << (common.output == "json" ? exporting::explanation_json(*explanation) + "\n"
                                        : exporting::explanation_text(*explanation));
  return 0;
}

int verify(const Common& common) {
  auto log = log::open_book(common.book, log::OpenMode::read_only);
  auto report = log->verify();
  std::cout << "记录 " << report.records << "，哈希块 " << report.tiles << "，文件 " << report.files
            << "，序号 " << report.head.position.value << "，纪元 " << report.head.epoch << "\n"
            << "树根 " << log::to_hex(report.head.root) << "\n";
  for (const auto& damage : report.damages) {
    std::cerr << "损坏：序号 " << damage.first.value << " 至 " << damage.last.value << "："
              << damage.what << "\n";
  }
  if (!report.sound()) throw log::DamagedBook("账簿校验不通过，损坏处见上；用备份恢复");
  std::cout << "校验通过\n";
  return 0;
}

int rebuild(const Common& common) {
  auto ledger = open_ledger(common, log::OpenMode::read_only);
  std::string live = ledger.book().live_digest();
  std::string rebuilt = ledger.book().rebuilt_digest();
  std::cout << "序号 " << ledger.book().position().value << "\n";
  if (live != rebuilt) std::cerr << "重建与现用不一致：现用 " << live << "\n";
  std::cout << rebuilt << "\n";
  return live == rebuilt ? 0 : 1;
}

int export_events(const Common& common, const Export& options) {
  auto ledger = open_ledger(common, log::OpenMode::read_only);
  std::ofstream file;
  if (!options.file.empty()) {
    file.open(options.file, std::ios::binary);
    if (!file) throw log::IoFailure("写不了文件 " + options.file + "：核对路径和权限");
  }
  std::ostream& out = options.file.empty() ? std::cout : file;
  ledger.each_event({options.from}, {options.to}, [&](Position, const std::string& json) {
    out << json << '\n';
    return out.good();
  });
  out.flush();
  if (!out) throw log::IoFailure("导出没有写完：磁盘满或管道已关闭");
  return 0;
}

int submit(const Common& common, const Submit& options) {
  auto ledger = open_ledger(common, log::OpenMode::write);
  app::SubmitOptions submit;
  submit.key = options.key;
  submit.actor = common.actor;
  submit.source = options.file.empty() || options.file == "-" ? "stdin" : options.file;
  submit.dry_run = options.dry_run;
  std::ifstream file;
  bool standard = options.file.empty() || options.file == "-";
  if (!standard) {
    file.open(options.file, std::ios::binary);
    if (!file) throw log::IoFailure("读不了文件 " + options.file + "：核对路径和权限");
  }
  auto lines = ledger.submit_lines(standard ? std::cin : file, submit, [](std::uint64_t line) {
    show_progress("已读 " + std::to_string(line) + " 行");
    return true;
  });
  end_progress();
  if (!lines) return refused(lines.error());
  std::cout << (options.dry_run ? "预演" : "已登记") << " " << lines->accepted << " 个事件，原有 "
            << lines->known << " 个，序号 " << lines->position.value << "\n";
  return 0;
}

}  // namespace zhucun::cli
