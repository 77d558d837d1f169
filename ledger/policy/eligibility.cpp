#include "ledger/policy/eligibility.h"

#include <algorithm>

namespace zhucun::policy {

namespace {

// One answer: whether the attribute holds of the profile, and the words that say so.
struct Answer {
  bool holds;
  std::string words;
};

std::string title_of(StaffKind kind) {
  switch (kind) {
    case StaffKind::civil_servant: return "公务员";
    case StaffKind::institution: return "事业人员";
    case StaffKind::state_firm: return "国有企业人员";
    case StaffKind::support_staff: return "工勤人员";
    case StaffKind::temporary: return "临时聘用人员";
    case StaffKind::public_welfare: return "公益性岗位人员";
    case StaffKind::seconded: return "借调人员";
    case StaffKind::unknown: break;
  }
  return "人员性质未说明";
}

Answer yes_no(bool holds, const std::string& yes, const std::string& no) {
  return {holds, holds ? yes : no};
}

Answer years_answer(const std::string& what, std::optional<Date> since, Date day, int years) {
  if (!since) return {false, what + "未核定，应满 " + std::to_string(years) + " 年"};
  int full = whole_years(*since, day);
  return {full >= years, what + " " + std::to_string(full) + " 年（自 " + to_text(*since) +
                             "），应满 " + std::to_string(years) + " 年"};
}

Answer answer_of(const EligibilityRow& row, const Profile& profile, const Asked& asked) {
  switch (row.attribute) {
    case Attribute::politics: return yes_no(profile.politics, "政治素质通过", "政治素质未通过");
    case Attribute::health: return yes_no(profile.health, "身体条件通过", "身体条件未通过");
    case Attribute::party_member: return yes_no(profile.party_member, "中共党员", "不是中共党员");
    case Attribute::full_party_member: {
      bool full = profile.full_member_since && *profile.full_member_since <= asked.day;
      return yes_no(full, "中共正式党员", "不是中共正式党员");
    }
    case Attribute::party_age:
      return years_answer("党龄", profile.full_member_since, asked.day, row.years);
    case Attribute::work_experience:
      return years_answer("工作经历", profile.work_since, asked.day, row.years);
    case Attribute::retired: return yes_no(profile.retired, "已退休", "尚未退休");
    case Attribute::staff: {
      bool one_of =
          speaks_of(row.staff, profile.staff) && speaks_of(row.unit_kinds, asked.unit_kind);
      return {one_of, one_of ? "是" + title_of(profile.staff) : "不是" + row.title};
    }
    case Attribute::rural_experience:
      return yes_no(profile.rural_experience, "有农村工作经验", "没有农村工作经验");
    case Attribute::agricultural_skill:
      return yes_no(profile.agricultural_skill, "有涉农专业技术特长", "没有涉农专业技术特长");
    case Attribute::party_work: return yes_no(profile.party_work, "熟悉党群工作", "不熟悉党群工作");
    case Attribute::economy: return yes_no(profile.economy, "熟悉经济工作", "不熟悉经济工作");
    case Attribute::governance:
      return yes_no(profile.governance, "熟悉基层社会治理", "不熟悉基层社会治理");
    case Attribute::unknown: break;
  }
  return {false, "条件不认识"};
}

// Whether a row speaks of a village with one of these keys.
bool concerns(const EligibilityRow& row, const Asked& asked) {
  return std::any_of(asked.village_keys.begin(), asked.village_keys.end(), [&](const auto& key) {
    return std::find(row.villages.begin(), row.villages.end(), key) != row.villages.end();
  });
}

}  // namespace

Verdict judge(const Policy& policy, const Profile& profile, const Asked& asked) {
  Verdict verdict;
  for (const EligibilityRow& row : policy.eligibility) {
    if (!holds_in(row, asked.village) || !speaks_of(row.roles, asked.role)) continue;
    Answer answer = answer_of(row, profile, asked);
    if (row.effect == Effect::match) {
      if (concerns(row, asked))
        (answer.holds ? verdict.matches : verdict.unmatched).push_back({&row, answer.words});
      continue;
    }
    if (row.effect == Effect::prefer) {
      if (answer.holds) verdict.preferences.push_back({&row, answer.words});
      continue;
    }
    bool fits = answer.holds == (row.effect == Effect::require);
    (fits ? verdict.in_favour : verdict.against).push_back({&row, answer.words});
  }
  return verdict;
}

int whole_years(Date from, Date to) {
  int years = year_of(to) - year_of(from);
  bool not_yet = std::pair(month_of(to), day_of(to)) < std::pair(month_of(from), day_of(from));
  return years - (not_yet ? 1 : 0);
}

Date years_full(Date first, int years) {
  std::chrono::year_month_day day{first};
  auto later = day + std::chrono::years{years};
  // Who began on 29 February has full years on 28 February.
  if (!later.ok()) return Date{later.year() / later.month() / std::chrono::last};
  return Date{later} - Days{1};
}

}  // namespace zhucun::policy
