#include "api/export/workbook_writer.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>

#include "api/export/brief_file.h"
#include "api/export/cell_text.h"
#include "api/export/plan_text.h"
#include "ledger/log/failure.h"

namespace zhucun::exporting {

using importers::PlanColumn;
using importers::PlanKind;
using importers::PlanSheet;
using importers::PlanValue;
using importers::WorkbookPlan;

namespace {

constexpr std::size_t list_units_max = 255;  // of a cell's own drop-down
constexpr double line_height = 15, next_line_height = 13;
constexpr std::size_t measured_rows = 5'000;  // whose content a column's width looks at
constexpr std::size_t width_least = 2, width_most = 32;
constexpr std::size_t words_most = 12;  // of a reason in a column of numbers, which is broken
constexpr double padding = 1.4;
constexpr const char* body_font = "宋体";
constexpr lxw_color_t header_fill = 0xDCE6F1, total_fill = 0xF2F2F2, edit_fill = 0xFFFBE6;

void must(lxw_error error) {
  if (error == LXW_NO_ERROR) return;
  if (error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE)
    throw log::IoFailure("写不出工作簿：临时文件夹满了或不能写");
  throw std::runtime_error(std::string("写不出工作簿：") + lxw_strerror(error));
}

// How one column's cells look.
struct ColumnFormats {
  lxw_format* body = nullptr;
  lxw_format* words = nullptr;  // a reason or a message in a column of numbers
  lxw_format* total = nullptr;
};

class Formats {
 public:
  explicit Formats(lxw_workbook* workbook) : workbook_(workbook) {
    title = plain(16);
    format_set_bold(title);
    format_set_align(title, LXW_ALIGN_CENTER);
    note = plain(10);
    header = bordered();
    format_set_bold(header);
    format_set_align(header, LXW_ALIGN_CENTER);
    format_set_text_wrap(header);
    format_set_bg_color(header, header_fill);
  }

  ColumnFormats of(const PlanColumn& column, bool protect) {
    Use use = protect && column.may_edit ? Use::entry : Use::body;
    static const PlanColumn words;
    return {cell(column, use), cell(words, use), cell(column, Use::total)};
  }

  lxw_format* title = nullptr;
  lxw_format* note = nullptr;
  lxw_format* header = nullptr;

 private:
  lxw_format* plain(double size) {
    auto* out = workbook_add_format(workbook_);
    format_set_font_name(out, body_font);
    format_set_font_size(out, size);
    format_set_text_wrap(out);
    format_set_align(out, LXW_ALIGN_VERTICAL_CENTER);
    return out;
  }
  lxw_format* bordered() {
    auto* out = workbook_add_format(workbook_);
    format_set_font_name(out, body_font);
    format_set_font_size(out, 10);
    format_set_border(out, LXW_BORDER_THIN);
    format_set_align(out, LXW_ALIGN_VERTICAL_CENTER);
    return out;
  }
  enum class Use : std::uint8_t { body, entry, total };

  // Equal formats must be one: of a second one the library does not keep the number, but looks it
  // up by all its bytes for every cell.
  lxw_format* cell(const PlanColumn& column, Use use) {
    auto key = std::tuple(column.kind, column.number_format, use);
    auto [at, fresh] = cells_.try_emplace(key, nullptr);
    if (!fresh) return at->second;
    auto* out = at->second = bordered();
    set_kind(out, column);
    if (use == Use::entry) {
      format_set_unlocked(out);
      format_set_bg_color(out, edit_fill);
    }
    if (use == Use::total) {
      format_set_bold(out);
      format_set_bg_color(out, total_fill);
    }
    return out;
  }

  static void set_kind(lxw_format* format, const PlanColumn& column) {
    std::string number_format = column.number_format;
    std::uint8_t align = LXW_ALIGN_RIGHT;
    switch (column.kind) {
      case PlanKind::text:
        number_format = "@";
        align = LXW_ALIGN_LEFT;
        format_set_text_wrap(format);
        break;
      case PlanKind::yes_no: align = LXW_ALIGN_CENTER; break;
      case PlanKind::date:
        if (number_format.empty()) number_format = "yyyy-mm-dd";
        align = LXW_ALIGN_CENTER;
        break;
      case PlanKind::money:
        if (number_format.empty()) number_format = "#,##0.00";
        break;
      case PlanKind::whole:
        if (number_format.empty()) number_format = "0";
        break;
      case PlanKind::decimal: break;
    }
    if (!number_format.empty()) format_set_num_format(format, number_format.c_str());
    format_set_align(format, align);
  }

