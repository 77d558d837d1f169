// What the ledger shows of people: names beside ids, details masked, a value in full for a reason.
// Everything shown is written down first.
#include <algorithm>

#include "api/app/ledger.h"
#include "ledger/domain/facts_lands.h"
#include "ledger/vault/mask.h"

namespace zhucun::app {

using projections::Cell;
using projections::CellKind;
using projections::Table;

namespace {

const std::vector<schema::FieldInfo>& detail_fields() {
  return schema::find_event("personDetailsRecorded")->fields;
}

std::string desk_of(const Viewer& viewer) {
  return viewer.desk ? desk_text(*viewer.desk) : "";
}

}  // namespace

// A column of names behind each column of people, for whoever may see them.
void Ledger::add_names(Table& table, const domain::Facts& facts, const Viewer& viewer,
                       const std::string& what, access::Deed deed) const {
  auto is_person = [](const projections::Column& c) { return c.kind == CellKind::person; };
  auto column = std::find_if(table.columns.begin(), table.columns.end(), is_person);
  if (column == table.columns.end() || !access_ || !viewer.desk) return;
  if (!viewer.may(domain::Deed::see_names)) return;
  if (deed == access::Deed::EXPORT && !viewer.may(domain::Deed::export_names)) {
    table.remarks.push_back("这个岗位的导出文件不含姓名");
    return;
  }
  auto at = column - table.columns.begin();
  book::AccessRecord record{
      viewer.account, desk_of(viewer), deed, what, {}, {"name"}, "", viewer.peer, 0};
  std::vector<Cell> names;
  for (const auto& row : table.rows) {
    const auto* person = std::get_if<std::string>(&row.cells[static_cast<std::size_t>(at)].value);
    if (!person) {
      names.push_back(Cell::none(""));
      continue;
    }
    auto detail = book_->detail(facts, *person, "name");
    if (detail.value) record.people.push_back(*person);
    names.push_back(detail.value ? Cell::text(*detail.value) : Cell::none(detail.why));
  }
  if (!record.people.empty()) access_->write(record);
  table.columns.insert(table.columns.begin() + at + 1,
                       {column->name + "Name", "姓名", CellKind::text, "", false});
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    auto& cells = table.rows[i].cells;
    cells.insert(cells.begin() + at + 1, std::move(names[i]));
  }
  if (table.totals) {
    auto& cells = table.totals->cells;
    cells.insert(cells.begin() + at + 1, Cell::text(""));
  }
}

Result<PersonSheet> Ledger::person(const std::string& person, const Viewer& viewer) const {
  if (!viewer.may(domain::Deed::see_names) && !viewer.may(domain::Deed::unmask))
    return refuse(not_your_business(viewer, "查看人员信息"));
  return book_->read([&](const domain::Facts& facts) -> Result<PersonSheet> {
    if (auto fault = person_fault(facts, person, viewer)) return refuse(std::move(*fault));
    PersonSheet out;
    out.person = person;
    out.position = facts.position;
    const auto& fact = facts.people.at(person);
    out.merged_into = fact.merged_into;
    bool names = viewer.desk && viewer.may(domain::Deed::see_names);
    book::AccessRecord record{viewer.account,
                              desk_of(viewer),
                              access::Deed::READ,
                              "/v1/people/" + person,
                              {person},
                              {},
                              "",
                              viewer.peer,
                              0};
    for (const auto& field : detail_fields()) {
      if (!field.personal) continue;
      auto detail = book_->detail(facts, person, field.name);
      PersonField shown{field.name, field.title, "", false, detail.why};
      if (detail.value) {
        shown.full = field.name == "name" && names;
        shown.value = shown.full ? *detail.value : vault::masked(field.name, *detail.value);
        record.fields.push_back(field.name);
      }
      out.fields.push_back(std::move(shown));
    }
    if (!record.fields.empty() && access_) access_->write(record);
    return out;
  });
}

Result<PersonSheet> Ledger::unmask(const std::string& person,
                                   const std::vector<std::string>& fields,
                                   const std::string& reason, const Viewer& viewer) const {
  if (!viewer.desk || !viewer.may(domain::Deed::unmask) || !access_)
    return refuse(not_your_business(viewer, "查看完整的个人信息"));
  constexpr std::size_t reason_shortest = 12;  // bytes: four Chinese characters
  if (reason.size() < reason_shortest) {
    return refuse({Code::missing_field,
                   "没有写明查看的理由",
                   "写明为什么要看，至少四个字",
                   "/reason",
                   "",
                   {}});
  }
  return book_->read([&](const domain::Facts& facts) -> Result<PersonSheet> {
    if (auto fault = person_fault(facts, person, viewer)) return refuse(std::move(*fault));
    PersonSheet out;
    out.person = person;
    out.position = facts.position;
    for (const auto& name : fields) {
      auto field = std::find_if(detail_fields().begin(), detail_fields().end(),
                                [&](const auto& f) { return f.personal && f.name == name; });
      if (field == detail_fields().end()) {
        return refuse({Code::bad_value,
                       "没有个人信息字段 " + name,
                       "填 name idNumber 等字段名",
                       "/fields",
                       "",
                       {}});
      }
      auto detail = book_->detail(facts, person, name);
      out.fields.push_back(
          {name, field->title, detail.value.value_or(""), detail.value.has_value(), detail.why});
    }
    access_->write({viewer.account,
                    desk_of(viewer),
                    access::Deed::UNMASK,
                    "/v1/people/" + person,
                    {person},
                    fields,
                    reason,
                    viewer.peer,
                    0});
    return out;
  });
}

bool Ledger::may_read_subject(const std::string& subject, const Viewer& viewer) const {
  if (viewer.unguarded) return true;
  std::string person = subject.substr(std::min(subject.size(), subject.find(':') + 1));
  return book_->read(
      [&](const domain::Facts& facts) { return !person_fault(facts, person, viewer); });
}

std::optional<Refusal> Ledger::person_fault(const domain::Facts& facts, const std::string& person,
                                            const Viewer& viewer) const {
  bool known = facts.people.contains(person);
  bool inside = viewer.unguarded ||
                (viewer.desk && domain::covers(domain::FactsLands(facts), viewer.desk->scope,
                                               schema::Reference::person, person, false));
  if (known && inside) return std::nullopt;
  return not_yours("人员 " + person);
}

}  // namespace zhucun::app
