#include "tools/demo/fund_story.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "ledger/base/fen.h"
#include "tools/demo/fund_papers.h"

namespace zhucun::demo {

namespace {

// Years whose money the story tells; earlier money is an opening balance.
constexpr int first_year = 2025;
constexpr int last_year = 2026;
// A year's money of one seat in one village, and of the two together.
constexpr std::int64_t seat_fen = 1'000'000;
constexpr std::int64_t village_fen = 2 * seat_fen;

class FundStory {
 public:
  FundStory(const City& city, Random random, Diary& diary)
      : city_(city), random_(random), diary_(diary) {}

  std::vector<PlantedFund> run() {
    tell("goLiveSet", city_.span.first + Days{1}, nobody,
         field("division", to_text(city_.code)) + "," + field("group", "funds") + "," +
             field("from", "2025-01-01"));
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (city_.counties[c].villages.empty()) continue;
      county_ = c;
      open(c);
      for (int year = first_year; year <= last_year; ++year) of_year(c, year);
      if (plan(statements)) reconcile(c);
    }
    return std::move(planted_);
  }

 private:
  // What goes wrong where; counties beyond the list go on without a fault.
  enum Plan : Index {
    statements,
    by_quota,
    idle_and_twice,
    own_document,
    hidden_short,
    wrong_year,
    in_transit,
    claims,
    invoices,
    advanced,
    overdraws,
  };
  bool plan(Plan which) const { return county_ == which; }
  bool one_pot() const { return plan(by_quota) || plan(idle_and_twice); }

  Index tell(const char* event, Date day, Index county, std::string data,
             const char* clerk = nullptr) {
    if (day > city_.span.last) return nobody;
    Entry entry;
    entry.type = EntryType::told;
    entry.slot = Slot::registers;  // in the order of the story
    entry.day = day;
    entry.clerk = county;
    entry.event = event;
    entry.data = std::move(data);
    if (clerk) entry.actor_name = clerk;
    return diary_.add_on(std::move(entry), day);
  }
  // Told on a later day than the entry that it refers to.
  Date after(Index entry, Date day) const {
    return std::max(day, diary_.at(entry).entered + Days{1});
  }
  static std::string ref(Index entry) { return "{{" + std::to_string(entry) + "}}"; }

  std::string code(Index c) const { return to_text(city_.counties[c].code); }
  std::string township(Index t) const { return to_text(city_.townships[t].code); }
  std::string village(Index v) const { return to_text(city_.villages[v].code); }
  void plant(const char* report, const char* kind, const std::string& place,
             const std::string& document = "", int year = first_year) {
    planted_.push_back({report, kind, place, document, year});
  }

  void open(Index c) {
    Date day = city_.span.first + Days{1};
    std::string mode = plan(by_quota) ? "quota" : "direct";
    tell("fundAccountSet", day, c,
         field("holder", code(c)) + "," + number("fundYear", 2024) + "," + field("mode", mode) +
             "," + field("pots", one_pot() ? "one" : "two"));
    for (Index t : city_.counties[c].townships) {
      std::int64_t had = static_cast<std::int64_t>(city_.townships[t].villages.size()) *
                         random_.between(400, 1500) * 100;
      Entry entry;
      entry.opening = true;
      entry.type = EntryType::told;
      entry.slot = Slot::registers;
      entry.day = city_.span.first;
      entry.clerk = c;
      entry.event = "fundOpeningStated";
      entry.data = field("holder", township(t)) + "," + number("fundYear", 2024) + "," +
                   field("level", "pooled") + "," + field("fund", one_pot() ? "pot" : "team") +
                   "," + number("amount", had) + "," + field("oldest", "2024-04-18");
      diary_.add_on(std::move(entry), day);
      carry(t, 2024, make_date(2025, 1, 6));
      left_[t] = had;
    }
    if (plan(own_document)) adopt(c);
  }

  void adopt(Index c) {
    std::string text = local_rules(code(c));
    tell("policyAdopted", make_date(2024, 12, 2), nobody,
         field("number", "示例县财农〔2024〕21号") + "," + field("from", "2025-01-01") + "," +
             field("text", text));
  }

