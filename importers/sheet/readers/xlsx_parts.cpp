#include "importers/sheet/readers/xlsx_parts.h"

#include <charconv>
#include <map>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/number_format.h"
#include "importers/sheet/readers/xml_stream.h"

namespace zhucun::sheet {
namespace {

Result<void> parse_part(const Package& package, const std::string& part, XmlHandler& handler) {
  XmlStream xml(part, handler);
  auto done = package.read(part, [&xml](std::string_view piece) { return xml.feed(piece); });
  if (!done) return done;
  return handler.enough ? Result<void>{} : xml.finish();
}

struct Relation {
  std::string type;  // the last step of the type's address, such as worksheet
  std::string target;
};

struct RelationsHandler : XmlHandler {
  std::map<std::string, Relation, std::less<>> by_id;

  void start(XmlName name, const XmlAttributes& attributes) override {
    if (name.space != Space::package_relation || name.local != "Relationship") return;
    if (attributes.find("TargetMode") == "External") return;
    auto type = attributes.find("Type").value_or("");
    by_id[std::string(attributes.find("Id").value_or(""))] = {
        std::string(type.substr(type.rfind('/') + 1)),
        std::string(attributes.find("Target").value_or(""))};
  }
  void end(XmlName) override {}
  void text(std::string_view) override {}
};

struct WorkbookHandler : XmlHandler {
  struct One {
    SheetHead head;
    std::string relation;
  };
  std::vector<One> sheets;
  bool dates_1904 = false;
  bool is_workbook = false;

  void start(XmlName name, const XmlAttributes& attributes) override {
    if (name.is("workbook")) is_workbook = true;
    if (name.is("workbookPr")) dates_1904 = attributes.is_true("date1904");
    if (!name.is("sheet")) return;
    auto state = attributes.find("state").value_or("visible");
    sheets.push_back({{std::string(attributes.find("name").value_or("")), state != "visible"},
                      std::string(attributes.find_relation("id").value_or(""))});
    // Sheets of charts count too, so a book may have a few more than it may have tables.
    if (sheets.size() > 4 * sheets_max) {
      fault = too_large("工作表超过 " + std::to_string(sheets_max) + " 张");
    }
  }
  void end(XmlName) override {}
  void text(std::string_view) override {}
};

struct StringsHandler : XmlHandler {
  TextTable strings;

  void start(XmlName name, const XmlAttributes&) override {
    if (name.is("si")) current_.clear();
    if (name.is("rPh")) ++phonetic_;
    in_text_ = name.is("t") && phonetic_ == 0;
  }
  void end(XmlName name) override {
    if (name.is("rPh")) --phonetic_;
    if (name.is("t")) in_text_ = false;
    if (!name.is("si")) return;
    strings.add(unescaped(std::move(current_)));
    current_.clear();
    if (strings.bytes() > shared_bytes_max) {
      fault = too_large("文件里的文字超过 " + std::to_string(shared_bytes_max >> 20) + " MiB");
    }
  }
  void text(std::string_view piece) override {
    if (!in_text_) return;
    current_ += piece;
    if (current_.size() > cell_bytes_max) {
      fault =
          too_large("有一格的文字超过 " + std::to_string(cell_bytes_max) + " 字节", "请删短这一格");
    }
  }

 private:
  std::string current_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

struct StylesHandler : XmlHandler {
  static constexpr std::size_t styles_max = 100'000;
  std::map<std::uint32_t, bool> custom;
  std::vector<std::uint32_t> formats;

