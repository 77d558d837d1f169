#include "api/app/backup_schedule.h"

#include <algorithm>
#include <utility>

namespace zhucun::app {

BackupSchedule::BackupSchedule(const book::Book& book, BackupOptions options,
                               vault::MasterKey master, std::chrono::seconds every,
                               std::shared_ptr<Clock> clock,
                               std::function<void(bool, const std::string&)> tell)
    : book_(book),
      options_(std::move(options)),
      master_(std::move(master)),
      every_(every),
      clock_(std::move(clock)),
      tell_(std::move(tell)),
      thread_([this] { run(); }) {}

BackupSchedule::~BackupSchedule() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakes_.notify_all();
  thread_.join();
}

std::chrono::microseconds BackupSchedule::until_due() const {
  auto last = last_backup(options_.book);
  if (!last) return {};
  std::chrono::microseconds age{clock_->now().micros - last->made.micros};
  return std::max(std::chrono::microseconds{0}, every_ - age);
}

void BackupSchedule::run() {
  std::chrono::microseconds pause = until_due();
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (wakes_.wait_for(lock, pause, [this] { return stopping_; })) return;
    }
    take_one();
    pause = every_;
  }
}

// The job runner's edge: whatever goes wrong is told, and the service goes on.
void BackupSchedule::take_one() {
  try {
    auto made = backup_book(options_, &book_.log(), master_, *clock_);
    if (made) {
      tell_(true, "备份 " + made->manifest.name + " 已恢复核对，序号 " +
                      std::to_string(made->manifest.book.head.position.value));
    } else {
      tell_(false, made.error().detail + "。" + made.error().hint);
    }
  } catch (const std::exception& failure) {
    tell_(false, failure.what());
  }
}

}  // namespace zhucun::app
