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

template <typename NameOf>
void insert_names(Table& table, std::size_t column, NameOf name_of) {
  auto at = static_cast<std::ptrdiff_t>(column) + 1;
  table.columns.insert(table.columns.begin() + at,
                       {table.columns[column].name + "Name", "姓名", CellKind::text, "", false});
  for (auto& row : table.rows) {
    const book::Detail* name = name_of(row.cells[column]);
    Cell cell = !name         ? Cell::none("")
                : name->value ? Cell::text(*name->value)
                              : Cell::none(name->why);
    row.cells.insert(row.cells.begin() + at, std::move(cell));
  }
  if (table.totals) table.totals->cells.insert(table.totals->cells.begin() + at, Cell::text(""));
}

template <typename NameOf>
void replace_ids(Table& table, std::size_t column, NameOf name_of) {
  for (auto& row : table.rows) {
    const book::Detail* name = name_of(row.cells[column]);
    if (!name || !name->value) continue;
    auto& id = std::get<std::string>(row.cells[column].value);
    id = *name->value + "（" + id + "）";
  }
}

}  // namespace

// Names beside the ids of people, for whoever may see them: a column of their own behind a column
// of people, in place of the bare id where a party is called by it.
void Ledger::add_names(Table& table, const domain::Facts& facts, const Viewer& viewer,
                       const std::string& what, access::Deed deed) const {
  if (!access_ || !viewer.desk || !viewer.may(domain::Deed::see_names)) return;
  std::map<std::string, book::Detail> names;
  auto name_of = [&](const Cell& cell) -> const book::Detail* {
    const auto* person = std::get_if<std::string>(&cell.value);
    if (!person || !facts.people.contains(*person)) return nullptr;
    auto [at, fresh] = names.try_emplace(*person);
    if (fresh) at->second = book_->detail(facts, *person, "name");
    return &at->second;
  };
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    CellKind kind = table.columns[i].kind;
    if (kind == CellKind::person || kind == CellKind::label) columns.push_back(i);
  }
  for (const auto& row : table.rows) {
    for (auto i : columns) name_of(row.cells[i]);
  }
  book::AccessRecord record{
      viewer.account, desk_of(viewer), deed, what, {}, {"name"}, "", viewer.peer, 0};
  for (const auto& [person, name] : names) {
    if (name.value) record.people.push_back(person);
  }
  if (deed == access::Deed::EXPORT && !record.people.empty() &&
      !viewer.may(domain::Deed::export_names)) {
    table.remarks.push_back("这个岗位的导出文件不含姓名");
    return;
  }
  if (!record.people.empty()) access_->write(record);
  for (auto i = columns.rbegin(); i != columns.rend(); ++i) {
    if (table.columns[*i].kind == CellKind::person)
      insert_names(table, *i, name_of);
    else
      replace_ids(table, *i, name_of);
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
  if (!viewer.may(domain::Deed::read_reports)) return false;
  auto colon = subject.find(':');
  std::string who = subject.substr(std::min(subject.size(), colon + 1));
  // Of subjects that are named by several values, the first says whose they are.
  std::string kind = subject.substr(0, colon);
  if (kind == "attendance" || kind == "payout") {
    auto reference = kind == "payout" ? schema::Reference::unit : schema::Reference::village;
    std::string whose = who.substr(0, who.find('@'));
    return book_->read([&](const domain::Facts& facts) {
      return viewer.desk &&
             domain::covers(domain::FactsLands(facts), viewer.desk->scope, reference, whose, false);
    });
  }
  return book_->read([&](const domain::Facts& facts) { return !person_fault(facts, who, viewer); });
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
