// What each command of `zhucun` does, apart from how its flags are read (main.cpp).
// Every command returns its exit status: 0 done, 1 a check fell short or a decision was refused.
// Failures of the place are thrown; main turns them into 74, 75 and 78.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/app/house.h"
#include "ledger/policy/policy.h"
#include "ledger/vault/master_key.h"

namespace zhucun::cli {

struct Common {
  std::string book = "data";
  std::string actor;
  std::string output = "table";  // table, csv, xlsx, json, ndjson
  std::uint64_t disk_floor_mib = 2048;
  std::string key_file;  // the master key; empty = where it usually is
  std::string api_key;   // once the book has accounts: who acts
  std::string desk;      // of several: under which one
};

struct Init {
  std::string city = "610800000000";
  std::string title;
  std::string start;  // empty = today
  std::string register_file;
  std::string calendar_file;
  std::string policy_file;
  bool no_policy = false;
  std::string hash = "sha256";
};
int init(const Common& common, const Init& options);

struct ReportOutput {
  std::string file;     // empty = standard output; a workbook on a terminal gets its usual name
  std::string charset;  // of CSV
  std::string check;    // a verification code to compare with, in place of printing
};
// An address is a report's name, or a table's whole address, name?parameters.
int report(const Common& common, const std::string& address, const app::Parameters& parameters,
           const ReportOutput& output);
int explain(const Common& common, const std::string& address, const std::string& cursor);
int verify(const Common& common);
int rebuild(const Common& common);

struct Export {
  std::string format = "ndjson";  // or hledger: the work fund's transactions
  std::string file;               // empty = standard output
  std::string as_of;              // of hledger; empty = today
  std::uint64_t from = 1;
  std::uint64_t to = ~std::uint64_t{0};
};
int export_events(const Common& common, const Export& options);

struct Submit {
  std::string file;  // "-" or empty = standard input
  std::string key;
  bool dry_run = false;
};
int submit(const Common& common, const Submit& options);

// Workbooks and sheets into events: read in the sandbox, rehearsed, and recorded unless dry_run.
struct Import {
  std::vector<std::string> files;
  std::string format;  // a sheet's or workbook's name where it cannot be told
  std::string division;
  std::string unit;
  std::string period;
  std::vector<std::string> answers;  // key=id, to questions of an earlier run
  bool dry_run = false;
  std::string errors;  // folder or file for copies with what is wrong
};
int import_files(const Common& common, const Import& options);

// The pre-filled workbooks of a desk, or of a whole county.
struct HandOut {
  std::string format;
  std::string division;
  std::string unit;
  std::string period;
  std::string folder = ".";
};
int hand_out(const Common& common, const HandOut& options);

struct Backup {
  std::string destination;
  std::string keys_destination;
  unsigned keep = 0;
};
int backup(const Common& common, const Backup& options);

struct Restore {
  std::string from;
  std::string keys_from;
  std::optional<std::uint64_t> to_position;
  std::string to_instant;
  std::string document;
};
int restore(const Common& common, const Restore& options);

struct Doctor {
  std::vector<std::string> backups;
  std::string keys_from;
  std::string heal;
};
int doctor(const Common& common, const Doctor& options);
// `with_book`: the backup must be one of the book named by --book.
int verify_backup(const Common& common, const std::string& backup, bool with_book);

int schema(const std::string& form);
int policy_check(const std::string& file);
int policy_coverage(const std::string& file, const std::string& source_file);

struct Serve {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8320;
  std::string web_root;
  std::string log_file;  // empty = standard error
  std::string tls_certificate;
  std::string tls_key;
  std::vector<std::string> gateways;
  std::string gateway_header;
  std::vector<std::string> public_names;
  Backup backup;  // no destination = no scheduled backups
  double backup_hours = 24;
};
int serve(const Common& common, const Serve& options);

struct Ceremony {
  std::string system;
  std::string security;
  std::string audit;
  std::string document;
};
// Prints the sheet of one-time passwords, once.
int ceremony(const Common& common, const Ceremony& options);
// A one-time password for an account whose holder cannot sign in, by whoever keeps the machine.
int password(const Common& common, const std::string& account);
// keys/ for a book that has none; `lost` = the old ones are gone for good.
int new_keys(const Common& common, bool lost);

struct Demo {
  std::uint32_t villages = 1300;
  std::uint32_t years = 2;
  std::uint64_t seed = 1;
  std::uint32_t scale = 1;
  std::string planted;  // file for the list of what was planted
  std::string desks;    // file for the accounts, one per desk; empty = no accounts
};
int demo(const Common& common, const Demo& options);

// "duty_list?period=2025&row=...": the name and the parameters of an address.
std::pair<std::string, app::Parameters> parsed_address(const std::string& address);
// Shared by the commands: an open book, a file's text, a refusal on standard error.
std::filesystem::path key_file_of(const Common& common);
app::House open_house(const Common& common, log::OpenMode mode);
// Who acts on the command line: the account of the API key, or --actor while there are no accounts.
Result<app::Viewer> viewer_of(const Common& common, const app::House& house);
// Where it was named, or usually is; nothing when there is none.
std::optional<vault::MasterKey> master_key(const Common& common);
std::string read_file(const std::string& path);
// A line on a terminal that is written over; silent where nobody looks.
void show_progress(const std::string& text);
void end_progress();
int refused(const Refusal& refusal);

}  // namespace zhucun::cli
