#include "tests/sheet/make_files.h"

#include <zlib.h>

#include <array>

#include "importers/sheet/read.h"
#include "importers/sheet/readers/package.h"
#include "importers/sheet/readers/readers.h"

namespace zhucun::sheet::testing {
namespace {

std::string deflated(std::string_view content) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

unsigned method_of(const Zip::Options& options) {
  if (options.method != 0xffff) return options.method;
  return options.deflate ? 8 : 0;
}

}  // namespace

std::string u8(unsigned value) {
  return std::string(1, static_cast<char>(value));
}
std::string u16(unsigned value) {
  return u8(value & 255) + u8(value >> 8 & 255);
}
std::string u32(std::uint32_t value) {
  return u16(value & 0xffff) + u16(value >> 16);
}
std::string f64(double value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string Zip::local(const Entry& entry) const {
  const auto& name = entry.options.local_name.empty() ? entry.name : entry.options.local_name;
  return u32(0x04034b50) + u16(20) + u16(entry.options.flags) + u16(method_of(entry.options)) +
         u32(0) + u32(entry.checksum) + u32(static_cast<std::uint32_t>(entry.packed.size())) +
         u32(entry.size) + u16(static_cast<unsigned>(name.size())) + u16(0) + name;
}

Zip& Zip::add(std::string name, std::string_view content) {
  return add(std::move(name), content, Options{});
}

Zip& Zip::add(std::string name, std::string_view content, const Options& options) {
  Entry entry;
  entry.name = std::move(name);
  entry.packed = options.deflate ? deflated(content) : std::string(content);
  entry.size = static_cast<std::uint32_t>(content.size()) + options.size_lie;
  entry.checksum =
      static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(content.data()),
                                       static_cast<uInt>(content.size()))) +
      options.checksum_lie;
  entry.offset = static_cast<std::uint32_t>(body_.size());
  entry.options = options;
  body_ += local(entry) + entry.packed;
  entries_.push_back(std::move(entry));
  return *this;
}

Zip& Zip::overlap(std::string name, std::string_view content) {
  Entry entry;
  entry.offset =
      entries_.back().offset + 30 + static_cast<std::uint32_t>(entries_.back().name.size());
  entry.name = std::move(name);
  entry.packed = content;
  entry.size = static_cast<std::uint32_t>(content.size());
  entry.options.deflate = false;
  entries_.push_back(std::move(entry));
  return *this;
}

std::string Zip::bytes() const {
  std::string directory;
  for (const auto& entry : entries_) {
    directory += u32(0x02014b50) + u16(0x0314) + u16(20) + u16(entry.options.flags) +
                 u16(method_of(entry.options)) + u32(0) + u32(entry.checksum) +
                 u32(static_cast<std::uint32_t>(entry.packed.size())) + u32(entry.size) +
                 u16(static_cast<unsigned>(entry.name.size())) + u16(0) + u16(0) + u16(0) + u16(0) +
                 u32(entry.options.attributes) + u32(entry.offset) + entry.name;
  }
  auto count = u16(static_cast<unsigned>(entries_.size()));
  return body_ + directory + u32(0x06054b50) + u32(0) + count + count +
         u32(static_cast<std::uint32_t>(directory.size())) +
         u32(static_cast<std::uint32_t>(body_.size())) + u16(0);
}

Zip Book::zip() const {
  const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string relations =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  const std::string space = " xmlns=\"" + sheet_space + "\"";
  auto relation = [&types](const std::string& id, const std::string& type,
                           const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + types + type + "\" Target=\"" + target +
           "\"/>";
  };
  const std::string root = absolute_parts ? "/xl/" : "";
  std::string list, links;
  Zip zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add("_rels/.rels",
          relations + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    auto number = std::to_string(i + 1);
    list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"s" + number +
            "\"/>";
    links += relation("s" + number, "worksheet", root + "worksheets/sheet" + number + ".xml");
    zip.add("xl/worksheets/sheet" + number + ".xml",
            "<worksheet" + space + ">" + sheets[i].second + "</worksheet>");
  }
  links += relation("t", "sharedStrings", root + "sharedStrings.xml");
  links += relation("y", "styles", root + "styles.xml");
  zip.add("xl/workbook.xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook" + space +
              " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
              workbook_properties + "<sheets>" + list + "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels", relations + links + "</Relationships>");
  if (!shared.empty()) zip.add("xl/sharedStrings.xml", "<sst" + space + ">" + shared + "</sst>");
  if (!styles.empty()) {
    zip.add("xl/styles.xml", "<styleSheet" + space + ">" + styles + "</styleSheet>");
  }
  return zip;
}

