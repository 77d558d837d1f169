#include "projections/places.h"

#include <algorithm>
#include <tuple>

namespace zhucun::projections {

std::vector<Column> place_columns() {
  return {{"county", "县市区", CellKind::text, "", false},
          {"township", "乡镇（街道）", CellKind::text, "", false},
          {"village", "村代码", CellKind::text, "", false},
          {"villageName", "村（社区）", CellKind::text, "", false}};
}

std::vector<Cell> place_cells(const Sight& sight, const Ground& ground, DivisionCode village) {
  auto above = [&](DivisionLevel level) {
    DivisionCode code = ground.above(village, level, sight.as_of);
    return code.empty() ? Cell::none("未登记")
                        : Cell::text(sight.facts.division_name(code, sight.as_of));
  };
  std::vector<Cell> out;
  out.reserve(24);  // the row goes on
  out.push_back(above(DivisionLevel::county));
  out.push_back(above(DivisionLevel::township));
  out.push_back(Cell::text(to_text(village)));
  out.push_back(Cell::text(sight.facts.division_name(village, sight.as_of)));
  return out;
}

void sort_rows(Table& table) {
  auto code = [](const Row& row) -> const std::string& {
    return std::get<std::string>(row.cells[2].value);
  };
  std::sort(table.rows.begin(), table.rows.end(), [&](const Row& a, const Row& b) {
    return std::tie(code(a), a.key) < std::tie(code(b), b.key);
  });
}

std::optional<Refusal> division_fault(const Sight& sight, const Query& query) {
  if (!query.division || sight.facts.divisions.contains(*query.division)) return std::nullopt;
  return Refusal{Code::unknown_division,
                 "区划登记表中没有 " + to_text(*query.division),
                 "核对12位代码",
                 "division",
                 "",
                 {}};
}

}  // namespace zhucun::projections
