// The facts of days on duty and leave as reports read them; see facts.h.
#pragma once

namespace zhucun::domain {

struct AttendanceFacts {};

}  // namespace zhucun::domain
