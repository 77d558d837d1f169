#include "importers/statement_csv.h"

#include <algorithm>
#include <map>
#include <optional>

#include "ledger/policy/node.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::importers {

namespace {

using Cells = std::vector<std::string>;

std::string trimmed(std::string_view text) {
  auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  while (text.starts_with("　")) text.remove_prefix(3);
  while (text.ends_with("　")) text.remove_suffix(3);
  return std::string(text);
}

// Rows of cells; a quoted cell may hold commas, quotes and line ends.
std::vector<Cells> rows_of(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  std::vector<Cells> rows;
  Cells row;
  std::string cell;
  bool quoted = false;
  auto end_cell = [&] { row.push_back(trimmed(cell)), cell.clear(); };
  auto end_row = [&] { end_cell(), rows.push_back(std::move(row)), row.clear(); };
  for (std::size_t i = 0; i < csv.size(); ++i) {
    char c = csv[i];
    if (quoted) {
      bool twice = c == '"' && i + 1 < csv.size() && csv[i + 1] == '"';
      if (twice) ++i;
      if (c == '"' && !twice)
        quoted = false;
      else
        cell.push_back(c);
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_row();
    } else {
      cell.push_back(c);
    }
  }
  if (!cell.empty() || !row.empty()) end_row();
  return rows;
}

struct Columns {
  std::map<std::string, std::size_t> of;  // by what the column is
  std::vector<std::string> matched;
  bool has(const std::string& what) const { return of.contains(what); }
  std::string cell(const Cells& row, const std::string& what) const {
    auto found = of.find(what);
    return found == of.end() || found->second >= row.size() ? "" : row[found->second];
  }
};

Columns columns_of(const Cells& header, const StatementProfile& profile) {
  Columns out;
  auto find = [&](const char* what, const std::vector<std::string>& aliases) {
    for (const auto& alias : aliases) {
      auto at = std::find(header.begin(), header.end(), alias);
      if (at == header.end()) continue;
      out.of[what] = static_cast<std::size_t>(at - header.begin());
      out.matched.push_back(std::string(what) + " = " + alias);
      return;
    }
  };
  find("date", profile.date);
  find("income", profile.income);
  find("outgo", profile.outgo);
  find("balance", profile.balance);
  find("reference", profile.reference);
  find("party", profile.party);
  find("summary", profile.summary);
  find("sequence", profile.sequence);
  return out;
}

bool is_header(const Columns& columns) {
  return columns.has("date") && (columns.has("income") || columns.has("outgo"));
}

class Reader {
 public:
  Reader(const StatementProfile& profile, const StatementOf& of, Columns columns)
      : profile_(profile), of_(of), columns_(std::move(columns)) {
    out_.matched = columns_.matched;
  }

  void row(const Cells& cells, std::size_t number) {
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); }))
      return;
    number_ = number;
    ++out_.rows;
    auto date = read_date(columns_.cell(cells, "date"));
    if (!date) {
      // Totals stand where a date would.
      bool total = !cells.empty() && (cells[0].find("合计") != std::string::npos ||
                                      cells[0].find("总计") != std::string::npos);
      if (total) {
        --out_.rows;
        return;
      }
      return wrong("date", "日期“" + columns_.cell(cells, "date") + "”读不出",
                   "写成 2026-03-01，月份单独成日的请补全");
    }
    auto income = amount(cells, "income");
    auto outgo = amount(cells, "outgo");
    if (!income || !outgo) return;
    bool in = income->value != 0;
    if (in == (outgo->value != 0)) {
      return wrong(columns_.has("income") ? "income" : "outgo", "收入和支出应当有且只有一个金额",
                   "一行只写一笔；冲正的负数请改写到另一列");
    }
    write(cells, *date, in ? *income : *outgo, in);
  }

  StatementRead take() { return std::move(out_); }

 private:
  void wrong(const std::string& column, std::string detail, std::string hint) {
    std::string title = column;
    for (const auto& one : columns_.matched) {
      if (one.starts_with(column + " = ")) title = one.substr(column.size() + 3);
    }
    out_.errors.push_back({number_, title, std::move(detail), std::move(hint)});
  }

  // Zero where the column or the cell is empty; nothing after a mistake, which has been noted.
  std::optional<Fen> amount(const Cells& cells, const std::string& what) {
    std::string text = columns_.cell(cells, what);
    if (text.empty() || text == "-" || text == "0" || text == "0.00") return Fen{0};
    auto read = read_amount(text, profile_.fen_per_unit);
    if (!read || read->value < 0) {
      wrong(what, "金额“" + text + "”读不出", "写不带单位的数字，最多两位小数，不为负");
      return std::nullopt;
    }
    return read;
  }

  void write(const Cells& cells, Date date, Fen amount, bool in) {
    std::string sequence = columns_.cell(cells, "sequence");
    // Without a number of its own a line is the nth of its day in the file.
    if (sequence.empty()) sequence = "第" + std::to_string(++of_day_[date]) + "笔";
    JsonWriter out;
    out.begin_object().field("type", "statementLineRecorded").field("date", to_text(date));
    out.field("source", of_.file + " 第" + std::to_string(number_) + "行");
    out.key("data").begin_object().field("holder", to_text(of_.holder));
    if (of_.year != 0) out.key("fundYear").number(std::int64_t{of_.year});
    out.field("sequence", sequence).field("direction", in ? "into" : "outOf");
    out.key("amount").number(amount.value);
    for (const char* what : {"reference", "party", "summary"}) {
      std::string text = columns_.cell(cells, what);
      if (!text.empty()) out.field(what, text);
    }
    std::string text = columns_.cell(cells, "balance");
    if (auto balance = read_amount(text, profile_.fen_per_unit)) {
      out.key("balanceKnown").boolean(true).key("balance").number(balance->value);
    } else if (!text.empty()) {
      return wrong("balance", "余额“" + text + "”读不出", "写不带单位的数字，最多两位小数");
    }
    out_.drafts.push_back(out.end_object().end_object().take());
  }

  const StatementProfile& profile_;
  const StatementOf& of_;
  Columns columns_;
  StatementRead out_;
  std::size_t number_ = 0;
  std::map<Date, int> of_day_;
};

