// A random walk of legal and illegal steps of residents' lives against a model too simple to be
// wrong: postings, ends, handovers, grades, recalls and their reversals. After every step the
// engine must have answered as the model does; from time to time the facts and the reports are held
// against it: nobody in two places, no vacancy without owner, no recall without its reselection
// duty. ZHUCUN_WALK_STEPS sets the number of steps (1000000 in the full tier).
#include <capnp/message.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "api/app/opening.h"
#include "ledger/domain/decide.h"
#include "projections/life_tables.h"
#include "tests/harness/tiny_book.h"

namespace zhucun {
namespace {

constexpr int people_count = 500;
constexpr int unit_count = 20;

struct ModelStay {
  int person;
  int village;
  int unit;
  bool first;
  Date start;
  Date end = far_future;
  bool by_recall = false;
  std::uint64_t started;
  std::uint64_t ended = 0;
};

// A step that can be taken back as long as nothing came after it for the same people.
struct Undo {
  std::uint64_t position;
  int kind;  // 0 start, 1 end, 2 handover, 3 grade, 4 recall
  std::size_t stay;
};

class Walk {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed) {
    auto drafts = app::opening_drafts(harness::tiny_options());
    for (const auto& json : *drafts) put_json(json);
    for (int county = 1; county <= 2; ++county) {
      for (int town = 1; town <= 2; ++town) {
        for (int village = 1; village <= 4; ++village) {
          villages_.push_back(610800000000ull + static_cast<std::uint64_t>(county) * 1'000'000 +
                              static_cast<std::uint64_t>(town) * 1000 +
                              static_cast<std::uint64_t>(village));
        }
      }
    }
    put("officeFormed", R"("division":"610800000000","name":"市办")");
    put("officeFormed", R"("division":"610801000000","name":"县办")");
    put("officeFormed", R"("division":"610802000000","name":"县办")");
    for (auto village : villages_)
      put("villageKindSet",
          "\"village\":\"" + std::to_string(village) + R"(","kind":"formerly_poor")");
    for (int u = 0; u < unit_count; ++u) {
      bool city = u % 2 == 0;
      put("unitRegistered", "\"unit\":\"U" + std::to_string(u) + R"(","name":"例","level":")" +
                                (city ? "city" : "county") + R"(","kind":"government","seat":")" +
                                (city ? "610800000000" : "610801000000") + "\"");
    }
    put("leadDepartmentNamed",
        R"("department":"organisation","unit":"U1","division":"610801000000")");
    for (int p = 0; p < people_count; ++p)
      put("personRegistered", "\"person\":\"P" + std::to_string(p) + "\"");
    accepted_ = 0;
  }

  void run(int steps) {
    for (int step = 0; step < steps; ++step) {
      day_ = make_date(2024, 1, 1) + Days{step / 50};
      one();
      if (testing::Test::HasFailure()) {
        std::cout << "failed at step " << step << "\n";
        return;
      }
      if ((step + 1) % (steps / 10 == 0 ? 1 : steps / 10) == 0) compare();
    }
  }
  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t refused() const { return refused_; }
  std::uint64_t taken_back() const { return taken_back_; }
  std::size_t stays() const { return stays_.size(); }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  // Decides and folds one draft; its position, or nothing when it was refused.
  std::optional<std::uint64_t> submit(const std::string& json) {
    auto words = schema::draft_from_json(
        json, {"w" + std::to_string(++drafts_), drafts_ % 2 == 0 ? "even" : "odd", "walk"});
    if (!words) throw std::logic_error(words.error().detail + json);
    domain::Context context{day_,
                            true,
                            [this](Position at) -> std::optional<schema::Words> {
                              auto found = kept_.find(at.value);
                              if (found == kept_.end()) return std::nullopt;
                              return found->second;
                            },
                            {},
                            {}};
    auto decision = domain::decide(context, state_, schema::read(*words));
    if (!decision) {
      ++refused_;
      last_refusal_ = decision.error().detail;
      return std::nullopt;
    }
    for (auto& before : decision->before) append(std::move(before));
    auto own = append(decision->completed ? std::move(*decision->completed) : std::move(*words));
    for (auto& after : decision->after) append(std::move(after));
    ++accepted_;
    return own;
  }
  std::uint64_t append(schema::Words words) {
    Position at{++position_};
    auto body = schema::read(words);
    domain::evolve(state_, at, body);
    domain::apply(facts_, at, RecordedTime{static_cast<std::int64_t>(position_)}, body);
    kept_[at.value] = std::move(words);
    return at.value;
  }
  void put_json(const std::string& json) {
    if (!submit(json)) throw std::logic_error(last_refusal_ + json);
  }
  void put(const std::string& type, const std::string& data) {
    put_json(harness::draft(type, day_, data));
  }
  std::optional<std::uint64_t> tried(const std::string& type, const std::string& data, Date day) {
    return submit("{\"type\":\"" + type + "\",\"date\":\"" + to_text(day) + "\",\"data\":{" + data +
                  "}}");
  }

