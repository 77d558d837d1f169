// The facts as a scope looks at them; see authority.h. Any thread that holds the facts' shared
// lock.
#pragma once

#include "ledger/domain/authority.h"
#include "ledger/domain/facts.h"

namespace zhucun::domain {

class FactsLands : public Lands {
 public:
  explicit FactsLands(const Facts& facts) : facts_(facts) {}
  DivisionCode city() const override { return facts_.city; }
  DivisionCode parent_of(DivisionCode code) const override;
  DivisionCode seat_of(const std::string& unit) const override;
  std::vector<StandsAt> stays_of(const std::string& person) const override;
  bool is_person(const std::string& person) const override {
    return facts_.people.contains(person);
  }
  std::vector<DivisionCode> villages_of(const std::string& unit) const override;

 private:
  const Facts& facts_;
};

}  // namespace zhucun::domain
