#include "api/app/ledger.h"

#include <algorithm>
#include <charconv>
#include <istream>

#include "api/app/instant.h"
#include "api/app/verification.h"
#include "ledger/domain/correction.h"
#include "ledger/domain/facts_lands.h"
#include "projections/hledger_journal.h"

namespace zhucun::app {

using projections::Parameter;
using projections::Query;
using projections::Report;
using projections::Sight;

struct Ledger::Asked {
  Query query;
  std::optional<Date> as_of;
  std::optional<Position> known_at;
};

namespace {

Refusal bad(const std::string& name, const std::string& value, const std::string& hint) {
  return {Code::bad_parameter, "参数 " + name + " 不能是“" + value + "”", hint, name, "", {}};
}

std::optional<std::uint64_t> whole(const std::string& text) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool takes(const Report& report, std::string_view name) {
  return std::any_of(report.takes.begin(), report.takes.end(),
                     [name](Parameter p) { return projections::name_of(p) == name; });
}

std::string taken_names(const Report& report) {
  std::string out;
  for (Parameter p : report.takes) out += std::string(projections::name_of(p)) + " ";
  return out + "asOf knownAt";
}

bool covers_city(const domain::Facts& facts, const domain::Desk& desk) {
  return desk.scope.kind == ScopeKind::division && desk.scope.division() == facts.city;
}

std::string scope_words(const domain::Facts& facts, const Scope& scope) {
  Date day = facts.last_date;
  switch (scope.kind) {
    case ScopeKind::division:
    case ScopeKind::team: return facts.division_name(scope.division(), day);
    case ScopeKind::unit: return facts.unit_name(scope.id, day);
    default: return "本人";
  }
}

std::string what_was_asked(const std::string& name, const Parameters& parameters) {
  std::string out = name;
  for (const auto& [key, value] : parameters) out += (out == name ? "?" : "&") + key + "=" + value;
  return out;
}

// Whoever has signed in acts under his own name.
std::optional<Refusal> actor_fault(const std::vector<schema::Words>& drafts,
                                   const SubmitOptions& options) {
  if (!options.signed_in) return std::nullopt;
  for (const auto& draft : drafts) {
    auto actor = schema::read(draft).getActor();
    if (std::string_view(actor.begin(), actor.size()) == options.actor) continue;
    return Refusal{
        Code::not_allowed,
        "经办人 " + std::string(actor.begin(), actor.size()) + " 不是登录的账号 " + options.actor,
        "去掉 actor，由系统填写；替别人录入的填 enteredFor",
        "/actor",
        "",
        {}};
  }
  return std::nullopt;
}

// A reversal is read by whoever may read what it takes back, which it carries.
bool readable(const domain::Lands& lands, const Viewer& viewer, event::Body::Reader body) {
  if (!body.isCorrection()) return domain::may_read(lands, *viewer.desk, body);
  auto original = domain::reversed_body(body);
  return original && domain::may_read(lands, *viewer.desk, schema::read(*original));
}

}  // namespace

Result<Ledger::Asked> Ledger::parse(const Report& report, const Parameters& parameters) const {
  static const std::vector<std::string> common{"asOf", "knownAt", "position",
                                               "row",  "column",  "cursor"};
  Asked out;
  for (const auto& [name, value] : parameters) {
    bool known =
        takes(report, name) || std::find(common.begin(), common.end(), name) != common.end();
    if (!known) {
      return refuse({Code::bad_parameter,
                     report.title + "没有参数 " + name,
                     "可用 " + taken_names(report),
                     name,
                     "",
                     {}});
    }
    if (value.empty()) continue;
    if (name == "period") {
      out.query.period = parse_period(value);
      if (!out.query.period)
        return refuse(bad(name, value, "写成 2025、2025H1、2025Q3、2025-07 之一"));
    } else if (name == "division") {
      out.query.division = parse_division(value);
      if (!out.query.division) return refuse(bad(name, value, "填12位区划代码"));
    } else if (name == "since" || name == "position") {
      auto position = whole(value);
      if (!position) return refuse(bad(name, value, "填序号"));
      if (name == "since")
        out.query.since = Position{*position};
      else
        out.known_at = Position{*position};
    } else if (name == "asOf") {
      out.as_of = parse_date(value);
      if (!out.as_of) return refuse(bad(name, value, "写成 2025-07-31"));
    } else if (name == "knownAt") {
      auto position = whole(value);
      auto moment = instant(value);
      if (position)
        out.known_at = Position{*position};
      else if (moment)
        out.known_at = book_->position_at(*moment);
      else
        return refuse(bad(name, value, "填序号、日期 2025-07-31 或时刻 2025-07-31T18:00:00"));
    } else if (name == "from") {
      out.query.from = parse_date(value);
      if (!out.query.from) return refuse(bad(name, value, "写成 2025-07-31"));
    } else if (name == "days") {
      auto days = whole(value);
      if (!days || *days < 1 || *days > 2000)
        return refuse(bad(name, value, "填 1 至 2000 的整数"));
      out.query.days = static_cast<int>(*days);
    } else if (name == "count") {
      auto count = whole(value);
      if (!count || *count < 1 || *count > 2000)
        return refuse(bad(name, value, "填 1 至 2000 的整数"));
      out.query.count = static_cast<int>(*count);
    } else if (name == "seed")
      out.query.seed = value;
    else if (name == "by")
      out.query.by = value;
    else if (name == "duty")
      out.query.duty = value;
    else if (name == "actor")
      out.query.actor = value;
    else if (name == "status")
      out.query.status = value;
    else if (name == "kind")
      out.query.kind = value;
  }
  for (Parameter needed : report.needs) {
    std::string name(projections::name_of(needed));
    auto given = parameters.find(name);
    if (given != parameters.end() && !given->second.empty()) continue;
    return refuse(
        {Code::bad_parameter, report.title + "需要参数 " + name, "补上 " + name, name, "", {}});
  }
  return out;
}

namespace {

// What a judgement rests on: equal keys judge equally.
std::string judgement_key(const domain::Facts& facts, const std::string& digest, Span span,
                          Date as_of) {
  return std::to_string(facts.position.value) + " " + digest + " " + to_text(span.first) + " " +
         to_text(span.last) + " " + to_text(as_of);
}

}  // namespace

std::shared_ptr<const projections::Judgement> Ledger::judged(
    const domain::Facts& facts, const std::vector<policy::PolicySpan>& policies,
    const std::string& digest, Span span, Date as_of) {
  return duty_memo_.get(judgement_key(facts, digest, span, as_of), [&] {
    return std::make_shared<const projections::Judgement>(
        projections::judge_duties(facts, policies, span, as_of));
  });
}

std::shared_ptr<const projections::PayJudgement> Ledger::pays(
    const domain::Facts& facts, const std::vector<policy::PolicySpan>& policies,
    const std::string& digest, Span months, Date as_of) {
  return pay_memo_.get(judgement_key(facts, digest, months, as_of), [&] {
    Sight sight{facts, policies, as_of, std::nullopt, {}, {}, {}};
    return projections::PayAccounts(sight).everybody(months);
  });
}

// Gives f the facts that were asked for: live under the shared lock, or those of an earlier
// position.
template <typename F>
auto Ledger::with_sight(const Asked& asked, const Viewer& viewer, F&& f) {
  auto see = [&](const domain::Facts& facts) {
    std::vector<policy::PolicySpan> policies;
    std::string digest;
    {
      std::lock_guard lock(policies_lock_);
      policies = facts.policies.spans({make_date(1, 1, 1), far_future});
      digest = facts.policies.digest();
    }
    Date as_of = asked.as_of.value_or(book_->today());
    std::optional<Scope> reach;
    if (viewer.desk && !covers_city(facts, *viewer.desk)) reach = viewer.desk->scope;
    Sight sight{facts,
                policies,
                as_of,
                reach,
                [&](Span span) { return judged(facts, policies, digest, span, as_of); },
                [&](Position position, Span span) {
                  auto earlier = book_->facts_at(position);
                  std::vector<policy::PolicySpan> then;
                  {
                    std::lock_guard lock(policies_lock_);
                    then = earlier->policies.spans({make_date(1, 1, 1), far_future});
                  }
                  return std::make_shared<const projections::Judgement>(
                      projections::judge_duties(*earlier, then, span, as_of));
                },
                [&](Span months) { return pays(facts, policies, digest, months, as_of); },
                [this](std::string_view text) { return book_->digest(text); }};
    return f(sight);
  };
  if (asked.known_at && *asked.known_at < book_->position())
    return see(*book_->facts_at(*asked.known_at));
  return book_->read(see);
}

std::string Ledger::scope_line(const domain::Facts& facts, const Viewer& viewer) const {
  if (!viewer.desk || covers_city(facts, *viewer.desk)) return "";
  return "按岗位“" + std::string(domain::title_of(viewer.desk->role)) + "”的权限，只列出 " +
         scope_words(facts, viewer.desk->scope) + " 范围内的内容";
}

// A division or an actor outside the scope is answered like one that does not exist.
std::optional<Refusal> Ledger::scope_fault(const domain::Facts& facts, const Query& query,
                                           const Viewer& viewer) const {
  if (!viewer.desk || covers_city(facts, *viewer.desk)) return std::nullopt;
  domain::FactsLands lands(facts);
  const Scope& scope = viewer.desk->scope;
  if (query.division &&
      !domain::covers(lands, scope, schema::Reference::division, to_text(*query.division), false)) {
    return Refusal{Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}};
  }
  if (!query.actor.empty() &&
      !domain::covers(lands, scope, schema::Reference::party, query.actor, false)) {
    return Refusal{Code::unknown_party,
                   "账上没有 " + query.actor,
                   "写成 类别:编号，如 team:610802101200",
                   "actor",
                   "",
                   {}};
  }
  return std::nullopt;
}

