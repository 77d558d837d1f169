#include "importers/legend.h"

#include <algorithm>
#include <stdexcept>

#include "importers/values.h"
#include "ledger/base/marks.h"
#include "ledger/policy/node.h"
#include "ledger/policy/shipped.h"

namespace zhucun::importers {

namespace {

// Each word of the shipped list with its letter; longer words first, so that 公休日 is no 公休.
const std::vector<std::pair<std::string, std::string>>& mark_names() {
  static const std::vector<std::pair<std::string, std::string>> all = [] {
    std::vector<std::pair<std::string, std::string>> out;
    auto root = policy::read_toml(policy::shipped_document("format-marks.toml"));
    const auto* marks = root ? root->find("mark") : nullptr;
    if (!marks || !marks->items()) throw std::logic_error("format-marks.toml: no marks");
    for (const auto& mark : *marks->items()) {
      for (const auto& word : *mark.find("words")->items())
        out.emplace_back(*word.text(), *mark.find("letter")->text());
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return out;
  }();
  return all;
}

// The letter whose word a token holds, and what else stands in the token.
std::optional<std::pair<std::string, std::string>> named_in(const std::string& token) {
  for (const auto& [word, letter] : mark_names()) {
    auto at = token.find(word);
    if (at == std::string::npos) continue;
    std::string rest = token.substr(0, at) + token.substr(at + word.size());
    std::string symbol;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (std::string_view("=:()\"'[]-").find(rest[i]) != std::string_view::npos) continue;
      symbol.push_back(rest[i]);
    }
    for (std::string_view mark : {"“", "”", "为", "表示", "「", "」", "。", "—"}) {
      for (auto found = symbol.find(mark); found != std::string::npos; found = symbol.find(mark))
        symbol.erase(found, mark.size());
    }
    return std::pair{letter, symbol};
  }
  return std::nullopt;
}

std::vector<std::string> tokens_of(const std::string& line) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    bool gap =
        line[i] == ' ' || line[i] == ',' || line[i] == ';' || line[i] == '\n' || line[i] == '\t';
    if (line.compare(i, 3, "、") == 0 || line.compare(i, 3, "。") == 0) i += 2, gap = true;
    if (gap)
      out.emplace_back();
    else
      out.back().push_back(line[i]);
  }
  std::erase(out, "");
  return out;
}

// At most this many bytes: a symbol is one or two characters.
constexpr std::size_t symbol_max = 9;

}  // namespace

Legend::Legend(const Grid& grid, std::uint32_t header_first, std::uint32_t table_last) {
  for (const auto& row : grid.sheet().rows) {
    if (row.number >= header_first && row.number <= table_last) continue;
    std::string line;
    for (const auto& cell : row.cells) line += cell.text + " ";
    read(narrowed(line));
  }
}

void Legend::read(const std::string& written) {
  // What stands in brackets explains the word, not the sign.
  std::string line;
  int depth = 0;
  for (char c : written) {
    depth += c == '(' ? 1 : 0;
    if (depth == 0) line.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  std::string waiting;  // a symbol whose word stands behind a blank
  for (auto token : tokens_of(line)) {
    for (std::string_view head :
         {"图例:", "注:", "说明:", "符号:", "符号说明:", "备注:", "填表说明:"}) {
      if (token.starts_with(head)) token = token.substr(head.size());
    }
    auto named = named_in(token);
    if (!named) {
      waiting = token.size() <= symbol_max ? token : "";
      while (!waiting.empty() && (waiting.back() == ':' || waiting.back() == '='))
        waiting.pop_back();
      continue;
    }
    std::string symbol = named->second.empty() ? waiting : named->second;
    waiting.clear();
    if (!symbol.empty() && symbol.size() <= symbol_max && symbol != named->first)
      said_.emplace(symbol, named->first);
  }
}

std::optional<std::string> Legend::letter_of(const std::string& text,
                                             const Answers& answers) const {
  if (auto known = said_.find(text); known != said_.end()) return known->second;
  if (auto known = answers.find(question_key(text)); known != answers.end()) return known->second;
  for (const auto& mark : mark_words()) {
    if (mark.letter == text) return text;
  }
  for (const auto& [word, letter] : mark_names()) {
    if (word == text) return letter;
  }
  return std::nullopt;
}

Legend::Word Legend::word_of(std::string_view cell, const Answers& answers) const {
  std::string text = narrowed(cell);
  std::erase(text, ' ');
  if (text.empty() || text == "-") return {"-", ""};
  if (auto whole = letter_of(text, answers)) return {*whole, ""};
  // Forenoon and afternoon: two signs, with a stroke between them or without.
  std::vector<std::string> halves;
  if (auto stroke = text.find('/'); stroke != std::string::npos) {
    halves = {text.substr(0, stroke), text.substr(stroke + 1)};
  } else {
    for (std::size_t i = 0; i < text.size();) {
      auto lead = static_cast<unsigned char>(text[i]);
      std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      halves.push_back(text.substr(i, length));
      i += length;
    }
  }
  if (halves.size() != 2) return {"", text};
  std::string out;
  for (const auto& half : halves) {
    if (half.empty() || half == "-") {
      out += "-";
      continue;
    }
    auto letter = letter_of(half, answers);
    if (!letter) return {"", half};
    out += *letter;
  }
  return {out, ""};
}

std::vector<Candidate> Legend::options() {
  std::vector<Candidate> out;
  for (const auto& mark : mark_words())
    out.push_back(
        {std::string(mark.letter), std::string(mark.letter) + " " + std::string(mark.title)});
  return out;
}

}  // namespace zhucun::importers
