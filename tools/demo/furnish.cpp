#include "tools/demo/furnish.h"

#include <array>
#include <map>

#include "ledger/schema/json_writer.h"

namespace zhucun::demo {

namespace {

constexpr std::array<std::string_view, 20> given{"禾", "苗", "田", "垄", "渠", "井", "桥",
                                                 "窑", "塬", "峁", "川", "沟", "坡", "坝",
                                                 "枣", "豆", "粟", "麦", "荞", "薯"};
constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

std::string padded(std::uint64_t value, std::size_t width) {
  std::string out = std::to_string(value);
  return std::string(width > out.size() ? width - out.size() : 0, '0') + out;
}

std::string with_check(const std::string& seventeen) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (seventeen[i] - '0');
  return seventeen + "10X98765432"[sum % 11];
}

std::string with_luhn(const std::string& digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}

std::string details_json(const std::string& person, const SyntheticDetails& details, Date day) {
  JsonWriter out;
  out.begin_object().field("id", "details-" + person).field("type", "personDetailsRecorded");
  out.field("date", to_text(day)).field("actor", "clerk-610800").key("data").begin_object();
  out.field("person", person).field("name", details.name).field("idNumber", details.id_number);
  out.field("phone", details.phone).field("bankCard", details.bank_card);
  out.field("birthDate", details.birth_date);
  return out.end_object().end_object().take();
}

// Somebody for each kind of desk: where there is work to look at.
struct Places {
  std::string city;
  std::string county;
  std::string township;
  std::string village;
  std::string unit;
  std::string person;
};

Places places_of(const domain::Facts& facts) {
  Places out;
  out.city = to_text(facts.city);
  std::map<std::string, int> units;
  for (const auto& stay : facts.stays) {
    if (stay.started.value == 0 || stay.span.last != far_future) continue;
    const std::string& unit = facts.parties.id(stay.unit);
    auto known = facts.units.find(unit);
    bool citys = known != facts.units.end() && known->second.level == policy::UnitLevel::city;
    if (citys && ++units[unit] <= units[out.unit]) continue;
    if (citys) out.unit = unit;
  }
  for (const auto& stay : facts.stays) {
    bool theirs = facts.parties.id(stay.unit) == out.unit && stay.span.last == far_future;
    if (stay.started.value == 0 || !theirs) continue;
    out.village = to_text(stay.village);
    out.township = to_text(ancestor(stay.village, DivisionLevel::township));
    out.county = to_text(ancestor(stay.village, DivisionLevel::county));
    out.person = facts.parties.id(stay.person);
    break;
  }
  return out;
}

struct DemoDesk {
  std::string account;
  std::string title;
  std::string_view role;
  std::string scope;
};

std::vector<DemoDesk> desks_at(const Places& at) {
  std::string city = "division:" + at.city;
  std::string county = "division:" + at.county;
  return {{"demo-city", "市驻村办 经办", "cityOffice", city},
          {"demo-county", "县驻村办 经办", "countyOffice", county},
          {"demo-township", "乡镇 干事", "township", "division:" + at.township},
          {"demo-unit", "派出单位 人事", "unit", "unit:" + at.unit},
          // Whoever made a payout does not approve it.
          {"demo-unit-head", "派出单位 负责人", "unit", "unit:" + at.unit},
          {"demo-finance", "县财政局 经办", "finance", county},
          {"demo-auditor", "市审计", "auditor", city},
          {"demo-award", "考核表彰 经办", "commendation", city},
          {"demo-team", "驻村工作队", "team", "team:" + at.village},
          {"demo-self", "驻村干部本人", "self", "person:" + at.person},
          {"demo-county-admin", "县级账号管理员", "countyAdmin", county}};
}

Result<Position> submit(app::Ledger& ledger, const std::string& actor, const std::string& id,
                        const std::string& type, const std::string& data) {
  JsonWriter out;
  out.begin_object().field("id", id).field("type", type);
  out.field("date", to_text(ledger.book().today())).field("actor", actor);
  out.key("data").raw(data).end_object();
  auto done = ledger.submit(out.str(), {});
  if (!done) return refuse(std::move(done.error()));
  return done->events.back().position;
}

}  // namespace

