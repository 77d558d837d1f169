// Every event type says which desks may record it and whose it is; nothing is anybody's by
// accident.
#include "ledger/domain/authority.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace zhucun::domain {
namespace {

// The program's own words, and the ceremony, which comes before there are desks.
const std::set<std::string> deskless{"bookOpened", "bookRestored", "ceremonyHeld"};

TEST(Authority, EveryEventNamesDesksThatExistAndAPlaceThatIsAField) {
  const std::set<schema::Reference> places{
      schema::Reference::division, schema::Reference::county,  schema::Reference::township,
      schema::Reference::village,  schema::Reference::unit,    schema::Reference::person,
      schema::Reference::party,    schema::Reference::position};
  for (const auto& type : schema::catalogue()) {
    EXPECT_EQ(type.by.empty(), deskless.contains(type.name)) << type.name;
    for (const auto& role : type.by) EXPECT_TRUE(parse_role(role)) << type.name << " " << role;
    if (type.place.empty()) continue;
    auto field = std::find_if(type.fields.begin(), type.fields.end(),
                              [&](const auto& one) { return one.name == type.place; });
    ASSERT_NE(field, type.fields.end()) << type.name;
    EXPECT_TRUE(places.contains(field->reference)) << type.name << " " << type.place;
    EXPECT_TRUE(field->required) << type.name << ": a place that may be left out is nobody's";
  }
}

TEST(Authority, NoRoleDoesEverythingAndAdministratorsSeeNoBusiness) {
  for (auto role : {event::DeskRole::SYSTEM_ADMIN, event::DeskRole::SECURITY_ADMIN,
                    event::DeskRole::AUDIT_ADMIN, event::DeskRole::COUNTY_ADMIN}) {
    for (auto deed :
         {Deed::read_reports, Deed::read_events, Deed::see_names, Deed::unmask, Deed::export_names})
      EXPECT_FALSE(role_may(role, deed)) << name_of(role);
  }
  EXPECT_FALSE(role_may(event::DeskRole::UNKNOWN, Deed::read_reports));
  EXPECT_FALSE(role_may(event::DeskRole::CITY_OFFICE, Deed::manage_accounts));
  EXPECT_FALSE(role_may(event::DeskRole::AUDITOR, Deed::see_names));
}

}  // namespace
}  // namespace zhucun::domain
