// What a village's team takes on, and the sums on relocated households at work. [6]
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::TaskSet::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TaskProgressed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::EmploymentStated::Reader,
                        event::Body::Reader);

}  // namespace zhucun::domain