std::optional<int> whole(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> read_date(std::string_view written) {
  std::string text = trimmed(written);
  // A time of day after the date says nothing more.
  text = text.substr(0, text.find_first_of(" T"));
  std::vector<std::string> parts(1);
  if (text.size() == 8 && whole(text.substr(0, 4)) && whole(text.substr(4))) {
    parts = {text.substr(0, 4), text.substr(4, 2), text.substr(6)};
  } else {
    for (std::size_t i = 0; i < text.size(); ++i) {
      bool mark = false;
      for (std::string_view one : {"-", "/", ".", "年", "月", "日"}) {
        if (!std::string_view(text).substr(i).starts_with(one)) continue;
        i += one.size() - 1;
        mark = true;
        break;
      }
      if (mark)
        parts.emplace_back();
      else
        parts.back().push_back(text[i]);
    }
    if (parts.size() == 4 && parts.back().empty()) parts.pop_back();
  }
  if (parts.size() != 3) return std::nullopt;
  auto year = whole(parts[0]);
  auto month = whole(parts[1]);
  auto day = whole(parts[2]);
  if (!year || !month || !day || *year < 1990) return std::nullopt;
  auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return parse_date(std::to_string(*year) + "-" + two(*month) + "-" + two(*day));
}

std::optional<Fen> read_amount(std::string_view written, std::int64_t fen_per_unit) {
  std::string text = trimmed(written);
  std::erase(text, ',');
  for (std::string_view sign : {"¥", "￥"}) {
    if (text.starts_with(sign)) text = text.substr(sign.size());
  }
  bool negative = text.starts_with('-');
  if (negative) text = text.substr(1);
  auto dot = text.find('.');
  std::string units = text.substr(0, dot);
  std::string rest = dot == std::string::npos ? "" : text.substr(dot + 1);
  auto digits = [](const std::string& part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (units.empty() || units.size() > 12 || !digits(units) || !digits(rest)) return std::nullopt;
  if (dot != std::string::npos && rest.empty()) return std::nullopt;
  std::int64_t value = std::stoll(units) * fen_per_unit;
  std::int64_t place = fen_per_unit;
  for (char c : rest) {
    // What is finer than a fen is no amount.
    if (place % 10 != 0) {
      if (c != '0') return std::nullopt;
      continue;
    }
    place /= 10;
    value += (c - '0') * place;
  }
  return Fen{negative ? -value : value};
}

Result<StatementProfile> statement_profile(std::string_view name) {
  auto text = policy::shipped_document("statement-" + std::string(name) + ".toml");
  auto root = text.empty() ? tl::expected<policy::Node, policy::SyntaxError>(policy::Node{})
                           : policy::read_toml(text);
  if (text.empty() || !root) {
    return refuse({Code::bad_parameter,
                   "没有对账单格式 " + std::string(name),
                   "可用 bank（银行）、treasury（国库）",
                   "profile",
                   "",
                   {}});
  }
  StatementProfile out;
  auto texts = [&root](const char* key) {
    std::vector<std::string> all;
    const auto* node = root->find(key);
    const auto* items = node ? node->items() : nullptr;
    for (std::size_t i = 0; items && i < items->size(); ++i) {
      if (const auto* one = (*items)[i].text()) all.push_back(*one);
    }
    return all;
  };
  if (const auto* title = root->find("title"); title && title->text()) out.title = *title->text();
  const auto* unit = root->find("unit");
  if (unit && unit->text() && *unit->text() == "ten_thousand_yuan") out.fen_per_unit = 1'000'000;
  out.date = texts("date");
  out.income = texts("income");
  out.outgo = texts("outgo");
  out.balance = texts("balance");
  out.reference = texts("reference");
  out.party = texts("party");
  out.summary = texts("summary");
  out.sequence = texts("sequence");
  return out;
}

Result<StatementRead> read_statement(std::string_view csv, const StatementProfile& profile,
                                     const StatementOf& of) {
  auto rows = rows_of(csv);
  // Titles may stand above the header.
  constexpr std::size_t titles_max = 20;
  for (std::size_t i = 0; i < rows.size() && i < titles_max; ++i) {
    Columns columns = columns_of(rows[i], profile);
    if (!is_header(columns)) continue;
    Reader reader(profile, of, std::move(columns));
    for (std::size_t k = i + 1; k < rows.size(); ++k) reader.row(rows[k], k + 1);
    return reader.take();
  }
  std::string wanted;
  for (const auto& alias : profile.date) wanted += (wanted.empty() ? "" : "、") + alias;
  return refuse({Code::malformed,
                 "没有找到表头：前20行里没有日期列和金额列",
                 "日期列的名称可以是 " + wanted + "；须为逗号分隔、UTF-8 编码",
                 "",
                 "",
                 {}});
}

}  // namespace zhucun::importers
