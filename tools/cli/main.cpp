// zhucun: the map of the program. Each command's flags stand here; what it does stands in
// commands.h. Precedence of a setting: flag, then the configuration file (--config), then the
// environment, then the default. Exit: 0 done, 1 refused or fell short, 2 usage, 74 I/O, 75 locked
// or disk low, 78 book damaged.
#include <CLI/CLI.hpp>
#include <clocale>
#include <iostream>

#include "ledger/log/failure.h"
#include "tools/cli/commands.h"

namespace {

using namespace zhucun;

struct ReportFlags {
  std::string name;
  app::Parameters parameters;
  cli::ReportOutput output;
};

void add_parameter(CLI::App* command, app::Parameters& parameters, const std::string& flag,
                   const std::string& name, const std::string& about) {
  command->add_option_function<std::string>(
      flag, [&parameters, name](const std::string& value) { parameters[name] = value; }, about);
}

void add_report(CLI::App& program, cli::Common& common, ReportFlags& flags, int& status) {
  auto* command = program.add_subcommand("report", "打印一张报表");
  command->add_option("name", flags.name, "报表名，如 duty_compliance；或带参数的地址")->required();
  add_parameter(command, flags.parameters, "--period", "period", "2025、2025H1、2025Q3、2025-07");
  add_parameter(command, flags.parameters, "--division", "division", "只看某地区（12位代码）");
  add_parameter(command, flags.parameters, "--by", "by",
                "汇总：actor township county city unit group，可加 +period");
  add_parameter(command, flags.parameters, "--duty", "duty", "只看某项义务");
  add_parameter(command, flags.parameters, "--who", "actor", "只看某主体，如 team:610802101200");
  add_parameter(command, flags.parameters, "--status", "status", "只看某状态");
  add_parameter(command, flags.parameters, "--kind", "kind", "只看某类，各报表自己的名称");
  add_parameter(command, flags.parameters, "--since", "since", "某序号之后新增的");
  add_parameter(command, flags.parameters, "--from", "from", "推算工作日的起始日");
  add_parameter(command, flags.parameters, "--days", "days", "工作日数");
  add_parameter(command, flags.parameters, "--seed", "seed", "抽取种子，抽取前公布");
  add_parameter(command, flags.parameters, "--count", "count", "抽取几个");
  add_parameter(command, flags.parameters, "--as-of", "asOf", "业务日期截至");
  add_parameter(command, flags.parameters, "--known-at", "knownAt", "按当时数据：序号或日期");
  command->add_option("--out", flags.output.file, "写到文件，默认标准输出");
  command->add_option("--charset", flags.output.charset, "CSV 的编码")
      ->check(CLI::IsMember({"utf-8", "gb18030"}));
  command->add_option("--check", flags.output.check, "核对一份报表上的核验码，不打印报表");
  command->callback(
      [&] { status = cli::report(common, flags.name, flags.parameters, flags.output); });
}

void add_book_commands(CLI::App& program, cli::Common& common, int& status) {
  static cli::Init init;
  auto* command = program.add_subcommand("init", "建账：采用区划登记表、节假日表和政策");
  command->add_option("--city", init.city, "市的12位代码")->capture_default_str();
  command->add_option("--title", init.title, "账簿名称");
  command->add_option("--start", init.start, "建账日，默认今天");
  command->add_option("--register", init.register_file, "区划登记表 CSV");
  command->add_option("--calendar", init.calendar_file, "节假日表 CSV");
  command->add_option("--policy", init.policy_file, "政策 TOML");
  command->add_flag("--no-policy", init.no_policy, "先不采用政策");
  command->add_option("--hash", init.hash, "sha256 或 sm3")
      ->check(CLI::IsMember({"sha256", "sm3"}));
  command->callback([&] { status = cli::init(common, init); });

  static std::string address;
  static std::string cursor;
  auto* explain = program.add_subcommand("explain", "打开一个数的来源");
  explain->add_option("address", address, "数的地址，报表和数据来源里都有")->required();
  explain->add_option("--cursor", cursor, "下一页");
  explain->callback([&] { status = cli::explain(common, address, cursor); });

  static std::string backup;
  auto* verify = program.add_subcommand("verify", "校验整本账：链、树、文件；或一份备份");
  verify->add_option("--backup", backup, "改为校验这份备份：恢复到临时文件夹并比对");
  verify->callback([&] {
    bool with_book = program.get_option("--book")->count() > 0;
    status = backup.empty() ? cli::verify(common) : cli::verify_backup(common, backup, with_book);
  });
  program.add_subcommand("rebuild", "从头重建视图并比对，末行为摘要")->callback([&] {
    status = cli::rebuild(common);
  });

  static cli::Export out;
  auto* exporting = program.add_subcommand("export", "导出全部事件");
  exporting->add_option("--format", out.format, "格式")
      ->check(CLI::IsMember({"ndjson", "hledger", "workbooks"}));
  exporting->add_option("--out", out.file, "写到文件，默认标准输出；workbooks：写到文件夹");
  exporting->add_option("--from", out.from, "起始序号");
  exporting->add_option("--to", out.to, "截止序号");
  exporting->add_option("--as-of", out.as_of, "hledger：截至日期");
  exporting->callback([&] { status = cli::export_events(common, out); });

  static cli::Import import;
  auto* reading = program.add_subcommand("import", "导入工作簿、单张表格、对账单");
  reading->add_option("files", import.files, "文件：xlsx、xls、csv")->required();
  reading->add_option("--profile", import.format, "表格种类，认不出时指定，如 银行对账单");
  reading->add_option("--division", import.division, "表里没有写明时：哪个地区（12位代码）");
  reading->add_option("--unit", import.unit, "表里没有写明时：哪个派出单位");
  reading->add_option("--period", import.period, "表里没有写明时：哪一期，如 2026-07");
  reading->add_option("--answer", import.answers, "回答上次的问题：问题=编号，可写多个");
  reading->add_flag("--dry-run", import.dry_run, "只读取和预演，不登记");
  reading->add_option("--errors", import.errors, "有误的文件另写一份，加错误原因和修改办法");
  reading->callback([&] { status = cli::import_files(common, import); });

  static cli::HandOut wanted;
  auto* handing = program.add_subcommand("workbooks", "带出预填的工作簿，填好后用 import 收回");
  handing->add_option("name", wanted.format, "种类，如 township-monthly；不写则是一个县的全部");
  handing->add_option("--division", wanted.division, "乡镇或县的12位代码");
  handing->add_option("--unit", wanted.unit, "派出单位");
  handing->add_option("--period", wanted.period, "期间：2026-07 或 2026Q3");
  handing->add_option("--out", wanted.folder, "写到哪个文件夹")->capture_default_str();
  handing->callback([&] { status = cli::hand_out(common, wanted); });

  static cli::Submit in;
  auto* submit = program.add_subcommand("submit", "登记事件：每行一个 JSON");
  submit->add_option("file", in.file, "文件，默认标准输入");
  submit->add_option("--key", in.key, "幂等键：没有 id 的行成为 键/行号");
  submit->add_flag("--dry-run", in.dry_run, "只预演，不登记");
  submit->callback([&] { status = cli::submit(common, in); });
}

void add_backup_commands(CLI::App& program, cli::Common& common, int& status) {
  static cli::Backup backup;
  auto* backing = program.add_subcommand("backup", "备份账簿：封存、恢复到临时文件夹、比对");
  backing->add_option("--dest", backup.destination, "备份放在哪个文件夹")->required();
  backing->add_option("--keys-dest", backup.keys_destination, "个人密钥另放的文件夹");
  backing->add_option("--keep", backup.keep, "保留最近几份，默认全部");
  backing->callback([&] { status = cli::backup(common, backup); });

  static cli::Restore restore;
  auto* restoring = program.add_subcommand("restore", "从备份恢复到一个新文件夹（--book）");
  restoring->add_option("--from", restore.from, "哪一份备份")->required();
  restoring->add_option("--keys-from", restore.keys_from, "同名的密钥备份");
  restoring->add_option("--to-position", restore.to_position, "只到某序号");
  restoring->add_option("--to-instant", restore.to_instant, "只到某日或某时刻");
  restoring->add_option("--document", restore.document, "批准恢复的文号");
  restoring->callback([&] { status = cli::restore(common, restore); });

  static cli::Doctor doctor;
  auto* healing = program.add_subcommand("doctor", "诊断损坏的账簿，可用备份治好");
  healing->add_option("--backup", doctor.backups, "备份，可多份");
  healing->add_option("--keys-from", doctor.keys_from, "密钥备份");
  healing->add_option("--heal", doctor.heal, "把治好的账写到这个新文件夹");
  healing->callback([&] { status = cli::doctor(common, doctor); });
}

void add_other_commands(CLI::App& program, cli::Common& common, int& status) {
  static cli::Serve serve;
  auto* command = program.add_subcommand("serve", "启动服务和网页");
  command->add_option("--host", serve.host, "地址；不是本机的要有 TLS 或网关")
      ->capture_default_str()
      ->envname("ZHUCUN_HOST");
  command->add_option("--port", serve.port, "端口")->capture_default_str()->envname("ZHUCUN_PORT");
  command->add_option("--web", serve.web_root, "网页文件夹")->envname("ZHUCUN_WEB");
  command->add_option("--log-file", serve.log_file, "日志文件，默认标准错误")
      ->envname("ZHUCUN_LOG");
  command->add_option("--tls-cert", serve.tls_certificate, "TLS 证书链，PEM 文件")
      ->envname("ZHUCUN_TLS_CERT");
  command->add_option("--tls-key", serve.tls_key, "TLS 私钥，PEM 文件")->envname("ZHUCUN_TLS_KEY");
  command->add_option("--gateway", serve.gateways, "可信网关的地址，可写多个");
  command->add_option("--gateway-header", serve.gateway_header, "网关写明账号的请求头");
  command->add_option("--public-name", serve.public_names, "浏览器里用的名称，可写多个");
  command->add_option("--backup-dest", serve.backup.destination, "定时备份到哪个文件夹");
  command->add_option("--backup-keys-dest", serve.backup.keys_destination, "个人密钥另放的文件夹");
  command->add_option("--backup-every", serve.backup_hours, "几小时一次")
      ->check(CLI::Range(0.001, 8760.0));
  command->add_option("--backup-keep", serve.backup.keep, "保留最近几份，默认全部");
  command->callback([&] { status = cli::serve(common, serve); });

  static cli::Ceremony names;
  auto* ceremony = program.add_subcommand("ceremony", "账号启用仪式：三个管理员，打印一次性密码");
  ceremony->add_option("--system", names.system, "系统管理员账号")->required();
  ceremony->add_option("--security", names.security, "安全管理员账号")->required();
  ceremony->add_option("--audit", names.audit, "审计管理员账号")->required();
  ceremony->add_option("--document", names.document, "文号");
  ceremony->callback([&] { status = cli::ceremony(common, names); });

  static std::string account;
  auto* password = program.add_subcommand("password", "为忘记密码的账号发一次性密码");
  password->add_option("account", account, "账号")->required();
  password->callback([&] { status = cli::password(common, account); });

  static bool lost = false;
  auto* keys = program.add_subcommand("keys", "个人信息的密钥库");
  keys->require_subcommand(1);
  auto* made = keys->add_subcommand("new", "为没有密钥库的账建一个");
  made->add_flag("--lost", lost, "原来的密钥库已经丢失，其中的个人信息不再可读");
  made->callback([&] { status = cli::new_keys(common, lost); });

  static cli::Demo demo;
  auto* city = program.add_subcommand("demo", "造一个演示市：真实的村，合成的单位和人员");
  city->add_option("--villages", demo.villages, "村数")->capture_default_str();
  city->add_option("--years", demo.years, "年数，自 2024-07-01 起")->capture_default_str();
  city->add_option("--seed", demo.seed, "随机种子")->capture_default_str();
  city->add_option("--scale", demo.scale, "履职事件的倍数，用于压力测试")->capture_default_str();
  city->add_option("--planted", demo.planted, "把埋设的问题另写一份清单");
  city->add_option("--desks", demo.desks, "启用账号，每种岗位一个，账号和密码写到这个文件");
  city->callback([&] { status = cli::demo(common, demo); });

  static std::string form = "markdown";
  auto* schema = program.add_subcommand("schema", "打印事件目录");
  schema->add_option("--form", form, "markdown 或 json")
      ->check(CLI::IsMember({"markdown", "json"}));
  schema->callback([&] { status = cli::schema(form); });

  static std::string file = "yulin-2021-4.toml";
  static std::string source;
  auto* policy = program.add_subcommand("policy", "政策文件");
  policy->require_subcommand(1);
  auto* check = policy->add_subcommand("check", "检查一份政策文件");
  check->add_option("file", file, "TOML 文件，或随程序提供的文件名")->required();
  check->callback([&] { status = cli::policy_check(file); });
  auto* coverage = policy->add_subcommand("coverage", "每句原文是否都有条目");
  coverage->add_option("file", file, "TOML 文件")->capture_default_str();
  coverage->add_option("--source", source, "原文，默认为文件自己写明的");
  coverage->callback([&] { status = cli::policy_coverage(file, source); });
}

}  // namespace