Result<projections::Table> Ledger::report(const std::string& name, const Parameters& parameters,
                                          const Viewer& viewer, access::Deed deed) {
  if (!viewer.may(domain::Deed::read_reports))
    return refuse(not_your_business(viewer, "查看业务报表"));
  const Report* report = projections::find_report(name);
  if (!report) {
    std::string known;
    for (const auto& one : projections::reports()) known += one.name + " ";
    return refuse({Code::unknown_report, "没有报表 " + name, "可用 " + known, "", "", {}});
  }
  auto asked = parse(*report, parameters);
  if (!asked) return refuse(std::move(asked.error()));
  return with_sight(*asked, viewer, [&](const Sight& sight) -> Result<projections::Table> {
    if (auto fault = scope_fault(sight.facts, asked->query, viewer)) return refuse(*fault);
    if (sight.facts.city.empty()) {
      return refuse({Code::book_not_open, "这本账还没有建账", "先用 zhucun init 建账", "", "", {}});
    }
    auto table = report->run(sight, asked->query);
    if (!table) return table;
    table->name = report->name;
    table->as_of = sight.as_of;
    table->position = sight.facts.position;
    if (asked->query.division) table->division = to_text(*asked->query.division);
    if (sight.facts.policies.documents().empty()) {
      table->remarks.push_back("这本账还没有采用任何政策：没有应报事项不等于都已完成");
    }
    if (sight.facts.go_live.empty() && takes(*report, "duty")) {
      table->remarks.push_back(
          "这本账还没有登记启用日，所有期间都显示为启用前：由办公室登记 "
          "goLiveSet（地区、业务、启用日）");
    }
    table->scope = scope_line(sight.facts, viewer);
    if (!table->scope.empty()) table->remarks.push_back(table->scope);
    table->address =
        projections::address_of(name, asked->query, sight.as_of, table->position, "", "");
    // Before the names: a paper stays verifiable by whoever may not see them, and after an erasure.
    if (deed != access::Deed::READ) table->verification = verification_code(*book_, *table);
    add_names(*table, sight.facts, viewer, what_was_asked(name, parameters), deed);
    return table;
  });
}

