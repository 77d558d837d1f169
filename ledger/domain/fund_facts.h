// The facts of money of the work fund as reports read them; see facts.h.
#pragma once

namespace zhucun::domain {

struct FundFacts {};

}  // namespace zhucun::domain
