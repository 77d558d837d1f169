#include "api/http/metrics.h"

#include <array>
#include <cstdio>

namespace zhucun::http {

namespace {

std::string decimal(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

void head(std::string& out, const std::string& name, const char* type, const char* help) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

void single(std::string& out, const std::string& name, const char* type, const char* help,
            const std::string& value) {
  head(out, name, type, help);
  out += name + " " + value + "\n";
}

}  // namespace

void Metrics::add(const std::string& route, int status, double seconds) {
  std::lock_guard lock(lock_);
  ++requests_[{route, status}];
  Times& times = times_[route];
  ++times.count;
  times.seconds += seconds;
  for (std::size_t i = 0; i < bounds.size(); ++i) times.below[i] += seconds <= bounds[i];
}

std::string Metrics::text(const book::Book& book, const FrontCounts& front, int long_polls) const {
  std::string out;
  {
    std::lock_guard lock(lock_);
    head(out, "zhucun_http_requests_total", "counter", "Requests answered, by route and status.");
    for (const auto& [key, count] : requests_) {
      out += "zhucun_http_requests_total{route=\"" + key.first + "\",status=\"" +
             std::to_string(key.second) + "\"} " + std::to_string(count) + "\n";
    }
    const std::string seconds = "zhucun_http_request_seconds";
    head(out, seconds, "histogram", "Time from the complete head to the answer's last byte.");
    for (const auto& [route, times] : times_) {
      std::string label = "{route=\"" + route + "\"";
      for (std::size_t i = 0; i < bounds.size(); ++i) {
        out += seconds + "_bucket" + label + ",le=\"" + decimal(bounds[i]) + "\"} " +
               std::to_string(times.below[i]) + "\n";
      }
      out += seconds + "_bucket" + label + ",le=\"+Inf\"} " + std::to_string(times.count) + "\n";
      out += seconds + "_sum" + label + "} " + decimal(times.seconds) + "\n";
      out += seconds + "_count" + label + "} " + std::to_string(times.count) + "\n";
    }
  }
  single(out, "zhucun_http_in_flight", "gauge", "Requests being served.",
         std::to_string(in_flight.load()));
  single(out, "zhucun_http_long_polls", "gauge", "Readers waiting for new events.",
         std::to_string(long_polls));
  auto of = [](const std::atomic<std::uint64_t>& count) { return std::to_string(count.load()); };
  single(out, "zhucun_http_connections_total", "counter", "Connections accepted.",
         of(front.accepted));
  single(out, "zhucun_http_connections_waiting", "gauge", "Connections without a complete head.",
         of(front.waiting));
  single(out, "zhucun_http_heads_refused_total", "counter", "Requests refused by the raw check.",
         of(front.refused));
  single(out, "zhucun_http_heads_timed_out_total", "counter", "Heads not complete in time.",
         of(front.timed_out));
  single(out, "zhucun_http_connections_evicted_total", "counter", "Connections closed for room.",
         of(front.evicted));
  single(out, "zhucun_http_connections_over_limit_total", "counter",
         "Connections closed since their address had its share.", of(front.over_limit));
  single(out, "zhucun_http_connections_foreign_total", "counter",
         "Connections closed since they came from no gateway.", of(front.foreign));
  book::Health health = book.health();
  single(out, "zhucun_book_position", "gauge", "Position of the last event.",
         std::to_string(health.head.position.value));
  single(out, "zhucun_book_writable", "gauge", "1 while events are accepted.",
         health.writable ? "1" : "0");
  single(out, "zhucun_book_free_bytes", "gauge", "Free space at the book's place.",
         std::to_string(health.free_space));
  single(out, "zhucun_book_open_seconds", "gauge", "How long the last opening took.",
         decimal(health.open_seconds));
  single(out, "zhucun_book_last_recorded_seconds", "gauge", "When the last event was recorded.",
         decimal(static_cast<double>(health.last_recorded.micros) / 1e6));
  return out;
}

}  // namespace zhucun::http