  std::map<std::tuple<PlanKind, std::string, Use>, lxw_format*> cells_;
  lxw_workbook* workbook_;
};

// The lists of drop-downs that are too long for their cells: one column each, on a hidden sheet.
class ListSheet {
 public:
  void reserve_name(std::set<std::string>& taken) { name_ = sheet_name("选项", taken); }
  std::string add(const std::vector<std::string>& choices) {
    auto at = std::find(lists_.begin(), lists_.end(), choices) - lists_.begin();
    if (at == static_cast<std::ptrdiff_t>(lists_.size())) lists_.push_back(choices);
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    auto column = static_cast<lxw_col_t>(at);
    lxw_rowcol_to_range_abs(range, 0, column, static_cast<lxw_row_t>(choices.size()) - 1, column);
    return "='" + name_ + "'!" + range;
  }
  void write(lxw_workbook* workbook) const {
    if (lists_.empty()) return;
    auto* sheet = workbook_add_worksheet(workbook, name_.c_str());
    std::size_t most = 0;
    for (const auto& list : lists_) most = std::max(most, list.size());
    for (std::size_t row = 0; row < most; ++row) {
      for (std::size_t column = 0; column < lists_.size(); ++column) {
        if (row >= lists_[column].size()) continue;
        must(worksheet_write_string(sheet, static_cast<lxw_row_t>(row),
                                    static_cast<lxw_col_t>(column),
                                    cell_text(lists_[column][row]).c_str(), nullptr));
      }
    }
    worksheet_hide(sheet);
  }

 private:
  std::string name_;
  std::vector<std::vector<std::string>> lists_;
};

// Writes one sheet from top to bottom, each row once: the library keeps no row behind it.
class SheetWriter {
 public:
  SheetWriter(const PlanSheet& plan, const WorkbookPlan& book, lxw_worksheet* sheet,
              Formats& formats, ListSheet& lists)
      : plan_(plan), book_(book), sheet_(sheet), formats_(formats), lists_(lists) {
    for (const auto& column : plan_.columns) looks_.push_back(formats.of(column, plan_.protect));
  }

  void write() {
    measure();
    write_line(plan_.title, formats_.title, 28);
    for (const auto& note : plan_.notes) write_line(note, formats_.note, line_height + 1);
    write_header();
    first_ = row_;
    for (const auto& row : plan_.rows) write_row(row);
    for (int i = 0; i < plan_.spare_rows; ++i) write_row({});
    last_ = row_ - 1;
    write_totals();
    for (const auto& legend : plan_.legends) write_line(legend, formats_.note, line_height + 1);
    if (last_ >= first_ && row_ > first_ && (plan_.spare_rows > 0 || !plan_.rows.empty())) {
      for (std::size_t i = 0; i < plan_.columns.size(); ++i) add_validation(i);
    }
    set_up_page();
  }

 private:
  lxw_col_t last_column() const { return static_cast<lxw_col_t>(plan_.columns.size()) - 1; }
  static std::string header_of(const PlanColumn& column) {
    return (column.must ? "*" : "") + column.title;
  }

