#include "projections/benefits.h"

#include <algorithm>

#include "ledger/base/split.h"
#include "projections/go_live.h"

namespace zhucun::projections {

using policy::Benefit;

std::string_view name_of(BenefitStatus status) {
  switch (status) {
    case BenefitStatus::done: return "done";
    case BenefitStatus::missing: return "missing";
    case BenefitStatus::in_progress: return "inProgress";
    case BenefitStatus::not_owed: return "notOwed";
    case BenefitStatus::recorded: return "recorded";
  }
  return "";
}

std::string_view title_of(BenefitStatus status) {
  switch (status) {
    case BenefitStatus::done: return "已办";
    case BenefitStatus::missing: return "未办";
    case BenefitStatus::in_progress: return "待办";
    case BenefitStatus::not_owed: return "不要求";
    case BenefitStatus::recorded: return "已登记";
  }
  return "";
}

namespace {

std::string of(Position position) {
  return std::to_string(position.value);
}

// A resident's time with one unit inside the year, stays without a gap joined.
struct Post {
  std::string person;
  std::string unit;
  DivisionCode village;
  std::vector<Span> days;
  std::vector<Span> insured;  // of these, the days on which the county keeps allowances
  bool whole_year = false;
};

class Year {
 public:
  Year(const Sight& sight, int year)
      : sight_(sight),
        year_(year),
        span_{make_date(year, 1, 1), make_date(year, 12, 31)},
        policy_(policy_in(sight, span_)) {
    collect();
  }

  std::vector<BenefitCase> cases() {
    for (const auto& row : policy_.benefits) {
      switch (row.benefit) {
        case Benefit::health_check: health_checks(row); break;
        case Benefit::accident_insurance: insurances(row); break;
        case Benefit::medical_costs: medical_costs(row); break;
        case Benefit::living_conditions: living_costs(row); break;
        case Benefit::injury: care_cases(row, event::CareCase::INJURY); break;
        case Benefit::death: care_cases(row, event::CareCase::DEATH); break;
        case Benefit::unknown: break;
      }
    }
    return std::move(out_);
  }

 private:
  void collect() {
    std::map<std::pair<std::string, std::string>, Post> posts;
    std::map<std::string, std::vector<Span>> whole;
    for (const auto& stay : sight_.facts.stays) {
      if (stay.started.value == 0 || stay.span.first > sight_.as_of) continue;
      Span span = stay.span;
      if (span.last > sight_.as_of) span.last = far_future;
      if (!span.meets(span_)) continue;
      Span days{std::max(span.first, span_.first), std::min(span.last, span_.last)};
      std::string person = sight_.facts.parties.id(stay.person);
      std::string unit = unit_now(sight_.facts.parties.id(stay.unit));
      Post& post = posts[{person, unit}];
      post.person = person;
      post.unit = unit;
      post.village = stay.village;
      post.days.push_back(days);
      whole[person].push_back(days);
      auto from = live(stay.village);
      if (from && *from <= days.last)
        post.insured.push_back({std::max(days.first, *from), days.last});
    }
    for (auto& [key, post] : posts) {
      post.days = joined(std::move(post.days));
      post.insured = joined(std::move(post.insured));
      auto all = joined(whole[post.person]);
      post.whole_year = all.size() == 1 && all.front() == span_;
      posts_.push_back(std::move(post));
    }
  }

  // Whoever took a unit over owes what it owed.
  std::string unit_now(const std::string& unit) const {
    return unit_on(sight_.facts, unit, sight_.as_of);
  }

  BenefitCase start(const policy::BenefitRow& row, const Post& post) const {
    BenefitCase one;
    one.benefit = row.benefit;
    one.row = &row;
    one.key = std::string(row.id) + "|" + post.person + "|" + post.unit;
    one.person = post.person;
    one.unit = post.unit;
    one.village = post.village;
    return one;
  }

  bool names(const domain::BenefitFact& fact, const std::string& person) const {
    return std::any_of(fact.people.begin(), fact.people.end(), [&](const std::string& one) {
      return person_now(sight_.facts, one) == person;
    });
  }

  // The first day that counts in a village: its county's go-live for allowances.
  std::optional<Date> live(DivisionCode village) const {
    return live_from(sight_.facts, ancestor(village, DivisionLevel::county),
                     event::DutyGroup::ALLOWANCES);
  }
  // Whether the county keeps allowances by the year's end at all; the case says when not.
  bool is_live(BenefitCase& one) const {
    auto from = live(one.village);
    if (from && *from <= span_.last) return true;
    one.status = BenefitStatus::not_owed;
    one.words = from ? "启用前" : "补助业务没有启用";
    return false;
  }

