#include "projections/fund_due.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "projections/duty_selection.h"
#include "projections/fund_share.h"
#include "projections/fund_words.h"
#include "projections/go_live.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using policy::FundRow;
using policy::FundSeat;
using policy::UnitLevel;

constexpr std::array levels{UnitLevel::province, UnitLevel::city, UnitLevel::county};
constexpr std::array<std::string_view, 3> share_columns{"provinceShare", "cityShare",
                                                        "countyShare"};

// One row of the table: a seat of a village, or all seats of a township or county.
struct Line {
  std::string key;
  DivisionCode place;
  std::vector<const ShareDue*> dues;  // never empty

  bool before_go_live() const { return dues.front()->before_go_live; }
};

// What the table and an explanation both look at.
struct Asked {
  int year = 0;
  Ground ground;
  std::vector<ShareDue> dues;
  std::vector<Line> lines;  // in the order of codes
  bool by_village = true;
};

std::optional<Refusal> fault_of(const Sight& sight, const Query& query) {
  if (query.division && !sight.facts.divisions.contains(*query.division)) {
    return Refusal{Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}};
  }
  // The key of a year is the year alone.
  if (query.period && query.period->key != std::to_string(year_of(query.period->span.first))) {
    return Refusal{Code::bad_parameter,
                   "工作经费按年度计算，没有期间 " + query.period->key,
                   "写成 2025",
                   "period",
                   "8.2.1",
                   {}};
  }
  static const std::set<std::string> ways{"", "village", "township", "county"};
  if (!ways.contains(query.by)) {
    return Refusal{Code::bad_parameter,
                   "应承担表不按 " + query.by + " 汇总",
                   "可填 village township county",
                   "by",
                   "",
                   {}};
  }
  if (!query.kind.empty() && !seat_named(query.kind)) {
    return Refusal{Code::bad_parameter,
                   "没有经费类别 " + query.kind,
                   "可填 firstSecretary team",
                   "kind",
                   "",
                   {}};
  }
  return std::nullopt;
}

void gather_lines(const Sight& sight, const Query& query, Asked& asked) {
  Date last = make_date(asked.year, 12, 31);
  std::map<std::pair<DivisionCode, FundSeat>, Line> lines;
  for (const ShareDue& due : asked.dues) {
    if (!query.kind.empty() && seat_named(query.kind) != due.seat) continue;
    if (query.division && !in_division(sight.facts, due.village, *query.division, sight.as_of))
      continue;
    DivisionCode place = due.village;
    if (query.by == "county") place = due.county;
    if (query.by == "township")
      place = asked.ground.above(due.village, DivisionLevel::township, last);
    Line& line = lines[{place, asked.by_village ? due.seat : FundSeat::unknown}];
    if (line.dues.empty()) {
      line.place = place;
      line.key = to_text(place);
      if (asked.by_village) line.key += "|" + std::string(key_of(due.seat));
    }
    line.dues.push_back(&due);
  }
  for (auto& [at, line] : lines) asked.lines.push_back(std::move(line));
}

Result<Asked> ask(const Sight& sight, const Query& query) {
  if (auto fault = fault_of(sight, query)) return refuse(std::move(*fault));
  Asked asked{query.period ? year_of(query.period->span.first) : year_of(sight.as_of),
              Ground(sight.facts, sight.as_of),
              {},
              {},
              query.by.empty() || query.by == "village"};
  asked.dues = shares_due(sight, asked.ground, asked.year);
  gather_lines(sight, query, asked);
  return asked;
}

// ---- figures -----------------------------------------------------------------------------------

// Sums what `of` gives of the dues of a line; nothing where it gives nothing of any.
template <typename F>
std::optional<std::int64_t> sum(const Line& line, F&& of) {
  std::optional<std::int64_t> total;
  for (const ShareDue* due : line.dues) {
    if (auto one = of(*due)) total = total.value_or(0) + *one;
  }
  return total;
}

