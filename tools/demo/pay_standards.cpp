#include "tools/demo/pay_standards.h"

#include <array>

#include "tools/demo/fund_papers.h"

namespace zhucun::demo {

namespace {

constexpr std::array<const char*, 3> tiers{"一档", "二档", "三档"};
constexpr std::int64_t meal_of_city = 10'000;
constexpr std::int64_t meal_of_province = 11'000;
constexpr std::int64_t meal_raise = 1'055;
constexpr std::int64_t transport_of_city = 8'000;
constexpr std::int64_t telecom = 10'000;
constexpr std::int64_t tier_raise = 5'000;

std::int64_t fare_to(Index county) {
  return 2'500 + 650 * county;
}

}  // namespace

PayStandards::PayStandards(const City& city, Index fare_missing, Index tier_missing)
    : city_(city), fare_missing_(fare_missing), tier_missing_(tier_missing) {
  // The largest county that lives with the book from its first day.
  for (Index c = 0; c < city.counties.size(); ++c) {
    bool larger = city.counties[c].villages.size() > city.counties[raised_].villages.size();
    if (city.counties[c].go_live == city.span.first && larger) raised_ = c;
  }
}

std::int64_t PayStandards::meal(Index county) const {
  // Odd fen on purpose: half a day is rounded.
  return 7'000 + 155 * county;
}

std::int64_t PayStandards::tier_amount(Index county, Index tier, Date day) const {
  std::int64_t amount = 20'000 + 10'000 * tier + 333 * county;
  // Raised within a month, and said in time.
  bool raised = county == raised_ && tier == 1 && day >= make_date(2025, 10, 11);
  return amount + (raised ? tier_raise : 0);
}

std::optional<std::int64_t> PayStandards::rate(Item item, Index unit, Index village, Date day,
                                               Date known_on) const {
  const Unit& payer = city_.units[unit];
  switch (item) {
    case Item::living: {
      if (payer.level == event::UnitLevel::PROVINCE) return meal_of_province;
      if (payer.county == nobody) return meal_of_city;
      bool raised = payer.county == raised_ && day >= raised_from() && known_on >= raised_on();
      return meal(payer.county) + (raised ? meal_raise : 0);
    }
    case Item::county_transport: {
      const Village& place = city_.villages[village];
      if (place.township == tier_missing_) return std::nullopt;
      return tier_amount(place.county, tier_of(place.township), day);
    }
    case Item::travel_transport: return transport_of_city;
    case Item::return_fare: {
      Index county = city_.villages[village].county;
      if (county == fare_missing_) return std::nullopt;
      return fare_to(county);
    }
    case Item::telecom: return telecom;
    default: return std::nullopt;
  }
}

std::vector<PayStandards::Paper> PayStandards::papers() const {
  std::vector<Paper> out;
  Date first = city_.span.first + Days{1};
  auto put = [&](Date day, Index county, const char* name, const char* tier, std::int64_t fen,
                 const std::string& from, const std::string& paper) {
    std::string area = to_text(county == nobody ? city_.code : city_.counties[county].code);
    std::string said = *tier ? field("tier", tier) + "," : "";
    out.push_back({"standardSet", day, county,
                   field("register", name) + "," + field("area", area) + "," + said +
                       number("amount", fen) + "," + field("from", from) + "," +
                       field("document", paper)});
  };
  const std::string old = "2021-09-01";
  put(first, nobody, "travel_meal", "", meal_of_city, old, "示例榆财〔2021〕11号");
  put(first, nobody, "travel_meal", "province", meal_of_province, old, "示例陕财〔2021〕7号");
  put(first, nobody, "travel_transport", "", transport_of_city, old, "示例榆财〔2021〕11号");
  for (Index c = 0; c < city_.counties.size(); ++c) {
    put(first, c, "travel_meal", "", meal(c), old, "示例县财〔2021〕5号");
    for (Index t = 0; t < tiers.size(); ++t) {
      std::int64_t fen = 20'000 + 10'000 * t + 333 * c;
      put(first, c, "county_transport", tiers[t], fen, old, "示例县财〔2021〕6号");
    }
    if (c != fare_missing_)
      put(first, c, "return_fare", "", fare_to(c), old, "示例榆财〔2021〕12号");
  }
  put(raised_on(), raised_, "travel_meal", "", meal(raised_) + meal_raise, to_text(raised_from()),
      "示例县财〔2025〕9号");
  put(make_date(2025, 10, 8), raised_, "county_transport", tiers[1],
      20'000 + 10'000 + 333 * raised_ + tier_raise, "2025-10-11", "示例县财〔2025〕17号");
  for (Index t = 0; t < city_.townships.size(); ++t) {
    if (t == tier_missing_) continue;
    out.push_back({"townshipTierSet", first, city_.townships[t].county,
                   field("register", "county_transport") + "," +
                       field("township", to_text(city_.townships[t].code)) + "," +
                       field("tier", tiers[tier_of(t)]) + "," +
                       number("kilometres", 8 + 17 * tier_of(t)) + "," + field("from", old) + "," +
                       field("document", "示例县驻办〔2021〕3号")});
  }
  return out;
}

}  // namespace zhucun::demo
