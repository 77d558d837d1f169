#include "tools/demo/payout_acts.h"

#include <algorithm>

#include "ledger/schema/schema.h"
#include "tools/demo/fund_papers.h"

namespace zhucun::demo {

namespace {

// One person's sum in a payout.
struct Share {
  int sequence = 0;
  std::int64_t fen = 0;
};

class Payouts {
 public:
  Payouts(const City& city, book::Book& book) : city_(city), book_(book) {}

  std::optional<Refusal> pay(const UnitPayout& one) {
    name_ = field("unit", city_.units[one.unit].id) + "," + field("batch", one.batch);
    key_ = city_.units[one.unit].id + "@" + one.batch;
    std::string maker = "clerk-" + city_.units[one.unit].id;
    bool three = one.stage == PayoutStage::released;
    if (three) {
      say("payoutSettingSet", maker,
          field("unit", city_.units[one.unit].id) + ",\"persons\":3," +
              field("profile", "示例银行"));
    }
    say("payoutDrafted", maker + "-a", name_ + "," + field("through", one.through));
    if (one.stage == PayoutStage::drafted) return fault_;
    if (three) say("payoutChecked", maker + "-c", name_ + "," + field("content", content()));
    say("payoutApproved", maker + "-b", name_ + "," + field("content", content()));
    if (one.stage == PayoutStage::approved) return fault_;
    say("payoutReleased", maker + "-a", name_);
    if (one.stage == PayoutStage::released) return fault_;
    answer(maker, one.stage == PayoutStage::one_failed);
    return fault_;
  }

 private:
  void say(const char* type, const std::string& actor, const std::string& data) {
    if (fault_) return;
    std::string id = "demo/payout/" + std::to_string(++made_);
    auto draft =
        schema::draft_from_json("{\"type\":\"" + std::string(type) + "\",\"date\":\"" +
                                    to_text(city_.span.last) + "\",\"data\":{" + data + "}}",
                                {id, actor, "demo"});
    if (!draft) {
      fault_ = std::move(draft.error());
      return;
    }
    book::Request request;
    request.drafts.push_back(book::prepare(std::move(*draft), book_.hash_kind()));
    auto outcome = book_.submit(std::move(request));
    if (outcome) return;
    fault_ = std::move(outcome.error());
    fault_->detail = key_ + " " + type + "：" + fault_->detail;
  }

  std::string content() const {
    return book_.read([this](const domain::Facts& facts) {
      auto found = facts.allowance.payouts.find(key_);
      return found == facts.allowance.payouts.end() ? "" : found->second.content;
    });
  }

  // The bank answers for everybody; it may not know the first one's card.
  void answer(const std::string& maker, bool one_fails) {
    std::map<std::string, Share> shares;
    book_.read([&](const domain::Facts& facts) {
      auto found = facts.allowance.payouts.find(key_);
      if (found == facts.allowance.payouts.end()) return;
      for (const auto& line : found->second.lines) {
        Share& share = shares[line.person];
        if (share.sequence == 0) share.sequence = line.sequence;
        share.fen += line.amount.value;
      }
    });
    for (const auto& [person, share] : shares) {
      bool fails = one_fails && person == shares.begin()->first;
      say("payoutAnswered", maker + "-a",
          name_ + "," + number("sequence", share.sequence) + "," + number("amount", share.fen) +
              "," + (fails ? field("reason", "账号不存在") : "\"paid\":true") + "," +
              field("reference", "示例行" + std::to_string(made_)));
    }
  }

  const City& city_;
  book::Book& book_;
  std::string name_;
  std::string key_;
  std::optional<Refusal> fault_;
  int made_ = 0;
};

}  // namespace

std::optional<Refusal> pay_out(const City& city, const Allowances& allowances, book::Book& book) {
  Payouts payouts(city, book);
  for (const UnitPayout& one : allowances.payouts) {
    if (auto fault = payouts.pay(one)) return fault;
  }
  return std::nullopt;
}

}  // namespace zhucun::demo
