// Inside projections: a table made together with what stands behind its figures, so that a figure
// and its explanation come from one place. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "projections/posting_life.h"
#include "projections/report.h"

namespace zhucun::projections {

struct Basis {
  std::string title;
  std::string value;
  std::string formula;
  std::vector<Child> children;
};

struct Listed {
  Table table;
  std::map<std::pair<std::string, std::string>, Basis> bases;  // by row key and column

  void add(std::string name, std::string title, CellKind kind, std::string clause = "",
           bool explains = false) {
    table.columns.push_back({std::move(name), std::move(title), kind, std::move(clause), explains});
  }
  void explain(const std::string& row, const std::string& column, Basis basis) {
    bases[{row, column}] = std::move(basis);
  }
};

using Maker = Result<Listed> (*)(const Sight&, const Query&);

Result<Explanation> explained(const Sight& sight, Result<Listed> made, const std::string& row,
                              const std::string& column, const std::string& cursor);

template <Maker make>
Result<Table> table_of(const Sight& sight, const Query& query) {
  auto made = make(sight, query);
  if (!made) return refuse(std::move(made.error()));
  return std::move(made->table);
}

template <Maker make>
Result<Explanation> figure_of(const Sight& sight, const Query& query, const std::string& row,
                              const std::string& column, const std::string& cursor) {
  return explained(sight, make(sight, query), row, column, cursor);
}

// A row under construction.
class RowOf {
 public:
  explicit RowOf(std::vector<Cell> cells = {}) : cells_(std::move(cells)) {}
  RowOf& text(std::string value, std::string why = "") {
    cells_.push_back(Cell::text_or_none(std::move(value), std::move(why)));
    return *this;
  }
  RowOf& number(std::int64_t value) {
    cells_.push_back(Cell::number(value));
    return *this;
  }
  RowOf& date(std::optional<Date> value, std::string why) {
    cells_.push_back(value ? Cell::date(*value) : Cell::none(std::move(why)));
    return *this;
  }
  RowOf& position(Position value, std::string why = "没有登记") {
    cells_.push_back(value.value == 0 ? Cell::none(std::move(why))
                                      : Cell::number(static_cast<std::int64_t>(value.value)));
    return *this;
  }
  RowOf& cell(Cell value) {
    cells_.push_back(std::move(value));
    return *this;
  }
  Row take(std::string key) { return {std::move(key), std::move(cells_)}; }

 private:
  std::vector<Cell> cells_;
};

// The asked year, or the running one; refuses what is no year.
Result<int> year_asked(const Sight& sight, const Query& query);
// The asked period, or the running year.
Period period_asked(const Sight& sight, const Query& query);
// The documents and readings of the rows of some kinds that hold on a day.
void cite_rows(const Sight& sight, Date day, const std::vector<const policy::Cited*>& rows,
               Table& table);

// A resident's columns after those of his village: person, role, unit, unitName.
void add_person_columns(Listed& to);
RowOf person_row(const Life& life, const LifeStay& stay);
// The last stay of everybody who stood on any day of a span, within reach and within the query's
// division and unit ("unit:U1"); by village and person.
std::vector<const LifeStay*> residents(const Life& life, const Query& query, Span days);
// The unit that answers now for the one that sent.
std::string unit_now(const Life& life, const LifeStay& stay);

}  // namespace zhucun::projections
