#include "ledger/policy/coverage.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace zhucun::policy {

namespace {

// Code points without white space, brackets folded, each with its line in the source.
struct Folded {
  std::u32string text;
  std::vector<int> lines;
  std::vector<bool> heading;  // stands in a line that is only a heading
};

struct Range {
  std::size_t first;
  std::size_t end;
};

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    out += point;
    i += length;
  }
  return out;
}

std::string utf8(std::u32string_view points) {
  std::string out;
  for (char32_t point : points) {
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xC0 | (point >> 6));
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      out += static_cast<char>(0xE0 | (point >> 12));
      out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | (point >> 18));
      out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
      out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return out;
}

bool is_space(char32_t c) {
  return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200B);
}

char32_t folded_bracket(char32_t c) {
  constexpr std::array<std::pair<char32_t, char32_t>, 6> brackets{
      {{U'（', U'('}, {U'）', U')'}, {U'［', U'['}, {U'］', U']'}, {U'〔', U'['}, {U'〕', U']'}}};
  for (auto [wide, narrow] : brackets) {
    if (c == wide) return narrow;
  }
  return c;
}

bool is_number_sign(char32_t c) {
  return std::u32string_view(U"一二三四五六七八九十").find(c) != std::u32string_view::npos;
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_circled(char32_t c) {
  return c >= U'①' && c <= U'⑳';
}

bool is_punctuation(char32_t c) {
  return std::u32string_view(U"。；，、：！？“”‘’《》()[]—…·,.;:").find(c) !=
         std::u32string_view::npos;
}

// How many characters a number at the front takes: 一、 (一) 1. ① together.
std::size_t number_length(std::u32string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t start = at;
    if (is_circled(text[at])) {
      ++at;
      continue;
    }
    bool bracket = text[at] == U'(';
    std::size_t i = at + (bracket ? 1 : 0);
    std::size_t signs = i;
    while (i < text.size() && (is_number_sign(text[i]) || is_digit(text[i]))) ++i;
    bool any = i > signs;
    bool closed =
        i < text.size() && (bracket ? text[i] == U')' : text[i] == U'、' || text[i] == U'.');
    if (any && closed) at = i + 1;
    if (at == start) break;
  }
  return at;
}

// 一、选派程序 or （一）严格调整轮换, and nothing that reads like a sentence.
bool is_heading(std::u32string_view line) {
  std::size_t number = number_length(line);
  if (number == 0 || number == line.size()) return false;
  if (!is_number_sign(line[line[0] == U'(' ? 1 : 0])) return false;
  return std::none_of(
      line.begin() + static_cast<std::ptrdiff_t>(number), line.end(),
      [](char32_t c) { return c == U'。' || c == U'；' || c == U'，' || c == U'：'; });
}

std::u32string folded_text(std::string_view text) {
  std::u32string out;
  for (char32_t point : code_points(text)) {
    if (!is_space(point)) out += folded_bracket(point);
  }
  return out;
}

Folded fold(std::string_view source) {
  Folded folded;
  int number = 0;
  while (!source.empty()) {
    ++number;
    auto end = source.find('\n');
    std::u32string line = folded_text(source.substr(0, end));
    bool heading = is_heading(line);
    folded.text += line;
    folded.lines.insert(folded.lines.end(), line.size(), number);
    folded.heading.insert(folded.heading.end(), line.size(), heading);
    if (end == std::string_view::npos) break;
    source.remove_prefix(end + 1);
  }
  return folded;
}

std::vector<std::u32string> parts_of(std::u32string_view quote) {
  std::vector<std::u32string> parts;
  std::u32string part;
  for (char32_t c : quote) {
    if (c != U'…') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::exchange(part, {}));
    }
  }
  if (!part.empty()) parts.push_back(part);
  return parts;
}

// The ranges of one occurrence that starts at `from`; nothing when a later part is not there.
std::optional<std::vector<Range>> rest_of(const std::u32string& text, std::size_t from,
                                          const std::vector<std::u32string>& parts) {
  std::vector<Range> ranges{{from, from + parts[0].size()}};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::size_t after = ranges.back().end;
    std::size_t found = text.find(parts[i], after);
    if (found == std::u32string::npos || text.find(U'。', after) < found) return std::nullopt;
    ranges.push_back({found, found + parts[i].size()});
  }
  return ranges;
}

