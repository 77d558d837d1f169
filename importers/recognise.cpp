#include "importers/recognise.h"

#include <algorithm>
#include <set>

#include "importers/values.h"

namespace zhucun::importers {

namespace {

constexpr std::uint32_t titles_max = 20;  // rows above a header
constexpr std::uint32_t header_rows_max = 3;
constexpr std::uint32_t sample_rows = 50;

// What stands over a column in the header's rows: each row's text once, from the top.
std::vector<std::string> titles_over(const Grid& grid, std::uint32_t first, std::uint32_t last,
                                     std::uint32_t column) {
  std::vector<std::string> out;
  for (std::uint32_t row = first; row <= last; ++row) {
    std::string text = trimmed(grid.text(row, column));
    if (!text.empty() && (out.empty() || out.back() != text)) out.push_back(text);
  }
  return out;
}

// 1 to 31 out of 1, 1日, 01 or a date's day.
std::optional<unsigned> day_number(const std::string& header) {
  std::string text = narrowed(header);
  for (std::string_view tail : {"日", "号"}) {
    if (text.ends_with(tail)) text.resize(text.size() - tail.size());
  }
  if (text.size() > 2) return std::nullopt;
  auto number = read_whole(text);
  if (!number || *number < 1 || *number > 31) return std::nullopt;
  return static_cast<unsigned>(*number);
}

std::int64_t unit_in(const std::string& title) {
  std::string text = narrowed(title);
  if (text.find("万元") != std::string::npos) return 1'000'000;
  if (text.find("(元") != std::string::npos || text.find("元)") != std::string::npos) return 100;
  return 0;
}

class Matcher {
 public:
  Matcher(const Grid& grid, const SheetFormat& format, std::uint32_t first, std::uint32_t last)
      : grid_(grid), format_(format) {
    out_.format = &format;
    out_.header_first = first;
    out_.header_row = last;
    for (std::uint32_t column = 1; column <= grid.last_column(); ++column)
      headers_.push_back(titles_over(grid, first, last, column));
  }

  std::optional<SheetMatch> match() {
    by_title();
    if (format_.layout == Layout::month && !by_days()) return std::nullopt;
    if (out_.columns.empty()) return std::nullopt;
    by_content();
    finish();
    return std::move(out_);
  }

 private:
  // Exact names before aliases, so that 金额 does not take the column of 付款金额.
  void by_title() {
    for (bool exact : {true, false}) {
      for (const auto& format : format_.columns) {
        if (taken(&format)) continue;
        for (std::uint32_t column = 1; column <= headers_.size(); ++column) {
          if (used_.contains(column)) continue;
          std::string why = named(format, headers_[column - 1], exact);
          if (why.empty()) continue;
          take(format, column, why);
          break;
        }
      }
    }
    for (std::uint32_t column = 1; column <= headers_.size(); ++column) {
      if (!headers_[column - 1].empty() && headers_[column - 1].back() == origin_title) {
        out_.origin_column = column;
        used_.insert(column);
      }
    }
  }

  static std::string named(const ColumnFormat& format, const std::vector<std::string>& header,
                           bool exact) {
    if (header.empty()) return "";
    std::string leaf = title_key(header.back());
    std::string whole;
    for (const auto& part : header) whole += title_key(part);
    for (std::size_t i = 0; i < format.titles.size(); ++i) {
      std::string key = title_key(format.titles[i]);
      if (exact != (i == 0)) continue;
      if (key == leaf || key == whole) return i == 0 ? "同名" : "别名“" + format.titles[i] + "”";
    }
    return "";
  }

  bool by_days() {
    unsigned last = 0;
    for (std::uint32_t column = 1; column <= headers_.size(); ++column) {
      if (used_.contains(column)) continue;
      for (const auto& text : headers_[column - 1]) {
        auto day = day_number(text);
        if (!day || *day != last + 1) continue;
        out_.days.emplace_back(column, *day);
        used_.insert(column);
        last = *day;
        break;
      }
    }
    return out_.days.size() >= 28;
  }

  // A field that is left over and the only column that holds such values belong together.
  void by_content() {
    std::vector<const ColumnFormat*> dates;
    for (const auto& format : format_.columns) {
      if (format.must && !taken(&format) && format.field.kind == schema::FieldKind::date)
        dates.push_back(&format);
    }
    if (dates.size() != 1) return;
    std::vector<std::uint32_t> candidates;
    for (std::uint32_t column = 1; column <= headers_.size(); ++column) {
      if (!used_.contains(column) && holds_dates(column)) candidates.push_back(column);
    }
    if (candidates.size() == 1) take(*dates.front(), candidates.front(), "按内容：都是日期");
  }

  bool holds_dates(std::uint32_t column) const {
    std::size_t seen = 0;
    for (std::uint32_t row = out_.header_row + 1; row <= out_.header_row + sample_rows; ++row) {
      const auto* cell = grid_.at(row, column);
      if (!cell || trimmed(cell->text).empty()) continue;
      if (cell->kind != sheet::CellKind::date && !read_date(cell->text)) return false;
      ++seen;
    }
    return seen > 0;
  }

  bool taken(const ColumnFormat* format) const {
    return std::any_of(out_.columns.begin(), out_.columns.end(),
                       [&](const auto& one) { return one.format == format; });
  }

  void take(const ColumnFormat& format, std::uint32_t column, const std::string& why) {
    ColumnMatch match{column, &format, "", why, 0};
    for (const auto& part : headers_[column - 1]) {
      match.header += (match.header.empty() ? "" : "·") + part;
      if (auto unit = unit_in(part)) match.fen_per_unit = unit;
    }
    out_.columns.push_back(std::move(match));
    used_.insert(column);
    if (!format.feeds.empty()) out_.score += format.must ? 10 : 3;
  }