  bool holds(const policy::BenefitRow& row, const Post& post) const {
    return policy::holds_in(row, post.village);
  }

  // One a year; another unit's serves too: a person is checked once. [④]
  void health_checks(const policy::BenefitRow& row) {
    for (const Post& post : posts_) {
      if (!holds(row, post)) continue;
      BenefitCase one = start(row, post);
      for (const auto& [at, fact] : sight_.facts.allowance.benefits) {
        bool here = fact.benefit == Benefit::health_check && span_.contains(fact.days.first) &&
                    fact.days.first <= sight_.as_of && names(fact, post.person);
        if (!here) continue;
        one.events.push_back(at);
        one.words = to_text(fact.days.first) + " 体检" +
                    (fact.document.empty() ? "" : "（" + fact.document + "）");
      }
      bool owed = post.whole_year || row.owed == policy::BenefitYear::any_day;
      if (!one.events.empty()) {
        one.status = BenefitStatus::done;
      } else if (!is_live(one)) {
      } else if (!owed) {
        one.status = BenefitStatus::not_owed;
        one.words = "当年在派不满一年，按口径不要求";
      } else {
        one.status =
            sight_.as_of > span_.last ? BenefitStatus::missing : BenefitStatus::in_progress;
        one.words = std::to_string(year_) + " 年度没有登记体检";
        one.since = span_.last + Days{1};
      }
      out_.push_back(std::move(one));
    }
  }

  // Every day in post must lie under an insurance, from the day the county keeps allowances here.
  // [④]
  void insurances(const policy::BenefitRow& row) {
    for (const Post& post : posts_) {
      if (!holds(row, post)) continue;
      BenefitCase one = start(row, post);
      if (!is_live(one)) {
        out_.push_back(std::move(one));
        continue;
      }
      std::vector<Span> covered;
      for (const auto& [at, fact] : sight_.facts.allowance.benefits) {
        bool said = fact.benefit == Benefit::accident_insurance && fact.date <= sight_.as_of;
        if (!said || !names(fact, post.person)) continue;
        covered.push_back(fact.days);
        one.events.push_back(at);
      }
      covered = joined(std::move(covered));
      std::int64_t gap = 0;
      std::string gaps;
      Date until{};
      for (Span days : post.insured) {
        for (Date day = days.first; day <= std::min(days.last, sight_.as_of); day += Days{1}) {
          auto over = std::find_if(covered.begin(), covered.end(),
                                   [day](Span span) { return span.contains(day); });
          if (over != covered.end()) {
            day = std::min(over->last, std::min(days.last, sight_.as_of));
            until = over->last;
            continue;
          }
          Date last = day;
          auto next = std::find_if(covered.begin(), covered.end(),
                                   [day](Span span) { return span.first > day; });
          last = std::min({days.last, sight_.as_of,
                           next == covered.end() ? far_future : next->first - Days{1}});
          if (one.since == Date{}) one.since = day;
          gap += (last - day).count() + 1;
          gaps += (gaps.empty() ? "" : "、") + to_text(day) + " 至 " + to_text(last);
          day = last;
        }
      }
      one.status = gap > 0 ? BenefitStatus::missing : BenefitStatus::done;
      one.words = gap > 0 ? "无保险 " + std::to_string(gap) + " 天：" + gaps
                          : "保险不间断，至 " + to_text(until);
      out_.push_back(std::move(one));
    }
  }

  void medical_costs(const policy::BenefitRow& row) {
    for (const auto& [at, fact] : sight_.facts.allowance.benefits) {
      bool here = fact.benefit == Benefit::medical_costs && span_.contains(fact.days.first) &&
                  fact.days.first <= sight_.as_of;
      if (!here) continue;
      Post post{
          person_now(sight_.facts, fact.people.front()), unit_now(fact.unit), {}, {}, {}, false};
      for (const Post& known : posts_) {
        if (known.person == post.person) post.village = known.village;
      }
      BenefitCase one = start(row, post);
      one.key += "|" + of(at);
      one.words = to_text(fact.days.first) + " 报销，凭证 " + fact.document;
      one.spent = fact.amount;
      one.events = {at};
      out_.push_back(std::move(one));
    }
  }

