#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "api/app/book_folder.h"
#include "api/app/clock.h"
#include "api/app/extract.h"
#include "api/app/house.h"
#include "api/app/opening.h"
#include "api/export/render.h"
#include "api/export/workbook_writer.h"
#include "ledger/log/failure.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

book::Options book_options(const Common& common) {
  book::Options options;
  options.disk_floor = common.disk_floor_mib << 20;
  return options;
}

}  // namespace

void show_progress(const std::string& text) {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
}

void end_progress() {
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
}

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

std::filesystem::path key_file_of(const Common& common) {
  if (common.key_file.empty()) return app::usual_key_file(common.book);
  return common.key_file;
}

app::House open_house(const Common& common, log::OpenMode mode) {
  // From here on this process knows names: its memory is nobody's to dump.
  prctl(PR_SET_DUMPABLE, 0);
  app::HouseOptions options;
  options.key_file = common.key_file;
  options.mode = mode;
  options.book = book_options(common);
  return app::open_house(common.book, std::make_shared<app::SystemClock>(), options);
}

Result<app::Viewer> viewer_of(const Common& common, const app::House& house) {
  const book::Book& book = house.ledger->book();
  bool accounts =
      book.read([](const domain::Facts& facts) { return facts.accounts.ceremony.value != 0; });
  if (!accounts) return app::Viewer::unguarded_one(common.actor);
  auto key = house.secrets && !common.api_key.empty()
                 ? house.secrets->keys().find(common.api_key, book.now())
                 : std::nullopt;
  if (!key) {
    return refuse({Code::not_signed_in,
                   common.api_key.empty() ? "账号已经启用，命令行要用接口密钥"
                                          : "接口密钥不对、已过期或已收回",
                   "在网页“我的登录”里取一个密钥，用 --api-key 或环境变量 ZHUCUN_API_KEY 给出",
                   "",
                   "",
                   {}});
  }
  app::Viewer viewer = book.read([&](const domain::Facts& facts) {
    return app::viewer_of(facts.accounts, key->account, book.today(), common.desk, key->desks);
  });
  viewer.peer = "command line";
  if (viewer.desk) return viewer;
  return refuse({Code::not_signed_in,
                 "账号 " + key->account + " 没有可用的岗位",
                 "请管理员授权，或用 --desk 指定密钥可用的岗位",
                 "",
                 "",
                 {}});
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
  // The key first: a book whose personal data could never be sealed is no use.
  auto key_file = key_file_of(common);
  auto made = app::init_book(common.book, init, clock, book_options(common));
  if (!made) return refused(made.error());
  auto master = vault::MasterKey::read_or_make(key_file);
  app::make_keys(common.book, master, (*made)->log());
  std::cout << "已建账：" << common.book << "，序号 " << (*made)->position().value << "，建账日 "
            << to_text(*start) << "\n"
            << "主密钥 " << master.name() << "：" << key_file.string()
            << "。另存一份离线保管：丢了主密钥，姓名等个人信息再也读不出，账本身不受影响。\n";
  return 0;
}

int explain(const Common& common, const std::string& address, const std::string& cursor) {
  auto house = open_house(common, log::OpenMode::read_only);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  auto [name, parameters] = parsed_address(address);
  if (!cursor.empty()) parameters["cursor"] = cursor;
  auto explanation = house.ledger->explain(name, parameters, *viewer);
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
  auto beside = app::verify_beside(common.book, log->hash_kind());
  if (beside.stores + beside.files > 0) {
    std::cout << "旁边的存储 " << beside.stores << " 个，附件 " << beside.files << " 个\n";
  }
  for (const auto& damage : beside.damages) std::cerr << "损坏：" << damage << "\n";
  if (!report.sound() || !beside.damages.empty())
    throw log::DamagedBook("账簿校验不通过，损坏处见上；用备份恢复");
  std::cout << "校验通过\n";
  return 0;
}

int rebuild(const Common& common) {
  auto house = open_house(common, log::OpenMode::read_only);
  const book::Book& book = house.ledger->book();
  std::string live = book.live_digest();
  std::string rebuilt = book.rebuilt_digest();
  std::cout << "序号 " << book.position().value << "\n";
  if (live != rebuilt) std::cerr << "重建与现用不一致：现用 " << live << "\n";
  std::cout << rebuilt << "\n";
  return live == rebuilt ? 0 : 1;
}

// The book as workbooks, to be taken in elsewhere.
int export_workbooks(app::Ledger& ledger, const app::Viewer& viewer, const std::string& folder) {
  if (folder.empty()) {
    return refused({Code::bad_parameter, "没有指明写到哪个文件夹", "用 --out 指明", "out", "", {}});
  }
  std::filesystem::create_directories(folder);
  auto extract = app::extract_book(ledger, viewer);
  for (const auto& one : extract.workbooks) {
    std::filesystem::path path = std::filesystem::path(folder) / one.name;
    std::ofstream out(path, std::ios::binary);
    out << exporting::write_workbook(one.plan);
    if (!out.flush()) throw log::IoFailure("写不了文件 " + path.string());
  }
  std::cout << "写了 " << extract.workbooks.size() << " 个工作簿，" << extract.events
            << " 个事件\n";
  for (const auto& [reason, count] : extract.left_out)
    std::cerr << "没有带出 " << count << " 个事件：" << reason << "\n";
  return 0;
}

int export_events(const Common& common, const Export& options) {
  auto house = open_house(common, log::OpenMode::read_only);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  if (!viewer->may(domain::Deed::read_events))
    return refused(app::not_your_business(*viewer, "导出事件"));
  if (options.format == "workbooks") return export_workbooks(*house.ledger, *viewer, options.file);
  std::ofstream file;
  if (!options.file.empty()) {
    file.open(options.file, std::ios::binary);
    if (!file) throw log::IoFailure("写不了文件 " + options.file + "：核对路径和权限");
  }
  std::ostream& out = options.file.empty() ? std::cout : file;
  if (options.format == "hledger") {
    auto as_of = parse_date(options.as_of);
    house.ledger->journal(
        as_of, [&](std::string_view text) { out << text; }, *viewer);
    out.flush();
    if (!out) throw log::IoFailure("导出没有写完：磁盘满或管道已关闭");
    return 0;
  }
  auto write = [&](Position, const std::string& json) {
    out << json << '\n';
    return out.good();
  };
  house.ledger->each_event({options.from}, {options.to}, write, *viewer);
  std::string scope = house.ledger->book().read(
      [&](const domain::Facts& facts) { return house.ledger->scope_line(facts, *viewer); });
  if (!scope.empty()) std::cerr << scope << "\n";
  out.flush();
  if (!out) throw log::IoFailure("导出没有写完：磁盘满或管道已关闭");
  return 0;
}

int submit(const Common& common, const Submit& options) {
  auto house = open_house(common, log::OpenMode::write);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  app::SubmitOptions submit;
  submit.key = options.key;
  submit.actor = viewer->account;
  submit.signed_in = !viewer->unguarded;
  submit.source = options.file.empty() || options.file == "-" ? "stdin" : options.file;
  submit.dry_run = options.dry_run;
  std::ifstream file;
  bool standard = options.file.empty() || options.file == "-";
  if (!standard) {
    file.open(options.file, std::ios::binary);
    if (!file) throw log::IoFailure("读不了文件 " + options.file + "：核对路径和权限");
  }
  auto lines =
      house.ledger->submit_lines(standard ? std::cin : file, submit, [](std::uint64_t line) {
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
