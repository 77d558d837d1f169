// Random walks through the rules of the work fund, legal and illegal steps alike, straight on
// decide and evolve: entries balance at every step, nothing is made or lost for any fund and
// source, a reversal takes back exactly what stood, and a naive model that only adds up drafts
// knows how much money there must be.
//
// ZHUCUN_FUND_STEPS sets the number of steps (the full tier asks for 10^7).
#include <capnp/message.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <random>

#include "ledger/domain/decide.h"
#include "ledger/domain/fund_entries.h"

namespace zhucun {
namespace {

using domain::Entries;
using domain::State;
using event::FundAccount;
using event::FundKind;
using event::FundSource;
using Fund = event::FundEvent::Builder;

constexpr const char* county = "610802000000";
constexpr const char* townships[]{"610802100000", "610802101000"};
constexpr const char* villages[]{"610802100200", "610802100201", "610802101200", ""};

std::uint64_t steps_asked() {
  const char* text = std::getenv("ZHUCUN_FUND_STEPS");
  return text ? std::strtoull(text, nullptr, 10) : 200'000;
}

class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {
    open();
    setting(county, event::PaymentMode::DIRECT);
  }

  void step() { step(static_cast<unsigned>(random_())); }
  void step(unsigned choice) {
    if (random_() % 400 == 0) day_ += Days{1};
    switch (choice % 14) {
      case 0: return allot();
      case 1: return receive();
      case 2:
      case 3: return transfer();
      case 4: return confirm();
      case 5: return give_back();
      case 6: return take_back();
      case 7: return distribute();
      case 8: return carry_over();
      case 9:
      case 10: return spend();
      case 11: return claim();
      case 12: return repay();
      case 13: return reverse();
    }
  }

  // Everything the state holds of one account, over all pots.
  Fen held(FundAccount account) const {
    Fen sum;
    for (const auto& [key, pot] : state_.fund.pots) sum.value += pot.of(account).value;
    return sum;
  }

  // What the naive model expects: money in, less money out.
  void check() const {
    EXPECT_EQ(held(FundAccount::CASH).value + held(FundAccount::TRANSIT).value, money_.value)
        << "after " << tried_ << " steps";
    EXPECT_EQ(held(FundAccount::SPENDING), spent_);
    Fen all;
    for (int account = 1; account < 12; ++account)
      all.value += held(static_cast<FundAccount>(account)).value;
    EXPECT_EQ(all.value, 0);
    for (const auto& [total, amount] : state_.fund.totals) EXPECT_EQ(amount.value, 0);
  }

  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t refused() const { return refused_; }
  std::uint64_t reversed() const { return reversed_; }