  std::vector<std::size_t>& of(int person) { return by_person_[person]; }
  std::optional<std::size_t> standing(int person, Date day) {
    for (std::size_t s : of(person)) {
      if (stays_[s].start <= day && day <= stays_[s].end) return s;
    }
    return std::nullopt;
  }

  void agree(bool model, bool engine, const std::string& what) {
    EXPECT_EQ(model, engine) << what << " on " << to_text(day_) << ": " << last_refusal_;
  }

  void one() {
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
      case 3: start(); return;
      case 4:
      case 5:
      case 6: end(); return;
      case 7: hand_over(); return;
      case 8: grade(); return;
      case 9:
      case 10: recall(); return;
      default: take_back(); return;
    }
  }

  void start() {
    int person = below(people_count);
    int village = below(static_cast<int>(villages_.size()));
    int unit = below(unit_count);
    bool first = below(3) == 0;
    Date day = day_ - Days{below(20)};
    if (day < make_date(2024, 1, 1)) day = make_date(2024, 1, 1);
    bool legal = true;
    for (std::size_t s : of(person)) legal = legal && stays_[s].end < day;
    auto at = tried("postingStarted",
                    "\"person\":\"P" + std::to_string(person) + "\",\"unit\":\"U" +
                        std::to_string(unit) + "\",\"village\":\"" +
                        std::to_string(villages_[static_cast<std::size_t>(village)]) +
                        "\",\"role\":\"" + (first ? "firstSecretary" : "member") + "\"",
                    day);
    agree(legal, at.has_value(), "start of P" + std::to_string(person));
    if (!at) return;
    of(person).push_back(stays_.size());
    stays_.push_back({person, village, unit, first, day, far_future, false, *at});
    undo_ = {*at, 0, stays_.size() - 1};
  }

  void end() {
    static const char* grounds[] = {"health", "termFull", "reassigned", "recall", "death"};
    int person = below(people_count);
    int ground = below(5);
    bool paper = below(2) == 0;
    Date day = day_ - Days{below(5)};
    auto stay = standing(person, day);
    bool open = stay && stays_[*stay].ended == 0;
    auto handed = open ? handed_.find(*stay) : handed_.end();
    bool over = handed != handed_.end() && handed->second.second <= day;
    bool rule = ground == 0 || ground == 4 || (ground == 1 && over);
    auto at = tried("postingEnded",
                    "\"person\":\"P" + std::to_string(person) + "\",\"ground\":\"" +
                        grounds[ground] + "\"" + (paper ? ",\"document\":\"文1号\"" : ""),
                    day);
    agree(open && (paper || rule), at.has_value(), std::string("end by ") + grounds[ground]);
    if (!at) return;
    stays_[*stay].end = day;
    stays_[*stay].ended = *at;
    stays_[*stay].by_recall = ground == 3;
    undo_ = {*at, 1, *stay};
  }

  void hand_over() {
    int person = below(people_count);
    int successor = below(people_count);
    Date day = day_;
    auto stay = standing(person, day);
    if (stay && below(2) == 0) {  // a likely successor
      for (std::size_t s = stays_.size(); s-- > 0 && s + 400 > stays_.size();) {
        bool fits = stays_[s].village == stays_[*stay].village &&
                    stays_[s].first == stays_[*stay].first && stays_[s].end >= day;
        if (fits && stays_[s].person != person) successor = stays_[s].person;
      }
    }
    auto theirs = standing(successor, day);
    int unit = stay ? stays_[*stay].unit : 0;
    bool legal = stay && theirs && successor != person &&
                 stays_[*stay].village == stays_[*theirs].village &&
                 stays_[*stay].first == stays_[*theirs].first && !handed_.contains(*stay);
    auto at = tried("handoverCompleted",
                    "\"person\":\"P" + std::to_string(person) + "\",\"successor\":\"P" +
                        std::to_string(successor) + "\",\"guidedBy\":\"U" + std::to_string(unit) +
                        "\",\"items\":\"清单1号\"",
                    day);
    agree(legal, at.has_value(), "handover");
    if (!at) return;
    handed_[*stay] = {*at, day};
    undo_ = {*at, 2, *stay};
  }