std::optional<std::int64_t> figure(const Line& line, std::string_view column) {
  if (column == "villages") {
    std::set<DivisionCode> villages;
    for (const ShareDue* due : line.dues) villages.insert(due->village);
    return static_cast<std::int64_t>(villages.size());
  }
  // Top-ups count beside the shared sum, never in it.
  auto of_shared = [&](auto&& value) {
    return sum(line, [&](const ShareDue& due) {
      return due.top_up ? std::optional<std::int64_t>{} : value(due);
    });
  };
  using Figure = std::optional<std::int64_t>;
  if (column == "days") return of_shared([](const ShareDue& due) { return Figure{due.days}; });
  if (column == "projectedDays") {
    return of_shared([](const ShareDue& due) { return Figure{due.projected_days}; });
  }
  if (column == "total") {
    return of_shared([](const ShareDue& due) { return Figure{due.total.value}; });
  }
  if (column == "countyTopUp") {
    return sum(line,
               [](const ShareDue& due) { return due.top_up ? Figure{due.total.value} : Figure{}; });
  }
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (column != share_columns[i]) continue;
    return of_shared([&](const ShareDue& due) {
      auto share = share_of(due, levels[i]);
      return share ? Figure{share->value} : Figure{};
    });
  }
  return std::nullopt;
}

// A line holds villages of one county or of none, so that it is live as a whole or not at all.
Cell cell_of(const Line& line, std::string_view column) {
  bool always = column == "villages";
  if (!always && line.before_go_live()) return Cell::none("启用前");
  if (auto value = figure(line, column)) return Cell::number(*value);
  if (column == "countyTopUp") return Cell::none("没有追加规定");
  return Cell::none(column.ends_with("Share") ? "该级不分担" : "没有分担的经费");
}

// The yearly sum that the last document names; a sum that changed within the year is no one figure.
Cell yearly_of(const Line& line) {
  std::set<std::int64_t> amounts;
  for (const ShareDue* due : line.dues) {
    if (due->top_up) continue;
    for (const auto& stretch : due->stretches) amounts.insert(stretch.row->amount.value);
  }
  if (amounts.size() == 1) return Cell::number(*amounts.begin());
  return Cell::none(amounts.empty() ? "没有分担的经费" : "年内有调整");
}

// ---- table -------------------------------------------------------------------------------------

std::vector<Column> columns_of(const Asked& asked, const Query& query) {
  std::vector<Column> columns{{"county", "县市区", CellKind::text, "", false}};
  if (query.by != "county") {
    columns.push_back({"township", "乡镇（街道）", CellKind::text, "", false});
  }
  columns.push_back({"place", "代码", CellKind::text, "", false});
  columns.push_back({"placeName", "名称", CellKind::text, "", false});
  auto figure = [&](std::string_view name, std::string title, CellKind kind) {
    columns.push_back({std::string(name), std::move(title), kind, "8.2.1", true});
  };
  if (asked.by_village) {
    columns.push_back({"seat", "类别代码", CellKind::text, "", false});
    columns.push_back({"seatTitle", "类别", CellKind::text, "8.2.1", false});
    figure("days", "计费天数", CellKind::count);
    figure("projectedDays", "其中预计天数", CellKind::count);
    columns.push_back({"yearly", "年标准", CellKind::fen, "8.2.1", false});
  } else {
    figure("villages", "村数", CellKind::count);
  }
  figure("total", "应承担合计", CellKind::fen);
  figure("provinceShare", "省级应承担", CellKind::fen);
  figure("cityShare", "市级应承担", CellKind::fen);
  figure("countyShare", "县级应承担", CellKind::fen);
  figure("countyTopUp", "县级追加", CellKind::fen);
  return columns;
}

Row row_of(const Sight& sight, const Asked& asked, const std::vector<Column>& columns,
           const Line& line) {
  Row row{line.key, {}};
  auto above = [&](DivisionLevel level) {
    DivisionCode code = asked.ground.above(line.place, level, make_date(asked.year, 12, 31));
    return code.empty() ? Cell::none("未登记")
                        : Cell::text(sight.facts.division_name(code, sight.as_of));
  };
  for (const Column& column : columns) {
    if (column.name == "county") {
      row.cells.push_back(above(DivisionLevel::county));
    } else if (column.name == "township") {
      row.cells.push_back(above(DivisionLevel::township));
    } else if (column.name == "place") {
      row.cells.push_back(Cell::text(to_text(line.place)));
    } else if (column.name == "placeName") {
      row.cells.push_back(Cell::text(sight.facts.division_name(line.place, sight.as_of)));
    } else if (column.name == "seat") {
      row.cells.push_back(Cell::text(std::string(key_of(line.dues.front()->seat))));
    } else if (column.name == "seatTitle") {
      row.cells.push_back(Cell::text(std::string(title_of(line.dues.front()->seat))));
    } else if (column.name == "yearly") {
      row.cells.push_back(line.before_go_live() ? Cell::none("启用前") : yearly_of(line));
    } else {
      row.cells.push_back(cell_of(line, column.name));
    }
  }
  return row;
}

