// Residents: whom the city finds in post, who comes, who goes and why.
#include <algorithm>

#include "tools/demo/city.h"

namespace zhucun::demo {

namespace {

using event::LeavingGround;

// One chair in a village and the days on which somebody should sit on it.
struct Post {
  Index village = nobody;
  bool is_first_secretary = false;
  Index unit = nobody;
  Date opens;                // before the story = somebody is found in post
  Date closes = far_future;  // the last day
  LeavingGround why = LeavingGround::VILLAGE_NOT_SERVED;
  bool never_vacant = false;
};

struct Leaving {
  Date last;
  LeavingGround ground;
  Date next_first;  // of whoever follows
  bool short_handover = false;
};

class Posting {
 public:
  Posting(City& city, Random random) : city_(city), random_(random) {}

  void run() {
    for (Index v = 0; v < city_.villages.size(); ++v) {
      auto units = units_for(v);
      for (Post& post : posts_of(v, units)) fill(post);
    }
    move_some();
    change_unit();
    come_for_a_day();
    unsettle_some_entries();
  }

 private:
  Date drawn(Date first, Date last) {
    return first + Days{random_.between(0, static_cast<int>((last - first).count()))};
  }
  bool in_story(Date day) const { return city_.span.contains(day); }

  // One unit, or two or three for a team from several; the city's units go anywhere, most often to
  // the counties with a group.
  std::vector<Index> units_for(Index village) {
    const County& county = city_.counties[city_.villages[village].county];
    unsigned draw = random_.below(100);
    std::size_t count = draw < 55 ? 1 : draw < 85 ? 2 : 3;
    std::vector<Index> out;
    while (out.size() < count) {
      bool from_city = random_.per_mille(county.has_group ? 450 : 250);
      Index unit = random_.one_of(from_city ? city_.city_units : county.units);
      out.push_back(unit);
    }
    return out;
  }

  // Most arrived in the rotation of mid-2023, the first wave in autumn 2021, some in between.
  Date early_start() {
    unsigned draw = random_.below(100);
    if (draw < 20) return drawn(make_date(2021, 9, 1), make_date(2021, 12, 20));
    if (draw < 80) return drawn(make_date(2023, 5, 4), make_date(2023, 9, 28));
    return drawn(make_date(2022, 1, 10), make_date(2024, 5, 20));
  }

  std::vector<Post> posts_of(Index v, const std::vector<Index>& units) {
    const Village& village = city_.villages[v];
    bool asks_first = village.kinds.front().asks_for_members;
    bool asks_last = village.kinds.back().asks_for_members;
    for (const KindSpan& kind : village.kinds) {
      if (kind.span.last == far_future) asks_last |= kind.asks_for_members;
      asks_first |= kind.asks_for_members && kind.span.first < city_.span.first;
    }
    bool is_other = std::string_view(village.kinds.front().kind) == "other";
    Date turn = village.kinds.front().span.last;
    Date closes = far_future;
    bool served = std::any_of(village.kinds.begin(), village.kinds.end(),
                              [](const KindSpan& kind) { return kind.span.last == far_future; });
    if (!served) closes = turn;
    Date opens = early_start();
    // A village newly served in mid-month: its first periods are partial.
    if (asks_first && asks_last && random_.per_mille(25)) {
      Date first = make_date(random_.per_mille(500) ? 2024 : 2025,
                             static_cast<unsigned>(random_.between(8, 10)),
                             static_cast<unsigned>(random_.between(6, 24)));
      if (in_story(first)) opens = first;
    }
    std::size_t members = asks_first                           ? (random_.per_mille(300) ? 3 : 2)
                          : is_other && asks_last              ? 2
                          : is_other && random_.per_mille(500) ? 1
                                                               : 0;
    std::vector<Post> out;
    for (std::size_t i = 0; i <= members; ++i) {
      Post post{v, i == 0, units[i % units.size()], opens, closes};
      if (i > 0 && opens < city_.span.first) post.opens = early_start();
      if (i > 0 && is_other && asks_last) post.opens = turn + Days{1};
      if (i > 1 && asks_first && !asks_last) {
        post.closes = turn;
      }
      post.never_vacant = i == 1 && (is_other || !asks_last);
      out.push_back(post);
    }
    if (asks_first && asks_last && opens < city_.span.first && random_.per_mille(6)) empty(out);
    return out;
  }

  // For two whole months nobody is there: everyone leaves at a month's end, others come on a first.
  void empty(std::vector<Post>& posts) {
    auto month = static_cast<unsigned>(random_.between(2, 7));
    Date last = make_date(2025, month, 1) - Days{1};
    Date again = make_date(2025, month + 2, 1);
    if (!in_story(again)) return;
    std::size_t count = posts.size();
    for (std::size_t i = 0; i < count; ++i) {
      Post later = posts[i];
      later.opens = again;
      posts[i].closes = last;
      posts[i].why = LeavingGround::LEFT_UNIT;
      posts.push_back(later);
    }
  }

