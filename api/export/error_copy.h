// A user's own file with what is wrong in it: the columns 错误原因 and 修改办法, faulty cells in
// red.
//
// An XLSX file is given back as it was, with these added. A file of another kind is written anew as
// XLSX, cell by cell. Refuses what the readers refuse. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/app/imports.h"

namespace zhucun::exporting {

Result<std::string> error_copy(std::string_view bytes, const app::ImportPreview& preview,
                               std::size_t file, const sheet::ReadOptions& sandbox);

}  // namespace zhucun::exporting
