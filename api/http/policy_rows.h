// The rows of a policy as JSON. Pure.
#pragma once

#include "ledger/policy/policy.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

// What every row carries, into an object that is open.
void write_cited(JsonWriter& out, const policy::Cited& row);
// Presence, month sheets, leave ladders and thresholds, each as a list. [7.2.3]
void write_attendance_rows(JsonWriter& out, const policy::Policy& policy);

}  // namespace zhucun::http
