// The numbers of papers behind money events, in one spelling, each in its space: a number is used
// once there. Pure. [8.2.1]
#pragma once

#include <string>
#include <vector>

#include "ledger/domain/decide.h"

namespace zhucun::domain {

std::vector<std::string> papers_of(event::Body::Reader body);

}  // namespace zhucun::domain
