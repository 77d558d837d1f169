#include "importers/sheet/messages.h"
#include "importers/sheet/readers/little_endian.h"

namespace zhucun::sheet {
namespace {

void put(std::string& out, std::uint32_t value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t number() {
    auto value = number_at<std::uint32_t>(bytes_, at_);
    ok = ok && value.has_value();
    at_ += 4;
    return value.value_or(0);
  }
  std::string text() {
    auto length = number();
    if (!ok || bytes_.size() - at_ < length) {
      ok = false;
      return {};
    }
    at_ += length;
    return std::string(bytes_.substr(at_ - length, length));
  }
  bool ended() const { return ok && at_ == bytes_.size(); }
  bool ok = true;

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

std::string faults_message(const std::vector<SheetFaults>& faults) {
  std::string out;
  put(out, static_cast<std::uint32_t>(faults.size()));
  for (const auto& sheet : faults) {
    put(out, static_cast<std::uint32_t>(sheet.sheet));
    put(out, sheet.header_row);
    put(out, static_cast<std::uint32_t>(sheet.faults.size()));
    for (const auto& fault : sheet.faults) {
      put(out, fault.row);
      put(out, fault.column);
      put(out, std::string_view(fault.reason));
      put(out, std::string_view(fault.repair));
    }
  }
  return out;
}

std::optional<std::vector<SheetFaults>> parse_faults(std::string_view bytes) {
  Input in(bytes);
  std::vector<SheetFaults> out;
  auto sheets = in.number();
  for (std::uint32_t i = 0; i < sheets && in.ok; ++i) {
    SheetFaults sheet;
    sheet.sheet = in.number();
    sheet.header_row = in.number();
    auto count = in.number();
    for (std::uint32_t k = 0; k < count && in.ok; ++k) {
      Fault fault;
      fault.row = in.number();
      fault.column = in.number();
      fault.reason = in.text();
      fault.repair = in.text();
      sheet.faults.push_back(std::move(fault));
    }
    out.push_back(std::move(sheet));
  }
  if (!in.ended()) return std::nullopt;
  return out;
}

}  // namespace zhucun::sheet