  void measure() {
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const auto& column = plan_.columns[i];
      // A long title is broken into two lines.
      std::size_t title = shown_width(header_of(column));
      std::size_t width = std::max(width_least, title > 8 ? (title + 1) / 2 + 1 : title);
      for (std::size_t r = 0; r < std::min(plan_.rows.size(), measured_rows); ++r) {
        if (i < plan_.rows[r].size())
          width = std::max(width, content_width(column, plan_.rows[r][i]));
      }
      // Bold digits are wider.
      if (i < plan_.totals.size())
        width = std::max(width, content_width(column, plan_.totals[i]) + 1);
      if (column.summed) width = std::max(width, content_width(column, sum_of(i)) + 1);
      for (const auto& choice : column.choices) width = std::max(width, shown_width(choice) + 2);
      width = std::min(width, width_most);
      if (column.width > 0) width = static_cast<std::size_t>(column.width);
      widths_.push_back(width);
      if (!column.hidden) total_width_ += static_cast<double>(width) + padding;
      lxw_row_col_options options{};
      options.hidden = column.hidden ? 1 : 0;
      must(worksheet_set_column_opt(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i),
                                    static_cast<double>(width) + padding, nullptr, &options));
    }
  }
  static std::size_t content_width(const PlanColumn& column, const PlanValue& value) {
    if (const auto* fen = std::get_if<Fen>(&value)) {
      std::size_t plain = to_yuan(*fen).size();
      return plain + (plain - 1) / 3;  // and the commas between thousands
    }
    if (std::holds_alternative<double>(value) && column.number_format.ends_with('%'))
      return std::string_view("100.00%").size();
    bool words = column.kind != PlanKind::text && std::holds_alternative<std::string>(value);
    std::size_t width = shown_width(as_text(value));
    return words ? std::min(width, words_most) : width;
  }
  std::size_t room(std::size_t column) const { return widths_[column] + 3; }

  // A line over all columns; the library merges no single cell.
  void write_line(const std::string& text, lxw_format* format, double height) {
    if (text.empty()) return;
    // A larger letter takes more of the width.
    double room = format == formats_.title ? total_width_ * 2 / 3 : total_width_;
    auto lines = shown_lines(text, static_cast<std::size_t>(room));
    must(worksheet_set_row(sheet_, row_, height * static_cast<double>(lines), nullptr));
    std::string clean = cell_text(text);
    if (last_column() > 0)
      must(worksheet_merge_range(sheet_, row_, 0, row_, last_column(), clean.c_str(), format));
    else
      must(worksheet_write_string(sheet_, row_, 0, clean.c_str(), format));
    ++row_;
  }