Row totals_of(const Asked& asked, const std::vector<Column>& columns) {
  Row totals{"total", {}};
  for (const Column& column : columns) {
    if (!column.explains) {
      totals.cells.push_back(Cell::text(totals.cells.empty() ? "合计" : ""));
      continue;
    }
    std::optional<std::int64_t> all;
    for (const Line& line : asked.lines) {
      if (line.before_go_live() && column.name != "villages") continue;
      if (auto one = figure(line, column.name)) all = all.value_or(0) + *one;
    }
    totals.cells.push_back(all ? Cell::number(*all) : Cell::none("没有可合计的数"));
  }
  return totals;
}

// Readings, documents, the remainder rule of each row, and what the book does not know.
void add_notes(const Sight& sight, const Asked& asked, Table& table) {
  std::set<const FundRow*> rows;
  std::set<std::string> printed, rules, documents;
  std::set<DivisionCode> counties;
  for (const Line& line : asked.lines) {
    for (const ShareDue* due : line.dues) {
      counties.insert(due->county);
      if (!rows.insert(due->row).second) continue;
      documents.insert(due->row->document);
      rules.insert(due->row->title + "：" + sharing_words(*due->row));
      for (auto& note : reading_notes(*due->policy, due->row->readings)) {
        if (printed.insert(note.id + note.chosen).second) table.readings.push_back(std::move(note));
      }
    }
  }
  std::sort(table.readings.begin(), table.readings.end(),
            [](const ReadingNote& a, const ReadingNote& b) { return a.id < b.id; });
  table.policies.assign(documents.begin(), documents.end());
  table.remarks.assign(rules.begin(), rules.end());
  table.remarks.push_back("截至 " + to_text(sight.as_of) +
                          " 未结束的派驻按延续到年末计算，这部分列为预计天数");
  Span year{make_date(asked.year, 1, 1), make_date(asked.year, 12, 31)};
  for (DivisionCode county : counties) {
    auto live = live_from(sight.facts, county, event::DutyGroup::FUNDS);
    std::string name = sight.facts.division_name(county, sight.as_of);
    if (!live) {
      table.remarks.push_back(name + "还没有登记工作经费的启用日，显示为启用前");
    } else if (year.last < *live) {
      table.remarks.push_back(name + "自 " + to_text(*live) + " 启用，本年度显示为启用前");
    } else if (year.first < *live) {
      table.remarks.push_back(name + "自 " + to_text(*live) +
                              " 启用，此前已经离任、没有登记的人员不在内");
    }
  }
}

}  // namespace

