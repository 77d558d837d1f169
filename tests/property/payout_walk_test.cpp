// Random walks through paying allowances, legal and illegal steps alike, straight on decide, evolve
// and the facts: nobody is paid twice, whatever is registered, drafted, released, sent back by the
// bank, returned or reversed, also across units; and a naive model that only adds up what was
// accepted knows what every unit has paid.
//
// ZHUCUN_PAY_STEPS sets the number of steps (the full tier asks for 10^6).
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "ledger/domain/decide.h"
#include "ledger/domain/facts.h"
#include "ledger/domain/payout_parts.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/json_writer.h"
#include "projections/pay_account.h"
#include "tests/harness/tiny_book.h"

namespace zhucun {
namespace {

constexpr int people_count = 3;
constexpr int months_of_a_world = 7;
constexpr const char* items[]{"telecom-allowance", "transport-county"};

std::uint64_t steps_asked() {
  const char* text = std::getenv("ZHUCUN_PAY_STEPS");
  return text ? std::strtoull(text, nullptr, 10) : 12'000;
}

// What was paid of one person, item and month: by unit.
struct Key {
  std::string person;
  std::string item;
  std::string month;
  auto operator<=>(const Key&) const = default;
};

struct Counts {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t releases = 0;
  std::uint64_t lines = 0;
  std::uint64_t bounced = 0;
  std::uint64_t reversed = 0;
};

// One small book of half a year: two units, three people of whom one changes his unit, one rate
// that moves.
class World {
 public:
  World(std::mt19937& random, Counts& counts) : random_(random), counts_(counts) { open(); }

  void step() {
    if (below(12) == 0) day_ += Days{1};
    switch (below(12)) {
      case 0: return pay();
      case 1:
      case 2: return draft();
      case 3: return decide_on("payoutChecked");
      case 4:
      case 5: return decide_on("payoutApproved");
      case 6:
      case 7: return release();
      case 8: return answer();
      case 9: return adjust();
      case 10: return below(3) == 0 ? void_one() : give_back();
      case 11: return below(4) == 0 ? reverse() : move_rate();
    }
  }
  bool over() const { return day_ > make_date(2024, months_of_a_world, 1); }

  // The naive sums against the writer's balances, and the books of every unit.
  void check() const {
    std::map<std::string, std::int64_t> by_unit;
    for (const auto& [key, units] : paid_) {
      for (const auto& [unit, sum] : units) by_unit[unit] += sum;
    }
    std::map<std::string, std::int64_t> held;
    for (const auto& [key, sum] : state_.allowance.balances)
      held[key.substr(0, key.find('|'))] += sum.value;
    for (const auto& [unit, sum] : by_unit) EXPECT_EQ(held[unit], sum) << unit;
    for (const auto& [key, sum] : state_.allowance.books) EXPECT_EQ(sum.value, 0) << key;
    std::map<std::string, std::int64_t> expense;
    for (const auto& posted : facts_.allowance.postings) {
      if (posted.account == event::PayAccount::EXPENSE) expense[posted.unit] += posted.amount.value;
    }
    for (const auto& [unit, sum] : by_unit) EXPECT_EQ(expense[unit], sum) << unit;
  }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  std::string unit() { return below(2) == 0 ? "U1" : "U2"; }
  std::string person() { return "P" + std::to_string(below(people_count)); }
  std::string item() { return items[below(2)]; }
  std::string month() {
    return "2024-0" + std::to_string(1 + below(static_cast<int>(month_of(day_))));
  }

  void open() {
    auto options = harness::tiny_options();
    auto drafts = app::opening_drafts(options);
    for (const auto& one : *drafts) must(one);
    put("goLiveSet", R"("division":"610800000000","group":"allowances","from":"2024-01-01")");
    for (const char* one : {"U1", "U2"})
      put("unitRegistered",
          std::string(R"("unit":")") + one +
              R"(","name":"例","level":"county","kind":"government","seat":"610801000000")");
    for (int i = 0; i < people_count; ++i) {
      std::string id = "P" + std::to_string(i);
      put("personRegistered", R"("person":")" + id + "\"");
      put("postingStarted", R"("person":")" + id + R"(","unit":"U)" + (i == 0 ? "2" : "1") +
                                R"(","village":"61080100100)" + std::to_string(i + 1) +
                                R"(","role":"member","document":"选-1")");
    }
    put("townshipTierSet",
        R"("register":"county_transport","township":"610801001000","tier":"一档",)"
        R"("from":"2024-01-01","document":"档-1")");
    rate("2024-01-01");
    day_ = make_date(2024, 2, 1);
  }