  void start(XmlName name, const XmlAttributes& attributes) override {
    auto id = [&attributes] {
      auto text = attributes.find("numFmtId").value_or("0");
      std::uint32_t value = 0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    if (name.is("numFmt") && !in_differential_) {
      custom[id()] = is_date_code(attributes.find("formatCode").value_or(""));
    }
    if (name.is("dxfs")) in_differential_ = true;
    if (name.is("cellXfs")) in_cells_ = true;
    if (name.is("xf") && in_cells_) formats.push_back(id());
    if (formats.size() > styles_max || custom.size() > styles_max) {
      fault = too_large("单元格格式超过 " + std::to_string(styles_max) + " 种",
                        "请用 Excel 或 WPS 清除格式后另存");
    }
  }
  void end(XmlName name) override {
    if (name.is("cellXfs")) in_cells_ = false;
    if (name.is("dxfs")) in_differential_ = false;
  }
  void text(std::string_view) override {}

 private:
  bool in_cells_ = false;
  bool in_differential_ = false;
};

// The part of relations that belongs to a part: xl/workbook.xml -> xl/_rels/workbook.xml.rels.
std::string relations_of(const std::string& part) {
  auto cut = part.rfind('/') + 1;
  return part.substr(0, cut) + "_rels/" + part.substr(cut) + ".rels";
}

Refusal not_a_workbook(const Package& package) {
  auto holds = [&package](std::string_view start) {
    for (const auto& entry : package.entries()) {
      if (entry.name.starts_with(start)) return true;
    }
    return false;
  };
  const std::string hint = "请用 Excel 或 WPS 打开，另存为 xlsx 后上传";
  if (package.has("xl/workbook.bin")) return refused("这是二进制工作簿（xlsb），不能读取", hint);
  if (package.has("content.xml") && package.has("mimetype")) {
    return refused("这是 OpenDocument 文件（ods），不能读取", hint);
  }
  if (holds("word/")) {
    return refused("这是 Word 文档（docx），不是表格",
                   "请把表格复制到 Excel 或 WPS 表格里，保存为 xlsx");
  }
  if (holds("ppt/"))
    return refused("这是演示文稿（pptx），不是表格", "请上传 xlsx、xls 或 csv 文件");
  return refused("这是压缩包，不是表格文件", "请先解压，再上传里面的 xlsx、xls 或 csv 文件");
}

// The part of the workbook itself; empty when there is none of this kind.
Result<std::string> workbook_part(const Package& package) {
  if (package.has("_rels/.rels")) {
    RelationsHandler root;
    if (auto done = parse_part(package, "_rels/.rels", root); !done) return refuse(done.error());
    for (const auto& [id, relation] : root.by_id) {
      if (relation.type != "officeDocument") continue;
      auto part = resolve_part("", relation.target);
      if (package.has(part) && !part.ends_with(".bin")) return part;
    }
  }
  return std::string(package.has("xl/workbook.xml") ? "xl/workbook.xml" : "");
}

}  // namespace

Result<BookParts> book_parts(const Package& package) {
  auto part = workbook_part(package);
  if (!part) return refuse(part.error());
  if (part->empty()) return refuse(not_a_workbook(package));
  WorkbookHandler book;
  if (auto done = parse_part(package, *part, book); !done) return refuse(done.error());
  if (!book.is_workbook) return refuse(not_a_workbook(package));
  RelationsHandler relations;
  if (auto name = relations_of(*part); package.has(name)) {
    if (auto done = parse_part(package, name, relations); !done) return refuse(done.error());
  }
  BookParts out;
  out.workbook = *part;
  out.dates_1904 = book.dates_1904;
  for (const auto& [id, relation] : relations.by_id) {
    auto target = resolve_part(*part, relation.target);
    if (relation.type == "sharedStrings" && package.has(target)) out.shared_strings = target;
    if (relation.type == "styles" && package.has(target)) out.styles = target;
  }
  for (auto& one : book.sheets) {
    auto found = relations.by_id.find(one.relation);
    if (found == relations.by_id.end()) {
      return refuse(damaged("找不到工作表“" + one.head.name + "”的内容"));
    }
    // Sheets of charts and dialogs have no cells.
    if (found->second.type != "worksheet") continue;
    auto target = resolve_part(*part, found->second.target);
    if (!package.has(target)) return refuse(damaged("找不到工作表“" + one.head.name + "”的内容"));
    out.sheets.push_back({std::move(one.head), std::move(target)});
  }
  if (out.sheets.size() > sheets_max) {
    return refuse(too_large("工作表有 " + std::to_string(out.sheets.size()) + " 张，超过 " +
                            std::to_string(sheets_max) + " 张"));
  }
  return out;
}

Result<TextTable> shared_strings(const Package& package, const std::string& part) {
  StringsHandler handler;
  if (part.empty()) return std::move(handler.strings);
  if (auto done = parse_part(package, part, handler); !done) return refuse(done.error());
  return std::move(handler.strings);
}

Result<std::vector<bool>> date_styles(const Package& package, const std::string& part) {
  StylesHandler handler;
  if (part.empty()) return std::vector<bool>{};
  if (auto done = parse_part(package, part, handler); !done) return refuse(done.error());
  std::vector<bool> out;
  for (auto id : handler.formats) {
    auto found = handler.custom.find(id);
    out.push_back(found != handler.custom.end() ? found->second : is_date_format(id));
  }
  return out;
}

}  // namespace zhucun::sheet
