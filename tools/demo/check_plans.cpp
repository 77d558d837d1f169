#include "tools/demo/check_plans.h"

#include <algorithm>
#include <map>

#include "ledger/schema/schema.h"

namespace zhucun::demo {

namespace {

class Plans {
 public:
  Plans(const City& city, const Diary& diary, book::Book& book, std::vector<PlantedAct>& planted)
      : city_(city), book_(book), planted_(planted) {
    const auto& entries = diary.entries();
    std::set<Index> reversed;
    for (const Entry& entry : entries) {
      if (entry.type == EntryType::reversal) reversed.insert(entry.link);
    }
    for (Index i = 0; i < entries.size(); ++i) {
      bool spot = entries[i].type == EntryType::spot_check;
      bool visit = spot || entries[i].type == EntryType::supervision;
      if (!visit || reversed.contains(i)) continue;
      for (Who village : entries[i].parties) {
        Date& last = (spot ? spots_ : supervisions_)[village.index];
        last = std::max(last, entries[i].day);
      }
    }
  }

  std::optional<Refusal> run() {
    // The three townships with the most villages, and the county.
    std::vector<Index> order;
    for (Index t = 0; t < city_.townships.size(); ++t) order.push_back(t);
    std::stable_sort(order.begin(), order.end(), [this](Index a, Index b) {
      return served(city_.townships[a].villages).size() >
             served(city_.townships[b].villages).size();
    });
    order.resize(std::min<std::size_t>(order.size(), 3));
    Date next = city_.span.last + Days{1};
    std::string month = to_text(next).substr(0, 7);
    std::string quarter = month.substr(0, 4) + "Q" + std::to_string((month_of(next) + 2) / 3);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Township& township = city_.townships[order[i]];
      adopt(to_text(township.code), township.county, month, served(township.villages), spots_,
            i == 2);
    }
    auto largest = std::max_element(
        city_.counties.begin(), city_.counties.end(),
        [](const County& a, const County& b) { return a.villages.size() < b.villages.size(); });
    adopt(to_text(largest->code), static_cast<Index>(largest - city_.counties.begin()), quarter,
          served(largest->villages), supervisions_, false);
    return fault_;
  }

 private:
  // Those with somebody in post on the last day.
  std::vector<Index> served(const std::vector<Index>& all) const {
    std::vector<Index> out;
    for (Index v : all) {
      if (std::any_of(city_.villages[v].stays.begin(), city_.villages[v].stays.end(),
                      [&](Index s) { return city_.stays[s].span.contains(city_.span.last); }))
        out.push_back(v);
    }
    return out;
  }

  void adopt(const std::string& division, Index clerk, const std::string& period,
             std::vector<Index> villages, std::map<Index, Date>& visits, bool by_hand) {
    if (villages.empty() || fault_) return;
    std::string seed = "示例种子" + division.substr(0, 6);
    auto place = [&](Index v) {
      std::string text = seed + "|" + period + "|" + to_text(city_.villages[v].code);
      std::string seen = visits.contains(v) ? to_text(visits[v]).substr(0, 7) : "";
      return std::pair(seen, book_.digest(text));
    };
    std::sort(villages.begin(), villages.end(),
              [&](Index a, Index b) { return place(a) < place(b); });
    std::size_t count = (villages.size() + 1) / 2;
    bool differs = by_hand && count < villages.size();
    if (differs) std::reverse(villages.begin(), villages.end());
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
      list += (list.empty() ? "" : ",") + quoted(to_text(city_.villages[villages[i]].code));
    say(division, clerk,
        field("division", division) + "," + field("period", period) + "," + field("seed", seed) +
            ",\"drawnAt\":" + std::to_string(book_.position().value) + ",\"villages\":[" + list +
            "]");
    planted_.push_back(
        {"check_plan", differs ? "differs" : "agrees", seed, division, "", "", period});
  }

  void say(const std::string& division, Index clerk, const std::string& data) {
    auto draft = schema::draft_from_json(
        R"({"type":"checkPlanAdopted","date":")" + to_text(city_.span.last) + R"(","data":{)" +
            data + "}}",
        {"demo/plan/" + division, "clerk-" + to_text(city_.counties[clerk].code).substr(0, 6),
         "demo"});
    if (!draft) {
      fault_ = std::move(draft.error());
      return;
    }
    book::Request request;
    request.drafts.push_back(book::prepare(std::move(*draft), book_.hash_kind()));
    auto outcome = book_.submit(std::move(request));
    if (!outcome) fault_ = std::move(outcome.error());
  }

  const City& city_;
  book::Book& book_;
  std::vector<PlantedAct>& planted_;
  std::map<Index, Date> spots_;
  std::map<Index, Date> supervisions_;
  std::optional<Refusal> fault_;
};

}  // namespace

std::optional<Refusal> adopt_plans(const City& city, const Diary& diary, book::Book& book,
                                   std::vector<PlantedAct>& planted) {
  return Plans(city, diary, book, planted).run();
}

}  // namespace zhucun::demo
