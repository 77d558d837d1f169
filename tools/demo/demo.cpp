#include "tools/demo/demo.h"

#include <algorithm>
#include <cstdio>

#include "api/app/clock.h"
#include "api/app/opening.h"
#include "projections/pay_account.h"
#include "tools/demo/assessment_story.h"
#include "tools/demo/check_plans.h"
#include "tools/demo/classes.h"
#include "tools/demo/drafts.h"
#include "tools/demo/fund_story.h"
#include "tools/demo/oversight_story.h"
#include "tools/demo/payout_acts.h"
#include "tools/demo/planting.h"

namespace zhucun::demo {

namespace {

constexpr std::size_t window_events = 1000;

// An instant of a business day, in minutes after midnight of UTC+8.
RecordedTime at(Date day, int minutes) {
  std::int64_t hours = std::int64_t{day.time_since_epoch().count()} * 24 - 8;
  return {(hours * 60 + minutes) * 60'000'000};
}

// Whether an entry's link is the place in the diary of the entry that it is about.
bool is_answer(EntryType type) {
  switch (type) {
    case EntryType::received:
    case EntryType::returned:
    case EntryType::reversal:
    case EntryType::sheet_checked:
    case EntryType::sheet_confirmed:
    case EntryType::sheet_returned:
    case EntryType::leave_returned:
    case EntryType::leave_cancelled: return true;
    default: return false;
  }
}

// Brings the diary into the book. The clock moves only while nothing is under way, so that
// recorded times do not depend on how the writer groups what it is given.
class Clerks {
 public:
  Clerks(const City& city, const Pages& pages, const Diary& diary, book::Book& book,
         app::ManualClock& clock, const std::function<void(const std::string&)>& progress)
      : city_(city),
        pages_(pages),
        diary_(diary),
        book_(book),
        clock_(clock),
        progress_(progress),
        positions_(diary.entries().size()) {}

  std::optional<Refusal> run() {
    std::vector<Index> order = diary_.in_order();
    std::size_t from = 0;
    while (from < order.size()) {
      std::size_t to = from + 1;
      while (to < order.size() && to - from < window_events && together(order[from], order[to])) {
        ++to;
      }
      set_clock(diary_.at(order[from]));
      if (auto fault = window({order.begin() + static_cast<std::ptrdiff_t>(from),
                               order.begin() + static_cast<std::ptrdiff_t>(to)})) {
        return fault;
      }
      from = to;
      tell(order.size());
    }
    return std::nullopt;
  }

 private:
  bool together(Index a, Index b) const {
    return diary_.at(a).entered == diary_.at(b).entered && diary_.at(a).slot == diary_.at(b).slot;
  }

  // Half past eight, ten and three in the afternoon, give or take; windows of one sitting follow
  // by the minute.
  void set_clock(const Entry& entry) {
    bool same = day_ == entry.entered && slot_ == entry.slot;
    day_ = entry.entered;
    slot_ = entry.slot;
    sitting_ = same ? sitting_ + 1 : 0;
    int start = slot_ == Slot::registers ? 510 : slot_ == Slot::morning ? 600 : 900;
    auto shift =
        static_cast<int>(mixed(static_cast<std::uint64_t>(day_.time_since_epoch().count())) % 40);
    clock_.set(at(day_, start + shift + sitting_));
  }

  std::optional<Refusal> window(const std::vector<Index>& entries) {
    std::vector<book::Book::Ticket> tickets;
    std::size_t first = made_;
    for (Index index : entries) {
      const Entry& entry = diary_.at(index);
      bool answers =
          is_answer(entry.type) || (entry.type == EntryType::life && entry.link != nobody);
      char id[32];
      std::snprintf(id, sizeof id, "demo/%06zu", ++made_);
      book::Request request;
      request.drafts.push_back(book::prepare(
          entry.type == EntryType::told
              ? told_draft(city_, entry, id, positions_)
              : draft_of(city_, pages_, entry, id, answers ? positions_[entry.link] : Position{}),
          book_.hash_kind()));
      tickets.push_back(book_.submit_later(std::move(request)));
    }
    std::optional<Refusal> fault;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
      auto outcome = tickets[i].wait();
      if (fault) continue;
      std::string id = "demo/" + std::to_string(first + i + 1);
      if (!outcome) {
        fault = std::move(outcome.error());
        fault->detail = id + "：" + fault->detail;
      } else if (!outcome->events.back().is_new) {
        fault = Refusal{Code::differs, id + " 与先前的事件重复", "演示账生成有误", "", "", {}};
      } else {
        positions_[entries[i]] = outcome->events.front().position;
      }
    }
    return fault;
  }

  void tell(std::size_t all) {
    if (!progress_ || month_of(day_) == told_) return;
    told_ = month_of(day_);
    progress_("演示账 " + to_text(day_) + "，已登记 " + std::to_string(made_) + " / " +
              std::to_string(all));
  }

