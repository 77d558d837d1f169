// The few numbers that tell whether the service is well, in Prometheus' text form. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "api/http/front.h"
#include "ledger/book/book.h"

namespace zhucun::http {

class Metrics {
 public:
  void add(const std::string& route, int status, double seconds);
  // All numbers; those of the book and of the front are read now.
  std::string text(const book::Book& book, const FrontCounts& front, int long_polls) const;

  std::atomic<int> in_flight{0};

 private:
  static constexpr std::array<double, 7> bounds{0.005, 0.025, 0.05, 0.1, 0.5, 2.5, 10};
  struct Times {
    std::array<std::uint64_t, bounds.size()> below{};
    std::uint64_t count = 0;
    double seconds = 0;
  };
  mutable std::mutex lock_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Times> times_;
};

}  // namespace zhucun::http
