// The bytes of what is kept of an import. Decoding what is not whole throws DamagedBook.
#pragma once

#include "api/app/imports.h"

namespace zhucun::app {

std::string encoded(const ImportRecord& record);
ImportRecord decoded_import(std::string_view bytes);

}  // namespace zhucun::app
