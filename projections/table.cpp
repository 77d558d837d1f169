#include "projections/table.h"

#include <cstdlib>

namespace zhucun::projections {

std::string shown(const Cell& cell, CellKind kind) {
  if (std::holds_alternative<std::monostate>(cell.value)) {
    return cell.why.empty() ? "" : "（" + cell.why + "）";
  }
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  std::int64_t number = std::get<std::int64_t>(cell.value);
  switch (kind) {
    case CellKind::fen: return to_yuan({number});
    case CellKind::rate: return to_yuan({number}) + "%";
    case CellKind::date: return to_text(Date{Days{number}});
    case CellKind::days:
      return (number < 0 ? "-" : "") + std::to_string(std::abs(number) / 2) +
             (number % 2 != 0 ? ".5" : "");
    case CellKind::text:
    case CellKind::count:
    case CellKind::position:
    case CellKind::person:
    case CellKind::label: break;
  }
  return std::to_string(number);
}

}  // namespace zhucun::projections
