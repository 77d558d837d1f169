#include "api/app/extract.h"

#include "api/app/import_run.h"
#include "importers/recognise.h"
#include "importers/sheet_plan.h"
#include "ledger/domain/facts_lands.h"

namespace zhucun::app {

namespace {

using importers::PlanSheet;
using importers::SheetFormat;

// Formats of all event types with the column of the original position in front.
const SheetFormat& format_of(const schema::EventInfo& info) {
  static const std::map<std::string, SheetFormat> all = [] {
    std::map<std::string, SheetFormat> out;
    for (const auto& one : schema::catalogue())
      out.emplace(one.name, importers::sheet_of_event(one));
    return out;
  }();
  return all.at(info.name);
}

std::string reason_against(const std::string& type) {
  for (const auto& one : importers::not_by_sheet()) {
    if (one.type == type) return one.reason;
  }
  return "";
}

class Extractor {
 public:
  Extractor(Ledger& ledger, const domain::Facts& facts, const Viewer& viewer)
      : ledger_(ledger), facts_(facts), viewer_(viewer), lands_(facts) {
    names_ = ledger.access() && viewer.desk && viewer.may(domain::Deed::export_names);
  }

  void one(Position position, event::Body::Reader body) {
    // What lies outside the viewer's scope is not even counted.
    if (!viewer_.unguarded && !(viewer_.desk && domain::may_read(lands_, *viewer_.desk, body)))
      return;
    schema::Said said = schema::said_in(body);
    std::string reason = reason_against(said.type->name);
    if (reason.empty() && !reveal(position, body, said))
      reason = "个人信息已有更新的内容，或这个岗位不能导出";
    if (!reason.empty()) {
      ++out_.left_out[reason];
      return;
    }
    const SheetFormat& format = format_of(*said.type);
    PlanSheet& sheet = sheet_of(county_of(body), format);
    for (auto& row : importers::event_rows(format, said)) {
      std::vector<importers::PlanValue> cells;
      cells.reserve(row.size() + 1);
      cells.emplace_back(static_cast<std::int64_t>(position.value));
      for (auto& cell : row) cells.push_back(std::move(cell));
      sheet.rows.push_back(std::move(cells));
    }
    ++out_.events;
  }

  Extract take() {
    write_down();
    std::string mark = book_mark(ledger_.book());
    std::string position = std::to_string(facts_.position.value);
    for (auto& [county, sheets] : counties_) {
      std::string name = facts_.division_name(county, ledger_.book().today());
      importers::WorkbookPlan plan;
      plan.author = facts_.title;
      plan.footer = "截至序号 " + position;
      plan.sheets.push_back(importers::head_plan(
          {std::string(importers::extract_format_name), to_text(county), "", "", mark, position}));
      for (auto& [type, sheet] : sheets) plan.sheets.push_back(std::move(sheet));
      out_.workbooks.push_back({name + "_账簿底稿_截至" + position + ".xlsx", std::move(plan)});
    }
    return std::move(out_);
  }

 private:
  // Commitments become the values they stand for; false when nothing of them may leave.
  bool reveal(Position position, event::Body::Reader body, schema::Said& said) {
    bool personal = false;
    bool any = false;
    std::string owner = schema::owner_of(body);
    std::erase_if(said.data, [&](schema::SaidField& field) {
      if (!field.field->personal) return false;
      personal = true;
      auto person = facts_.people.find(owner);
      bool last = person != facts_.people.end() &&
                  person->second.details.contains(field.field->name) &&
                  person->second.details.at(field.field->name) == position;
      auto detail =
          last && names_ ? ledger_.book().detail(facts_, owner, field.field->name) : book::Detail{};
      if (!detail.value) return true;
      field.value = *detail.value;
      any = true;
      return false;
    });
    if (any) people_.insert(owner);
    return any || !personal;
  }

  DivisionCode county_of(event::Body::Reader body) const {
    auto place = schema::place_of(body);
    if (!place) return facts_.city;
    for (const auto& county : counties()) {
      Scope scope{ScopeKind::division, to_text(county)};
      if (domain::covers(lands_, scope, place->reference, place->value, false)) return county;
    }
    return facts_.city;
  }

  const std::vector<DivisionCode>& counties() const {
    if (!county_codes_.empty()) return county_codes_;
    for (const auto& [code, fact] : facts_.divisions) {
      if (fact.level == DivisionLevel::county) county_codes_.push_back(code);
    }
    return county_codes_;
  }

  PlanSheet& sheet_of(DivisionCode county, const SheetFormat& format) {
    auto [at, fresh] = counties_[county].try_emplace(format.slots.front().type);
    if (!fresh) return at->second;
    at->second = importers::sheet_plan(format);
    at->second.protect = false;
    importers::PlanColumn origin;
    origin.title = importers::origin_title;
    origin.kind = importers::PlanKind::whole;
    at->second.columns.insert(at->second.columns.begin(), std::move(origin));
    for (auto& column : at->second.columns) column.summed = false;
    return at->second;
  }

  void write_down() {
    if (people_.empty()) return;
    book::AccessRecord record{viewer_.account,
                              desk_text(*viewer_.desk),
                              access::Deed::EXPORT,
                              "账簿底稿",
                              {people_.begin(), people_.end()},
                              {"name"},
                              "",
                              viewer_.peer,
                              0};
    ledger_.write_down(record);
  }

  Ledger& ledger_;
  const domain::Facts& facts_;
  const Viewer& viewer_;
  domain::FactsLands lands_;
  bool names_ = false;
  Extract out_;
  mutable std::vector<DivisionCode> county_codes_;
  std::map<DivisionCode, std::map<std::string, PlanSheet>> counties_;
  std::set<std::string> people_;
};

}  // namespace

Extract extract_book(Ledger& ledger, const Viewer& viewer) {
  return ledger.book().read([&](const domain::Facts& facts) {
    Extractor extractor(ledger, facts, viewer);
    ledger.book().log().read({1}, facts.position, [&](const log::Record& record) {
      extractor.one(record.position, schema::read(record.body.data()));
      return true;
    });
    return extractor.take();
  });
}

}  // namespace zhucun::app