  void carry(Index t, int year, Date day) {
    tell("fundsCarriedOver", day, county_,
         field("holder", township(t)) + "," + number("fundYear", year) + "," +
             field("document", "结〔" + std::to_string(year) + "〕" + township(t).substr(6, 3)));
  }

  void of_year(Index c, int year) {
    county_cash_ = 0;
    if (year > first_year) {
      for (Index t : city_.counties[c].townships) carry(t, year - 1, make_date(year, 1, 10));
    }
    allot(c, year);
    transfer(c, year);
    for (Index t : city_.counties[c].townships) spend(t, year);
  }

  std::vector<Line> county_lines(std::int64_t fen) const {
    if (one_pot()) return {{"pot", "", fen}};
    return {{"firstSecretary", "", fen / 2}, {"team", "", fen - fen / 2}};
  }

  void allot(Index c, int year) {
    auto villages = static_cast<std::int64_t>(city_.counties[c].villages.size());
    std::int64_t all = villages * village_fen;
    std::string y = std::to_string(year);
    std::int64_t province = all / 2;
    bool is_short = plan(hidden_short) && year == first_year;
    // A short share, and a county's top-up of the same size that makes the total look full.
    std::int64_t hidden = is_short ? province * 55 / 100 : 0;
    grant(c, year, "province", "陕财农〔" + std::to_string(year - 1) + "〕188号",
          make_date(year - 1, 12, 20), province * 6 / 10 - hidden, true);
    grant(c, year, "province", "陕财农〔" + y + "〕31号", make_date(year, 4, 15),
          province - province * 6 / 10, false);
    grant(c, year, "city", "榆财农〔" + y + "〕3号", make_date(year, 2, 20), all * 3 / 10, false);
    grant(c, year, "county", "县财农〔" + y + "〕8号", make_date(year, 3, 10), all * 2 / 10, false);
    if (is_short) {
      grant(c, year, "topUp", "县财农〔" + y + "〕19号", make_date(year, 3, 12), hidden, false);
      plant("fund_gaps", "allotment_short", code(c));
    }
    if (plan(idle_and_twice) && year == first_year) {
      // A second office enters the same paper under its own number of receipt.
      std::string own = "县农发〔" + y + "〕5号";
      tell("allotmentIssued", make_date(year, 2, 24), c,
           field("county", code(c)) + "," + field("level", "city") + "," +
               number("fundYear", year) + "," + field("document", own) + "," +
               field("head", "2130599") + "," + lines_json(county_lines(all * 3 / 10)));
      plant("findings", "allotment_twice", code(c), own);
      plant("fund_gaps", "receipt_short", code(c));
    }
  }

  // An allotment and, where money comes by bank, its receipt.
  void grant(Index c, int year, const char* level, const std::string& document, Date day,
             std::int64_t fen, bool advance) {
    tell("allotmentIssued", day, c,
         field("county", code(c)) + "," + field("level", level) + "," + number("fundYear", year) +
             "," + field("document", document) + "," + field("head", "2130599") + "," +
             (advance ? "\"advance\":true," : "") + lines_json(county_lines(fen)));
    if (plan(by_quota)) {
      county_cash_ += fen;
      return;
    }
    Date came = day + Days{random_.between(10, 20)};
    int booked = year;
    std::string order = "支" + document.substr(document.find("〔"));
    bool city = std::string(level) == "city";
    if (plan(wrong_year) && city && year == first_year) {
      // Booked to the next year by a slip of the pen.
      booked = year + 1;
      plant("findings", "wrong_year", code(c), document);
      plant("fund_gaps", "receipt_short", code(c));
      plant("fund_gaps", "receipt_unallotted", code(c), "", year + 1);
      plant("fund_gaps", "transfer_waiting", code(c), "", year + 1);
    } else {
      county_cash_ += fen;
    }
    Index entry = tell("fundsReceived", came, c,
                       field("holder", code(c)) + "," + field("level", level) + "," +
                           number("fundYear", booked) + "," + field("document", order) + "," +
                           field("allotment", document) + "," + lines_json(county_lines(fen)));
    move(c, entry, came, fen, order, level);
  }

