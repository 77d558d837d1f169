#include <algorithm>
#include <array>
#include <map>

#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/readers.h"

namespace zhucun::sheet {
namespace {

constexpr std::size_t head_bytes = 16'384;
constexpr std::size_t head_lines = 20;

// How many of the first lines agree in their count of this separator, and on how many.
std::pair<std::size_t, std::size_t> agreement(std::string_view head, char separator) {
  std::map<std::size_t, std::size_t> lines_by_count;
  std::size_t count = 0, lines = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= head.size() && lines < head_lines; ++i) {
    bool ends = i == head.size() || (!quoted && (head[i] == '\n' || head[i] == '\r'));
    if (ends) {
      if (count > 0) ++lines_by_count[count];
      if (count > 0) ++lines;
      count = 0;
    } else if (head[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && head[i] == separator) {
      ++count;
    }
  }
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (auto [number, times] : lines_by_count) best = std::max(best, std::pair{times, number});
  return best;
}

bool says_separator(std::string_view head) {
  return head.size() > 4 && head.starts_with("sep=") &&
         (head[4] == '\t' || (head[4] > ' ' && head[4] < 0x7f && head[4] != '"'));
}

char separator_of(std::string_view head) {
  // Excel's own way to say it, in a line before the first.
  if (says_separator(head)) return head[4];
  char best = ',';
  for (char one : {'\t', ';'}) {
    if (agreement(head, one) > agreement(head, best)) best = one;
  }
  return best;
}

// Cuts text into records. A field is quoted when it begins with a quote, or with =" as Excel
// writes digits that must stay text.
class Cutter {
 public:
  Cutter(char separator, Sink& sink, FileFacts& facts)
      : separator_(separator), sink_(sink), facts_(facts) {
    row_.number = 1;
    cell_.column = 1;
  }

  // False when the sink has enough or a limit is passed.
  bool feed(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      // The bulk of a field, in one go.
      std::size_t plain = i;
      while (plain < piece.size() && is_plain(piece[plain])) ++plain;
      if (plain > i && where_ != Where::start && where_ != Where::equals) {
        if (where_ == Where::closed) where_ = Where::bare;
        cell_.text.append(piece.substr(i, plain - i));
        after_return_ = false;
        i = plain;
        if (cell_.text.size() > cell_bytes_max) return end_field();
      }
      if (i < piece.size() && !step(piece[i])) return false;
    }
    return true;
  }

  bool finish() {
    if (where_ == Where::quoted) {
      fault = damaged("第 " + std::to_string(row_.number) + " 行第 " +
                          std::to_string(cell_.column) + " 列的引号没有配对",
                      "请在这一格补上或删去英文双引号");
      return false;
    }
    if (where_ == Where::equals) cell_.text += '=';
    bool pending = cell_.column > 1 || !cell_.text.empty() || where_ != Where::start;
    return !pending || end_record();
  }

  void skip_line_of_separator() { skip_first_ = true; }

  std::optional<Refusal> fault;

 private:
  enum class Where : std::uint8_t { start, equals, bare, quoted, closed };

  bool is_plain(char c) const { return c != '"' && c != '\n' && c != '\r' && c != separator_; }

  bool step(char c) {
    bool was_return = after_return_;
    after_return_ = false;
    if (where_ == Where::quoted) {
      if (c == '"') {
        where_ = Where::closed;
      } else {
        cell_.text += c;
      }
      return true;
    }
    if (where_ == Where::equals && c != '"') cell_.text += '=';
    if (c == separator_) return end_field();
    if (c == '\n' && was_return) return true;
    if (c == '\n' || c == '\r') {
      after_return_ = c == '\r';
      return end_record();
    }
    if (c == '"') return quote();
    if (c == '=' && where_ == Where::start) {
      where_ = Where::equals;
      return true;
    }
    cell_.text += c;
    where_ = Where::bare;
    return true;
  }

  bool quote() {
    if (where_ == Where::start || where_ == Where::equals) {
      where_ = Where::quoted;
    } else if (where_ == Where::closed) {
      cell_.text += '"';
      where_ = Where::quoted;
    } else {
      cell_.text += '"';
    }
    return true;
  }

  bool end_field() {
    ++facts_.counted;
    if (cell_.text.size() > cell_bytes_max) {
      fault =
          too_large("第 " + std::to_string(row_.number) + " 行第 " + std::to_string(cell_.column) +
                        " 列的文字超过 " + std::to_string(cell_bytes_max) + " 字节",
                    "请检查这一格前面的英文双引号是否配对");
      return false;
    }
    std::uint32_t column = cell_.column;
    if (!cell_.text.empty()) {
      if (column > columns_max) {
        fault = too_large("第 " + std::to_string(row_.number) + " 行超过 " +
                          std::to_string(columns_max) + " 列");
        return false;
      }
      cell_.kind = CellKind::text;
      row_.cells.push_back(std::move(cell_));
    }
    cell_ = {};
    cell_.column = column + 1;
    where_ = Where::start;
    return true;
  }

  bool end_record() {
    if (!end_field()) return false;
    bool more = true;
    if (skip_first_) {
      row_.cells.clear();
      skip_first_ = false;
    }
    if (!row_.cells.empty()) {
      if (row_.number > rows_max) {
        fault = too_large("文件超过 " + std::to_string(rows_max) + " 行");
        return false;
      }
      ++facts_.rows;
      facts_.cells += row_.cells.size();
      more = sink_.row(row_);
      facts_.complete = more;
    }
    row_.cells.clear();
    ++row_.number;
    cell_ = {};
    cell_.column = 1;
    return more;
  }

  char separator_;
  Sink& sink_;
  FileFacts& facts_;
  Row row_;
  Cell cell_;
  Where where_ = Where::start;
  bool after_return_ = false;
  bool skip_first_ = false;
};

}  // namespace

Result<FileFacts> read_text(std::string_view bytes, Sink& sink) {
  auto encoding = encoding_of(bytes);
  if (!encoding) return refuse(encoding.error());
  FileFacts facts;
  facts.kind = FileKind::text;
  facts.encoding = encoding->name;
  facts.sheets = 1;
  std::string head;
  decode(bytes, *encoding, [&head](std::string_view piece) {
    head += piece.substr(0, head_bytes - head.size());
    return head.size() < head_bytes;
  });
  facts.separator = separator_of(head);
  if (!sink.begin_sheet({})) {
    facts.complete = false;
    return facts;
  }
  Cutter cutter(facts.separator, sink, facts);
  if (says_separator(head)) cutter.skip_line_of_separator();
  bool more = true;
  decode(bytes, *encoding, [&](std::string_view piece) { return more = cutter.feed(piece); });
  more = more && cutter.finish();
  if (cutter.fault) return refuse(*cutter.fault);
  if (more && !sink.end_sheet({})) facts.complete = false;
  return facts;
}

}  // namespace zhucun::sheet
