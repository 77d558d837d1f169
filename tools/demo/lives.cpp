// Which residents of the demo city were selected, handed over and recalled how: what is against the
// clause is chosen here, by the seed, and nothing else is.
#include <algorithm>

#include "tools/demo/drafts.h"

namespace zhucun::demo {

namespace {

using event::LeavingGround;

class Plan {
 public:
  Plan(City& city, Random random) : city_(city), random_(random) {}

  void run() {
    for (Index s = 0; s < city_.stays.size(); ++s) {
      if (is_plain(s)) plain_.push_back(s);
    }
    random_.shuffle(plain_);
    selections();
    ends();
    grades();
  }

 private:
  bool is_mover(Index person) const {
    return std::find(city_.movers.begin(), city_.movers.end(), person) != city_.movers.end();
  }
  // Somebody who came in the story, late enough for a chain before, and was entered as he came.
  bool is_plain(Index s) const {
    const Stay& stay = city_.stays[s];
    return stay.entry == StayEntry::plain && !is_mover(stay.person) &&
           stay.span.first > city_.span.first + Days{120};
  }

  void selections() {
    std::size_t some = std::max<std::size_t>(1, city_.villages.size() / 60);
    using enum Selected;
    for (Selected how : {by_chain, by_chain, by_chain, cut_short, faulty_review, unfit, unshown}) {
      for (std::size_t i = 0; i < some && !plain_.empty(); ++i) {
        city_.stays[plain_.back()].selected = how;
        plain_.pop_back();
      }
    }
  }

  void ends() {
    std::size_t skipped = 0;
    std::size_t early = 0;
    std::size_t recalled = 0;
    for (Stay& stay : city_.stays) {
      if (stay.span.last > city_.span.last) continue;
      if (stay.ground == LeavingGround::TERM_FULL) {
        stay.skips_handover = stay.heir == nobody || (!stay.short_handover && ++skipped % 40 == 7);
        // A handover needs a successor who is in the book by then.
        if (stay.heir != nobody && city_.stays[stay.heir].entry == StayEntry::late_start)
          city_.stays[stay.heir].entry = StayEntry::plain;
      } else if (stay.ground == LeavingGround::HEALTH && ++early % 9 == 4) {
        stay.ground = LeavingGround::TERM_FULL;
        stay.skips_handover = true;
      } else if (stay.ground == LeavingGround::RECALL) {
        stay.recall = ++recalled % 4 == 2 ? Recall::unordered
                      : recalled % 4 == 3 ? Recall::other_ground
                      : recalled % 4 == 0 ? Recall::other_office
                                          : Recall::ordered;
        bool at_home = city_.units[stay.unit].level != event::UnitLevel::CITY;
        if (stay.recall == Recall::other_office && at_home) stay.recall = Recall::ordered;
      }
    }
  }

  // Found not competent for 2024, and nobody called him back.
  void grades() {
    std::size_t wanted = std::max<std::size_t>(1, city_.villages.size() / 100);
    for (Stay& stay : city_.stays) {
      bool whole = stay.span.first < make_date(2024, 6, 1) && stay.span.last == far_future;
      if (!whole || !random_.per_mille(60) || is_mover(stay.person)) continue;
      stay.recall_is_owed = true;
      if (--wanted == 0) return;
    }
  }

  City& city_;
  Random random_;
  std::vector<Index> plain_;
};

}  // namespace

void plan_lives(City& city, Random random) {
  Plan(city, random).run();
}

bool ended_by_paper(const Stay& stay) {
  return stay.skips_handover || stay.ground == LeavingGround::REASSIGNED ||
         stay.ground == LeavingGround::RECALL;
}

}  // namespace zhucun::demo
