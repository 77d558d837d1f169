// Names of divisions, units, people and parties as a book knows them: what sheets are read against.
//
// Made from the facts at one position for one viewer; names of people are opened only when a sheet
// asks for one, only of people in the viewer's scope, and that is written down. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/app/ledger.h"
#include "importers/reading.h"

namespace zhucun::app {

class BookDirectory : public importers::Directory {
 public:
  // `what` stands in the access log when names are opened: the file that is imported.
  BookDirectory(Ledger& ledger, const Viewer& viewer, std::string what);

  std::vector<importers::Candidate> find(schema::Reference what, std::string_view text,
                                         const importers::Around& around) const override;
  std::optional<std::string> person_of(std::string_view id_number) const override;
  std::string newcomer(std::string_view words) const override;
  // Units, people and divisions that the import itself registers: other rows may name them. Whether
  // anything was not known before.
  bool learn(const std::vector<importers::Item>& items);
  Date today() const override { return today_; }
  std::string name_of(DivisionCode code) const override;
  Date book_start() const override { return start_; }

 private:
  struct Place {
    DivisionCode parent;
    DivisionLevel level = DivisionLevel::unknown;
    std::string name;
    DivisionCode now;  // itself, or what it was merged into
  };
  struct Stay {
    DivisionCode village;
    std::string unit;
    bool open = false;
  };
  using Codes = std::vector<DivisionCode>;

  void take_divisions(const domain::Facts& facts);
  void take_people(const domain::Facts& facts);
  void take_policy_keys();
  void learn_names(const std::string& type, const std::string& unit, const std::string& person,
                   const std::string& name);
  using Keys = std::vector<std::pair<std::string, std::string>>;  // with their titles
  static std::vector<importers::Candidate> keys_in(const Keys& keys, std::string_view text);
  bool lies_in(DivisionCode code, DivisionCode area) const;
  std::string label_of(DivisionCode code) const;
  std::vector<importers::Candidate> divisions(std::string_view text, DivisionLevel level,
                                              const importers::Around& around) const;
  std::vector<importers::Candidate> units(std::string_view text) const;
  std::vector<importers::Candidate> people(std::string_view text,
                                           const importers::Around& around) const;
  std::vector<importers::Candidate> parties(std::string_view text,
                                            const importers::Around& around) const;
  void open_names() const;

  Ledger& ledger_;
  Viewer viewer_;
  std::string what_;
  Date today_;
  Date start_;
  DivisionCode city_;
  std::map<DivisionCode, Place> places_;
  std::unordered_map<std::string, Codes> by_name_;  // bare names, former ones too
  std::map<std::string, std::string> unit_names_;   // id: name of today
  std::unordered_map<std::string, std::vector<std::string>> units_by_name_;
  std::map<std::string, std::vector<Stay>> people_;
  std::map<std::string, std::string> merged_people_;
  Keys keys_;       // of the policy: kinds, attributes, heads of spending
  Keys items_;      // of allowances
  Keys standards_;  // registers of rates
  mutable bool names_opened_ = false;
  mutable std::unordered_map<std::string, std::vector<std::string>> people_by_name_;
  mutable std::map<std::string, std::string> name_of_;
};

// A place's name without what is only its kind: 张家沟村村委会 is 张家沟.
std::string bare_name(std::string_view name);

}  // namespace zhucun::app
