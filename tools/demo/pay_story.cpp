// How the demo city's units pay what they owe, month by month, and where they fail. [8.2.2]
#include <algorithm>

#include "ledger/schema/json_writer.h"
#include "tools/demo/benefit_story.h"
#include "tools/demo/fund_papers.h"
#include "tools/demo/pay_plan.h"
#include "tools/demo/pay_reckoning.h"

namespace zhucun::demo {

namespace {

Date month_end(Date month) {
  return period_of({PeriodKind::month}, month).span.last;
}
Date next_month(Date month) {
  return month_end(month) + Days{1};
}
Date first_of(Date day) {
  return period_of({PeriodKind::month}, day).span.first;
}
std::string key_of(Date month) {
  return period_of({PeriodKind::month}, month).key;
}

class PayStory {
 public:
  PayStory(const City& city, const Attendance& attendance, Random random, Diary& diary)
      : city_(city),
        random_(random),
        diary_(diary),
        plan_(plan_payments(city, random.fork(1))),
        standards_(city, plan_.fare_missing, plan_.tier_missing),
        reckoning_(city, standards_, attendance, diary) {}

  Allowances run() {
    state_papers();
    for (Index s = 0; s < city_.stays.size(); ++s) trips_of(s);
    for (Index person = 0; person < city_.people; ++person) pay(person);
    slips_of_the_pen();
    payouts();
    openings();
    auto more = write_benefits(city_, plan_, random_.fork(2), diary_);
    for (const PlantedCase& one : more) {
      if (one.item == id_of(Item::unused_leave)) leaves_.push_back(one);
    }
    for (Index person = 0; person < city_.people; ++person) settle(person);
    out_.cases.insert(out_.cases.end(), more.begin(), more.end());
    return std::move(out_);
  }

 private:
  std::string person_id(Index person) const { return city_.id_of({PartyKind::person, person}); }
  Index tell(const char* event, Date day, Index county, std::string data) {
    Entry entry;
    entry.type = EntryType::told;
    entry.slot = Slot::registers;
    entry.day = day;
    entry.clerk = county;
    entry.event = event;
    entry.data = std::move(data);
    return diary_.add_on(std::move(entry), day);
  }
  void plant(const char* kind, Index unit, Index person, const std::string& month = "",
             Item item = Item::all, std::int64_t fen = 0) {
    out_.cases.push_back({kind, unit == nobody ? "" : city_.units[unit].id,
                          person == nobody ? "" : person_id(person), month,
                          item == Item::all ? "" : id_of(item), fen});
  }

  void state_papers() {
    for (auto& paper : standards_.papers()) {
      if (paper.day <= city_.span.last) tell(paper.event, paper.day, paper.county, paper.data);
    }
    if (plan_.tier_missing != nobody)
      plant("tier_missing", nobody, nobody, to_text(city_.townships[plan_.tier_missing].code));
    if (plan_.fare_missing != nobody)
      plant("fare_missing", nobody, nobody, to_text(city_.counties[plan_.fare_missing].code));
  }

  // ---- trips of the city's residents: one or two a month

  void trips_of(Index s) {
    const Stay& stay = city_.stays[s];
    if (city_.units[stay.unit].level != event::UnitLevel::CITY) return;
    Date from =
        std::max(stay.span.first, city_.counties[city_.villages[stay.village].county].go_live);
    Date to = std::min(stay.span.last, city_.span.last);
    bool often = stay.person % 2 == 0;
    for (Date day = from + Days{random_.between(0, 6)}; day < to;) {
      Date out = diary_.working_day(day);
      Date back = out + Days{random_.between(3, 10)};
      if (back > to) return;
      Trip trip{s, {out, back}};
      Date entered = std::max(back + Days{random_.between(1, 4)}, reckoning_.known_on(s));
      if (entered >= city_.span.last) return;
      Entry entry;
      entry.type = EntryType::trip_made;
      entry.slot = Slot::afternoon;
      entry.day = out;
      entry.clerk = city_.villages[stay.village].county;
      entry.link = static_cast<Index>(out_.trips.size());
      out_.trips.push_back(trip);
      reckoning_.add_trip(trip);
      trip_known_[stay.person].emplace_back(out, diary_.at(diary_.add_on(entry, entered)).entered);
      day = back + Days{often ? random_.between(4, 9) : random_.between(12, 26)};
    }
  }

