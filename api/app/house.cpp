#include "api/app/house.h"

#include <cstdlib>

#include "api/app/opening.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::app {

namespace {

namespace fs = std::filesystem;
using log::SmallStoreMode;

constexpr const char* keys_name = "keys";
constexpr const char* files_name = "files";
constexpr const char* access_name = "access";
constexpr const char* secrets_name = "secrets";
constexpr const char* credential_name = "zhucun-key";

bool has_sealed(const log::EventLog& log) {
  bool any = false;
  log.each_sealed([&any](std::string_view, std::string_view) {
    any = true;
    return false;
  });
  return any;
}

// A book without keys gets them with its first master key, unless it has sealed values: then its
// keys are lost, and new ones would only hide it.
std::shared_ptr<vault::Vault> open_vault(const fs::path& folder, const log::EventLog& log,
                                         const HouseOptions& options) {
  auto master = find_master(folder, options.key_file);
  std::string keys = (folder / keys_name).string();
  bool there = log::SmallStore::exists(keys);
  if (!master) return nullptr;
  bool writes = options.mode == log::OpenMode::write;
  if (!there && (!writes || has_sealed(log))) return nullptr;
  auto mode = !there   ? SmallStoreMode::create
              : writes ? SmallStoreMode::write
                       : SmallStoreMode::read_only;
  return std::make_shared<vault::Vault>(keys, mode, *master, log.hash_kind());
}

// A reader beside the server has no access log to write to, and so shows no names.
std::unique_ptr<book::AccessLog> open_access(const fs::path& folder, log::HashKind kind,
                                             std::shared_ptr<Clock> clock, log::OpenMode mode) {
  fs::path access = folder / access_name;
  try {
    if (fs::exists(access / "HEAD")) {
      return std::make_unique<book::AccessLog>(
          log::open_book(access.string(), log::OpenMode::write), std::move(clock));
    }
    if (mode != log::OpenMode::write) return nullptr;
    log::BookOptions made;
    made.created = clock->now();
    return std::make_unique<book::AccessLog>(log::create_book(access.string(), kind, made),
                                             std::move(clock));
  } catch (const log::LockedBook&) {
    if (mode == log::OpenMode::write) throw;
    return nullptr;
  } catch (const log::ReadOnlyPlace&) {
    if (mode == log::OpenMode::write) throw;
    return nullptr;
  }
}

std::unique_ptr<accounts::Secrets> open_secrets(const fs::path& folder, log::OpenMode mode,
                                                accounts::SecretSettings settings) {
  std::string secrets = (folder / secrets_name).string();
  bool there = log::SmallStore::exists(secrets);
  if (mode == log::OpenMode::write) {
    return std::make_unique<accounts::Secrets>(
        secrets, there ? SmallStoreMode::write : SmallStoreMode::create, settings);
  }
  if (!there) return nullptr;
  return std::make_unique<accounts::Secrets>(secrets, SmallStoreMode::read_only, settings);
}

// Files that were uploaded for an event that never came. A day is longer than any form stays open.
void sweep(vault::Files& files, const book::Book& book) {
  auto named = [&book](const std::string& name) {
    return book.read([&](const domain::Facts& facts) { return facts.attachments.contains(name); });
  };
  files.sweep(named, fs::file_time_type::clock::now() - std::chrono::hours(24));
}

}  // namespace

std::optional<vault::MasterKey> find_master(const fs::path& folder, const fs::path& named) {
  if (!named.empty()) return vault::MasterKey::read(named);
  if (fs::exists(usual_key_file(folder))) return vault::MasterKey::read(usual_key_file(folder));
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (!credentials || !fs::exists(fs::path(credentials) / credential_name)) return std::nullopt;
  return vault::MasterKey::read(fs::path(credentials) / credential_name);
}

fs::path usual_key_file(const fs::path& folder) {
  fs::path clean = folder.lexically_normal();
  if (!clean.has_filename()) clean = clean.parent_path();
  return clean.string() + ".key";
}