  const City& city_;
  Pages pages_;
  const Diary& diary_;
  book::Book& book_;
  app::ManualClock& clock_;
  const std::function<void(const std::string&)>& progress_;
  std::vector<Position> positions_;
  std::size_t made_ = 0;
  Date day_;
  Slot slot_ = Slot::registers;
  int sitting_ = 0;
  unsigned told_ = 0;
};

Result<std::unique_ptr<book::Book>> opened(const Options& options, const City& city,
                                           const std::shared_ptr<app::ManualClock>& clock) {
  auto init = app::shipped_options(city.code);
  init.title = "榆林市驻村账（演示）";
  init.start = city.span.first;
  init.actor = "clerk-610800";
  init.demo = true;
  book::Options limits;
  limits.disk_floor = options.disk_floor;
  if (!options.folder.empty()) return app::init_book(options.folder, init, clock, limits);
  limits.disk_floor = 0;
  auto book = std::make_unique<book::Book>(log::make_memory_log(init.hash), clock,
                                           log::OpenMode::write, limits);
  auto drafts = app::opening_drafts(init);
  if (!drafts) return refuse(std::move(drafts.error()));
  std::vector<book::Book::Ticket> tickets;
  for (const auto& json : *drafts) {
    auto words = schema::draft_from_json(json, {});
    if (!words) return refuse(std::move(words.error()));
    book::Request request;
    request.drafts.push_back(book::prepare(std::move(*words), init.hash));
    tickets.push_back(book->submit_later(std::move(request)));
  }
  for (auto& ticket : tickets) {
    if (auto outcome = ticket.wait(); !outcome) return refuse(std::move(outcome.error()));
  }
  return book;
}

std::size_t in_post(const City& city, Date day) {
  return static_cast<std::size_t>(
      std::count_if(city.stays.begin(), city.stays.end(),
                    [day](const Stay& stay) { return stay.span.contains(day); }));
}

Made summed_up(const City& city, const Expectations& expectations,
               const std::vector<PlantedFinding>& findings, std::uint64_t events) {
  Made made;
  made.planted_json = planted_json(city, expectations, findings);
  made.events = events;
  made.villages = city.villages.size();
  made.people = city.people;
  made.units = city.units.size();
  made.planted = planted_count(expectations);
  made.last_day = to_text(city.span.last);
  made.summary = "村 " + std::to_string(made.villages) + " 个，单位 " + std::to_string(made.units) +
                 " 个，人员 " + std::to_string(made.people) + " 名（" + made.last_day + " 在派 " +
                 std::to_string(in_post(city, city.span.last)) + " 名），事件 " +
                 std::to_string(made.events) + " 条，应报 " +
                 std::to_string(expectations.owed.size()) + " 项，其中埋设未报、逾期 " +
                 std::to_string(made.planted) + " 项";
  return made;
}

void append(std::vector<PlantedAct>& all, std::vector<PlantedAct> more) {
  all.insert(all.end(), more.begin(), more.end());
}

std::vector<PlantedAct> write_oversight_pages(const City& city, const Faults& faults, Random random,
                                              Diary& diary) {
  auto out = write_oversight(city, faults, random.fork(9), diary);
  append(out, write_offices(city, random.fork(10), diary));
  append(out, write_tasks(city, random.fork(12), diary));
  return out;
}

}  // namespace

Result<Made> make_in(const Options& options, std::unique_ptr<book::Book>& book) {
  auto city = survey(options);
  if (!city) return refuse(std::move(city.error()));
  Random random = Random(options.seed);
  found_units(*city, random.fork(2));
  post_people(*city, random.fork(3));
  plan_lives(*city, random.fork(6));
  Expectations expectations = all_owed(*city);
  mark_left_before_class(*city, expectations.owed);
  plant(*city, random.fork(4), expectations.owed);

  Diary diary(*city, random.fork(5));
  write_organisation(*city, diary);
  write_people(*city, diary);
  auto findings = write_lives(*city, diary);
  write_reports(*city, expectations.owed, diary);
  write_unit_acts(*city, expectations.owed, diary);
  write_office_acts(*city, expectations.owed, diary);
  write_trainings(*city, expectations.owed, diary);
  write_everyday(*city, expectations.owed, options.scale, diary);
  auto planted_funds = write_funds(*city, random.fork(6), diary);
  Attendance attendance = write_attendance(*city, random.fork(7), diary);
  Allowances allowances = write_allowances(*city, attendance, random.fork(8), diary);
  auto planted_acts =
      write_oversight_pages(*city, {expectations.owed, findings, allowances.cases}, random, diary);
  append(planted_acts, write_assessments(*city, random.fork(11), diary, findings));

  auto clock = std::make_shared<app::ManualClock>(at(city->span.first, 480));
  auto made = opened(options, *city, clock);
  if (!made) return refuse(std::move(made.error()));
  book = std::move(*made);
  book->lend(projections::owed_by);
  Clerks clerks(*city, {attendance, allowances}, diary, *book, *clock, options.progress);
  if (auto fault = clerks.run()) return refuse(std::move(*fault));
  if (options.payouts) {
    if (auto fault = pay_out(*city, allowances, *book)) return refuse(std::move(*fault));
  }
  if (auto fault = adopt_plans(*city, diary, *book, planted_acts)) return refuse(std::move(*fault));
  Made result = summed_up(*city, expectations, findings, book->position().value);
  result.planted_funds_json = planted_json(planted_funds);
  result.planted_attendance_json = planted_json(*city, attendance);
  result.planted_allowances_json = planted_json(allowances);
  result.planted_oversight_json = planted_json(planted_acts);
  result.summary += "，考勤与请销假埋设 " + std::to_string(attendance.planted.size()) +
                    " 项，督导与考核埋设 " + std::to_string(planted_acts.size()) + " 项";
  return result;
}

Result<Made> make(const Options& options) {
  std::unique_ptr<book::Book> book;
  auto made = make_in(options, book);
  if (book) book->close();
  return made;
}

}  // namespace zhucun::demo
