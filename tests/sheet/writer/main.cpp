// Writes workbooks by libxlsxwriter for the comparison with openpyxl: sheet_writer SEED FILE MODE,
// MODE being plain or constant. The content follows from the seed.
#include <xlsxwriter.h>

#include <cstdlib>
#include <random>
#include <string>

int main(int count, char** arguments) {
  if (count != 4) return 64;
  std::mt19937 random(static_cast<unsigned>(std::atoi(arguments[1])));
  lxw_workbook_options options{};
  options.constant_memory = std::string(arguments[3]) == "constant" ? LXW_TRUE : LXW_FALSE;
  lxw_workbook* book = workbook_new_opt(arguments[2], &options);
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
  lxw_format* money = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00");
  const char* const words[] = {"张三", "<b>&\"'",        " 首尾 ", "两\n行",
                               "=1+1", "榆阳区某镇某村", "😀𠀀",    "0012"};
  for (int page = 0; page < 1 + static_cast<int>(random() % 3); ++page) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, ("表" + std::to_string(page)).c_str());
    auto rows = 1 + random() % 40;
    for (lxw_row_t row = 0; row < rows; ++row) {
      for (lxw_col_t column = 0; column < 12; ++column) {
        switch (random() % 8) {
          case 0: worksheet_write_string(sheet, row, column, words[random() % 8], nullptr); break;
          case 1:
            worksheet_write_number(sheet, row, column, random() % 100000 / 100.0, money);
            break;
          case 2: worksheet_write_number(sheet, row, column, 20000 + random() % 30000, date); break;
          case 3: worksheet_write_boolean(sheet, row, column, random() % 2, nullptr); break;
          case 4: worksheet_write_formula_num(sheet, row, column, "=1+2", nullptr, 3); break;
          case 5: worksheet_write_formula_str(sheet, row, column, "=\"甲\"", nullptr, "甲"); break;
          case 6: worksheet_write_blank(sheet, row, column, money); break;
          default: break;
        }
      }
    }
    if (!options.constant_memory) worksheet_merge_range(sheet, 60, 0, 61, 3, "合并", nullptr);
    if (page == 1) worksheet_hide(sheet);
  }
  return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