House open_house(const fs::path& folder, std::shared_ptr<Clock> clock, HouseOptions options) {
  auto log = log::open_book(folder.string(), options.mode, options.book.log);
  auto kind = log->hash_kind();
  options.book.vault = open_vault(folder, *log, options);
  std::optional<vault::Key> files_key;
  if (options.book.vault) files_key = options.book.vault->files_key();
  options.book.files =
      std::make_shared<vault::Files>(folder / files_name, files_key, vault::cipher_of(kind));
  auto book = std::make_unique<book::Book>(std::move(log), clock, options.mode, options.book);
  if (options.mode == log::OpenMode::write) sweep(*options.book.files, *book);
  House out;
  out.ledger =
      std::make_unique<Ledger>(std::move(book), open_access(folder, kind, clock, options.mode));
  if (kind == log::HashKind::sm3)
    options.secrets.hash.algorithm = accounts::PasswordAlgorithm::pbkdf2_hmac_sm3;
  out.secrets = open_secrets(folder, options.mode, options.secrets);
  return out;
}

void make_keys(const fs::path& folder, const vault::MasterKey& master, const log::EventLog& log) {
  vault::Vault made((folder / keys_name).string(), SmallStoreMode::create, master, log.hash_kind());
  if (log.head().position.value > 0) made.bind(log.leaf_hash({1}));
}

Result<std::vector<SheetLine>> hold_ceremony(Ledger& ledger, accounts::Secrets& secrets,
                                             const CeremonyNames& names, const std::string& key) {
  book::Book& book = ledger.book();
  JsonWriter out;
  out.begin_object().field("id", key).field("type", "ceremonyHeld");
  out.field("date", to_text(book.today())).field("actor", names.system);
  out.key("data").begin_object().field("systemAdmin", names.system);
  out.field("securityAdmin", names.security).field("auditAdmin", names.audit);
  out.field("city", book.read([](const domain::Facts& facts) { return to_text(facts.city); }));
  if (!names.document.empty()) out.field("document", names.document);
  std::string draft = out.end_object().end_object().take();
  SubmitOptions options;
  options.dry_run = true;
  auto tried = ledger.submit(draft, options);
  if (!tried) return refuse(std::move(tried.error()));
  // The same names again would be a retry; but passwords are given out once.
  if (!tried->events.back().is_new) {
    return refuse({Code::ceremony_held,
                   "账号已经启用，仪式只有一次",
                   "忘记密码的，由管理员补发一次性密码",
                   "",
                   "",
                   {}});
  }
  std::vector<SheetLine> sheet{{names.system, "系统管理员", ""},
                               {names.security, "安全管理员", ""},
                               {names.audit, "审计管理员", ""}};
  RecordedTime now = book.now();
  for (auto& line : sheet) {
    line.password = accounts::Passwords::make_one_time(line.account);
    auto set =
        secrets.passwords().set(line.account, line.password, accounts::PasswordKind::one_time, now);
    if (!set) return refuse(std::move(set.error()));
  }
  options.dry_run = false;
  if (auto done = ledger.submit(draft, options); !done) return refuse(std::move(done.error()));
  return sheet;
}

Result<SheetLine> one_time_password(Ledger& ledger, accounts::Secrets& secrets,
                                    const std::string& account, const Viewer& by) {
  book::Book& book = ledger.book();
  SheetLine line{account, "", accounts::Passwords::make_one_time(account)};
  line.title = book.read([&](const domain::Facts& facts) {
    const auto* known = facts.accounts.find(account);
    return known ? known->title : std::string();
  });
  if (line.title.empty())
    return refuse({Code::unknown_account, "没有账号 " + account, "核对账号名", "", "", {}});
  ledger.write_down({by.account,
                     by.desk ? desk_text(*by.desk) : "",
                     access::Deed::PASSWORD,
                     "/v1/accounts/" + account + "/one-time-password",
                     {},
                     {},
                     "",
                     by.peer,
                     0});
  auto set =
      secrets.passwords().set(account, line.password, accounts::PasswordKind::one_time, book.now());
  if (!set) return refuse(std::move(set.error()));
  secrets.sessions().revoke_all(account);
  return line;
}

}  // namespace zhucun::app
