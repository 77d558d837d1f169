// What the demo city's units do beside paying money in hand: health checks, insurance, living
// costs, cases of injury, budgets and statements; and what they leave undone. [8.2.2]
#pragma once

#include "tools/demo/pay_plan.h"

namespace zhucun::demo {

std::vector<PlantedCase> write_benefits(const City& city, const PayPlan& plan, Random random,
                                        Diary& diary);

}  // namespace zhucun::demo