  void write_header() {
    std::size_t lines = 1;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i)
      lines = std::max(lines, shown_lines(header_of(plan_.columns[i]), room(i)));
    must(worksheet_set_row(sheet_, row_, line_height * static_cast<double>(lines) + 6, nullptr));
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      must(worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i),
                                  cell_text(header_of(plan_.columns[i])).c_str(), formats_.header));
    }
    header_ = row_++;
    // Now, since the library takes no range that begins above the row it stands at.
    auto last = static_cast<lxw_row_t>(header_ + plan_.rows.size());
    if (plan_.filter && plan_.rows.size() > 1 && !plan_.protect)
      must(worksheet_autofilter(sheet_, header_, 0, last, last_column()));
  }

  void write_row(const std::vector<PlanValue>& row) {
    static const PlanValue nothing;
    std::size_t lines = 1;
    for (std::size_t i = 0; i < row.size() && i < widths_.size(); ++i) {
      const auto* text = std::get_if<std::string>(&row[i]);
      // What has fewer bytes than the column has room cannot be broken.
      bool one = !text || (text->size() <= widths_[i] && text->find('\n') == std::string::npos);
      if (!one) lines = std::max(lines, shown_lines(*text, room(i)));
    }
    // Not every program makes rows higher by itself; Excel allows 409 points.
    double height =
        std::min(409.0, line_height + next_line_height * static_cast<double>(lines - 1));
    if (lines > 1) must(worksheet_set_row(sheet_, row_, height, nullptr));
    for (std::size_t i = 0; i < plan_.columns.size(); ++i)
      write_cell(i, i < row.size() ? row[i] : nothing, looks_[i].body, looks_[i].words);
    ++row_;
  }

  void write_cell(std::size_t column, const PlanValue& value, lxw_format* format,
                  lxw_format* words) {
    auto at = static_cast<lxw_col_t>(column);
    if (std::holds_alternative<std::monostate>(value)) {
      must(worksheet_write_blank(sheet_, row_, at, format));
    } else if (auto number = as_number(value)) {
      must(worksheet_write_number(sheet_, row_, at, *number, format));
    } else {
      std::string text = cell_text(as_text(value));
      auto kind = plan_.columns[column].kind;
      bool fits = kind == PlanKind::text || kind == PlanKind::yes_no;
      if (text.empty())
        must(worksheet_write_blank(sheet_, row_, at, format));
      else
        must(worksheet_write_string(sheet_, row_, at, text.c_str(), fits ? format : words));
    }
  }

  PlanValue sum_of(std::size_t column) const {
    std::int64_t whole = 0;
    double broken = 0;
    for (const auto& row : plan_.rows) {
      // What stands there as text is no part of the formula's sum either.
      if (column >= row.size() || !as_number(row[column])) continue;
      if (const auto* fen = std::get_if<Fen>(&row[column])) whole += fen->value;
      if (const auto* number = std::get_if<std::int64_t>(&row[column])) whole += *number;
      if (const auto* number = std::get_if<double>(&row[column])) broken += *number;
    }
    switch (plan_.columns[column].kind) {
      case PlanKind::money: return Fen{whole};
      case PlanKind::whole: return whole;
      default: return broken + static_cast<double>(whole);
    }
  }

  void write_totals() {
    bool any = std::any_of(plan_.columns.begin(), plan_.columns.end(),
                           [](const PlanColumn& c) { return c.summed; });
    if (!any && plan_.totals.empty()) return;
    bool labelled = false;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const auto& column = plan_.columns[i];
      auto* format = looks_[i].total;
      PlanValue value = i < plan_.totals.size() ? plan_.totals[i] : PlanValue{};
      if (column.summed) {
        write_sum(i, format);
        continue;
      }
      bool empty = as_text(value).empty();
      if (empty && !labelled && !column.hidden) value = std::string("合计");
      if (!column.hidden) labelled = true;
      write_cell(i, value, format, format);
    }
    ++row_;
  }

  void write_sum(std::size_t column, lxw_format* format) {
    auto at = static_cast<lxw_col_t>(column);
    auto value = as_number(sum_of(column)).value_or(0);
    if (last_ < first_) {
      must(worksheet_write_number(sheet_, row_, at, value, format));
      return;
    }
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range(range, first_, at, last_, at);
    std::string formula = "=SUM(" + std::string(range) + ")";
    must(worksheet_write_formula_num(sheet_, row_, at, formula.c_str(), format, value));
  }

  void add_validation(std::size_t i) {
    const auto& column = plan_.columns[i];
    std::vector<std::string> choices = column.choices;
    if (choices.empty() && column.kind == PlanKind::yes_no && column.may_edit)
      choices = {"是", "否"};
    if (choices.empty() && column.note.empty()) return;
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_ANY;
    rule.ignore_blank = LXW_VALIDATION_ON;
    std::string title = cut(column.title, 32), note = cut(column.note, 255), formula;
    if (!column.note.empty()) {
      rule.input_title = title.data();
      rule.input_message = note.data();
    }
    std::string wrong = "请从下拉列表中选择一项", wrong_title = "填写有误";
    std::vector<char*> list;
    if (!choices.empty()) {
      if (column.open_choices) rule.show_error = LXW_VALIDATION_OFF;
      rule.error_title = wrong_title.data();
      rule.error_message = wrong.data();
      std::size_t length = 0;
      bool short_enough = true;
      for (auto& choice : choices) {
        length += choice.size() + 1;
        short_enough &= choice.find_first_of(",\"\n") == std::string::npos;
        list.push_back(choice.data());
      }
      list.push_back(nullptr);
      short_enough &= length <= list_units_max;
      rule.validate = short_enough ? LXW_VALIDATION_TYPE_LIST : LXW_VALIDATION_TYPE_LIST_FORMULA;
      if (short_enough) {
        rule.value_list = list.data();
      } else {
        formula = lists_.add(choices);
        rule.value_formula = formula.data();
      }
    }
    auto at = static_cast<lxw_col_t>(i);
    must(worksheet_data_validation_range(sheet_, first_, at, last_, at, &rule));
  }

  void set_up_page() {
    worksheet_set_paper(sheet_, 9);  // A4
    plan_.landscape ? worksheet_set_landscape(sheet_) : worksheet_set_portrait(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_margins(sheet_, 0.5, 0.5, 0.7, 0.7);
    worksheet_center_horizontally(sheet_);
    must(worksheet_repeat_rows(sheet_, header_, header_));
    worksheet_freeze_panes(sheet_, header_ + 1, static_cast<lxw_col_t>(plan_.frozen_columns));
    const std::string& title = plan_.title.empty() ? plan_.name : plan_.title;
    must(worksheet_set_header(sheet_, ("&R&9 " + page_text(title, 100)).c_str()));
    std::string footer = "&L&9 " + page_text(book_.footer, 180) + "&R&9第 &P 页 共 &N 页";
    must(worksheet_set_footer(sheet_, footer.c_str()));
    char all[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range(all, 0, 0, std::max<lxw_row_t>(row_, 1) - 1, last_column());
    must(worksheet_ignore_errors(sheet_, LXW_IGNORE_NUMBER_STORED_AS_TEXT, all));
    if (plan_.protect) {
      lxw_protection allowed{};
      allowed.format_columns = allowed.format_rows = LXW_TRUE;
      worksheet_protect(sheet_, nullptr, &allowed);
    }
    if (plan_.hidden) worksheet_hide(sheet_);
  }

  const PlanSheet& plan_;
  const WorkbookPlan& book_;
  lxw_worksheet* sheet_;
  Formats& formats_;
  ListSheet& lists_;
  std::vector<ColumnFormats> looks_;
  std::vector<std::size_t> widths_;
  double total_width_ = 0;
  lxw_row_t row_ = 0, header_ = 0, first_ = 0, last_ = 0;
};

void check_size(const WorkbookPlan& plan) {
  if (plan.sheets.empty()) throw std::length_error("工作簿里没有表");
  for (const auto& sheet : plan.sheets) {
    std::size_t lines = sheet.rows.size() + sheet.notes.size() + sheet.legends.size() +
                        static_cast<std::size_t>(sheet.spare_rows) + 3;
    if (lines > workbook_rows_max || sheet.columns.size() > workbook_columns_max)
      throw std::length_error("表“" + sheet.name + "”超过 Excel 的行数或列数");
    if (sheet.columns.empty()) throw std::length_error("表“" + sheet.name + "”没有列");
  }
}

void set_properties(lxw_workbook* workbook, const WorkbookPlan& plan) {
  std::string author = cut(cell_text(plan.author), 250);
  std::string title = cut(cell_text(plan.sheets.front().title), 250);
  lxw_doc_properties properties{};
  properties.author = author.data();
  properties.title = title.data();
  // Zero would be taken for now.
  constexpr std::int64_t not_said = 946'684'800;  // 2000-01-01
  std::int64_t seconds = plan.created.micros / 1'000'000;
  properties.created = static_cast<time_t>(seconds > 0 ? seconds : not_said);
  must(workbook_set_properties(workbook, &properties));
}

}  // namespace