  void transfer(Index c, int year) {
    bool first = year == first_year;
    std::string y = std::to_string(year);
    auto townships = city_.counties[c].townships;
    std::int64_t money = county_cash_;
    if (plan(idle_and_twice) && first) {
      money = money * 8 / 10;
      plant("fund_gaps", "transfer_waiting", code(c));
    }
    if (plan(overdraws) && first) {
      money -= 30'000;
      spend_at_county(c, year);
    }
    auto villages = static_cast<std::int64_t>(city_.counties[c].villages.size());
    std::int64_t each = money / villages / 2 * 2;
    std::int64_t odd = money - each * villages;
    for (std::size_t i = 0; i < townships.size(); ++i) {
      Index t = townships[i];
      std::vector<Line> parts;
      std::int64_t sum = 0;
      for (Index v : city_.townships[t].villages) {
        std::int64_t fen = each + (sum == 0 && i == 0 ? odd : 0);
        if (one_pot()) {
          parts.push_back({"pot", village(v), fen});
        } else {
          parts.push_back({"firstSecretary", village(v), fen / 2});
          parts.push_back({"team", village(v), fen - fen / 2});
        }
        sum += fen;
      }
      bool late = plan(own_document) && first && i == 0;
      Date day = late ? make_date(year, 7, 21) : make_date(year, 6, 5);
      std::string document = "县财拨〔" + y + "〕" + std::to_string(i + 1) + "号";
      Index sent = tell("fundsTransferred", day, c,
                        field("county", code(c)) + "," + field("township", township(t)) + "," +
                            number("fundYear", year) + "," + field("document", document) + "," +
                            lines_json(parts));
      if (sent == nobody) continue;
      move(c, sent, day, -sum, document, "");
      if (late) plant("findings", "transfer_late", township(t), document);
      confirm(t, i, sent, parts, first);
    }
  }

  void confirm(Index t, std::size_t place, Index sent, std::vector<Line> parts, bool first) {
    bool waits = plan(in_transit) && first && place == 0;
    bool differs = plan(in_transit) && first && place == 1;
    if (waits) {
      plant("fund_gaps", "transfer_unconfirmed", township(t));
      return;
    }
    if (differs) {
      parts.front().fen -= 5'000;
      plant("fund_gaps", "transfer_differs", township(t));
    }
    tell("transferConfirmed", after(sent, diary_.at(sent).day + Days{random_.between(1, 4)}),
         county_,
         "\"transfer\":" + ref(sent) + "," + field("township", township(t)) + "," +
             lines_json(parts));
    for (const Line& line : parts) left_[t] += line.fen;
  }

  std::string pay(Index t, const Payment& one) {
    std::string voucher =
        "记" + std::to_string(month_of(one.day)) + "-" + std::to_string(++vouchers_[t]);
    std::string data = field("holder", township(t)) + "," + number("fundYear", one.year) + "," +
                       field("fund", one_pot() ? "pot" : "team");
    if (one.village != nobody) data += "," + field("village", village(one.village));
    data += "," + field("voucher", voucher) + "," + field("payee", one.shop) + ",";
    if (!one.invoice.empty()) data += "\"invoices\":[" + quoted(one.invoice) + "],";
    if (!one.advanced_by.empty()) data += field("advancedBy", one.advanced_by) + ",";
    data += "\"lines\":[{" + field("head", one.head) + "," + number("amount", one.fen) + "," +
            field("summary", one.words) + "}]";
    if (tell("spendingRegistered", one.day, county_, data) != nobody && one.advanced_by.empty())
      left_[t] -= one.fen;
    return voucher;
  }

  // Numbers of invoices lie far apart, so that neighbours are planted ones.
  std::string invoice() {
    char text[24];
    std::snprintf(text, sizeof text, "0440%08u", invoices_ += 7);
    return text;
  }