Result<projections::Explanation> Ledger::explain(const std::string& name,
                                                 const Parameters& parameters,
                                                 const Viewer& viewer) {
  if (!viewer.may(domain::Deed::read_reports))
    return refuse(not_your_business(viewer, "查看业务报表"));
  const Report* report = projections::find_report(name);
  if (!report) return refuse({Code::unknown_report, "没有报表 " + name, "", "", "", {}});
  auto asked = parse(*report, parameters);
  if (!asked) return refuse(std::move(asked.error()));
  auto part = [&](const char* key) {
    auto found = parameters.find(key);
    return found == parameters.end() ? std::string() : found->second;
  };
  return with_sight(*asked, viewer, [&](const Sight& sight) -> Result<projections::Explanation> {
    if (auto fault = scope_fault(sight.facts, asked->query, viewer)) return refuse(*fault);
    auto out = report->explain(sight, asked->query, part("row"), part("column"), part("cursor"));
    if (out) {
      out->scope = scope_line(sight.facts, viewer);
      out->address = projections::address_of(name, asked->query, sight.as_of, sight.facts.position,
                                             part("row"), part("column"));
    }
    return out;
  });
}

Result<book::Outcome> Ledger::submit(std::string_view json, const SubmitOptions& options) {
  auto drafts = schema::drafts_from_json(json, {options.key, options.actor, options.source});
  if (!drafts) return refuse(std::move(drafts.error()));
  if (auto fault = actor_fault(*drafts, options)) return refuse(std::move(*fault));
  book::Request request;
  for (auto& draft : *drafts)
    request.drafts.push_back(book::prepare(std::move(draft), book_->hash_kind()));
  request.dry_run = options.dry_run;
  request.expect = options.expect;
  request.revision = options.revision;
  request.revision_required = options.revision_required && request.drafts.size() == 1;
  return book_->submit(std::move(request));
}