  void fill(const Post& post) {
    Date start = post.opens;
    Index unit = post.unit;
    Index before = nobody;
    // Nobody is sent for less than a month.
    while (start <= city_.span.last && start + Days{30} <= post.closes) {
      Stay stay;
      stay.person = city_.people++;
      stay.unit = city_.answering(unit, start);
      stay.village = post.village;
      stay.is_first_secretary = post.is_first_secretary;
      stay.span = {start, far_future};
      auto leaving = leaving_of(post, start);
      if (leaving && leaving->last < post.closes) {
        stay.span.last = leaving->last;
        stay.ground = leaving->ground;
        stay.short_handover = leaving->short_handover;
      } else if (post.closes <= city_.span.last) {
        stay.span.last = post.closes;
        stay.ground = post.why;
        leaving.reset();
      } else {
        leaving.reset();
      }
      if (before != nobody) city_.stays[before].heir = static_cast<Index>(city_.stays.size());
      before = static_cast<Index>(city_.stays.size());
      add(stay);
      if (!leaving) return;
      start = leaving->next_first;
      bool same_unit = leaving->ground == LeavingGround::RECALL;  // told to send somebody else
      if (!same_unit && random_.per_mille(300)) unit = random_.one_of(units_for(post.village));
    }
  }

  void add(const Stay& stay) {
    city_.villages[stay.village].stays.push_back(static_cast<Index>(city_.stays.size()));
    city_.stays.push_back(stay);
  }

  // Nobody leaves between New Year and the spring class of his county, except the few whom the
  // year's class then really missed.
  Date outside_class_gap(Date day) {
    bool early = month_of(day) < 3 || (month_of(day) == 3 && day_of(day) < 26);
    if (!early || random_.per_mille(60)) return day;
    return make_date(year_of(day), 3, 26) + Days{random_.between(0, 60)};
  }

  std::optional<Leaving> leaving_of(const Post& post, Date start) {
    const Date earliest = std::max(city_.span.first + Days{25}, start + Days{75});
    // A full term is two years; the handover overlaps by thirty working days and more. [7.1]
    Date full = start + Days{730 + random_.between(0, 200)};
    if (random_.per_mille(650) && full <= city_.span.last) {
      Date last = outside_class_gap(std::max(full, earliest + Days{random_.between(0, 240)}));
      if (last <= city_.span.last) {
        bool few = random_.per_mille(40);
        int days = few ? random_.between(12, 24) : random_.between(31, 44);
        return Leaving{last, LeavingGround::TERM_FULL, days_before(last, days), few};
      }
    }
    if (!random_.per_mille(80) || earliest + Days{20} > city_.span.last) return std::nullopt;
    Date last = outside_class_gap(drawn(earliest, city_.span.last - Days{10}));
    if (last > city_.span.last) return std::nullopt;
    int gap = post.never_vacant ? -10 : random_.between(1, 80);
    LeavingGround ground = early_ground();
    if (ground == LeavingGround::RECALL && gap < 0) ground = LeavingGround::HEALTH;
    return Leaving{last, ground, last + Days{gap}};
  }

  // The day of arrival from which so many working days lie before the release, itself not counted.
  Date days_before(Date release, int working_days) const {
    Date day = release;
    for (; working_days > 0; day -= Days{1}) {
      if (city_.works_on(day)) --working_days;
    }
    return day;
  }

  LeavingGround early_ground() {
    unsigned draw = random_.below(100);
    return draw < 30   ? LeavingGround::HEALTH
           : draw < 60 ? LeavingGround::LEFT_UNIT
           : draw < 72 ? LeavingGround::RECALL
           : draw < 80 ? LeavingGround::UNFIT
           : draw < 90 ? LeavingGround::RETIREMENT
           : draw < 92 ? LeavingGround::DEATH
                       : LeavingGround::REASSIGNED;
  }

  // People of the city's units who go on to another county on the first day of a half-year, where
  // no reading is needed to say which office trains them.
  void move_some() {
    std::size_t wanted = std::max<std::size_t>(1, city_.villages.size() / 150);
    Date day = make_date(2025, 7, 1);
    for (unsigned tries = 0; city_.movers.size() < wanted && tries < 4000; ++tries) {
      if (!in_story(day)) return;
      Index from = random_.below(city_.stays.size());
      Index to = random_.below(city_.villages.size());
      if (can_move(from, to, day)) move(from, to, day);
    }
  }

