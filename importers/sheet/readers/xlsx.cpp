#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/package.h"
#include "importers/sheet/readers/readers.h"
#include "importers/sheet/readers/xlsx_parts.h"
#include "importers/sheet/readers/xlsx_sheet.h"

namespace zhucun::sheet {
namespace {

// One sheet; false when the sink has seen enough.
Result<bool> read_sheet(const Package& package, const SheetPart& sheet, const SheetContext& context,
                        Sink& sink, FileFacts& facts) {
  ++facts.sheets;
  if (!sink.begin_sheet(sheet.head)) return false;
  SheetHandler handler(context, sink);
  ElementCount counted;
  XmlStream xml(sheet.part, handler);
  auto done = package.read(sheet.part, [&](std::string_view piece) {
    counted.feed(piece);
    return xml.feed(piece);
  });
  if (!done) return refuse(done.error());
  facts.rows += handler.rows();
  facts.cells += handler.cells();
  if (handler.enough) return false;
  if (auto end = xml.finish(); !end) return refuse(end.error());
  auto tail = handler.finish(counted);
  if (!tail) return refuse(tail.error());
  facts.counted += counted.cells();
  return sink.end_sheet(*tail);
}

}  // namespace

Result<FileFacts> read_xlsx(std::string_view bytes, Sink& sink) {
  auto package = Package::open(bytes);
  if (!package) return refuse(package.error());
  auto parts = book_parts(*package);
  if (!parts) return refuse(parts.error());
  auto strings = shared_strings(*package, parts->shared_strings);
  if (!strings) return refuse(strings.error());
  auto styles = date_styles(*package, parts->styles);
  if (!styles) return refuse(styles.error());
  FileFacts facts;
  facts.kind = FileKind::xlsx;
  facts.dates_1904 = parts->dates_1904;
  for (const auto& sheet : parts->sheets) {
    SheetContext context{*strings, *styles, parts->dates_1904, sheet.head.name};
    auto more = read_sheet(*package, sheet, context, sink, facts);
    if (!more) return refuse(more.error());
    if (!*more) {
      facts.complete = false;
      break;
    }
  }
  return facts;
}

}  // namespace zhucun::sheet
