#include "tests/harness/spec_text.h"

#include <fstream>
#include <sstream>

namespace zhucun::harness {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  bool quoted = false;
  for (char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else {
      word.push_back(c);
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) out.push_back(part);
  return out;
}

Fields fields_of(const std::vector<std::string>& words, std::size_t from) {
  Fields out;
  for (std::size_t i = from; i < words.size(); ++i) {
    auto equals = words[i].find('=');
    if (equals == std::string::npos)
      out.emplace_back(words[i], "");
    else
      out.emplace_back(words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  return out;
}

std::string fen_of(std::string yuan) {
  std::erase(yuan, '.');
  bool negative = yuan.starts_with('-');
  auto first = yuan.find_first_not_of("-0");
  if (first == std::string::npos) return "0";
  return (negative ? "-" : "") + yuan.substr(first);
}

}  // namespace zhucun::harness