Result<Table> fund_due(const Sight& sight, const Query& query) {
  auto asked = ask(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  Table table;
  table.title = "工作经费应承担表";
  table.period = std::to_string(asked->year);
  table.columns = columns_of(*asked, query);
  for (const Line& line : asked->lines) {
    table.rows.push_back(row_of(sight, *asked, table.columns, line));
  }
  table.totals = totals_of(*asked, table.columns);
  add_notes(sight, *asked, table);
  return table;
}

namespace {

// ---- explanation -------------------------------------------------------------------------------

// Whose stays a row counts.
bool counts(const FundRow& row, policy::Role role) {
  bool anybody =
      row.vacant == policy::FundOwed::owed || row.kind_without_team == policy::FundOwed::owed;
  bool own = (row.seat == FundSeat::first_secretary) == (role == policy::Role::first_secretary);
  return own || anybody;
}

void cite(const ShareDue& due, Explanation& out) {
  out.clause = due.row->clause.text;
  out.quote = due.row->quote;
  out.document = due.row->document;
  out.readings = reading_notes(*due.policy, due.row->readings);
}

// The postings and village kinds behind a seat's days.
std::vector<Child> events_of(const Sight& sight, const ShareDue& due) {
  std::vector<Child> children;
  Span year{make_date(due.year, 1, 1), make_date(due.year, 12, 31)};
  auto stays = sight.facts.stays_by_village.find(due.village);
  if (stays != sight.facts.stays_by_village.end()) {
    for (auto index : stays->second) {
      const auto& stay = sight.facts.stays[index];
      bool here = stay.span.first <= sight.as_of && stay.span.meets(year);
      if (!here || !counts(*due.row, stay.role) || !reaches(sight, stay)) continue;
      std::string who =
          std::string(stay.role == policy::Role::first_secretary ? "第一书记 " : "工作队员 ") +
          sight.facts.parties.id(stay.person);
      children.push_back({who, to_text(stay.span.first) + " 起", "", stay.started});
      if (stay.span.last <= std::min(sight.as_of, year.last)) {
        children.push_back({who, to_text(stay.span.last) + " 止", "", stay.ended});
      }
    }
  }
  auto kinds = sight.facts.kinds.find(due.village);
  if (kinds != sight.facts.kinds.end()) {
    for (const auto& kind : kinds->second) {
      if (kind.span.meets(year)) children.push_back({"村类型认定", kind.key, "", kind.position});
    }
  }
  return children;
}

void explain_seat(const Sight& sight, const Line& line, const std::string& column, Explanation& out,
                  std::vector<Child>& children) {
  const ShareDue* shown = nullptr;
  for (const ShareDue* due : line.dues) {
    if (due->top_up != (column == "countyTopUp")) continue;
    out.formula += (out.formula.empty() ? "" : "；") +
                   (column.ends_with("days") || column == "projectedDays" ? days_words(sight, *due)
                                                                          : formula_words(*due));
    shown = due;
  }
  Cell cell = cell_of(line, column);
  if (!cell.why.empty()) out.formula = cell.why;
  cite(shown ? *shown : *line.dues.front(), out);
  if (shown && cell.why.empty()) children = events_of(sight, *shown);
}

// A figure of a township or county is the sum of the figures of its villages' seats.
void explain_sum(const Sight& sight, const Query& query, const Line& line,
                 const std::string& column, Explanation& out, std::vector<Child>& children) {
  std::map<std::pair<DivisionCode, FundSeat>, Line> seats;
  for (const ShareDue* due : line.dues) {
    Line& seat = seats[{due->village, due->seat}];
    seat.key = to_text(due->village) + "|" + std::string(key_of(due->seat));
    seat.dues.push_back(due);
  }
  Query below = query;
  below.by.clear();
  // Villages are counted, sums are added.
  std::string of_seat = column == "villages" ? "total" : column;
  for (const auto& [at, seat] : seats) {
    children.push_back(
        {sight.facts.division_name(at.first, sight.as_of) + " " + std::string(title_of(at.second)),
         shown(cell_of(seat, of_seat), CellKind::fen),
         address_of("fund_due", below, sight.as_of, sight.facts.position, seat.key, of_seat),
         {}});
  }
  out.formula = column == "villages"
                    ? "有应承担经费的村数"
                    : "各村各类经费之和，共 " + std::to_string(seats.size()) + " 项";
  cite(*line.dues.front(), out);
}

}  // namespace

Result<Explanation> explain_fund_due(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string& column, const std::string& cursor) {
  auto asked = ask(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  std::vector<Column> columns = columns_of(*asked, query);
  auto known = std::find_if(columns.begin(), columns.end(),
                            [&](const Column& one) { return one.name == column && one.explains; });
  auto line = std::find_if(asked->lines.begin(), asked->lines.end(),
                           [&](const Line& one) { return one.key == row; });
  if (known == columns.end() || line == asked->lines.end()) {
    return refuse(
        {Code::not_found, "应承担表上没有这个数", "重新打开报表，再点数字", "row", "", {}});
  }
  Explanation out;
  out.title = sight.facts.division_name(line->place, sight.as_of) + "·" +
              (asked->by_village ? std::string(title_of(line->dues.front()->seat)) + "·" : "") +
              known->title + " " + std::to_string(asked->year);
  out.value = shown(cell_of(*line, column), known->kind);
  std::vector<Child> children;
  if (asked->by_village) {
    explain_seat(sight, *line, column, out, children);
  } else {
    explain_sum(sight, query, *line, column, out, children);
  }
  page(out, std::move(children), cursor);
  return out;
}

}  // namespace zhucun::projections