std::string book_of(std::string_view rows) {
  return Book{.sheets = {{"表", "<sheetData>" + std::string(rows) + "</sheetData>"}}}.bytes();
}

std::string record(std::uint16_t id, std::string_view data) {
  return u16(id) + u16(static_cast<unsigned>(data.size())) + std::string(data);
}

std::string ole_of(std::string_view stream_name, std::string stream) {
  constexpr std::size_t sector = 512;
  std::size_t size = std::max<std::size_t>(stream.size(), 4096);
  stream.resize((size + sector - 1) / sector * sector);
  auto sectors = static_cast<std::uint32_t>(stream.size() / sector);
  auto tables = static_cast<std::uint32_t>((sectors + 1 + 127) / 127 + 1);
  std::string allocation;
  for (std::uint32_t i = 0; i < sectors; ++i) {
    allocation += u32(i + 1 == sectors ? 0xfffffffe : i + 1);
  }
  allocation += u32(0xfffffffe);  // the directory
  for (std::uint32_t i = 0; i < tables; ++i) allocation += u32(0xfffffffd);
  allocation.resize(tables * sector, '\xff');
  auto entry = [&](std::string_view name, unsigned kind, std::uint32_t start, std::uint32_t bytes) {
    std::string wide;
    for (char c : name) wide += u16(static_cast<unsigned char>(c));
    auto length = static_cast<unsigned>(wide.size() + 2);
    wide.resize(64);
    std::string out = wide + u16(length) + u8(kind) + u8(1) + u32(0xffffffff) + u32(0xffffffff) +
                      u32(kind == 5 ? 1 : 0xffffffff) + std::string(36, '\0');
    return out + u32(start) + u32(bytes) + u32(0);
  };
  std::string directory = entry("Root Entry", 5, 0xfffffffe, 0) +
                          entry(stream_name, 2, 0, static_cast<std::uint32_t>(size));
  directory.resize(sector);
  std::string header = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(16, '\0') + u16(0x3e) +
                       u16(3) + u16(0xfffe) + u16(9) + u16(6) + std::string(10, '\0') +
                       u32(tables) + u32(sectors) + u32(0) + u32(4096) + u32(0xfffffffe) + u32(0) +
                       u32(0xfffffffe) + u32(0);
  for (std::uint32_t i = 0; i < tables; ++i) header += u32(sectors + 1 + i);
  header.resize(sector, '\xff');
  return header + stream + directory + allocation;
}

std::string xls_of(const std::string& globals, const std::string& cells, unsigned version) {
  auto begin = [version](unsigned kind) {
    return record(0x809, u16(version) + u16(kind) + u32(0));
  };
  std::string name = version == 0x600 ? u8(1) + u8(0) + "S" : u8(1) + "S";
  auto sheet = [&name](std::uint32_t at) { return record(0x85, u32(at) + u16(0) + name); };
  std::string head = begin(5) + globals;
  auto at = static_cast<std::uint32_t>((head + sheet(0) + record(0x0a, "")).size());
  std::string stream = head + sheet(at) + record(0x0a, "") + begin(0x10) + cells + record(0x0a, "");
  return ole_of(version == 0x600 ? "Workbook" : "Book", stream);
}

std::string Read::at(std::string_view place, std::size_t sheet) const {
  constexpr std::array names{"blank", "text", "number", "date", "boolean", "error"};
  auto where = parse_place(place);
  if (!where || sheet >= book.sheets.size()) return "-";
  const Cell* cell = book.sheets[sheet].at(where->row, where->column);
  if (!cell) return "-";
  return std::string(names[static_cast<std::size_t>(cell->kind)]) + " " + cell->text;
}

std::string Read::refusal() const {
  if (facts) return "";
  return std::string(name_of(facts.error().code)) + ": " + facts.error().detail;
}

std::map<std::string, std::string> parts_of(std::string_view bytes) {
  std::map<std::string, std::string> out;
  auto package = Package::open(bytes);
  if (!package) return out;
  for (const auto& entry : package->entries()) {
    out[entry.name] = package->read_all(entry.name).value_or("unreadable");
  }
  return out;
}

Read read_here(std::string_view bytes) {
  Read out;
  out.facts = read_bytes(bytes, out.book);
  return out;
}

Read read_locked(std::string_view bytes, std::string_view name) {
  Read out;
  ReadOptions options;
  options.program = ZHUCUN_SHEETS;
  options.name = name;
  out.facts = read_file(bytes, options, out.book);
  return out;
}

}  // namespace zhucun::sheet::testing