int main(int argc, char** argv) {
  // Tables are aligned by the width of Chinese characters, also where the environment names no
  // locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  CLI::App program{"驻村账：驻村第一书记和工作队的履职与经费账"};
  program.set_config("--config", "", "配置文件（TOML 或 INI）");
  program.require_subcommand(1);
  program.fallthrough();
  cli::Common common;
  program.add_option("--book", common.book, "账簿文件夹")
      ->capture_default_str()
      ->envname("ZHUCUN_BOOK");
  program.add_option("--actor", common.actor, "经办人")->envname("ZHUCUN_ACTOR");
  program.add_option("-O,--output", common.output, "输出格式")
      ->check(CLI::IsMember({"table", "csv", "xlsx", "json", "ndjson"}));
  program.add_option("--key-file", common.key_file, "主密钥文件，默认在账簿旁边：账簿.key")
      ->envname("ZHUCUN_KEY_FILE");
  program.add_option("--api-key", common.api_key, "接口密钥，账号启用之后命令行用它登录")
      ->envname("ZHUCUN_API_KEY");
  program.add_option("--desk", common.desk, "用哪个岗位，如 countyOffice@division:610802000000")
      ->envname("ZHUCUN_DESK");
  program.add_option("--disk-floor", common.disk_floor_mib, "磁盘保底（MiB）")
      ->envname("ZHUCUN_DISK_FLOOR");
  int status = 0;
  ReportFlags report;
  add_backup_commands(program, common, status);
  add_book_commands(program, common, status);
  add_report(program, common, report, status);
  add_other_commands(program, common, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  } catch (const log::Failure& failure) {
    std::cerr << failure.what() << "\n";
    return failure.exit_code;
  } catch (const std::exception& failure) {
    std::cerr << "程序出错：" << failure.what() << "\n";
    return 74;
  }
  return status;
}
