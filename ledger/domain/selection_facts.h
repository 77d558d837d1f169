// The facts of needs, selection, handover and recall as reports read them; see facts.h.
#pragma once

namespace zhucun::domain {

struct SelectionFacts {};

}  // namespace zhucun::domain
