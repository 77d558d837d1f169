// Which duties an import's acts would serve: the facts with and without them, judged alike.
#include <map>

#include "api/app/import_run.h"
#include "projections/duties.h"

namespace zhucun::app {

namespace {

using projections::Status;

// The years in which the acts lie or on whose periods they report.
Span years_of(const domain::Facts& facts, std::size_t first_act) {
  Span out{far_future, make_date(1, 1, 1)};
  for (std::size_t i = first_act; i < facts.acts.size(); ++i) {
    const auto& act = facts.acts[i];
    out.first = std::min(out.first, act.date);
    out.last = std::max(out.last, act.date);
    for (const auto& period : facts.periods_of(act)) {
      out.first = std::min(out.first, period.span.first);
      out.last = std::max(out.last, period.span.last);
    }
  }
  if (out.first > out.last) return out;
  return {make_date(year_of(out.first), 1, 1), make_date(year_of(out.last), 12, 31)};
}

bool is_served(Status status) {
  return status == Status::on_time || status == Status::late;
}

}  // namespace

ImportRun::Served ImportRun::served(std::size_t most) const {
  Served out;
  if (acts_.empty()) return out;
  domain::Facts after = ledger_.book().read([](const domain::Facts& facts) { return facts; });
  std::size_t first_act = after.acts.size();
  const domain::Facts before = after;
  for (const auto& [position, body] : acts_)
    domain::apply(after, position, ledger_.book().now(), schema::read(body));
  Span years = years_of(after, first_act);
  if (years.first > years.last) return out;
  Date today = ledger_.book().today();
  auto policies = after.policies.spans({make_date(1, 1, 1), far_future});
  auto then = projections::judge_duties(before, policies, years, today);
  auto now = projections::judge_duties(after, policies, years, today);
  std::map<std::string, Status> known;
  for (const auto& one : then.instances) known[projections::key_of(before, then, one)] = one.status;
  for (const auto& one : now.instances) {
    if (!is_served(one.status)) continue;
    auto was = known.find(projections::key_of(after, now, one));
    if (was != known.end() && is_served(was->second)) continue;
    if (++out.count > most) continue;
    const auto& row = *now.rows[one.duty];
    out.duties.push_back(
        {row.title, row.clause.text, projections::label_of(after, one.actor, today),
         now.periods[one.period].key, std::string(projections::title_of(one.status))});
  }
  return out;
}

}  // namespace zhucun::app
