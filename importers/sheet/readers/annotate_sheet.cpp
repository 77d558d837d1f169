#include "importers/sheet/readers/annotate_sheet.h"

#include <algorithm>
#include <charconv>

namespace zhucun::sheet {
namespace {

std::uint32_t number_in(std::string_view tag, std::string_view name, std::uint32_t otherwise) {
  auto text = attribute_in(tag, name);
  if (text) std::from_chars(text->data(), text->data() + text->size(), otherwise);
  return otherwise;
}

}  // namespace

std::string SheetRewriter::rewritten() {
  next_note_ = notes_.rows.begin();
  for (auto tag = next_tag(xml_, 0); tag; tag = next_tag(xml_, tag->end)) {
    if (tag->local == "worksheet" && tag->kind == Tag::Kind::open) prefix_ = tag->prefix;
    if (tag->prefix != prefix_) continue;
    if (tag->local == "dimension") change_dimension(*tag);
    if (tag->local == "col") change_columns(*tag);
    if (tag->local == "sheetData" && tag->kind != Tag::Kind::close) {
      rows(*tag);
      // What follows the rows has no place for us.
      break;
    }
  }
  copy_to(xml_.size());
  return std::move(out_);
}

void SheetRewriter::copy_to(std::size_t end) {
  out_ += xml_.substr(at_, end - at_);
  at_ = end;
}

// Readers that trust the dimension would not see the new columns.
void SheetRewriter::change_dimension(const Tag& tag) {
  auto reference = attribute_in(tag.text, "ref").value_or("");
  auto colon = reference.find(':');
  auto first = parse_place(reference.substr(0, colon));
  auto last = colon == std::string_view::npos ? first : parse_place(reference.substr(colon + 1));
  if (!first || !last || notes_.rows.empty()) return;
  first->row = std::min(first->row, notes_.rows.begin()->first);
  last->row = std::max(last->row, notes_.rows.rbegin()->first);
  last->column = std::max({last->column, notes_.reason_column, notes_.repair_column});
  copy_to(tag.begin);
  out_ += with_attribute(tag.text, "ref", to_text(*first) + ":" + to_text(*last));
  at_ = tag.end;
}

// Templates hide all columns behind the last one; the new columns come out of hiding.
void SheetRewriter::change_columns(const Tag& tag) {
  auto hidden = attribute_in(tag.text, "hidden").value_or("0");
  if (hidden != "1" && hidden != "true") return;
  auto first = number_in(tag.text, "min", 0), last = number_in(tag.text, "max", 0);
  if (first == 0 || last > 16'384) return;
  copy_to(tag.begin);
  at_ = tag.end;
  for (std::uint32_t from = first; from <= last;) {
    bool ours = from == notes_.reason_column || from == notes_.repair_column;
    std::uint32_t to = ours ? from : last;
    for (auto column : {notes_.reason_column, notes_.repair_column}) {
      if (!ours && column > from) to = std::min(to, column - 1);
    }
    auto part = with_attribute(tag.text, "min", std::to_string(from));
    part = with_attribute(part, "max", std::to_string(to));
    out_ += ours ? with_attribute(part, "hidden", "0") : part;
    from = to + 1;
  }
}

void SheetRewriter::rows(const Tag& data) {
  if (data.kind == Tag::Kind::empty) {
    copy_to(data.begin);
    out_ += std::string(data.text.substr(0, data.text.size() - 2)) + ">";
    at_ = data.end;
    rows_before(~std::uint32_t{0});
    out_ += "</" + prefix_ + "sheetData>";
    return;
  }
  std::uint32_t number = 0;
  for (auto tag = next_tag(xml_, data.end); tag; tag = next_tag(xml_, tag->end)) {
    if (tag->kind == Tag::Kind::close) {
      copy_to(tag->begin);
      rows_before(~std::uint32_t{0});
      return;
    }
    auto close = closing(xml_, *tag);
    if (!close) return;
    // Elements of others among the rows stay as they are.
    if (tag->local == "row" && tag->prefix == prefix_) {
      number = number_in(tag->text, "r", number + 1);
      copy_to(tag->begin);
      rows_before(number);
      row(*tag, number, close->end);
    }
    tag->end = close->end;
  }
}

// Rows of notes that the sheet does not have.
void SheetRewriter::rows_before(std::uint32_t number) {
  for (; next_note_ != notes_.rows.end() && next_note_->first < number; ++next_note_) {
    std::vector<Piece> pieces;
    note_row(pieces, next_note_->first, next_note_->second);
    out_ += "<" + prefix_ + "row r=\"" + std::to_string(next_note_->first) + "\">";
    for (const auto& piece : pieces) out_ += piece.text;
    out_ += "</" + prefix_ + "row>";
  }
}

void SheetRewriter::row(const Tag& open, std::uint32_t number, std::size_t end) {
  bool noted = next_note_ != notes_.rows.end() && next_note_->first == number;
  bool numbered = attribute_in(open.text, "r").has_value();
  at_ = end;
  if (!noted && numbered) {
    out_ += xml_.substr(open.begin, end - open.begin);
    return;
  }
  // Rows without number would slip when a row is put in before them.
  std::string tag(open.text);
  if (!numbered) tag = with_attribute(tag, "r", std::to_string(number));
  if (!noted) {
    out_ += tag;
    out_ += xml_.substr(open.end, end - open.end);
    return;
  }
  tag = without_attribute(tag, "spans");
  std::string rest;
  auto pieces = pieces_of(open, end, number, rest);
  note_row(pieces, number, next_note_->second);
  ++next_note_;
  if (open.kind == Tag::Kind::empty) tag.erase(tag.size() - 2, 1);
  out_ += tag;
  for (const auto& piece : pieces) out_ += piece.text;
  out_ += rest + "</" + prefix_ + "row>";
}

std::vector<SheetRewriter::Piece> SheetRewriter::pieces_of(const Tag& open, std::size_t end,
                                                           std::uint32_t number,
                                                           std::string& rest) const {
  std::vector<Piece> out;
  if (open.kind == Tag::Kind::empty) return out;
  std::uint32_t column = 0;
  for (auto tag = next_tag(xml_, open.end); tag && tag->begin < end;
       tag = next_tag(xml_, tag->end)) {
    if (tag->kind == Tag::Kind::close) break;
    auto close = closing(xml_, *tag);
    if (!close) break;
    auto raw = xml_.substr(tag->begin, close->end - tag->begin);
    if (tag->local == "c" && tag->prefix == prefix_) {
      auto place = parse_place(attribute_in(tag->text, "r").value_or(""));
      column = place ? place->column : column + 1;
      std::string text(raw);
      if (!place) {
        text = with_attribute(tag->text, "r", to_text(Place{number, column}));
        text += raw.substr(tag->text.size());
      }
      bool has_content = tag->kind == Tag::Kind::open && close->begin > tag->end;
      out.push_back({column, std::move(text), has_content});
    } else {
      rest += raw;
    }
    tag->end = close->end;
  }
  return out;
}

std::string SheetRewriter::text_cell(std::uint32_t row, std::uint32_t column,
                                     const std::string& text) const {
  const std::string& p = prefix_;
  return "<" + p + "c r=\"" + to_text(Place{row, column}) + "\" t=\"inlineStr\"><" + p + "is><" +
         p + "t xml:space=\"preserve\">" + escaped_text(text) + "</" + p + "t></" + p + "is></" +
         p + "c>";
}

void SheetRewriter::note_row(std::vector<Piece>& pieces, std::uint32_t number,
                             const RowNote& note) {
  auto ours = [this](std::uint32_t column) {
    return column == notes_.reason_column || column == notes_.repair_column;
  };
  std::erase_if(pieces, [&ours](const Piece& piece) { return ours(piece.column); });
  for (auto column : note.columns) {
    bool known = std::any_of(pieces.begin(), pieces.end(),
                             [column](const Piece& piece) { return piece.column == column; });
    if (known || ours(column)) continue;
    auto blank = "<" + prefix_ + "c r=\"" + to_text(Place{number, column}) + "\"/>";
    pieces.push_back({column, std::move(blank), false});
  }
  for (auto& piece : pieces) {
    bool red = std::binary_search(note.columns.begin(), note.columns.end(), piece.column) ||
               (note.whole && piece.has_content);
    if (!red) continue;
    auto tag = next_tag(piece.text, 0);
    auto style = styles_.of(number_in(tag->text, "s", 0));
    piece.text =
        with_attribute(tag->text, "s", std::to_string(style)) + piece.text.substr(tag->end);
  }
  if (!note.reason.empty()) {
    pieces.push_back(
        {notes_.reason_column, text_cell(number, notes_.reason_column, note.reason), true});
  }
  if (!note.repair.empty()) {
    pieces.push_back(
        {notes_.repair_column, text_cell(number, notes_.repair_column, note.repair), true});
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.column < b.column; });
}

}  // namespace zhucun::sheet
