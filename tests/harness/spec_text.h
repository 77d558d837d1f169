// How the lines of a spec are cut into words and fields.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace zhucun::harness {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> lines_of(const std::string& path);
// Words split at spaces; key="a b" keeps its spaces.
std::vector<std::string> words_of(const std::string& text);
std::vector<std::string> split(const std::string& text, char at);
// key=value from the word at `from` on; a word without = has no value.
Fields fields_of(const std::vector<std::string>& words, std::size_t from);
// 1234.50 yuan are 123450 fen.
std::string fen_of(std::string yuan);

}  // namespace zhucun::harness