// Where a quote stands in the text: every occurrence.
std::vector<Range> places_of(const std::u32string& text, std::string_view quote) {
  std::vector<Range> all;
  std::vector<std::u32string> parts = parts_of(folded_text(quote));
  if (parts.empty()) return all;
  for (std::size_t at = text.find(parts[0]); at != std::u32string::npos;
       at = text.find(parts[0], at + 1)) {
    auto ranges = rest_of(text, at, parts);
    if (ranges) all.insert(all.end(), ranges->begin(), ranges->end());
  }
  return all;
}

// The sentences from a point on, without their numbers and without headings.
std::vector<Range> sentences_of(const Folded& folded, std::size_t from) {
  std::vector<Range> sentences;
  std::size_t first = from;
  auto close = [&](std::size_t end) {
    if (end <= first) return;
    std::u32string_view sentence = std::u32string_view(folded.text).substr(first, end - first);
    std::size_t number = number_length(sentence);
    bool words = std::any_of(sentence.begin() + static_cast<std::ptrdiff_t>(number), sentence.end(),
                             [](char32_t c) { return !is_punctuation(c); });
    if (words) sentences.push_back({first + number, end});
  };
  for (std::size_t i = from; i < folded.text.size(); ++i) {
    if (folded.heading[i]) {
      close(i);
      first = i + 1;
    } else if (is_circled(folded.text[i])) {
      close(i);
      first = i;
    } else if (folded.text[i] == U'。' || folded.text[i] == U'；') {
      close(i + 1);
      first = i + 1;
    }
  }
  close(folded.text.size());
  return sentences;
}

// Which treatments quote each character.
using Marks = std::map<Treatment, std::vector<bool>>;

void judge(const Folded& folded, std::size_t from, const Marks& marks, CoverageReport& report) {
  for (Range sentence : sentences_of(folded, from)) {
    ++report.sentences;
    for (const auto& [treatment, marked] : marks) {
      for (std::size_t i = sentence.first; i < sentence.end; ++i) {
        if (!marked[i]) continue;
        ++report.treated[treatment];
        break;
      }
    }
    std::u32string missing;
    for (std::size_t i = sentence.first; i < sentence.end; ++i) {
      bool quoted =
          std::any_of(marks.begin(), marks.end(), [&](const auto& mark) { return mark.second[i]; });
      if (!quoted && !is_punctuation(folded.text[i])) missing += folded.text[i];
    }
    if (missing.empty()) continue;
    std::u32string_view words =
        std::u32string_view(folded.text).substr(sentence.first, sentence.end - sentence.first);
    report.uncovered.push_back({folded.lines[sentence.first], utf8(words), utf8(missing)});
  }
}

std::string reason_of(const Row& row) {
  const Node* reason = row.node.find("reason");
  return reason && reason->text() ? *reason->text() : "";
}

}  // namespace

CoverageReport coverage(const Document& document, std::string_view source_text) {
  CoverageReport report;
  Folded folded = fold(source_text);
  std::size_t from = 0;
  if (!document.head.body.empty()) {
    from = folded.text.find(folded_text(document.head.body));
    report.body_found = from != std::u32string::npos;
    if (!report.body_found) from = 0;
  }
  Marks marks;
  for (const Row& row : document.rows) {
    ++report.rows[row.treatment];
    std::vector<Range> places = places_of(folded.text, row.quote);
    if (places.empty()) {
      report.missing_quotes.push_back({row.id, row.clause.text, row.node.place.line, row.quote});
    }
    std::vector<bool>& marked = marks[row.treatment];
    marked.resize(folded.text.size());
    for (Range place : places) {
      for (std::size_t i = place.first; i < place.end; ++i) marked[i] = true;
    }
    if (row.treatment == Treatment::pending) {
      report.pending.push_back({row.id, row.clause.text, row.title, reason_of(row)});
    }
  }
  for (const Reading& reading : document.readings) {
    if (places_of(folded.text, reading.quote).empty()) {
      report.missing_quotes.push_back({reading.id, reading.clause.text, 0, reading.quote});
    }
    if (!reading.pending.empty()) {
      report.half_read.push_back({reading.id, reading.clause.text, reading.title, reading.pending});
    }
  }
  judge(folded, from, marks, report);
  return report;
}

std::vector<RowId> row_ids(const Document& document) {
  std::vector<RowId> ids;
  for (const Reading& reading : document.readings) {
    ids.push_back({reading.id, RowKind::reading, reading.clause.text, Treatment::computed});
  }
  for (const Row& row : document.rows) {
    ids.push_back({row.id, row.kind, row.clause.text, row.treatment});
  }
  return ids;
}

bool holds_quote(std::string_view source_text, std::string_view quote) {
  return !places_of(fold(source_text).text, quote).empty();
}

}  // namespace zhucun::policy
