#include "ledger/domain/payout_lines.h"

#include <algorithm>
#include <stdexcept>

#include "ledger/domain/attendance_rows.h"

namespace zhucun::domain {

using event::PayoutReason;

namespace {

std::string key_of(const std::string& person, const std::string& month, const std::string& item,
                   const std::string& unit) {
  return person + "|" + month + "|" + item + "|" + unit;
}

// Why a line is paid now, and how much; no reason: it is not.
struct Now {
  PayoutReason reason = PayoutReason::UNKNOWN;
  Fen amount;
};

Now now_of(const State& state, const OwedLine& line, const PayoutWish& wish) {
  if (line.held) return {};
  if (line.basis == OwedBasis::confirmed && line.open.value != 0) {
    if (!line.ever_paid) {
      return line.open.value > 0 ? Now{PayoutReason::FIRST, line.open} : Now{};
    }
    if (line.paid_in_advance) return {PayoutReason::SETTLEMENT, line.open};
    const auto* confirmed = state.allowance.adjustments.find(line_key(line, wish.unit));
    if (!confirmed || confirmed->empty()) return {};
    bool stands = confirmed->rbegin()->second.amount == line.open;
    return stands ? Now{PayoutReason::ADJUSTMENT, line.open} : Now{};
  }
  bool wanted = !wish.advance.empty() && month_text(line.month) == wish.advance;
  if (wanted && line.basis != OwedBasis::confirmed && line.advance && !line.ever_paid &&
      line.advance->value > 0) {
    return {PayoutReason::ADVANCE, *line.advance};
  }
  return {};
}

}  // namespace

std::string line_key(const KnownPayoutLine& line, const std::string& unit) {
  return key_of(line.person, line.month, line.item, unit);
}
std::string line_key(const OwedLine& line, const std::string& unit) {
  return key_of(line.person, month_text(line.month), line.item, unit);
}

PayoutLines lines_of(const State& state, const Owed& owed, const PayoutWish& wish) {
  PayoutLines out;
  std::map<std::string, Fen> sums;
  for (const OwedLine& line : owed.lines) {
    bool wanted = wish.items.empty() ||
                  std::find(wish.items.begin(), wish.items.end(), line.item) != wish.items.end();
    if (!wanted || state.allowance.in_flight.contains(line_key(line, wish.unit))) continue;
    Now now = now_of(state, line, wish);
    if (now.reason == PayoutReason::UNKNOWN) continue;
    Fen due = now.reason == PayoutReason::ADVANCE ? *line.advance : line.due;
    out.push_back({0, line.person, line.item, month_text(line.month), due, line.paid, now.amount,
                   now.reason});
    sums[line.person].value += now.amount.value;
  }
  // A bank pays nobody nothing: what is to be kept back waits for the next sum above it.
  std::erase_if(out, [&](const KnownPayoutLine& line) { return sums[line.person].value <= 0; });
  for (std::size_t i = 0; i < out.size(); ++i) out[i].sequence = static_cast<int>(i) + 1;
  return out;
}

std::string moved(const State& state, const Owed& owed, const KnownPayout& payout) {
  PayoutWish wish{payout.unit, {}, ""};
  std::map<std::string, const OwedLine*> now;
  for (const OwedLine& line : owed.lines) now[line_key(line, payout.unit)] = &line;
  for (const KnownPayoutLine& line : payout.lines) {
    auto found = now.find(line_key(line, payout.unit));
    std::string what = line.person + " " + line.month + " " + line.item;
    if (found == now.end()) return what + " 已不应由本单位发放";
    const OwedLine& one = *found->second;
    if (one.held) return what + " 已暂缓（召回，待处理）";
    wish.advance = line.reason == PayoutReason::ADVANCE ? line.month : "";
    Now again = now_of(state, one, wish);
    if (again.reason != line.reason || again.amount != line.amount || one.paid != line.before) {
      return what + " 由本次 " + to_yuan(line.amount) + "（此前已发 " + to_yuan(line.before) +
             "）变为本次 " + to_yuan(again.amount) + "（此前已发 " + to_yuan(one.paid) + "）";
    }
  }
  return "";
}

std::string content_text(const PayoutLines& lines) {
  std::string out;
  for (const auto& line : lines) {
    out += std::to_string(line.sequence) + "|" + line.person + "|" + line.item + "|" + line.month +
           "|" + std::to_string(line.due.value) + "|" + std::to_string(line.before.value) + "|" +
           std::to_string(line.amount.value) + "|" + std::to_string(static_cast<int>(line.reason)) +
           "\n";
  }
  return out;
}

Owed owed_now(const Context& context, const OwedQuestion& question) {
  if (!context.owed) throw std::logic_error("book: nobody lends what is owed");
  return context.owed(question);
}

// A payment that stands in the running group is not in the figures yet.
Fault moving_fault(const State& state, const Owed& owed, const std::string& person) {
  for (const std::string& id : ids_of(state, person)) {
    const Position* last = state.allowance.touched.find(id);
    if (!last || *last <= owed.known_to) continue;
    return pay_refusal(Code::figures_moving,
                       person + " 的发放（序号 " + std::to_string(last->value) + "）刚刚登记",
                       "稍后再提交一次", "/data");
  }
  return std::nullopt;
}

void uncover(State& state, const std::string& key, Position position, const std::string& item) {
  auto& list = state.allowance.paid.change(key);
  auto found = std::find_if(list.begin(), list.end(), [&](const PaidIn& one) {
    return one.position == position && one.item == item;
  });
  if (found != list.end()) list.erase(found);
}

}  // namespace zhucun::domain