  // ---- paying

  Date pay_day(Index unit, Date month) const {
    auto draw = mixed(std::uint64_t{unit} * 1000 +
                      static_cast<std::uint64_t>(month.time_since_epoch().count()));
    return month_end(month) + Days{15 + static_cast<int>(draw % 11)};
  }

  // The day on which a unit pays a person's month; nothing when the story ends before.
  std::optional<Date> paid_on(Index person, Index unit, Date month) const {
    Date day = pay_day(unit, month);
    if (auto ready = reckoning_.ready(person, month)) day = std::max(day, *ready + Days{4});
    for (auto [s, days] : reckoning_.pieces(person, month))
      day = std::max(day, reckoning_.known_on(s) + Days{3});
    if (auto known = trip_known_.find(person); known != trip_known_.end()) {
      for (auto [out, entered] : known->second) {
        if (out >= month && out <= month_end(month)) day = std::max(day, entered + Days{1});
      }
    }
    day = diary_.working_day(day);
    if (day >= city_.span.last) return std::nullopt;
    return day;
  }

  // The day from which a person's money is held; a hold that was lifted holds nothing.
  std::optional<Date> held_from(Index person) const {
    for (Index s : reckoning_.stays_of(person)) {
      const Stay& stay = city_.stays[s];
      bool ordered = stay.ground == event::LeavingGround::RECALL &&
                     stay.recall != Recall::unordered && stay.span.last <= city_.span.last;
      if (ordered) return stay.span.last;
    }
    return std::nullopt;
  }

  void pay(Index person) {
    auto held = held_from(person);
    bool lifted = false;
    for (Date month = city_.span.first; month <= city_.span.last; month = next_month(month)) {
      for (Index unit : units_of(person, month)) {
        auto day = paid_on(person, unit, month);
        if (!day) continue;
        if (held && *day >= *held) {
          if (person % 2 == 0) {
            plant("held", unit, person, key_of(month));
            continue;
          }
          Date lift = diary_.working_day(std::max(*held + Days{20}, *day));
          if (lift + Days{10} >= city_.span.last) continue;
          if (!lifted) lift_hold(person, lift);
          lifted = true;
          day = std::max(*day, diary_.working_day(lift + Days{5}));
        }
        pay_month(person, unit, month, *day);
      }
    }
  }

  void lift_hold(Index person, Date day) {
    Index county = city_.villages[city_.stays[reckoning_.stays_of(person).front()].village].county;
    tell("holdLifted", day, county,
         field("person", person_id(person)) + "," + field("reason", "示例：已办结清"));
    plant("hold_lifted", nobody, person);
  }

  std::vector<Index> units_of(Index person, Date month) const {
    std::vector<Index> out;
    for (const DueLine& line : reckoning_.of(person, month, city_.span.last)) {
      if (std::find(out.begin(), out.end(), line.unit) == out.end()) out.push_back(line.unit);
    }
    return out;
  }

  void pay_month(Index person, Index unit, Date month, Date day) {
    if (plan_.pays_nothing(unit, month)) return;
    // A second unit's part of a month is said to come on top of the first one's.
    bool shared = units_of(person, month).size() > 1;
    PaySlip slip{
        city_.answering(first_payer(person, unit, month), day), person, day, "", shared, {}};
    for (const DueLine& line : reckoning_.of(person, month, day)) {
      if (line.unit != unit || line.provisional || line.fen.value_or(0) <= 0) continue;
      slip.lines.push_back({line.item, month, month, *line.fen});
    }
    if (slip.lines.empty()) return;
    if (plan_.lumps.contains(unit)) return lump(std::move(slip), month, day);
    slip.voucher = "记" + key_of(month).substr(2) + (day == own_day(unit, month) ? "" : "补");
    put(std::move(slip));
  }
  Date own_day(Index unit, Date month) const { return diary_.working_day(pay_day(unit, month)); }
  // The unit that stood there, before mergers.
  Index first_payer(Index person, Index unit, Date month) const {
    for (auto [s, days] : reckoning_.pieces(person, month)) {
      Index own = city_.stays[s].unit;
      if (city_.answering(own, city_.span.last) == unit) return own;
    }
    return unit;
  }

