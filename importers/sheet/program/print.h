// Rows as lines of JSON, for people and for comparing with other readers. One thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

class PrintSink : public Sink {
 public:
  using Out = std::function<bool(std::string_view bytes)>;
  explicit PrintSink(Out out) : out_(std::move(out)) {}
  bool begin_sheet(const SheetHead& head) override;
  bool row(const Row& row) override;
  bool end_sheet(const SheetTail& tail) override;
  void finish(const Result<FileFacts>& result);

 private:
  bool flush(std::size_t above);
  Out out_;
  std::string text_;
};

}  // namespace zhucun::sheet
