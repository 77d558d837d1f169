#include "ledger/base/marks.h"

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

// Every letter but the blank takes three bytes; as one number it is found without comparing texts.
constexpr std::uint32_t number_of(std::string_view letter) {
  auto byte = [&letter](int i) {
    return std::uint32_t{static_cast<unsigned char>(letter[static_cast<std::size_t>(i)])};
  };
  return byte(0) << 16 | byte(1) << 8 | byte(2);
}

constexpr std::array<std::uint32_t, words.size()> letters = [] {
  std::array<std::uint32_t, words.size()> out{};
  for (std::size_t i = 0; i < words.size(); ++i) out[i] = number_of(words[i].letter);
  return out;
}();

// The first letter of a word, and the word behind it; nothing when no letter is known.
std::optional<Mark> take_letter(std::string_view& word) {
  if (word.starts_with('-')) {
    word.remove_prefix(1);
    return Mark::blank;
  }
  if (word.size() < 3) return std::nullopt;
  std::uint32_t number = number_of(word);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] != number) continue;
    word.remove_prefix(3);
    return words[i].mark;
  }
  return std::nullopt;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

// Calls f for each word of a text, in order, until f says that it has seen enough.
template <typename F>
void each_word(std::string_view text, F&& f) {
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(text[at])) ++at;
    std::size_t start = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > start && !f(text.substr(start, at - start))) return;
  }
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
  each_word(text, [&out](std::string_view word) {
    out.push_back(word);
    return true;
  });
  return out;
}

MonthMarks parse_month_marks(std::string_view text) {
  MonthMarks out;
  unsigned day = 0;
  each_word(text, [&](std::string_view word) {
    if (auto mark = parse_day_mark(word)) out.set(day + 1, *mark);
    return ++day < 31;
  });
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