  bool can_move(Index from, Index to, Date day) const {
    const Stay& stay = city_.stays[from];
    const Village& village = city_.villages[to];
    const Unit& unit = city_.units[stay.unit];
    bool settled = village.kinds.front().asks_for_members &&
                   village.kinds.front().span.last == far_future && !village.stays.empty() &&
                   city_.stays[village.stays.front()].span.first < city_.span.first;
    bool moved =
        std::find(city_.movers.begin(), city_.movers.end(), stay.person) != city_.movers.end();
    return settled && !moved && unit.county == nobody && unit.merged_on == far_future &&
           stay.span.first < make_date(2024, 1, 1) && stay.span.last == far_future &&
           !stay.is_first_secretary && village.county != city_.villages[stay.village].county &&
           city_.villages[stay.village].kinds.front().asks_for_members && in_story(day);
  }

  void move(Index from, Index to, Date day) {
    Stay gone = city_.stays[from];
    city_.stays[from].span.last = day - Days{1};
    city_.stays[from].ground = LeavingGround::REASSIGNED;
    Stay next = gone;
    next.village = to;
    next.span = {day, far_future};
    next.ground = LeavingGround::UNKNOWN;
    add(next);
    Stay heir = gone;
    heir.person = city_.people++;
    heir.span = {day, far_future};
    add(heir);
    city_.movers.push_back(gone.person);
  }

  bool is_steady(Index unit) const {
    if (city_.units[unit].level != event::UnitLevel::COUNTY) return false;
    return city_.units[unit].merged_on == far_future &&
           std::none_of(city_.units.begin(), city_.units.end(),
                        [unit](const Unit& other) { return other.merged_into == unit; });
  }

  // Somebody goes on in the same village in the middle of a month, for another unit: two units pay
  // that month. [8.2.2]
  void change_unit() {
    Date day = make_date(2025, 5, 15);
    if (!in_story(day)) return;
    for (Index s = 0; s < city_.stays.size(); ++s) {
      Stay gone = city_.stays[s];
      const auto& units = city_.counties[city_.villages[gone.village].county].units;
      auto other = std::find_if(units.begin(), units.end(),
                                [&](Index unit) { return unit != gone.unit && is_steady(unit); });
      bool fits = is_steady(gone.unit) && other != units.end() && !gone.is_first_secretary &&
                  gone.span.first < make_date(2024, 1, 1) && gone.span.last == far_future &&
                  city_.villages[gone.village].kinds.front().span.last == far_future;
      if (!fits) continue;
      city_.stays[s].span.last = day - Days{1};
      city_.stays[s].ground = LeavingGround::LEFT_UNIT;
      Stay next = gone;
      next.unit = *other;
      next.span = {day, far_future};
      add(next);
      city_.movers.push_back(gone.person);
      return;
    }
  }

  // Somebody is posted and gone on the same day.
  void come_for_a_day() {
    Date day = make_date(2025, 9, 17);
    if (!in_story(day)) return;
    for (Index s = 0; s < city_.stays.size(); ++s) {
      Stay one = city_.stays[s];
      bool fits = is_steady(one.unit) && one.span.first < make_date(2024, 1, 1) &&
                  one.span.last == far_future &&
                  city_.villages[one.village].kinds.front().asks_for_members &&
                  city_.villages[one.village].kinds.front().span.last == far_future;
      if (!fits) continue;
      one.person = city_.people++;
      one.is_first_secretary = false;
      one.span = {day, day};
      one.ground = LeavingGround::LEFT_UNIT;
      add(one);
      city_.movers.push_back(one.person);
      return;
    }
  }

  // Some arrivals and departures reach the book late, some were entered wrong at first.
  void unsettle_some_entries() {
    for (Stay& stay : city_.stays) {
      bool moved =
          std::find(city_.movers.begin(), city_.movers.end(), stay.person) != city_.movers.end();
      bool founder =
          city_.villages[stay.village].stays.empty() ||
          city_.stays[city_.villages[stay.village].stays.front()].span.first >= city_.span.first;
      if (moved) continue;
      if (stay.span.last != far_future && random_.per_mille(60)) {
        stay.entry = StayEntry::late_end;
      } else if (stay.span.first >= city_.span.first && !founder) {
        bool stays = stay.span.last > stay.span.first + Days{60};
        if (stays && random_.per_mille(60))
          stay.entry = StayEntry::late_start;
        else if (random_.per_mille(40))
          stay.entry = StayEntry::wrong_start;
      }
    }
  }

  City& city_;
  Random random_;
};

}  // namespace

void post_people(City& city, Random random) {
  Posting(city, random).run();
}

}  // namespace zhucun::demo
