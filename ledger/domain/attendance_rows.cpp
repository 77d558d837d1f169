#include "ledger/domain/attendance_rows.h"

#include <set>

namespace zhucun::domain {

namespace {

const std::string marks_hint = [] {
  std::string out = "每天一个词，中间用空格隔开；可填";
  for (const MarkWord& word : mark_words()) {
    out += " " + std::string(word.letter) + "（" + std::string(word.title) + "）";
  }
  return out + "，半天写两个字（上午、下午），未填写 -";
}();

class RowsCheck {
 public:
  RowsCheck(const State& state, const SheetOf& sheet) : state_(state), sheet_(sheet) {}

  std::vector<FieldError> errors;

  void row(event::MarkRow::Reader row, const std::string& pointer) {
    std::string person = copy(row.getPerson());
    if (auto fault = person_fault(state_, row.getPerson(), pointer + "/person")) {
      errors.push_back({fault->code, fault->pointer, fault->detail, fault->hint});
      return;
    }
    if (!seen_.insert(person).second) {
      errors.push_back(
          {Code::bad_value, pointer + "/person", person + " 在表上有两行", "一人一行，合并为一行"});
      return;
    }
    unsigned day = 0;
    for (std::string_view word : mark_words_of(view(row.getMarks()))) {
      if (!day_fits(++day, person, word, pointer + "/marks")) return;
    }
  }

 private:
  // False: what follows cannot be looked at.
  bool day_fits(unsigned day, const std::string& person, std::string_view word,
                const std::string& pointer) {
    auto wrong = [&](Code code, const std::string& detail, const std::string& hint) {
      errors.push_back({code, pointer, person + " " + detail, hint});
    };
    auto days = static_cast<unsigned>((sheet_.month.last - sheet_.month.first).count() + 1);
    auto mark = parse_day_mark(word);
    if (!mark) {
      wrong(Code::unknown_mark,
            std::to_string(day) + " 日的“" + std::string(word) + "”不是考勤标记", marks_hint);
      return true;
    }
    if (day > days) {
      if (*mark == DayMark{}) return true;
      wrong(Code::day_not_in_month,
            to_text(sheet_.month.first).substr(0, 7) + " 只有 " + std::to_string(days) +
                " 天，没有 " + std::to_string(day) + " 日",
            "删去多出的标记，核对日期是否错列");
      return false;
    }
    if (*mark == DayMark{}) return true;
    Date date = sheet_.month.first + Days{day - 1};
    if (date > sheet_.entered) {
      wrong(Code::after_today, to_text(date) + " 在填报日 " + to_text(sheet_.entered) + " 之后",
            "尚未发生的日子写 -");
    } else if (!stood(person, date)) {
      wrong(Code::not_in_post, to_text(date) + " 不在 " + to_text(sheet_.village) + " 驻村",
            "核对到岗、离任日期和村，不在派的日子写 -");
    }
    return true;
  }

  bool stood(const std::string& person, Date date) const {
    for (const Stay& stay : stays_of(state_, person)) {
      if (stay.village == sheet_.village && stay.span.contains(date)) return true;
    }
    return false;
  }

  const State& state_;
  const SheetOf& sheet_;
  std::set<std::string> seen_;
};

}  // namespace

Fault rows_fault(const State& state, const SheetOf& sheet, MarkRows rows) {
  RowsCheck check(state, sheet);
  unsigned number = 0;
  for (auto row : rows) check.row(row, "/data/rows/" + std::to_string(number++));
  if (check.errors.empty()) return std::nullopt;
  const FieldError first = check.errors.front();
  Refusal refusal{first.code, first.detail, first.hint, first.pointer, "7.2.3", {}};
  if (check.errors.size() > 1) refusal.errors = std::move(check.errors);
  return refusal;
}

const std::vector<Stay>& stays_of(const State& state, const std::string& person) {
  static const std::vector<Stay> none;
  const KnownPerson* known = state.people.find(person);
  while (known && !known->merged_into.empty()) known = state.people.find(known->merged_into);
  return known ? known->stays : none;
}

// Mergers are rare: only then everybody is looked through.
std::vector<std::string> ids_of(const State& state, const std::string& person) {
  std::vector<std::string> out{person};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const KnownPerson* known = state.people.find(out[i]);
    if (!known || known->merges.empty()) continue;
    for (const auto& [id, other] : state.people) {
      if (other.merged_into == out[i]) out.push_back(id);
    }
  }
  return out;
}

void rest_on_stays(State& state, const std::string& person, DivisionCode village, Span days,
                   Position position) {
  for (const Stay& stay : stays_of(state, person)) {
    bool here = village.empty() || stay.village == village;
    if (here && stay.span.meets(days)) state.dependants.change(stay.started).insert(position);
  }
}

void rest_no_more_on_stays(State& state, const std::string& person, Position position) {
  for (const Stay& stay : stays_of(state, person)) {
    if (state.dependants.contains(stay.started))
      state.dependants.change(stay.started).erase(position);
  }
}

}  // namespace zhucun::domain
