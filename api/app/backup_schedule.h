// Backups of a served book at regular times, by a thread of their own. The first one is due when
// the last verified backup is older than the interval. A backup that fails is told and tried again
// after the interval; the book goes on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "api/app/backup.h"
#include "ledger/book/book.h"

namespace zhucun::app {

class BackupSchedule {
 public:
  // `tell` is called from the schedule's thread: whether it went well, and a Chinese sentence. The
  // book must stay open until the schedule is destroyed, which waits for a backup under way.
  BackupSchedule(const book::Book& book, BackupOptions options, vault::MasterKey master,
                 std::chrono::seconds every, std::shared_ptr<Clock> clock,
                 std::function<void(bool, const std::string&)> tell);
  ~BackupSchedule();
  BackupSchedule(const BackupSchedule&) = delete;
  BackupSchedule& operator=(const BackupSchedule&) = delete;

 private:
  void run();
  std::chrono::microseconds until_due() const;
  void take_one();

  const book::Book& book_;
  BackupOptions options_;
  vault::MasterKey master_;
  std::chrono::seconds every_;
  std::shared_ptr<Clock> clock_;
  std::function<void(bool, const std::string&)> tell_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace zhucun::app
