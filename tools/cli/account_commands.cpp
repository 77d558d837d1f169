#include <iostream>

#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

void print_sheet(const std::vector<app::SheetLine>& sheet) {
  std::cout << "一次性密码，只显示这一次，7天内首次登录时必须改掉：\n";
  for (const auto& line : sheet)
    std::cout << "  " << line.title << "  账号 " << line.account << "  密码 " << line.password
              << "\n";
}

}  // namespace

int ceremony(const Common& common, const Ceremony& options) {
  auto house = open_house(common, log::OpenMode::write);
  auto sheet = app::hold_ceremony(
      *house.ledger, *house.secrets,
      {options.system, options.security, options.audit, options.document}, "ceremony");
  if (!sheet) return refused(sheet.error());
  print_sheet(*sheet);
  return 0;
}

int password(const Common& common, const std::string& account) {
  auto house = open_house(common, log::OpenMode::write);
  app::Viewer keeper;
  keeper.account = common.actor.empty() ? "服务器" : common.actor;
  keeper.peer = "command line";
  auto line = app::one_time_password(*house.ledger, *house.secrets, account, keeper);
  if (!line) return refused(line.error());
  print_sheet({*line});
  return 0;
}

int new_keys(const Common& common, bool lost) {
  auto log = log::open_book(common.book, log::OpenMode::read_only);
  bool sealed = false;
  log->each_sealed([&](std::string_view, std::string_view) {
    sealed = true;
    return false;
  });
  std::filesystem::path folder = std::filesystem::path(common.book) / "keys";
  if (log::SmallStore::exists(folder.string())) {
    return refused({Code::already_open,
                    "这本账已有密钥库 " + folder.string(),
                    "不用再建；读不出个人信息时核对 --key-file",
                    "",
                    "",
                    {}});
  }
  if (sealed && !lost) {
    return refused(
        {Code::vault_missing,
         "账上有封存的个人信息，原来的密钥库不见了",
         "先从密钥备份恢复 keys/；确实找不回来的，加 --lost 另建，原有个人信息永远读不出",
         "",
         "",
         {}});
  }
  auto key_file = key_file_of(common);
  auto master = vault::MasterKey::read_or_make(key_file);
  app::make_keys(common.book, master, *log);
  std::cout << "已建密钥库，主密钥 " << master.name() << "：" << key_file.string()
            << "。另存一份离线保管。\n";
  return 0;
}

}  // namespace zhucun::cli