std::string write_workbook(const WorkbookPlan& plan) {
  check_size(plan);
  BriefFile file;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  auto* workbook = workbook_new_opt(file.path().c_str(), &options);
  if (!workbook) throw log::IoFailure("写不出工作簿：没有内存了");
  try {
    Formats formats(workbook);
    ListSheet lists;
    std::set<std::string> taken;
    std::vector<lxw_worksheet*> sheets;
    for (const auto& sheet : plan.sheets)
      sheets.push_back(workbook_add_worksheet(workbook, sheet_name(sheet.name, taken).c_str()));
    lists.reserve_name(taken);
    set_properties(workbook, plan);
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      if (!sheets[i]) throw log::IoFailure("写不出工作簿：临时文件夹满了或不能写");
      SheetWriter(plan.sheets[i], plan, sheets[i], formats, lists).write();
    }
    lists.write(workbook);
    auto shown = std::find_if(plan.sheets.begin(), plan.sheets.end(),
                              [](const PlanSheet& sheet) { return !sheet.hidden; });
    if (shown == plan.sheets.end()) throw std::length_error("工作簿里没有可见的表");
    worksheet_activate(sheets[static_cast<std::size_t>(shown - plan.sheets.begin())]);
  } catch (...) {
    lxw_workbook_free(workbook);
    throw;
  }
  must(workbook_close(workbook));
  return file.content();
}

}  // namespace zhucun::exporting
