// The letters of a month sheet: by the sheet's own legend, else by the ledger's.
// Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "importers/recognise.h"

namespace zhucun::importers {

class Legend {
 public:
  // Reads the lines above and below the table: √ 在岗 △ 公出, ×：未请假离岗, 病=病假.
  Legend(const Grid& grid, std::uint32_t header_first, std::uint32_t table_last);

  // The ledger's word of a cell: 在, or 在病 for half days each. What nobody explained is a
  // question, never a guess.
  struct Word {
    std::string word;     // empty with a question
    std::string unknown;  // the letter that nobody explained
  };
  Word word_of(std::string_view cell, const Answers& answers) const;
  // What the sheet says, letter and meaning.
  const std::map<std::string, std::string>& said() const { return said_; }

  static std::string question_key(const std::string& letter) { return "mark||" + letter; }
  static std::vector<Candidate> options();

 private:
  void read(const std::string& written);
  std::optional<std::string> letter_of(const std::string& text, const Answers& answers) const;

  std::map<std::string, std::string> said_;  // the sheet's letter: the ledger's letter
};

}  // namespace zhucun::importers