SyntheticDetails synthetic_details(std::uint64_t n) {
  SyntheticDetails out;
  out.name = "试" + std::string(given[n % given.size()]) +
             std::string(given[n / given.size() % given.size()]) + padded(n, 5);
  std::uint64_t year = 1966 + n % 35;
  std::string month = padded(1 + n / 35 % 12, 2);
  std::string day = padded(1 + n / 420 % 28, 2);
  out.birth_date = std::to_string(year) + "-" + month + "-" + day;
  out.id_number =
      with_check("000000" + std::to_string(year) + month + day + padded(n / 11760 % 1000, 3));
  out.phone = "1000" + padded(n, 7);
  out.bank_card = with_luhn("999900" + padded(n, 12));
  return out;
}

Result<std::uint64_t> name_people(app::House& house,
                                  const std::function<void(const std::string&)>& progress) {
  book::Book& book = house.ledger->book();
  Date day = book.today();
  std::vector<std::string> people;
  book.read([&](const domain::Facts& facts) {
    for (const auto& [person, fact] : facts.people) {
      if (fact.details.empty() && fact.merged_into.empty() && !fact.erased)
        people.push_back(person);
    }
  });
  constexpr std::size_t window = 1024;
  std::vector<book::Book::Ticket> waiting;
  auto settle = [&]() -> std::optional<Refusal> {
    std::optional<Refusal> fault;
    for (auto& ticket : waiting) {
      if (auto outcome = ticket.wait(); !outcome && !fault) fault = std::move(outcome.error());
    }
    waiting.clear();
    return fault;
  };
  for (std::size_t n = 0; n < people.size(); ++n) {
    auto words = schema::draft_from_json(details_json(people[n], synthetic_details(n), day), {});
    if (!words) return refuse(std::move(words.error()));
    book::Request request;
    request.drafts.push_back(book::prepare(std::move(*words), book.hash_kind()));
    waiting.push_back(book.submit_later(std::move(request)));
    if (waiting.size() < window) continue;
    if (auto fault = settle()) return refuse(std::move(*fault));
    if (progress) progress("人员信息 " + std::to_string(n) + " / " + std::to_string(people.size()));
  }
  if (auto fault = settle()) return refuse(std::move(*fault));
  return static_cast<std::uint64_t>(people.size());
}

Result<std::vector<DeskLine>> furnish_desks(app::House& house, RecordedTime now) {
  app::Ledger& ledger = *house.ledger;
  auto sheet = app::hold_ceremony(ledger, *house.secrets,
                                  {"demo-system", "demo-security", "demo-audit", ""}, "ceremony");
  if (!sheet) return refuse(std::move(sheet.error()));
  auto desks = desks_at(ledger.book().read([](const auto& facts) { return places_of(facts); }));
  JsonWriter grants;
  grants.begin_object().key("grants").begin_array();
  for (const auto& desk : desks) {
    grants.begin_object().field("account", desk.account).field("title", desk.title);
    grants.field("role", desk.role).field("scope", desk.scope).end_object();
  }
  auto proposed = submit(ledger, "demo-system", "desks", "grantsProposed",
                         grants.end_array().end_object().take());
  if (!proposed) return refuse(std::move(proposed.error()));
  auto decided = submit(ledger, "demo-security", "desks-decided", "grantsDecided",
                        "{\"proposal\":" + std::to_string(proposed->value) + ",\"accepted\":true}");
  if (!decided) return refuse(std::move(decided.error()));
  std::vector<DeskLine> out;
  for (const auto& line : *sheet) out.push_back({line.account, line.title, ""});
  for (const auto& desk : desks) out.push_back({desk.account, desk.title, ""});
  for (auto& line : out) {
    line.password = accounts::Passwords::make_one_time(line.account);
    auto set = house.secrets->passwords().set(line.account, line.password,
                                              accounts::PasswordKind::lasting, ledger.book().now());
    if (!set) return refuse(std::move(set.error()));
  }
  auto key = house.secrets->keys().create({"demo-city",
                                           "演示命令行",
                                           {"cityOffice@" + desks.front().scope},
                                           business_day(now) + Days{365}},
                                          now);
  if (!key) return refuse(std::move(key.error()));
  out.push_back({"api-key", "命令行（市驻村办）", key->secret});
  return out;
}

}  // namespace zhucun::demo