  void spend(Index t, int year) {
    if (left_[t] <= 0) return;
    for (Index v : city_.townships[t].villages) {
      for (unsigned month : {2u, 5u, 7u, 9u, 11u}) {
        if (year == first_year && month < 7) continue;
        Head head = heads[random_.below(heads.size())];
        Payment one{v,
                    year,
                    make_date(year, month, static_cast<unsigned>(random_.between(1, 28))),
                    random_.between(200, 900) * 100 + random_.between(0, 99),
                    head.key,
                    head.words,
                    shops[random_.below(shops.size())],
                    invoice(),
                    ""};
        if (left_[t] < one.fen + 200'000) continue;
        pay(t, one);
      }
    }
    if (year == first_year && t == city_.counties[county_].townships.front()) slips(t, year);
  }

  Payment payment(Index t, int year, unsigned month, unsigned day, std::int64_t fen) {
    return {city_.townships[t].villages.front(),
            year,
            make_date(year, month, day),
            fen,
            "office_supplies",
            "办公用品",
            "示例文具店",
            invoice(),
            ""};
  }

  // The mistakes of one township of a county.
  void slips(Index t, int year) {
    Payment one = payment(t, year, 10, 10, 36'000);
    if (plan(own_document)) {
      one.head = "banquet";
      one.words = "聚餐";
      plant("findings", "unknown_head", village(one.village), pay(t, one));
    }
    if (plan(claims)) {
      one.head = "telecom_allowance";
      one.words = "通讯补贴";
      plant("findings", "head_forbidden", village(one.village), pay(t, one));
      chain(t, year);
    }
    if (plan(invoices)) {
      pay(t, one);
      one.day += Days{40};
      pay(t, one);
      plant("findings", "invoice_repeated", township(t), one.invoice);
      Payment half = payment(t, year, 12, 3, 29'000);
      pay(t, half);
      char next[24];
      std::snprintf(next, sizeof next, "0440%08u", invoices_ + 1);
      half.invoice = next;
      half.day += Days{2};
      pay(t, half);
      plant("findings", "invoice_split", township(t), next);
    }
    if (plan(advanced)) {
      one.advanced_by = "示例村委会";
      pay(t, one);
      // The year's carry-over takes the debt along.
      plant("fund_gaps", "advance_open", township(t));
      plant("fund_gaps", "advance_open", township(t), "", year + 1);
    }
    if (plan(overdraws)) {
      one.day = make_date(year, 12, 20);
      one.fen = left_[t] + 50'000;
      pay(t, one);
      // The next year's money covers the hole that the carry-over takes along.
      plant("fund_gaps", "overdrawn", township(t));
    }
    if (plan(wrong_year)) past_county(t, year);
  }

  void past_county(Index t, int year) {
    std::string document = "陕支〔" + std::to_string(year) + "〕特1号";
    tell("allotmentIssued", make_date(year, 8, 1), county_,
         field("county", code(county_)) + "," + field("level", "province") + "," +
             number("fundYear", year) + "," + field("document", "陕财农〔2025〕77号") + "," +
             field("head", "2130599") + "," + lines_json(county_lines(20'000)));
    tell("fundsReceived", make_date(year, 8, 20), county_,
         field("holder", township(t)) + "," + field("level", "province") + "," +
             number("fundYear", year) + "," + field("document", document) + "," +
             lines_json(county_lines(20'000)));
    plant("findings", "past_county", township(t), document);
  }

  void spend_at_county(Index c, int year) {
    Date day = make_date(year, 6, 18);
    tell("spendingRegistered", day, c,
         field("holder", code(c)) + "," + number("fundYear", year) + "," + field("fund", "team") +
             "," + field("voucher", "县记6-1") + "," + field("payee", "示例打印社") +
             R"(,"lines":[{"head":"office_supplies","amount":30000,"summary":"汇编印刷"}])");
    plant("findings", "spent_at_county", code(c), "县记6-1");
  }

  // Two claims along the full chain: one is settled, one comes back and is voided.
  void chain(Index t, int year) {
    std::string pot = field("holder", township(t)) + "," + number("fundYear", year) + "," +
                      field("fund", "team") + "," +
                      field("village", village(city_.townships[t].villages.front()));
    std::string spent = R"("lines":[{"head":"training","amount":180000,"summary":"技术培训"}])";
    for (int i = 1; i <= 2; ++i) {
      std::string claim = "报〔" + std::to_string(year) + "〕" + std::to_string(i);
      Date day = make_date(year, 10, 13 + static_cast<unsigned>(i));
      std::string name = field("claim", claim);
      std::string whose = field("holder", township(t));
      tell("claimReserved", day, county_, name + "," + pot + "," + spent);
      tell("claimSubmitted", day + Days{5}, county_,
           name + "," + pot + "," + field("payee", "示例培训学校") + ",\"invoices\":[" +
               quoted(invoice()) + "]," + spent,
           "clerk-a");
      if (i == 2) {
        tell("claimReturned", day + Days{9}, county_,
             name + "," + whose + "," + field("reason", "发票抬头不对"), "clerk-b");
        tell("claimVoided", day + Days{14}, county_,
             name + "," + whose + "," + field("reason", "培训取消"), "clerk-b");
        continue;
      }
      tell("claimVerified", day + Days{9}, county_,
           name + "," + whose +
               R"(,"lines":[{"head":"training","amount":170000,"summary":"技术培训"}],)" +
               field("note", "核减餐费"),
           "clerk-b");
      tell(
          "claimSettled", day + Days{14}, county_,
          name + "," + whose + "," + field("voucher", "记10-报1") + "," + number("amount", 170'000),
          "clerk-b");
      left_[t] -= 170'000;
    }
  }

  // A movement of the county's bank account, for its statement.
  void move(Index c, Index entry, Date day, std::int64_t fen, const std::string& document,
            const char* level) {
    if (!plan(statements) || c != county_ || entry == nobody || day > make_date(2025, 12, 31))
      return;
    movements_.push_back({entry, day, fen, document, level});
  }

  // The county's bank statement of the first year: every movement is matched, one line of interest
  // stays classed, the difference is 0.00.
  void reconcile(Index c) {
    std::sort(movements_.begin(), movements_.end(),
              [](const Movement& a, const Movement& b) { return a.day < b.day; });
    std::int64_t balance = 0;
    int sequence = 0;
    Date checked = make_date(2026, 1, 8);
    auto line = [&](Date day, std::int64_t fen, const std::string& reference, const char* summary) {
      balance += fen;
      return tell("statementLineRecorded", day, c,
                  field("holder", code(c)) + "," + field("sequence", std::to_string(++sequence)) +
                      "," + field("direction", fen < 0 ? "outOf" : "into") + "," +
                      number("amount", fen < 0 ? -fen : fen) + "," +
                      (reference.empty() ? "" : field("reference", reference) + ",") +
                      field("summary", summary) + ",\"balanceKnown\":true," +
                      number("balance", balance));
    };
    for (const Movement& one : movements_) {
      std::string spelt = one.document;
      // Banks write brackets in their own way.
      if (auto at = spelt.find("〔"); at != std::string::npos) spelt.replace(at, 3, "(");
      if (auto at = spelt.find("〕"); at != std::string::npos) spelt.replace(at, 3, ")");
      Index told = line(one.day, one.fen, spelt, one.fen < 0 ? "拨付驻村经费" : "财政拨款");
      tell("linesMatched", std::max(after(told, checked), after(one.entry, checked)), c,
           field("holder", code(c)) + ",\"lines\":[" + ref(told) + "],\"items\":[" +
               ref(one.entry) + "]," + field("reason", "金额相等；号码相同"));
    }
    Index interest = line(make_date(2025, 12, 21), 125, "", "结息");
    Date classed = after(interest, checked + Days{1});
    tell("outstandingClassed", classed, c,
         field("holder", code(c)) + ",\"item\":" + ref(interest) + "," +
             field("class", "bookMissing") + "," + field("note", "利息待入账"));
    tell("reconciliationCompleted", diary_.working_day(classed + Days{4}), c,
         field("holder", code(c)) + "," + field("through", "2025-12-31") + "," +
             number("balance", balance));
  }

  const City& city_;
  Random random_;
  Diary& diary_;
  Index county_ = 0;
  std::int64_t county_cash_ = 0;
  std::map<Index, std::int64_t> left_;  // of a township
  std::map<Index, int> vouchers_;
  std::uint32_t invoices_ = 100;
  std::vector<Movement> movements_;
  std::vector<PlantedFund> planted_;
};

}  // namespace

std::vector<PlantedFund> write_funds(const City& city, Random random, Diary& diary) {
  return FundStory(city, random, diary).run();
}

}  // namespace zhucun::demo
