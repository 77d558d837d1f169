#include "ledger/base/marks.h"

#include <algorithm>

namespace zhucun {

namespace {

constexpr std::array<MarkWord, mark_count - 1> words{{
    {Mark::in_village, "在", "in_village", "在岗"},
    {Mark::errand, "公", "errand", "公出（开会、联系项目等）"},
    {Mark::training, "学", "training", "学习培训"},
    {Mark::other_errand, "他", "other_errand", "其他公务（经批准）"},
    {Mark::own_unit, "派", "own_unit", "在派出单位"},
    {Mark::personal_leave, "事", "personal_leave", "事假"},
    {Mark::sick_leave, "病", "sick_leave", "病假"},
    {Mark::annual_leave, "年", "annual_leave", "年休假"},
    {Mark::other_leave, "假", "other_leave", "其他假（婚、产、丧等）"},
    {Mark::rotation_rest, "休", "rotation_rest", "轮休"},
    {Mark::unauthorised, "离", "unauthorised", "未请假离岗"},
}};
constexpr std::string_view blank_letter = "-";

// The first letter of a word, and the word behind it; nothing when no letter is known.
std::optional<Mark> take_letter(std::string_view& word) {
  if (word.starts_with(blank_letter)) {
    word.remove_prefix(blank_letter.size());
    return Mark::blank;
  }
  for (const MarkWord& known : words) {
    if (!word.starts_with(known.letter)) continue;
    word.remove_prefix(known.letter.size());
    return known.mark;
  }
  return std::nullopt;
}

}  // namespace

std::span<const MarkWord> mark_words() {
  return words;
}

std::string_view letter_of(Mark mark) {
  return mark == Mark::blank ? blank_letter : words[static_cast<std::size_t>(mark) - 1].letter;
}

std::string_view title_of(Mark mark) {
  return mark == Mark::blank ? "未填" : words[static_cast<std::size_t>(mark) - 1].title;
}

std::optional<DayMark> parse_day_mark(std::string_view word) {
  auto forenoon = take_letter(word);
  if (!forenoon) return std::nullopt;
  if (word.empty()) return DayMark{*forenoon, *forenoon};
  auto afternoon = take_letter(word);
  if (!afternoon || !word.empty()) return std::nullopt;
  return DayMark{*forenoon, *afternoon};
}

std::vector<std::string_view> mark_words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    auto start = text.find_first_not_of(" \t\n");
    if (start == std::string_view::npos) return out;
    text.remove_prefix(start);
    auto end = std::min(text.find_first_of(" \t\n"), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

MonthMarks parse_month_marks(std::string_view text) {
  MonthMarks out;
  unsigned day = 0;
  for (std::string_view word : mark_words_of(text)) {
    if (++day > 31) break;
    if (auto mark = parse_day_mark(word)) out.set(day, *mark);
  }
  return out;
}

std::string to_text(DayMark mark) {
  std::string out(letter_of(mark.forenoon));
  if (mark.afternoon != mark.forenoon) out += letter_of(mark.afternoon);
  return out;
}

std::string to_text(const MonthMarks& marks, unsigned days) {
  std::string out;
  for (unsigned day = 1; day <= days; ++day) {
    if (day > 1) out += ' ';
    out += to_text(marks.on(day));
  }
  return out;
}

}  // namespace zhucun
