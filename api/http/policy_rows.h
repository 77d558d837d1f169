// The rows of a policy as JSON. Pure.
#pragma once

#include "ledger/policy/policy.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

// Every kind of row and the readings, each as a list, into an object that is open.
void write_rows(JsonWriter& out, const policy::Policy& policy);

}  // namespace zhucun::http
