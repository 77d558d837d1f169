#include "ledger/accounts/password_rules.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "ledger/accounts/text.h"

namespace zhucun::accounts {

namespace {

constexpr std::size_t word_characters_max = 20;
constexpr std::size_t name_characters_min = 3;

// Rows and columns of a keyboard, each read in both directions.
constexpr std::array<std::u32string_view, 8> walks{U"qwertyuiop[]",
                                                   U"asdfghjkl;'",
                                                   U"zxcvbnm,./",
                                                   U"1234567890-=",
                                                   U"!@#$%^&*()_+",
                                                   U"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
                                                   U"!qaz@wsx#edc$rfv%tgb^yhn&ujm*ik<(ol>)p:?",
                                                   U"147258369"};

// Full-width forms are what an input method makes of the same keys.
char32_t lowered(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + 0x21;
  if (c == 0x3000) c = ' ';
  return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

char32_t letter_like(char32_t c) {
  switch (c) {
    case '0': return 'o';
    case '1':
    case '!': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return c;
  }
}

std::u32string lowered(std::u32string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char32_t c) { return lowered(c); });
  return text;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

const std::unordered_set<std::u32string>& words() {
  static const std::unordered_set<std::u32string> all = [] {
    std::unordered_set<std::u32string> out;
    std::string_view rest = common_words();
    while (true) {
      auto first = rest.find_first_not_of(" \n");
      if (first == std::string_view::npos) return out;
      auto last = rest.find_first_of(" \n", first);
      out.insert(*code_points(rest.substr(first, last - first)));
      rest.remove_prefix(last);
    }
  }();
  return all;
}

// How many characters from `at` are one run: each the next, or the one before, of the last.
std::size_t run_length(const std::u32string& text, std::size_t at) {
  std::size_t best = 1;
  for (int step : {1, -1}) {
    std::size_t end = at + 1;
    while (end < text.size() && static_cast<std::int64_t>(text[end]) - text[end - 1] == step) ++end;
    best = std::max(best, end - at);
  }
  return best;
}

std::size_t walk_length(const std::u32string& text, std::size_t at) {
  std::size_t best = 1;
  for (std::u32string_view walk : walks) {
    for (std::size_t start = 0; start < walk.size(); ++start) {
      std::size_t on = 0;
      while (at + on < text.size() && start + on < walk.size() && text[at + on] == walk[start + on])
        ++on;
      std::size_t back = 0;
      while (at + back < text.size() && back <= start && text[at + back] == walk[start - back])
        ++back;
      best = std::max({best, on, back});
    }
  }
  return best;
}

bool is_year(const std::u32string& text, std::size_t at) {
  if (at + 4 > text.size()) return false;
  bool century = text.compare(at, 2, U"19") == 0 || text.compare(at, 2, U"20") == 0;
  return century && is_digit(text[at + 2]) && is_digit(text[at + 3]);
}

Refusal length_refusal(std::size_t characters) {
  bool low = characters < password_characters_min;
  return {Code::password_length,
          "密码有 " + std::to_string(characters) + " 个字符，" + (low ? "少于 " : "多于 ") +
              std::to_string(low ? password_characters_min : password_characters_max) + " 个",
          "用 12 至 128 个字符，例如几个互不相关的词连在一起",
          "/password",
          "",
          {}};
}

}  // namespace

int password_worth(const std::u32string& characters) {
  std::u32string text = lowered(characters);
  std::u32string folded = text;
  std::transform(folded.begin(), folded.end(), folded.begin(), letter_like);
  std::vector<int> least(text.size() + 1, static_cast<int>(text.size()) + 1);
  least[0] = 0;
  auto reach = [&](std::size_t end, int worth) { least[end] = std::min(least[end], worth); };
  for (std::size_t at = 0; at < text.size(); ++at) {
    reach(at + 1, least[at] + 1);
    for (std::size_t length : {run_length(text, at), walk_length(text, at)}) {
      for (std::size_t n = 3; n <= length; ++n) reach(at + n, least[at] + 1);
    }
    if (is_year(text, at)) reach(at + 4, least[at] + 1);
    for (std::size_t n = 2; n <= word_characters_max && at + n <= text.size(); ++n) {
      if (words().contains(folded.substr(at, n)))
        reach(at + n, least[at] + (text[at] < 0x80 ? 2 : 1));
    }
    // What has just been written, written once more.
    for (std::size_t n = 1; n <= at && at + n <= text.size(); ++n) {
      if (text.compare(at, n, text, at - n, n) == 0) reach(at + n, least[at] + 1);
    }
  }
  return least.back();
}

std::optional<Refusal> password_fault(std::string_view account, std::string_view password) {
  auto characters = code_points(password);
  bool control = characters && std::any_of(characters->begin(), characters->end(),
                                           [](char32_t c) { return c < 0x20 || c == 0x7F; });
  if (!characters || control)
    return Refusal{
        Code::bad_value, "密码含有不能用的字符", "用能从键盘输入的字符", "/password", "", {}};
  if (characters->size() < password_characters_min || characters->size() > password_characters_max)
    return length_refusal(characters->size());
  std::u32string text = lowered(*characters);
  std::u32string name = lowered(code_points(account).value_or(U""));
  bool about = name.size() >= name_characters_min && text.find(name) != std::u32string::npos;
  if (about || name.find(text) != std::u32string::npos)
    return Refusal{Code::password_has_name,
                   "密码含有账号的名称",
                   "换一个与账号无关的密码",
                   "/password",
                   "",
                   {}};
  // Digits alone are telephone, card and id numbers.
  bool digits = std::all_of(text.begin(), text.end(), is_digit);
  if (digits || password_worth(*characters) < password_worth_min)
    return Refusal{Code::password_common,
                   "密码容易猜到：由常用词、年份、重复、连续或键盘相邻的字符组成",
                   "加入几个不相关的词或字符，不要只在常用词后面加数字",
                   "/password",
                   "",
                   {}};
  return std::nullopt;
}

}  // namespace zhucun::accounts
