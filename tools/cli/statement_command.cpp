#include <fstream>
#include <iostream>
#include <sstream>

#include "importers/statement_csv.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

// Nothing is written while a row is wrong.
int statement(const Common& common, const Statement& options) {
  auto profile = importers::statement_profile(options.profile);
  if (!profile) return refused(profile.error());
  auto holder = parse_division(options.holder);
  if (!holder)
    return refused({Code::bad_parameter,
                    "“" + options.holder + "”不是12位区划代码",
                    "核对代码",
                    "holder",
                    "",
                    {}});
  std::ifstream file(options.file, std::ios::binary);
  if (!file) throw log::IoFailure("读不了文件 " + options.file + "：核对路径和权限");
  std::ostringstream text;
  text << file.rdbuf();
  std::string name = options.file.substr(options.file.find_last_of('/') + 1);
  auto read = importers::read_statement(text.str(), *profile,
                                        {*holder, static_cast<std::int16_t>(options.year), name});
  if (!read) return refused(read.error());
  for (const auto& column : read->matched) std::cerr << column << "\n";
  for (const auto& error : read->errors) {
    std::cerr << name << " 第" << error.row << "行 " << error.column << "：" << error.detail << "。"
              << error.hint << "\n";
  }
  std::cout << "读出 " << read->drafts.size() << " 行，有误 " << read->errors.size() << " 行\n";
  if (!read->errors.empty()) return 1;
  auto house =
      open_house(common, options.dry_run ? log::OpenMode::read_only : log::OpenMode::write);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  if (options.dry_run || read->drafts.empty()) return 0;
  std::string all;
  for (const auto& draft : read->drafts) all += (all.empty() ? "[" : ",") + draft;
  app::SubmitOptions submit;
  submit.actor = viewer->account;
  submit.signed_in = !viewer->unguarded;
  submit.source = name;
  submit.key = "statement-" + name + "-" + std::to_string(house.ledger->book().position().value);
  auto outcome = house.ledger->submit(all + "]", submit);
  if (!outcome) return refused(outcome.error());
  std::size_t fresh = 0;
  for (const auto& one : outcome->events) fresh += one.is_new ? 1 : 0;
  std::cout << "新登记 " << fresh << " 笔，原有 " << outcome->events.size() - fresh << " 笔，序号 "
            << outcome->position.value << "\n";
  return 0;
}

}  // namespace zhucun::cli