  void grade() {
    int person = below(people_count);
    int year = year_of(day_);
    bool poor = below(2) == 0;
    bool legal = false;
    for (std::size_t s : of(person))
      legal = legal || (year_of(stays_[s].start) <= year && year_of(stays_[s].end) >= year);
    auto at = tried("annualGradeRecorded",
                    "\"person\":\"P" + std::to_string(person) +
                        "\",\"year\":" + std::to_string(year) + ",\"grade\":\"" +
                        (poor ? "notCompetent" : "competent") + "\",\"document\":\"考1号\"",
                    day_);
    agree(legal, at.has_value(), "grade");
    if (!at) return;
    grades_[person] = {*at, {day_, poor}};
    grade_actor_[person] = drafts_ % 2;
    undo_ = {*at, 3, static_cast<std::size_t>(person)};
  }

  void recall() {
    int person = below(people_count);
    bool paper = below(3) == 0;
    bool right = below(4) != 0;
    Date day = day_;
    auto stay = standing(person, day);
    bool open = stay && stays_[*stay].ended == 0;
    auto grade = grades_.find(person);
    bool graded = grade != grades_.end();
    bool city = open && stays_[*stay].unit % 2 == 0;
    std::string mine = city ? "610800000000" : "610801000000";
    std::string office = right ? mine : "610802000000";
    auto at = tried("recallOrdered",
                    "\"person\":\"P" + std::to_string(person) +
                        R"(","ground":"annualGrade","office":")" + office + "\"" +
                        (graded ? ",\"basis\":" + std::to_string(grade->second.first) : "") +
                        (paper ? ",\"document\":\"召1号\"" : ""),
                    day);
    bool rule =
        graded && grade->second.second.second && right && grade_actor_[person] != drafts_ % 2;
    agree(open && (paper || rule), at.has_value(), "recall");
    if (!at) return;
    stays_[*stay].end = day;
    stays_[*stay].ended = *at + 1;
    stays_[*stay].by_recall = true;
    undo_ = {*at, 4, *stay};
  }

  // Takes the last accepted step back, sometimes without what rests on it.
  void take_back() {
    if (undo_.position == 0) return;
    bool whole = below(2) == 0;
    auto at = tried("eventReversed",
                    "\"target\":" + std::to_string(undo_.position) + ",\"reason\":\"录错\"" +
                        (whole ? ",\"withDependants\":true" : ""),
                    day_);
    // Only a recall is followed by an event that rests on it.
    agree(whole || undo_.kind != 4, at.has_value(), "reversal");
    if (!at) return;
    ++taken_back_;
    if (undo_.kind == 0) {
      of(stays_[undo_.stay].person).pop_back();
      stays_.pop_back();
    } else if (undo_.kind == 1 || undo_.kind == 4) {
      stays_[undo_.stay].end = far_future;
      stays_[undo_.stay].ended = 0;
      stays_[undo_.stay].by_recall = false;
    } else if (undo_.kind == 2) {
      handed_.erase(undo_.stay);
    } else {
      grades_.erase(static_cast<int>(undo_.stay));
    }
    undo_ = {};
  }

  void compare() {
    // Nobody in two places.
    std::map<std::string, std::vector<Span>> spans;
    std::size_t live = 0;
    for (const auto& stay : facts_.stays) {
      if (stay.started.value == 0) continue;
      ++live;
      spans[facts_.parties.id(stay.person)].push_back(stay.span);
    }
    EXPECT_EQ(live, stays_.size());
    for (auto& [person, list] : spans) {
      std::sort(list.begin(), list.end());
      for (std::size_t i = 1; i < list.size(); ++i)
        ASSERT_LT(list[i - 1].last, list[i].first) << person << " stands in two places";
    }
    auto policies = facts_.policies.spans({make_date(1, 1, 1), far_future});
    projections::Sight sight{facts_, policies, day_, {}, {}, {}};
    vacancies(sight);
    recalls(sight);
  }