  // A quarter's money in one sum, paid with its last month.
  void lump(PaySlip slip, Date month, Date day) {
    auto [waiting, fresh] = lumps_.try_emplace({slip.person, slip.unit}, slip);
    PaySlip& all = waiting->second;
    if (fresh) all.lines = {{Item::all, month, month, 0}};
    for (const PaidItem& line : slip.lines) all.lines.front().fen += line.fen;
    all.supplement |= slip.supplement;
    all.lines.front().last = month;
    all.day = day;
    bool last = month_of(month) % 3 == 0;
    if (!last) return;
    slip = std::move(all);
    lumps_.erase(waiting);
    slip.voucher = "记" + period_of({PeriodKind::quarter}, month).key;
    if (plan_.lump_rest == slip.unit && month == make_date(2025, 6, 1) && !rest_planted_) {
      rest_planted_ = true;
      slip.lines.front().fen += 50'000;
    }
    put(std::move(slip));
  }

  void put(PaySlip slip) {
    Entry entry;
    entry.type = EntryType::allowance_paid;
    entry.slot = Slot::afternoon;
    entry.day = slip.day;
    entry.clerk = city_.units[slip.unit].county;
    entry.link = static_cast<Index>(out_.slips.size());
    by_person_[slip.person].push_back(entry.link);
    out_.slips.push_back(std::move(slip));
    diary_.add_on(entry, entry.day);
  }

  // ---- what goes wrong

  void slips_of_the_pen() {
    double_claim();
    second_payer();
    supplements();
    for (auto [unit, months] : plan_.arrears) plant("arrears", unit, nobody, key_of(months.first));
    for (Index s = 0; s < city_.stays.size(); ++s) {
      const Stay& stay = city_.stays[s];
      if (stay.span.first == stay.span.last)
        plant("one_day", stay.unit, stay.person, key_of(first_of(stay.span.first)));
      Date before = stay.span.first - Days{1};
      for (Index other : reckoning_.stays_of(stay.person)) {
        bool changes = city_.stays[other].span.last == before && day_of(stay.span.first) > 1 &&
                       city_.stays[other].unit != stay.unit;
        if (changes) plant("unit_change", stay.unit, stay.person, key_of(first_of(before)));
      }
    }
  }

  // The first payment of a unit for a month, as it was made.
  std::optional<PaySlip> payment(Index unit, Date month) const {
    for (const PaySlip& slip : out_.slips) {
      if (slip.unit == unit && slip.lines.front().first == month &&
          slip.lines.front().last == month)
        return slip;
    }
    return std::nullopt;
  }

  void double_claim() {
    auto slip = payment(plan_.double_claim, make_date(2025, 2, 1));
    if (!slip) return;
    slip->day = diary_.working_day(slip->day + Days{12});
    slip->supplement = true;
    slip->voucher += "重";
    plant("double_claim", slip->unit, slip->person, "2025-02");
    put(*slip);
  }