Result<Ledger::Lines> Ledger::submit_lines(std::istream& in, const SubmitOptions& options,
                                           const std::function<bool(std::uint64_t)>& progress) {
  // Many lines wait for one sync: they are queued in windows and answered in order.
  constexpr std::size_t window = 1024;
  Lines out;
  std::vector<std::pair<std::uint64_t, book::Book::Ticket>> waiting;
  std::optional<Refusal> fault;
  auto settle = [&] {
    for (auto& [line, ticket] : waiting) {
      auto outcome = ticket.wait();
      if (!outcome) {
        if (!fault) {
          fault = std::move(outcome.error());
          fault->detail = "第 " + std::to_string(line) + " 行：" + fault->detail;
        }
        continue;
      }
      for (const auto& event : outcome->events) ++(event.is_new ? out.accepted : out.known);
      out.position = outcome->position;
    }
    waiting.clear();
  };
  std::uint64_t number = 0;
  for (std::string line; !fault && std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::string id = options.key.empty() ? "" : options.key + "/" + std::to_string(number);
    auto draft = schema::draft_from_json(line, {id, options.actor, options.source});
    if (!draft) {
      settle();
      if (fault) break;
      fault = std::move(draft.error());
      fault->detail = "第 " + std::to_string(number) + " 行：" + fault->detail;
      break;
    }
    if (auto wrong = actor_fault({*draft}, options)) {
      settle();
      if (!fault) fault = std::move(*wrong);
      break;
    }
    book::Request request;
    request.drafts.push_back(book::prepare(std::move(*draft), book_->hash_kind()));
    request.dry_run = options.dry_run;
    waiting.emplace_back(number, book_->submit_later(std::move(request)));
    if (waiting.size() >= window) {
      settle();
      if (progress && !progress(number)) break;
    }
  }
  settle();
  if (out.position.value == 0) out.position = book_->position();
  if (fault) {
    fault->hint += (fault->hint.empty() ? "" : "；") + std::string("此前已登记 ") +
                   std::to_string(out.accepted) +
                   " 个事件，改正后重新提交整个文件即可，已登记的不会重复";
    return refuse(std::move(*fault));
  }
  return out;
}

void Ledger::journal(std::optional<Date> as_of, const std::function<void(std::string_view)>& write,
                     const Viewer& viewer) {
  Asked asked;
  asked.as_of = as_of;
  with_sight(asked, viewer, [&](const Sight& sight) {
    projections::hledger_journal(sight, write);
    return 0;
  });
}

std::optional<std::string> Ledger::event_json(Position position, const Viewer& viewer) const {
  std::optional<std::string> out;
  each_event(
      position, position,
      [&](Position, const std::string& json) {
        out = json;
        return false;
      },
      viewer);
  return out;
}

Position Ledger::each_event(Position from, Position to,
                            const std::function<bool(Position, const std::string&)>& each,
                            const Viewer& viewer) const {
  if (from.value == 0) from.value = 1;
  Position last{from.value - 1};
  to = std::min(to, book_->position());
  if (from > to || (!viewer.unguarded && !viewer.desk)) return last;
  auto see = [&](const domain::Lands* lands) {
    book_->log().read(from, to, [&](const log::Record& record) {
      auto body = schema::read(record.body.data());
      last = record.position;
      if (lands && !readable(*lands, viewer, body)) return true;
      return each(record.position, schema::to_json(body, record.position, record.recorded));
    });
  };
  if (viewer.unguarded) {
    see(nullptr);
  } else {
    book_->read([&](const domain::Facts& facts) {
      domain::FactsLands lands(facts);
      see(&lands);
    });
  }
  return last;
}

}  // namespace zhucun::app