  void finish() {
    std::set<std::string> fed;
    for (const auto& one : out_.columns) {
      for (const auto& path : one.format->feeds)
        fed.insert(path.slot + "." + path.field + "." + path.member);
    }
    for (const auto& format : format_.columns) {
      if (!format.must || format.feeds.empty()) continue;
      const auto& path = format.feeds.front();
      if (!fed.contains(path.slot + "." + path.field + "." + path.member))
        out_.missing.push_back(format.title);
    }
    out_.score -= 20 * static_cast<int>(out_.missing.size());
    for (std::uint32_t column = 1; column <= headers_.size(); ++column) {
      if (used_.contains(column) || headers_[column - 1].empty()) continue;
      --out_.score;
      out_.unread.push_back({column, headers_[column - 1].back(), "", "没有对应的字段，未读取"});
    }
  }

  const Grid& grid_;
  const SheetFormat& format_;
  std::vector<std::vector<std::string>> headers_;
  std::set<std::uint32_t> used_;
  SheetMatch out_;
};

}  // namespace

Grid::Grid(const sheet::Sheet& sheet) : sheet_(sheet) {
  for (const auto& row : sheet.rows) {
    if (!row.cells.empty()) last_column_ = std::max(last_column_, row.cells.back().column);
  }
  merges_.resize(last_column_ + 1);
  for (const auto& merge : sheet.tail.merges) {
    last_column_ = std::max(last_column_, merge.first_column);
    for (std::uint32_t at = merge.first_column; at <= merge.last_column && at < merges_.size();
         ++at)
      merges_[at].push_back(&merge);
  }
  for (auto& column : merges_) {
    std::sort(column.begin(), column.end(),
              [](const auto* a, const auto* b) { return a->first_row < b->first_row; });
  }
}

const sheet::Row* Grid::row(std::uint32_t number) const {
  auto at = std::lower_bound(
      sheet_.rows.begin(), sheet_.rows.end(), number,
      [](const sheet::Row& row, std::uint32_t wanted) { return row.number < wanted; });
  return at != sheet_.rows.end() && at->number == number ? &*at : nullptr;
}

std::uint32_t Grid::last_row() const {
  return sheet_.rows.empty() ? 0 : sheet_.rows.back().number;
}

const sheet::Cell* Grid::own(std::uint32_t number, std::uint32_t column) const {
  const sheet::Row* found = row(number);
  if (!found) return nullptr;
  auto at = std::lower_bound(
      found->cells.begin(), found->cells.end(), column,
      [](const sheet::Cell& cell, std::uint32_t wanted) { return cell.column < wanted; });
  return at != found->cells.end() && at->column == column ? &*at : nullptr;
}

const sheet::Merge* Grid::merge_of(std::uint32_t row, std::uint32_t column) const {
  if (column >= merges_.size()) return nullptr;
  const auto& column_merges = merges_[column];
  auto after = std::upper_bound(
      column_merges.begin(), column_merges.end(), row,
      [](std::uint32_t wanted, const auto* merge) { return wanted < merge->first_row; });
  if (after == column_merges.begin()) return nullptr;
  const auto* merge = *(after - 1);
  return row <= merge->last_row ? merge : nullptr;
}

const sheet::Cell* Grid::at(std::uint32_t number, std::uint32_t column) const {
  if (const auto* cell = own(number, column)) return cell;
  if (merges_.empty()) return nullptr;
  const auto* merge = merge_of(number, column);
  return merge ? own(merge->first_row, merge->first_column) : nullptr;
}

std::string Grid::text(std::uint32_t number, std::uint32_t column) const {
  const auto* cell = at(number, column);
  return cell ? cell->text : "";
}

std::optional<SheetMatch> match_sheet(const Grid& grid, const SheetFormat& format) {
  std::optional<SheetMatch> best;
  std::uint32_t last = std::min(grid.last_row(), titles_max);
  for (std::uint32_t depth = 1; depth <= header_rows_max; ++depth) {
    for (std::uint32_t first = 1; first + depth - 1 <= last; ++first) {
      if (!grid.row(first)) continue;
      auto match = Matcher(grid, format, first, first + depth - 1).match();
      if (match && (!best || match->score > best->score)) best = std::move(match);
    }
    // More rows only where one row does not say everything.
    if (best && best->missing.empty()) break;
  }
  if (!best) return std::nullopt;
  // One column of a name that many sheets have is no likeness.
  auto feeding = std::count_if(best->columns.begin(), best->columns.end(),
                               [](const auto& one) { return !one.format->feeds.empty(); });
  if (!best->missing.empty() && feeding < 2) return std::nullopt;
  return best;
}

MoneyUnit money_unit_of(const Grid& grid, std::uint32_t header_first) {
  for (std::uint32_t row = 1; row < header_first; ++row) {
    for (std::uint32_t column = 1; column <= grid.last_column(); ++column) {
      std::string text = narrowed(grid.text(row, column));
      std::erase(text, ' ');
      auto at = text.find("单位:");
      if (at == std::string::npos) continue;
      std::string rest = text.substr(at + std::string_view("单位:").size());
      bool ten_thousand = rest.starts_with("万元") || rest.starts_with("人民币万元");
      if (!ten_thousand && !rest.starts_with("元") && !rest.starts_with("人民币元")) continue;
      return {ten_thousand ? 1'000'000 : 100, std::string("单位：") +
                                                  (ten_thousand ? "万元" : "元") + "（第" +
                                                  std::to_string(row) + "行）"};
    }
  }
  return {};
}

}  // namespace zhucun::importers
