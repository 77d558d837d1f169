// The benches: each prints medians and ratios of what was interleaved in one run. Nothing here
// fails a build.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace zhucun::bench {

// Appends through Book::submit against a bare group commit of the same ready bytes, and against
// RocksDB's own grouping of 64 threads that sync each put. `folder` is emptied.
void append(const std::string& folder, int rounds, double seconds);

// Opens a book (replay into state and facts) and reads a year's duty_compliance of the whole city.
void read(const std::string& book, const std::string& period, const std::string& as_of);

// Every team's drafted reports of a year against the reports that say the same; how many differ.
std::size_t drafts(const std::string& book, int year, const std::string& as_of);

// Times write_workbook of rows x 12 cells alone, writes the file and prints seconds and bytes.
void workbook(std::int64_t rows, const std::string& file);

// Not a bench: what a table makes of hostile texts, one hex line each, as OUT.xlsx and OUT.csv.
void cells(const std::string& hex_lines, const std::string& out);

// Not a bench: a form with everything that a plan can ask for.
void form(const std::string& file);

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

inline double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values.empty()
             ? 0
             : values[std::min(values.size() - 1,
                               static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}

}  // namespace zhucun::bench
