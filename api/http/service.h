// What every handler may use: the ledger, the page's files, the counters. One per server; any
// thread.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "api/app/backup.h"
#include "api/app/imports.h"
#include "api/app/ledger.h"
#include "api/http/front.h"
#include "api/http/message.h"
#include "api/http/metrics.h"
#include "api/http/web_files.h"
#include "ledger/accounts/secrets.h"

namespace zhucun::http {

// A policy document's head, read once per adoption.
struct DocumentHead {
  std::string number;
  std::string title;
  std::string issuer;
  std::string area;
};

// The last verified backup of the book that is served; for the health page.
using LastBackupOf = std::function<std::optional<app::LastBackup>()>;

struct Service {
  Service(app::Ledger& of, accounts::Secrets* with, const std::string& web_root)
      : ledger(of), secrets(with), web(web_root) {}

  app::Ledger& ledger;
  accounts::Secrets* secrets;  // nothing: nobody can sign in
  WebFiles web;
  Metrics metrics;
  app::Imports* imports = nullptr;  // nothing: this server takes no imports
  sheet::ReadOptions sandbox;
  LastBackupOf last_backup = [] { return std::optional<app::LastBackup>(); };
  FrontCounts* front = nullptr;  // of the main listener
  std::atomic<bool> stopping{false};
  std::atomic<int> long_polls{0};
  std::atomic<int> bulks{0};
  int long_polls_max = 32;
  int bulks_max = 4;
  std::chrono::milliseconds await_longest{5'000};  // for minPosition

  const DocumentHead& head_of(const policy::Adopted& adopted);
  // Ends every session and key of accounts that were disabled since the last call.
  void cut_off_disabled();

 private:
  std::mutex cut_lock_;
  std::map<std::string, Position> cut_;  // accounts already cut off, as of which event
  std::mutex heads_lock_;
  std::map<Position, DocumentHead> heads_;  // never erased: references stay good
};

// Counts a place that is taken while it lives, such as one of the long polls.
class Place {
 public:
  Place(std::atomic<int>& taken, int most) : taken_(taken), granted_(++taken <= most) {}
  ~Place() { --taken_; }
  Place(const Place&) = delete;
  bool granted() const { return granted_; }

 private:
  std::atomic<int>& taken_;
  bool granted_;
};

}  // namespace zhucun::http
