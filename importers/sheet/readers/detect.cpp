#include <optional>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/ole.h"
#include "importers/sheet/readers/readers.h"
#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {
namespace {

constexpr std::size_t head_bytes = 4096;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

const char* const save_as = "请用 Excel 或 WPS 打开，另存为 xlsx 后上传";

// Markup under a spreadsheet's name: what many web systems export.
std::optional<Refusal> markup(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  auto head = lower(trimmed(bytes.substr(0, head_bytes)));
  if (head.starts_with("mime-version:") || head.find("\nmime-version:") != std::string::npos) {
    return refused("这是网页归档（MHT），不是表格文件", save_as);
  }
  if (!head.starts_with("<")) return std::nullopt;
  for (std::string_view sign : {"<!doctype html", "<html", "<table", "<head", "<meta", "<body",
                                "<style", "<div", "<tr", "<center"}) {
    if (head.find(sign) != std::string::npos) {
      return refused("这个文件的内容是网页（HTML），不是表格文件", save_as);
    }
  }
  if (head.find("urn:schemas-microsoft-com:office:spreadsheet") != std::string::npos) {
    return refused("这个文件的内容是 XML 表格（2003 版 XML），不是 xls 或 xlsx", save_as);
  }
  if (head.starts_with("<?xml") || head.starts_with("<!")) {
    return refused("这个文件的内容是 XML，不是表格文件", save_as);
  }
  return std::nullopt;
}

// Files of other programs, by their first bytes.
std::optional<Refusal> other_kind(std::string_view bytes) {
  struct Sign {
    std::string_view start;
    const char* what;
  };
  static constexpr Sign signs[] = {{"%PDF", "PDF 文件"},
                                   {"{\\rtf", "RTF 文档"},
                                   {"\x89PNG", "图片（PNG）"},
                                   {"\xff\xd8\xff", "图片（JPEG）"},
                                   {"Rar!", "压缩包（RAR）"},
                                   {"7z\xbc\xaf", "压缩包（7z）"},
                                   {"\x1f\x8b", "压缩包（gzip）"},
                                   {"GIF8", "图片（GIF）"},
                                   {"\x7f"
                                    "ELF",
                                    "程序"},
                                   {"MZ", "程序"}};
  for (const auto& sign : signs) {
    if (!bytes.starts_with(sign.start)) continue;
    // Two letters alone may begin a text.
    if (sign.start == "MZ" && bytes.find('\0') == std::string_view::npos) continue;
    return refused(std::string("这是") + sign.what + "，不是表格文件",
                   "请上传 xlsx、xls 或 csv 文件");
  }
  for (std::string_view start :
       {std::string_view("\x09\x00\x04\x00", 4), std::string_view("\x09\x02\x06\x00", 4),
        std::string_view("\x09\x04\x06\x00", 4), std::string_view("\x09\x08\x08\x00", 4)}) {
    if (bytes.starts_with(start)) {
      return refused("这是很老的 Excel 文件（4.0 或更早），不能读取", save_as);
    }
  }
  return std::nullopt;
}

Result<FileFacts> read_compound(std::string_view bytes, Sink& sink) {
  auto ole = OleFile::open(bytes);
  if (!ole) return refuse(damaged("文件不完整：复合文档的目录读不出来"));
  if (ole->has("EncryptedPackage")) {
    return refuse(refused("文件加了打开密码，不能读取",
                          "请用 Excel 或 WPS 打开，取消打开密码，保存后重新上传"));
  }
  if (ole->has("Workbook") || ole->has("Book")) return read_xls(bytes, sink);
  if (ole->has("WordDocument")) {
    return refuse(refused("这是 Word 或 WPS 文字文档，不是表格",
                          "请把表格复制到 Excel 或 WPS 表格里，保存为 xlsx"));
  }
  if (ole->has("PowerPoint Document")) {
    return refuse(refused("这是演示文稿，不是表格", "请上传 xlsx、xls 或 csv 文件"));
  }
  return refuse(refused("这是复合文档，但里面没有工作簿（可能是 WPS 的 et 或 wps 格式）", save_as));
}

bool all_blank(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  return trimmed(bytes).empty();
}

}  // namespace

Result<FileFacts> read_bytes(std::string_view bytes, Sink& sink) {
  if (bytes.empty()) return refuse(refused("文件是空的", "请检查文件是否保存好了，再重新上传"));
  if (bytes.size() > file_bytes_max) {
    return refuse(too_large("文件有 " + std::to_string(bytes.size() >> 20) + " MiB，超过 " +
                            std::to_string(file_bytes_max >> 20) + " MiB"));
  }
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
    return read_xlsx(bytes, sink);
  }
  if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return read_compound(bytes, sink);
  if (auto other = other_kind(bytes)) return refuse(*other);
  if (auto other = markup(bytes)) return refuse(*other);
  bool wide = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
  if (!wide && bytes.find('\0') != std::string_view::npos) {
    return refuse(refused("这不是表格文件，也不是文本文件", "请上传 xlsx、xls 或 csv 文件"));
  }
  if (!wide && all_blank(bytes)) {
    return refuse(refused("文件里没有内容", "请检查文件是否保存好了，再重新上传"));
  }
  return read_text(bytes, sink);
}

}  // namespace zhucun::sheet