 private:
  void open() {
    make([&](event::Body::Builder body) {
      auto e = body.initBook().initBookOpened();
      e.setCity("610800000000");
      e.setTitle("城市");
    });
    division("610800000000", 2, "");
    division(county, 3, "610800000000");
    for (const char* township : townships) division(township, 4, county);
    for (const char* village : villages) {
      if (*village) division(village, 5, (std::string(village).substr(0, 9) + "000").c_str());
    }
  }
  void division(const char* code, int level, const char* parent) {
    make([&](event::Body::Builder body) {
      auto e = body.initRegister().initDivisionRegistered();
      e.setCode(code);
      e.setName(code);
      e.setLevel(static_cast<event::DivisionLevel>(level));
      e.setParent(parent);
    });
  }
  void setting(const char* holder, event::PaymentMode mode) {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundAccountSet();
      e.setHolder(holder);
      e.setFundYear(2020);
      e.setMode(mode);
      e.setPots(event::Pots::TWO);
    });
  }

  template <typename F>
  bool make(F&& fill) {
    capnp::MallocMessageBuilder message;
    auto body = message.initRoot<event::Body>();
    body.setId(("w/" + std::to_string(++tried_)).c_str());
    body.setDate(to_stored(day_));
    body.setActor(random_() % 2 ? "a" : "b");
    fill(body);
    return offer(schema::finish(body.asReader()));
  }

  // Decides in a unit of work: what is refused leaves no trace.
  bool offer(schema::Words draft) {
    auto body = schema::read(draft);
    domain::Context context;
    context.today = day_;
    context.program = true;
    context.event_at = [this](Position at) -> std::optional<schema::Words> {
      auto found = log_.find(at);
      if (found == log_.end()) return std::nullopt;
      return found->second;
    };
    state_.mark();
    auto decision = domain::decide(context, state_, body);
    if (!decision) {
      ++refused_;
      state_.rollback();
      return false;
    }
    for (auto& before : decision->before) fold(std::move(before));
    fold(decision->completed ? std::move(*decision->completed) : std::move(draft));
    state_.commit();
    ++accepted_;
    return true;
  }

  void fold(schema::Words words) {
    Position position{++last_};
    auto body = schema::read(words);
    Entries entries = domain::entries_of(body);
    ASSERT_TRUE(domain::balanced(entries));
    domain::evolve(state_, position, body);
    account_for(body, entries);
    if (body.isCorrection()) {
      log_.erase(Position{body.getCorrection().getEventReversed().getTarget()});
    } else if (body.isFund() && !entries.empty()) {
      keep(position, std::move(words));
    }
  }

  // The log of what may still be reversed; the oldest are forgotten.
  void keep(Position position, schema::Words words) {
    log_.emplace(position, std::move(words));
    if (log_.size() > 400) log_.erase(log_.begin());
  }

  // The naive model: money in and out by the kind of event alone.
  void account_for(event::Body::Reader body, const Entries& entries) {
    int sign = 1;
    schema::Words original;
    event::FundEvent::Reader fund;
    if (body.isFund()) {
      fund = body.getFund();
    } else if (body.isCorrection()) {
      auto bytes = body.getCorrection().getEventReversed().getOriginal();
      original.resize(bytes.size() / 8);
      std::memcpy(original.data(), bytes.begin(), bytes.size());
      auto taken = schema::read(original);
      if (!taken.isFund()) return;
      fund = taken.getFund();
      sign = -1;
      ++reversed_;
    } else {
      return;
    }
    (void)entries;
    auto lines = [](auto list) {
      Fen sum;
      for (auto line : list) sum.value += line.getAmount();
      return sum;
    };
    auto money = [&](Fen amount) { money_.value += sign * amount.value; };
    using event::FundEvent;
    switch (fund.which()) {
      case FundEvent::FUNDS_RECEIVED: money(lines(fund.getFundsReceived().getLines())); return;
      case FundEvent::FUNDS_TAKEN_BACK:
        money(Fen{-lines(fund.getFundsTakenBack().getLines()).value});
        return;
      case FundEvent::SPENDING_REGISTERED: {
        Fen amount = lines(fund.getSpendingRegistered().getLines());
        spent_.value += sign * amount.value;
        if (fund.getSpendingRegistered().getAdvancedBy().size() == 0) money(Fen{-amount.value});
        return;
      }
      case FundEvent::CLAIM_SETTLED:
        spent_.value += sign * fund.getClaimSettled().getAmount();
        money(Fen{-fund.getClaimSettled().getAmount()});
        return;
      case FundEvent::ADVANCE_REPAID: money(Fen{-fund.getAdvanceRepaid().getAmount()}); return;
      default: return;
    }
  }

  std::string number() { return "N" + std::to_string(++numbers_); }
  const char* township() { return townships[random_() % 2]; }
  const char* village() { return villages[random_() % 4]; }
  FundKind fund() { return random_() % 2 ? FundKind::TEAM : FundKind::FIRST_SECRETARY; }
  std::int16_t year() { return static_cast<std::int16_t>(2024 + random_() % 3); }
  FundSource level() { return static_cast<FundSource>(1 + random_() % 4); }
  std::int64_t amount() {
    // Mostly odd fen; now and then something that must be refused.
    switch (random_() % 50) {
      case 0: return 0;
      case 1: return -5;
      case 2: return std::numeric_limits<std::int64_t>::max();
      default: return static_cast<std::int64_t>(random_() % 1'000'000 + 1);
    }
  }

  template <typename E>
  void lines(E e, unsigned most) {
    auto list = e.initLines(1 + static_cast<unsigned>(random_() % most));
    for (auto line : list) {
      line.setFund(fund());
      line.setVillage(village());
      line.setAmount(amount());
    }
  }
  template <typename E>
  void spending(E e) {
    auto list = e.initLines(1);
    list[0].setHead("office");
    list[0].setAmount(amount());
  }

  void allot() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initAllotmentIssued();
      e.setCounty(county);
      e.setLevel(level());
      e.setFundYear(year());
      e.setDocument(number());
      e.setHead("2130599");
      lines(e, 3);
    });
  }
  void receive() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsReceived();
      e.setHolder(random_() % 10 ? county : township());
      e.setLevel(level());
      e.setFundYear(year());
      e.setDocument(number());
      lines(e, 3);
    });
  }
  void transfer() {
    bool done = make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsTransferred();
      e.setCounty(county);
      e.setTownship(township());
      e.setFundYear(year());
      e.setDocument(number());
      if (random_() % 3 == 0) e.setPayment("付");
      lines(e, 2);
    });
    if (done) transfers_.push_back(last_);
    if (transfers_.size() > 200) transfers_.erase(transfers_.begin());
  }
  void confirm() {
    if (transfers_.empty()) return;
    std::uint64_t at = transfers_[random_() % transfers_.size()];
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initTransferConfirmed();
      e.setTransfer(at);
      e.setTownship(township());
      lines(e, 1);
    });
  }
  void give_back() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsReturned();
      e.setTownship(township());
      e.setCounty(county);
      e.setFundYear(year());
      e.setDocument(number());
      e.setReason("多拨");
      if (random_() % 3 == 0) e.setPayment("退");
      lines(e, 1);
    });
  }
  void take_back() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsTakenBack();
      e.setHolder(random_() % 2 ? county : township());
      e.setLevel(level());
      e.setFundYear(year());
      e.setDocument(number());
      lines(e, 1);
    });
  }
  void distribute() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsDistributed();
      e.setHolder(random_() % 2 ? county : township());
      e.setFundYear(year());
      e.setDocument(number());
      lines(e, 2);
    });
  }
  void carry_over() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initFundsCarriedOver();
      e.setHolder(random_() % 2 ? county : township());
      e.setFundYear(year());
      e.setDocument(number());
    });
  }
  void spend() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initSpendingRegistered();
      e.setHolder(township());
      e.setFundYear(year());
      e.setFund(fund());
      e.setVillage(village());
      e.setVoucher(number());
      if (random_() % 5 == 0) e.setAdvancedBy("村委会");
      spending(e);
    });
  }
  void repay() {
    make([&](event::Body::Builder body) {
      auto e = body.initFund().initAdvanceRepaid();
      e.setHolder(township());
      e.setFundYear(year());
      e.setFund(fund());
      e.setVillage(village());
      e.setVoucher(number());
      e.setTo("村委会");
      e.setAmount(amount());
    });
  }
  // One of a few claims takes any step, most of them out of order.
  void claim() {
    std::string name = "C" + std::to_string(random_() % 40 + claims_);
    if (random_() % 200 == 0) claims_ += 40;
    make([&](event::Body::Builder body) {
      auto fund_event = body.initFund();
      const char* holder = townships[std::hash<std::string>{}(name) % 2];
      switch (random_() % 6) {
        case 0: {
          auto e = fund_event.initClaimReserved();
          e.setClaim(name), e.setHolder(holder), e.setFundYear(year()), e.setFund(fund());
          e.setVillage(village());
          return spending(e);
        }
        case 1: {
          auto e = fund_event.initClaimSubmitted();
          e.setClaim(name), e.setHolder(holder), e.setFundYear(year()), e.setFund(fund());
          e.setVillage(village());
          return spending(e);
        }
        case 2: {
          auto e = fund_event.initClaimVerified();
          e.setClaim(name), e.setHolder(holder);
          return spending(e);
        }
        case 3: {
          auto e = fund_event.initClaimSettled();
          e.setClaim(name), e.setHolder(holder), e.setVoucher(number());
          return e.setAmount(amount());
        }
        case 4: {
          auto e = fund_event.initClaimReturned();
          e.setClaim(name), e.setHolder(holder);
          return e.setReason("缺票");
        }
        default: {
          auto e = fund_event.initClaimVoided();
          e.setClaim(name), e.setHolder(holder);
          return e.setReason("作废");
        }
      }
    });
  }
  void reverse() {
    if (log_.empty()) return;
    auto at = std::next(log_.begin(), static_cast<std::ptrdiff_t>(random_() % log_.size()))->first;
    make([&](event::Body::Builder body) {
      auto e = body.initCorrection().initEventReversed();
      e.setTarget(at.value);
      e.setReason("录错");
    });
  }

  std::mt19937_64 random_;
  State state_;
  Date day_ = make_date(2026, 3, 1);
  std::map<Position, schema::Words> log_;
  std::vector<std::uint64_t> transfers_;
  std::uint64_t last_ = 0;
  std::uint64_t tried_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t reversed_ = 0;
  std::uint64_t numbers_ = 0;
  std::uint64_t claims_ = 0;
  Fen money_;
  Fen spent_;
};

TEST(FundWalk, NothingIsMadeOrLost) {
  constexpr unsigned seed = 20261125;
  std::uint64_t steps = steps_asked();
  Walk walk(seed);
  for (std::uint64_t i = 1; i <= steps; ++i) {
    walk.step();
    if (i % 1000 == 0) walk.check();
    if (testing::Test::HasFatalFailure() || testing::Test::HasNonfatalFailure()) break;
  }
  walk.check();
  std::cout << "seed " << seed << "：" << steps << " 步，登记 " << walk.accepted() << "，拒绝 "
            << walk.refused() << "，冲销 " << walk.reversed() << "，每步分录平衡，守恒\n";
}

// The same walk with the steps that rapidcheck chooses and shrinks.
TEST(FundWalk, AnyStepsKeepEveryFen) {
  bool held = rc::check("entries balance after any steps", [](unsigned seed) {
    auto choices = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0u, 14u));
    Walk walk(seed);
    for (unsigned choice : choices) walk.step(choice);
    walk.check();
    RC_ASSERT(!testing::Test::HasFailure());
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace zhucun
