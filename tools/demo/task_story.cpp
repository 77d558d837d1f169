#include <algorithm>
#include <array>

#include "tools/demo/assessment_story.h"

namespace zhucun::demo {

namespace {

struct Field {
  const char* kind;
  const char* words;
  bool is_first_secretary;  // whose focus it is [6.p2]
};
constexpr std::array<Field, 4> fields{{{"partyBranch", "规范支部组织生活", true},
                                       {"prosperity", "发展村集体产业", false},
                                       {"governance", "完善村务公开", true},
                                       {"service", "走访困难群众", false}}};

// What became of a task by the story's end.
enum class Course : std::uint8_t { done, done_late, overdue, dropped };
constexpr std::array<Course, 8> courses{Course::done,    Course::done, Course::done_late,
                                        Course::done,    Course::done, Course::overdue,
                                        Course::dropped, Course::done};

class TaskStory {
 public:
  TaskStory(const City& city, Random random, Diary& diary)
      : city_(city), random_(random), teller_(city, diary) {}

  std::vector<PlantedAct> run() {
    for (Index v = 0; v < city_.villages.size(); ++v) {
      for (Date asked : {make_date(2024, 9, 9), make_date(2025, 3, 12), make_date(2025, 11, 5)})
        task(v, teller_.workday(asked + Days{random_.between(0, 25)}));
      // Some of it is still to come when the story ends.
      if (v % 4 == 0) task(v, teller_.workday(city_.span.last - Days{40}));
      employment(v);
    }
    return teller_.planted();
  }

 private:
  // Somebody of the team who stood there that day and was entered as he came.
  Index responsible(Index v, Date day, bool first_secretary) const {
    for (Index s : city_.villages[v].stays) {
      const Stay& stay = city_.stays[s];
      bool plain = stay.entry == StayEntry::plain && stay.span.first + Days{45} < day;
      if (plain && stay.span.contains(day) && stay.is_first_secretary == first_secretary)
        return stay.person;
    }
    return nobody;
  }

  void task(Index v, Date day) {
    if (day > city_.span.last) return;
    const Field& what = fields[tasks_ % fields.size()];
    Index person = responsible(v, day, what.is_first_secretary);
    std::string title = "示例任务" + std::to_string(++tasks_) + "：" + what.words;
    Date due = day + Days{random_.between(60, 150)};
    Index county = city_.villages[v].county;
    Index set = teller_.tell(
        "taskSet", day, county,
        field("village", teller_.village(v)) + "," + field("kind", what.kind) + "," +
            field("title", title) + "," + field("goal", "示例：按季推进，年内见效") + "," +
            field("role", what.is_first_secretary ? "firstSecretary" : "member") + "," +
            (person == nobody ? "" : field("responsible", teller_.person(person)) + ",") +
            field("due", to_text(due)));
    teller_.plant({"tasks", followed(v, set, day, due), title, teller_.village(v), "", "", ""});
  }

  std::string followed(Index v, Index set, Date day, Date due) {
    Course course = courses[(tasks_ * 5 + tasks_ / 8) % courses.size()];
    std::string open = due < city_.span.last ? "overdue" : "underway";
    Index last = set;
    if (tasks_ % 3 == 0) {
      Index noted = progress(v, set, teller_.after(last, day + Days{20}), "underway");
      if (noted != nobody) last = noted;
    }
    if (course == Course::overdue) return open;
    bool late = course == Course::done_late;
    Date on = teller_.after(
        last, late ? due + Days{random_.between(5, 30)} : due - Days{random_.between(15, 25)});
    bool drops = course == Course::dropped;
    if (progress(v, set, on, drops ? "dropped" : "done") == nobody) return open;
    return drops ? "dropped" : on <= due ? "done" : "doneLate";
  }

  Index progress(Index v, Index set, Date day, const char* state) {
    return teller_.tell("taskProgressed", day, city_.villages[v].county,
                        Teller::ref("task", set) + "," + field("village", teller_.village(v)) +
                            "," + field("state", state) + "," + field("note", "示例：情况如台账"));
  }

  // Relocated households with labour, and those with at least one in stable work. [6.4]
  void employment(Index v) {
    const Village& village = city_.villages[v];
    bool settlement =
        std::any_of(village.kinds.begin(), village.kinds.end(), [](const KindSpan& kind) {
          return std::string_view(kind.kind) == "relocation_settlement";
        });
    if (!settlement) return;
    std::size_t place = settlements_++;
    if (place % 9 == 2) {
      teller_.plant({"settlement_employment", "never_stated", "", teller_.village(v), "", "", ""});
      return;
    }
    int labour = random_.between(60, 220);
    int gap = random_.between(4, 12);
    bool gap_left = place % 3 == 0;
    bool stated = false;
    for (Date asked : {make_date(2024, 12, 20), make_date(2025, 6, 20), make_date(2025, 12, 19),
                       make_date(2026, 6, 18)}) {
      Date day = teller_.workday(asked);
      if (day > city_.span.last) break;
      int left = year_of(asked) == 2026 && !gap_left ? 0 : gap;
      teller_.tell("employmentStated", day, village.county,
                   field("village", teller_.village(v)) + "," + number("labour", labour) + "," +
                       number("employed", labour - left));
      gap = std::max(1, gap - 2);
      stated = left > 0;
    }
    teller_.plant(
        {"settlement_employment", stated ? "gap" : "no_gap", "", teller_.village(v), "", "", ""});
  }

  const City& city_;
  Random random_;
  Teller teller_;
  std::size_t tasks_ = 0;
  std::size_t settlements_ = 0;
};

}  // namespace

std::vector<PlantedAct> write_tasks(const City& city, Random random, Diary& diary) {
  return TaskStory(city, random, diary).run();
}

}  // namespace zhucun::demo