  void rate(const std::string& from) {
    std::string number = std::to_string(++papers_);
    submit("standardSet",
           R"("register":"county_transport","area":"610801000000","tier":"一档","amount":)" +
               std::to_string(20'000 + 1'000 * below(10)) + R"(,"from":")" + from +
               R"(","document":"标-)" + number + "\"",
           "");
  }
  // A rate of today or of the past: what was paid under the old one no longer fits.
  void move_rate() {
    if (below(6) != 0) return;
    rate(to_text(make_date(2024, 1 + static_cast<unsigned>(below(3)),
                           1 + static_cast<unsigned>(below(28)))));
  }

  void pay() {
    std::string who = person(), whose = unit(), what = item(), when = month();
    std::int64_t amount = 100 * (1 + below(400));
    bool more = below(8) == 0;
    auto at = submit("allowancePaid",
                     R"("unit":")" + whose + R"(","person":")" + who + R"(","voucher":"记-)" +
                         std::to_string(++papers_) + R"(","lines":[{"item":")" + what +
                         R"(","first":")" + when + R"(","amount":)" + std::to_string(amount) +
                         "}]" + (more ? R"(,"supplement":true)" : ""),
                     "clerk");
    if (!at) return;
    std::int64_t& sum = paid_[Key{who, what, when}][whose];
    EXPECT_TRUE(more || total({who, what, when}) <= 0) << "paid twice at " << *at;
    sum += amount;
    registered_.push_back({*at, {who, what, when}, whose, amount});
  }

  void give_back() {
    if (registered_.empty()) return;
    const auto& one =
        registered_[static_cast<std::size_t>(below(static_cast<int>(registered_.size())))];
    std::int64_t amount = 1 + below(5'000);
    auto at = submit("allowanceReturned",
                     R"("unit":")" + one.unit + R"(","person":")" + one.key.person +
                         R"(","voucher":"收-)" + std::to_string(++papers_) +
                         R"(","lines":[{"item":")" + one.key.item + R"(","first":")" +
                         one.key.month + R"(","amount":)" + std::to_string(amount) + "}]",
                     "clerk");
    if (at) paid_[one.key][one.unit] -= amount;
  }

  // The bank has paid after all: its answer is taken back, unless the money went out again.
  void believe() {
    if (sent_back_.empty()) return;
    auto index = static_cast<std::size_t>(below(static_cast<int>(sent_back_.size())));
    auto one = sent_back_[index];
    auto lines = domain::shares_of(known(one.batch).lines).at(one.sequence).lines;
    std::map<Key, std::int64_t> before;
    for (const auto& line : lines) {
      Key key{line.person, line.item, line.month};
      before[key] = total(key);
    }
    if (!submit("eventReversed",
                R"("target":)" + std::to_string(one.position) + R"(,"reason":"银行更正")", "ann"))
      return;
    ++counts_.reversed;
    for (const auto& line : lines) {
      Key key{line.person, line.item, line.month};
      EXPECT_LE(before[key], 0) << line.person << " " << line.month << " paid twice";
      paid_[key][one.batch.unit] += line.amount.value;
    }
    sent_back_.erase(sent_back_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  void reverse() {
    if (below(2) == 0) return believe();
    if (registered_.empty()) return;
    auto index = static_cast<std::size_t>(below(static_cast<int>(registered_.size())));
    auto one = registered_[index];
    if (!submit("eventReversed",
                R"("target":)" + std::to_string(one.position) + R"(,"reason":"登错")", "clerk"))
      return;
    ++counts_.reversed;
    paid_[one.key][one.unit] -= one.amount;
    registered_.erase(registered_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  void draft() {
    std::string whose = unit();
    std::string batch = "发-" + std::to_string(++papers_);
    auto at = submit(
        "payoutDrafted",
        R"("unit":")" + whose + R"(","batch":")" + batch + R"(","through":")" + month() + "\"",
        below(2) == 0 ? "ann" : "bob");
    if (!at) return;
    batches_.push_back({whose, batch});
  }

  struct Batch {
    std::string unit;
    std::string batch;
  };
  const Batch* some() {
    if (batches_.empty()) return nullptr;
    // Mostly the last ones: the old ones are done.
    auto back = std::min<std::size_t>(batches_.size(), 4);
    return &batches_[batches_.size() - 1 - static_cast<std::size_t>(below(static_cast<int>(back)))];
  }
  const domain::KnownPayout& known(const Batch& one) const {
    return *state_.allowance.payouts.find(one.unit + "@" + one.batch);
  }
  static std::string named(const Batch& one) {
    return R"("unit":")" + one.unit + R"(","batch":")" + one.batch + "\"";
  }

  void decide_on(const char* type) {
    const Batch* one = some();
    if (!one) return;
    std::string actor = below(3) == 0 ? "ann" : below(2) == 0 ? "bob" : "eve";
    std::string content = below(20) == 0 ? "0" : known(*one).content;
    const auto before = known(*one);
    auto at = submit(type, named(*one) + R"(,"content":")" + content + "\"", actor);
    if (!at) return;
    EXPECT_NE(actor, before.drafter) << "the maker decided";
    EXPECT_EQ(content, before.content);
  }

  // A release may never lift what was paid above what is due.
  void release() {
    const Batch* one = some();
    if (!one) return;
    auto before = known(*one).step;
    auto at = submit("payoutReleased", named(*one), "ann");
    if (!at) return;
    EXPECT_EQ(before, domain::PayoutStep::approved);
    ++counts_.releases;
    for (const auto& line : known(*one).lines) {
      Key key{line.person, line.item, line.month};
      std::int64_t was = total(key);
      std::int64_t due = due_of(key);
      paid_[key][one->unit] += line.amount.value;
      ++counts_.lines;
      EXPECT_LE(was + line.amount.value, std::max(was, due))
          << line.person << " " << line.month << " " << line.item << " paid twice";
    }
  }

  void answer() {
    const Batch* one = some();
    if (!one) return;
    auto shares = domain::shares_of(known(*one).lines);
    if (shares.empty()) return;
    auto share = shares.begin();
    std::advance(share, below(static_cast<int>(shares.size())));
    bool paid = below(4) != 0;
    std::int64_t amount = share->second.sum.value + (below(10) == 0 ? 1 : 0);
    bool first = !known(*one).answers.contains(share->first);
    auto at =
        submit("payoutAnswered",
               named(*one) + R"(,"sequence":)" + std::to_string(share->first) + R"(,"amount":)" +
                   std::to_string(amount) + (paid ? R"(,"paid":true)" : R"(,"reason":"户名不符")"),
               "ann");
    if (!at) return;
    EXPECT_TRUE(first) << "answered twice";
    EXPECT_EQ(amount, share->second.sum.value);
    if (paid) return;
    ++counts_.bounced;
    sent_back_.push_back({*at, *one, share->first});
    for (const auto& line : share->second.lines)
      paid_[Key{line.person, line.item, line.month}][one->unit] -= line.amount.value;
  }

  void void_one() {
    const Batch* one = some();
    if (!one) return;
    auto before = known(*one).step;
    if (!submit("payoutVoided", named(*one) + R"(,"reason":"重做")", "ann")) return;
    EXPECT_NE(before, domain::PayoutStep::released);
    EXPECT_NE(before, domain::PayoutStep::voided);
  }

  void adjust() {
    std::string who = person(), whose = unit();
    auto owed = lent({whose, who, day_});
    std::vector<const domain::OwedLine*> open;
    for (const auto& line : owed.lines) {
      if (line.ever_paid && line.open.value != 0) open.push_back(&line);
    }
    if (open.empty()) return;
    const auto& line = *open[static_cast<std::size_t>(below(static_cast<int>(open.size())))];
    std::int64_t amount = line.open.value + (below(10) == 0 ? 1 : 0);
    auto at = submit("adjustmentConfirmed",
                     R"("unit":")" + whose + R"(","person":")" + who + R"(","item":")" + line.item +
                         R"(","month":")" + period_of({PeriodKind::month}, line.month).key +
                         R"(","amount":)" + std::to_string(amount),
                     "ann");
    if (!at) return;
    EXPECT_EQ(amount, line.open.value);
  }

  std::int64_t total(const Key& key) const {
    auto found = paid_.find(key);
    std::int64_t sum = 0;
    if (found != paid_.end()) {
      for (const auto& [unit, one] : found->second) sum += one;
    }
    return sum;
  }

  // By the reports' evaluator, over all units.
  std::int64_t due_of(const Key& key) const {
    std::int64_t sum = 0;
    for (const char* whose : {"U1", "U2"}) {
      for (const auto& line :
           lent({whose, key.person, parse_period(key.month)->span.first}).lines) {
        bool same =
            line.item == key.item && period_of({PeriodKind::month}, line.month).key == key.month;
        if (same) sum += line.due.value;
      }
    }
    return sum;
  }
  domain::Owed lent(const domain::OwedQuestion& question) const {
    return projections::owed_by(facts_, state_.policy_book(), day_, question);
  }

  void must(const std::string& json) {
    if (!take(json, "walk")) throw std::logic_error(last_ + json);
  }
  void put(const std::string& type, const std::string& data) {
    must(harness::draft(type, make_date(2024, 1, 1), data));
  }
  std::optional<std::uint64_t> submit(const std::string& type, const std::string& data,
                                      const std::string& actor) {
    auto at = take(
        "{\"type\":\"" + type + "\",\"date\":\"" + to_text(day_) + "\",\"data\":{" + data + "}}",
        actor.empty() ? "office" : actor);
    ++(at ? counts_.accepted : counts_.refused);
    return at;
  }
  std::optional<std::uint64_t> take(const std::string& json, const std::string& actor) {
    auto words = schema::draft_from_json(json, {"w" + std::to_string(++drafts_), actor, "walk"});
    if (!words) throw std::logic_error(words.error().detail + json);
    domain::Context context;
    context.today = std::max(day_, make_date(2024, 1, 1));
    context.program = true;
    context.event_at = [this](Position at) -> std::optional<schema::Words> {
      auto found = kept_.find(at.value);
      if (found == kept_.end()) return std::nullopt;
      return found->second;
    };
    context.owed = [this](const domain::OwedQuestion& question) { return lent(question); };
    context.digest = [](std::string_view text) {
      return "content" + std::to_string(std::hash<std::string_view>{}(text));
    };
    auto body = schema::read(*words);
    // The book knows an event by its natural key: an answer twice is no new event.
    if (body.isAllowance() && body.getAllowance().isPayoutAnswered() && answered(body)) return {};
    auto decision = domain::decide(context, state_, body);
    if (!decision) {
      last_ = decision.error().detail;
      return std::nullopt;
    }
    auto own = append(decision->completed ? std::move(*decision->completed) : std::move(*words));
    for (auto& after : decision->after) append(std::move(after));
    return own;
  }
  bool answered(event::Body::Reader body) const {
    auto e = body.getAllowance().getPayoutAnswered();
    const auto* payout =
        state_.allowance.payouts.find(std::string(e.getUnit().cStr()) + "@" + e.getBatch().cStr());
    return payout && payout->answers.contains(e.getSequence());
  }
  std::uint64_t append(schema::Words words) {
    Position at{++position_};
    auto body = schema::read(words);
    domain::evolve(state_, at, body);
    domain::apply(facts_, at, RecordedTime{static_cast<std::int64_t>(position_)}, body);
    kept_[at.value] = std::move(words);
    return at.value;
  }

  struct Registered {
    std::uint64_t position;
    Key key;
    std::string unit;
    std::int64_t amount;
  };

  struct SentBack {
    std::uint64_t position;
    Batch batch;
    int sequence;
  };

  std::mt19937& random_;
  Counts& counts_;
  domain::State state_;
  domain::Facts facts_;
  std::map<std::uint64_t, schema::Words> kept_;
  std::map<Key, std::map<std::string, std::int64_t>> paid_;
  std::vector<Registered> registered_;
  std::vector<SentBack> sent_back_;
  std::vector<Batch> batches_;
  Date day_ = make_date(2024, 1, 1);
  std::uint64_t position_ = 0;
  std::uint64_t drafts_ = 0;
  int papers_ = 0;
  std::string last_;
};

}  // namespace

TEST(PayoutWalk, NobodyIsPaidTwiceAndSumsAreConserved) {
  constexpr unsigned seed = 20261125;
  std::mt19937 random(seed);
  Counts counts;
  std::uint64_t worlds = 0;
  std::uint64_t done = 0;
  while (done < steps_asked() && !HasFailure()) {
    World world(random, counts);
    ++worlds;
    for (; done < steps_asked() && !world.over() && !HasFailure(); ++done) world.step();
    world.check();
  }
  EXPECT_GT(counts.releases, worlds);
  EXPECT_GT(counts.bounced, 0u);
  std::cout << "counted: " << done << " steps in " << worlds << " worlds (seed " << seed << "), "
            << counts.accepted << " accepted, " << counts.refused << " refused, " << counts.releases
            << " releases of " << counts.lines << " lines, " << counts.bounced << " sent back, "
            << counts.reversed << " reversed; paid twice 0\n";
}

}  // namespace zhucun
