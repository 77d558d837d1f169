// What a month sheet says of one day: a mark for the forenoon and one for the afternoon, so that
// half days are exact. A month is written as the clerk writes it: one word a day, blanks between
// them; 在 is a whole day in the village, 在病 half a day there and half a day ill, - nothing said.
// Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhucun {

enum class Mark : std::uint8_t {
  blank,         // nothing said
  in_village,    // in the village
  errand,        // meetings and liaison elsewhere, for the village [7.2.3]
  training,      // classes
  other_errand,  // another errand, approved
  own_unit,      // at the dispatching unit, whose work a resident does not take on [7.2.3]
  personal_leave,
  sick_leave,
  annual_leave,
  other_leave,    // marriage, childbirth, bereavement
  rotation_rest,  // off duty by turns, or on a day off
  unauthorised,   // away without leave
};
inline constexpr std::size_t mark_count = 12;

struct MarkWord {
  Mark mark;
  std::string_view letter;  // one character, as on paper
  std::string_view name;    // stable, as policies write it
  std::string_view title;
};
// All marks but the blank, in the order of the legend.
std::span<const MarkWord> mark_words();
std::string_view letter_of(Mark mark);  // "-" for the blank
std::string_view title_of(Mark mark);

struct DayMark {
  Mark forenoon = Mark::blank;
  Mark afternoon = Mark::blank;
  bool operator==(const DayMark&) const = default;
};

// "在", "在病" or "-"; nothing when a letter is not in the legend.
std::optional<DayMark> parse_day_mark(std::string_view word);
// The words of a month's text, blanks dropped.
std::vector<std::string_view> mark_words_of(std::string_view text);

// The marks of one person in one month, a byte a day.
class MonthMarks {
 public:
  DayMark on(unsigned day) const {
    std::uint8_t both = days_[day - 1];
    return {static_cast<Mark>(both >> 4), static_cast<Mark>(both & 15)};
  }
  void set(unsigned day, DayMark mark) {
    days_[day - 1] = static_cast<std::uint8_t>(static_cast<unsigned>(mark.forenoon) << 4 |
                                               static_cast<unsigned>(mark.afternoon));
  }
  bool operator==(const MonthMarks&) const = default;

 private:
  std::array<std::uint8_t, 31> days_{};
};

// What a text says, day by day; words that say nothing known, or stand beyond the 31st, are left
// out: whoever takes a text in has refused them.
MonthMarks parse_month_marks(std::string_view text);
std::string to_text(DayMark mark);
std::string to_text(const MonthMarks& marks, unsigned days);

}  // namespace zhucun