  void second_payer() {
    auto slip = payment(plan_.paid_twice, make_date(2025, 9, 1));
    if (!slip || plan_.second_payer == nobody) return;
    slip->unit = plan_.second_payer;
    slip->day = diary_.working_day(make_date(2025, 11, 3));
    slip->supplement = true;
    slip->voucher = "记他-1";
    slip->lines = {{Item::telecom, make_date(2025, 9, 1), make_date(2025, 9, 1), 10'000}};
    plant("paid_twice", slip->unit, slip->person, "2025-09", Item::telecom, 10'000);
    put(*slip);
  }

  // A later paper raised the meal rate from mid-April; all units of the county but one made it up.
  void supplements() {
    Date told = standards_.raised_on();
    Date day = diary_.working_day(told + Days{32});
    if (day >= city_.span.last) return;
    plant("supplement_owed", plan_.owes_supplement, nobody, "2025-04");
    auto slips = out_.slips;
    for (const PaySlip& before : slips) {
      const PaidItem& first = before.lines.front();
      bool asked = before.day < told && first.item == Item::living &&
                   (first.first == make_date(2025, 4, 1) || first.first == make_date(2025, 5, 1));
      if (!asked || city_.units[before.unit].county != standards_.raised_county()) continue;
      if (before.unit == plan_.owes_supplement || before.supplement) continue;
      PaySlip slip = before;
      Index unit = city_.answering(before.unit, city_.span.last);
      for (const DueLine& line : reckoning_.of(before.person, first.first, day)) {
        if (line.item != Item::living || line.unit != unit || !line.fen) continue;
        slip.lines = {{Item::living, first.first, first.first, *line.fen - first.fen}};
      }
      if (slip.lines.size() != 1 || slip.lines.front().fen <= 0 || held_from(before.person))
        continue;
      slip.unit = city_.answering(before.unit, day);
      slip.day = day;
      slip.supplement = true;
      slip.voucher += "差";
      put(std::move(slip));
    }
  }

  void payouts() {
    constexpr const char* kinds[] = {"payout_drafted", "payout_approved", "payout_released",
                                     "payout_answered", "payout_failed"};
    for (const UnitPayout& one : plan_.payouts) {
      out_.payouts.push_back(one);
      plant(kinds[static_cast<std::size_t>(one.stage)], one.unit, nobody, one.batch);
    }
  }

  // Two people's money from before the book: one was paid it since.
  void openings() {
    std::size_t done = 0;
    for (Index s = 0; s < city_.stays.size() && done < 2; ++s) {
      const Stay& stay = city_.stays[s];
      bool plain = city_.units[stay.unit].merged_on == far_future && !held_from(stay.person) &&
                   stay.span.first < make_date(2024, 1, 1) && stay.span.last > city_.span.last &&
                   city_.counties[city_.villages[stay.village].county].go_live == city_.span.first;
      if (!plain || plan_.is_planned(stay.unit)) continue;
      Entry entry;
      entry.opening = true;
      entry.type = EntryType::told;
      entry.slot = Slot::registers;
      entry.day = city_.span.first - Days{1};
      entry.clerk = city_.villages[stay.village].county;
      entry.event = "allowanceOpeningStated";
      std::int64_t owed = 123'450;
      entry.data = field("person", person_id(stay.person)) + "," +
                   field("unit", city_.units[stay.unit].id) + "," +
                   field("item", id_of(Item::living)) + "," + field("through", "2024-06") + "," +
                   number("owed", owed);
      diary_.add_on(std::move(entry), city_.span.first + Days{8});
      opening_of_[stay.person] = {stay.unit, owed};
      plant(done == 0 ? "opening_paid" : "opening_owed", stay.unit, stay.person, "2024-06",
            Item::living, owed);
      Date june = make_date(2024, 6, 1);
      if (done++ == 0) {
        put({stay.unit,
             stay.person,
             diary_.working_day(make_date(2024, 9, 12)),
             "记24-06旧",
             false,
             {{Item::living, june, june, owed}}});
      }
    }
  }

  // ---- how it stands at the end

  struct Standing {
    DueLine line;
    std::int64_t paid = 0;
    bool touched = false;
  };

  void settle(Index person) {
    std::vector<Standing> lines;
    if (auto found = opening_of_.find(person); found != opening_of_.end()) {
      lines.push_back(
          {{make_date(2024, 6, 1), Item::living, found->second.first, found->second.second}});
    }
    for (Date month = city_.span.first; month <= city_.span.last; month = next_month(month)) {
      for (DueLine& line : reckoning_.of(person, month, city_.span.last)) lines.push_back({line});
      for (const PlantedCase& one : leaves_) {
        if (one.person == person_id(person) && one.month == key_of(month))
          lines.push_back({unused_leave(one, month)});
      }
    }
    for (Index index : by_person_[person]) {
      const PaySlip& slip = out_.slips[index];
      for (const PaidItem& part : slip.lines) {
        if (part.item == Item::all)
          spread(slip, part, lines);
        else
          stand(slip, part, lines);
      }
    }
    for (const Standing& one : lines) note(person, one);
  }

  DueLine unused_leave(const PlantedCase& one, Date month) const {
    DueLine line{month, Item::unused_leave, nobody, one.fen};
    for (Index u = 0; u < city_.units.size(); ++u) {
      if (city_.units[u].id == one.unit) line.unit = u;
    }
    if (one.kind == "leave_one_ground") line.fen = 0;
    if (one.kind == "leave_rate_missing") line.fen.reset();
    return line;
  }

  std::optional<PayoutStage> payout_of(Index unit) const {
    for (const UnitPayout& one : plan_.payouts) {
      if (one.unit == unit) return one.stage;
    }
    return std::nullopt;
  }

  Index now(Index unit) const { return city_.answering(unit, city_.span.last); }

  void stand(const PaySlip& slip, const PaidItem& part, std::vector<Standing>& lines) {
    for (Standing& one : lines) {
      if (one.line.month != part.first || one.line.item != part.item ||
          one.line.unit != now(slip.unit))
        continue;
      one.paid += part.fen;
      one.touched = true;
      return;
    }
    Standing more{{part.first, part.item, now(slip.unit), 0}, part.fen, true};
    lines.push_back(more);
  }

  static bool in_lump(const Standing& one, Index unit, const PaidItem& part) {
    return one.line.unit == unit && one.line.month >= part.first && one.line.month <= part.last &&
           one.line.fen.has_value();
  }
  void spread(const PaySlip& slip, const PaidItem& part, std::vector<Standing>& lines) {
    std::int64_t left = part.fen;
    for (Standing& one : lines) {
      if (!in_lump(one, now(slip.unit), part)) continue;
      std::int64_t takes = std::clamp<std::int64_t>(*one.line.fen - one.paid, 0, left);
      one.paid += takes;
      one.touched |= takes > 0;
      left -= takes;
    }
    if (left != 0)
      plant("lump_rest", now(slip.unit), slip.person, key_of(part.last), Item::all, left);
  }

  void note(Index person, const Standing& one) {
    const DueLine& line = one.line;
    auto put = [&](const char* status, std::int64_t open) {
      out_.lines.push_back({person_id(person), key_of(line.month), id_of(line.item),
                            city_.units[line.unit].id, status, open});
    };
    if (!line.fen) return put("unknown", 0);
    std::int64_t open = *line.fen - one.paid;
    bool is_held = held_from(person) && person % 2 == 0;
    if (is_held && open > 0) return put("held", open);
    if (line.provisional) return put("provisional", open);
    if (open > 0 && !one.touched && line.month <= make_date(2026, 5, 1)) {
      if (auto stage = payout_of(line.unit)) {
        if (*stage == PayoutStage::released) return put("transit", 0);
        if (*stage == PayoutStage::answered) return;
        bool fails = failed_.try_emplace(line.unit, person).first->second == person;
        if (*stage == PayoutStage::one_failed && !fails) return;
      }
    }
    if (open != 0) put(open < 0 ? "recover" : one.touched ? "supplement" : "payable", open);
  }

  const City& city_;
  Random random_;
  Diary& diary_;
  PayPlan plan_;
  PayStandards standards_;
  PayReckoning reckoning_;
  Allowances out_;
  std::map<std::pair<Index, Index>, PaySlip> lumps_;                // by person and unit
  std::map<Index, std::vector<Index>> by_person_;                   // slips
  std::map<Index, std::vector<std::pair<Date, Date>>> trip_known_;  // day out, day entered
  std::map<Index, std::pair<Index, std::int64_t>> opening_of_;
  std::vector<PlantedCase> leaves_;
  bool rest_planted_ = false;
  std::map<Index, Index> failed_;  // by unit: whose card the bank does not know
};

}  // namespace

Allowances write_allowances(const City& city, const Attendance& attendance, Random random,
                            Diary& diary) {
  return PayStory(city, attendance, random, diary).run();
}

}  // namespace zhucun::demo