  std::size_t column(const projections::Table& table, const std::string& name) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].name == name) return i;
    }
    throw std::logic_error("no column " + name);
  }
  static std::string word(const projections::Row& row, std::size_t at) {
    const auto* text = std::get_if<std::string>(&row.cells[at].value);
    return text ? *text : "";
  }

  void vacancies(const projections::Sight& sight) {
    auto table = projections::vacancies(sight, {});
    ASSERT_TRUE(table);
    std::map<std::string, std::int64_t> found;
    for (const auto& row : table->rows) {
      auto missing = std::get<std::int64_t>(row.cells[column(*table, "missing")].value);
      if (missing == 0) continue;
      found[row.key] = missing;
      EXPECT_NE(word(row, column(*table, "owner")), "") << row.key << " has no owner";
    }
    std::map<std::string, std::int64_t> meant;
    for (std::size_t v = 0; v < villages_.size(); ++v) {
      std::int64_t first = 1;
      std::int64_t members = 2;
      for (const ModelStay& stay : stays_) {
        if (stay.village != static_cast<int>(v) || stay.start > day_ || stay.end < day_) continue;
        --(stay.first ? first : members);
      }
      if (first > 0) meant[std::to_string(villages_[v]) + "|first_secretary"] = first;
      if (members > 0) meant[std::to_string(villages_[v]) + "|member"] = members;
    }
    EXPECT_EQ(found, meant);
  }

  // Each newcomer from the same unit into the same seat serves the earliest recall that waits.
  void recalls(const projections::Sight& sight) {
    auto table = projections::recalls(sight, {});
    ASSERT_TRUE(table);
    std::map<std::string, std::string> found;
    for (const auto& row : table->rows) {
      EXPECT_NE(word(row, column(*table, "reselectBy")), "") << row.key;
      found[row.key] = word(row, column(*table, "successor"));
    }
    std::vector<const ModelStay*> gone;
    for (const ModelStay& stay : stays_) {
      if (stay.by_recall && stay.end <= day_) gone.push_back(&stay);
    }
    auto name = [](const ModelStay* stay) { return "P" + std::to_string(stay->person); };
    std::sort(gone.begin(), gone.end(), [&](const ModelStay* a, const ModelStay* b) {
      return std::pair(a->end, name(a)) < std::pair(b->end, name(b));
    });
    std::map<std::tuple<int, int, bool>, std::vector<const ModelStay*>> arrivals;
    for (const ModelStay& stay : stays_)
      arrivals[{stay.village, stay.unit, stay.first}].push_back(&stay);
    for (auto& [seat, list] : arrivals) {
      std::sort(list.begin(), list.end(), [&](const ModelStay* a, const ModelStay* b) {
        return std::pair(a->start, name(a)) < std::pair(b->start, name(b));
      });
    }
    std::set<const ModelStay*> used;
    std::map<std::string, std::string> meant;
    for (const ModelStay* one : gone) {
      std::string successor;
      for (const ModelStay* next : arrivals[{one->village, one->unit, one->first}]) {
        if (next->start <= one->end || next->start > day_ || used.contains(next)) continue;
        used.insert(next);
        successor = name(next);
        break;
      }
      meant[name(one) + "|" + to_text(one->end)] = successor;
    }
    EXPECT_EQ(found, meant);
  }

  std::mt19937_64 random_;
  Date day_ = make_date(2024, 1, 1);
  domain::State state_;
  domain::Facts facts_;
  std::unordered_map<std::uint64_t, schema::Words> kept_;
  std::uint64_t position_ = 0;
  std::uint64_t drafts_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t taken_back_ = 0;
  std::string last_refusal_;
  std::vector<std::uint64_t> villages_;
  std::vector<ModelStay> stays_;
  std::map<int, std::vector<std::size_t>> by_person_;
  std::map<std::size_t, std::pair<std::uint64_t, Date>> handed_;
  std::map<int, std::pair<std::uint64_t, std::pair<Date, bool>>> grades_;
  std::map<int, std::uint64_t> grade_actor_;
  Undo undo_{0, 0, 0};
};

TEST(LifeWalk, AnswersAsANaiveModelDoes) {
  const char* wanted = std::getenv("ZHUCUN_WALK_STEPS");
  const char* start = std::getenv("ZHUCUN_WALK_SEED");
  int steps = wanted ? std::atoi(wanted) : 20'000;
  std::uint64_t seed = start ? std::strtoull(start, nullptr, 10) : 20261125;
  std::cout << "seed " << seed << ", steps " << steps << "\n";
  auto began = std::chrono::steady_clock::now();
  Walk walk(seed);
  walk.run(steps);
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cout << "accepted " << walk.accepted() << ", refused " << walk.refused() << ", taken back "
            << walk.taken_back() << ", stays " << walk.stays() << ", " << took.count() << " s\n";
  EXPECT_GT(walk.accepted(), static_cast<std::uint64_t>(steps) / 10);
  EXPECT_GT(walk.refused(), static_cast<std::uint64_t>(steps) / 10);
}

}  // namespace
}  // namespace zhucun
