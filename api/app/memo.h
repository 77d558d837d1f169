// The last values of something that takes long to make, by key. Any thread; what two threads make
// at once is made twice.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace zhucun::app {

template <typename T>
class Memo {
 public:
  explicit Memo(std::size_t most) : most_(most) {}

  template <typename Make>
  std::shared_ptr<const T> get(const std::string& key, Make&& make) {
    {
      std::lock_guard lock(lock_);
      for (const auto& [known, value] : kept_) {
        if (known == key) return value;
      }
    }
    std::shared_ptr<const T> made = make();
    std::lock_guard lock(lock_);
    if (kept_.size() >= most_) kept_.erase(kept_.begin());
    kept_.emplace_back(key, made);
    return made;
  }

 private:
  std::size_t most_;
  std::mutex lock_;
  std::vector<std::pair<std::string, std::shared_ptr<const T>>> kept_;
};

}  // namespace zhucun::app