  // The unit of a resident in the period of a cost: the last one he stood for.
  std::string unit_in(const std::string& person, Span period) const {
    std::string unit;
    auto known = sight_.facts.parties.find(PartyKind::person, person_now(sight_.facts, person));
    if (!known) return unit;
    auto stays = sight_.facts.stays_by_person.find(known->value);
    if (stays == sight_.facts.stays_by_person.end()) return unit;
    Date latest{};
    for (auto index : stays->second) {
      const auto& stay = sight_.facts.stays[index];
      bool begun = stay.started.value != 0 && stay.span.first <= sight_.as_of;
      if (!begun || !stay.span.meets(period) || stay.span.first < latest) continue;
      latest = stay.span.first;
      unit = unit_now(sight_.facts.parties.id(stay.unit));
    }
    return unit;
  }

  // Borne by the units by heads, the fen that is left over going to the largest remainders. [①]
  void living_costs(const policy::BenefitRow& row) {
    for (const auto& [at, cost] : sight_.facts.allowance.living_costs) {
      auto period = parse_period(cost.period);
      if (!period || !period->span.meets(span_) || cost.date > sight_.as_of ||
          year_of(period->span.last) != year_)
        continue;
      std::map<std::string, int> heads;
      for (const auto& person : cost.people) ++heads[unit_in(person, period->span)];
      std::vector<int> weights;
      for (const auto& [unit, count] : heads) weights.push_back(count);
      auto shares = split(cost.amount, weights, Remainder::largest_remainder);
      std::size_t i = 0;
      for (const auto& [unit, count] : heads) {
        BenefitCase one;
        one.benefit = row.benefit;
        one.row = &row;
        one.key = row.id + "|" + of(at) + "|" + unit;
        one.unit = unit;
        one.village = cost.provider;
        one.due = shares[i++];
        one.events = {at};
        Fen refunded;
        for (const auto& [position, refund] : sight_.facts.allowance.refunds) {
          bool own = unit_now(refund.unit) == unit;
          if (refund.cost != at || !own || refund.date > sight_.as_of) continue;
          refunded.value += refund.amount.value;
          one.events.push_back(position);
        }
        one.spent = refunded;
        one.since = cost.date;
        one.status = refunded >= *one.due ? BenefitStatus::done : BenefitStatus::missing;
        one.words = cost.period + " " + cost.document + "：" + to_yuan(cost.amount) + " 元由 " +
                    std::to_string(cost.people.size()) + " 人分担，本单位 " +
                    std::to_string(count) + " 人 " + to_yuan(*one.due) + "，已归还 " +
                    to_yuan(refunded);
        if (unit.empty()) {
          one.status = BenefitStatus::missing;
          one.words += "；这些人员当期不在派，找不到派出单位";
        }
        out_.push_back(std::move(one));
      }
    }
  }

  // Injury: the unit's own consolation is owed; what the law pays is recorded. [⑦, ⑧]
  void care_cases(const policy::BenefitRow& row, event::CareCase kind) {
    for (const auto& [at, fact] : sight_.facts.allowance.cases) {
      if (fact.kind != kind || fact.date > sight_.as_of || year_of(fact.date) > year_) continue;
      Post post{person_now(sight_.facts, fact.person), unit_now(fact.unit), {}, {}, {}, false};
      auto person = sight_.facts.parties.find(PartyKind::person, post.person);
      if (person) {
        auto stays = sight_.facts.stays_by_person.find(person->value);
        if (stays != sight_.facts.stays_by_person.end() && !stays->second.empty())
          post.village = sight_.facts.stays[stays->second.back()].village;
      }
      BenefitCase one = start(row, post);
      one.key += "|" + of(at);
      one.events = {at};
      one.since = fact.date;
      Fen own;
      bool consoled = false;
      for (const auto& [position, paid] : sight_.facts.allowance.care_paid) {
        if (paid.of != at || paid.date > sight_.as_of) continue;
        one.events.push_back(position);
        if (paid.kind == event::CarePayment::STATUTORY) continue;
        own.value += paid.amount.value;
        consoled = true;
      }
      one.spent = own;
      bool injury = kind == event::CareCase::INJURY;
      one.words =
          to_text(fact.date) + (injury ? " 工伤认定 " : " 因公牺牲认定 ") + fact.document +
          (consoled ? "，单位已支付 " + to_yuan(own)
                    : std::string("，单位") + (injury ? "慰问补偿金" : "帮扶慰问") + "没有登记");
      one.status = consoled ? BenefitStatus::done : BenefitStatus::missing;
      out_.push_back(std::move(one));
    }
  }

  const Sight& sight_;
  int year_;
  Span span_;
  const policy::Policy& policy_;
  std::vector<Post> posts_;
  std::vector<BenefitCase> out_;
};

}  // namespace

std::vector<BenefitCase> benefit_cases(const Sight& sight, int year) {
  return Year(sight, year).cases();
}

}  // namespace zhucun::projections
