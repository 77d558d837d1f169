// The three ways in which a reader turns a file down, in one line each. What a file says of itself
// in the words is made fit to be shown.
#pragma once

#include <string>
#include <utility>

#include "importers/sheet/readers/text_tools.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

inline Refusal refused(std::string detail, std::string hint) {
  return {Code::file_refused, printable(detail), std::move(hint), "", "", {}};
}

// The file is damaged; opening and saving it anew usually mends it.
inline Refusal damaged(
    std::string detail,
    std::string hint = "请用 Excel 或 WPS 打开，另存为 xlsx 后重新上传；打不开的请对方重发") {
  return {Code::file_unreadable, printable(detail), std::move(hint), "", "", {}};
}

inline Refusal too_large(std::string detail, std::string hint = "请把文件拆成几个后分别上传") {
  return {Code::file_too_large, printable(detail), std::move(hint), "", "", {}};
}

}  // namespace zhucun::sheet
