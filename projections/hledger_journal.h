// The work fund as an hledger journal, so that a stranger's tool checks our books: every money
// event is one transaction whose postings are its entries, every reversal one more. Pure. [8.2.1]
#pragma once

#include <functional>
#include <string_view>

#include "projections/report.h"

namespace zhucun::projections {

// Accounts are account:holder:year:fund:source:village, such as
// cash:610802101000:2024:team:pooled:610802101200 (none = not distributed). Amounts in CNY with two
// decimals. Gives the text piece by piece. A desk gets the transactions that lie wholly within its
// scope: those of a county do.
void hledger_journal(const Sight& sight, const std::function<void(std::string_view)>& write);

}  // namespace zhucun::projections
