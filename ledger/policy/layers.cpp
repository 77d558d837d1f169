#include "ledger/policy/layers.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>

#include "ledger/policy/fields.h"
#include "ledger/policy/policy_language.h"

namespace zhucun::policy {

namespace {

constexpr std::array levels{DivisionLevel::province, DivisionLevel::city, DivisionLevel::county,
                            DivisionLevel::township, DivisionLevel::village};

// 0 for a province, 4 for a village.
int depth_of(DivisionCode area) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (ancestor(area, levels[i]) == area) return static_cast<int>(i);
  }
  return static_cast<int>(levels.size());
}

// Whether two rows ask for the same, whatever their words and sources.
template <typename RowType>
bool same_demand(const RowType& upper, RowType lower) {
  static_cast<Cited&>(lower) = static_cast<const Cited&>(upper);
  return lower == upper;
}

std::string joined_points(const std::vector<std::string>& points) {
  std::string out;
  for (const std::string& point : points) out += (out.empty() ? "" : "；") + point;
  return out;
}

const Row* row_of(const Document& document, const std::string& id) {
  for (const Row& row : document.rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

FieldError error_at(const Document& document, const Row& row, Code code, std::string words,
                    std::string hint) {
  Mistakes mistakes(document.text, document.name);
  mistakes.add({code, row.node.place, row.pointer, std::move(words), std::move(hint)});
  return mistakes.field_errors().front();
}

// The list of one kind of row.
template <typename R>
std::vector<R>& list_of(RowLists& lists) {
  std::vector<R>* found = nullptr;
  lists.each([&found]<typename Other>(std::vector<Other>& list) {
    if constexpr (std::is_same_v<Other, R>) found = &list;
  });
  return *found;
}

// The rows that hold so far, and the work of laying one more document over them.
class Overlay {
 public:
  explicit Overlay(Laid& laid) : laid_(laid) {}

  void add(const Layer& layer, const Rows& rows) {
    layer_ = &layer;
    for (const std::string& id : rows.unread) unread(id);
    rows.each([this]<typename R>(const std::vector<R>& list) {
      for (const R& row : list) place(list_of<R>(laid_.policy), row);
    });
    documents_.push_back(layer.document.get());
  }

 private:
  // Clause rows cite; they ask for nothing that could be lowered.
  static std::vector<std::string> points(const ClauseRow&, const ClauseRow&) { return {}; }
  template <typename RowType>
  static std::vector<std::string> points(const RowType& upper, const RowType& lower) {
    return lowered_points(upper, lower);
  }
  static bool differs(const ClauseRow&, const ClauseRow&) { return false; }
  template <typename RowType>
  static bool differs(const RowType& upper, const RowType& lower) {
    return !same_demand(upper, lower);
  }

  template <typename RowType>
  void place(std::vector<RowType>& held, const RowType& row) {
    if (other_kind(row.id, held)) return;
    auto nearest = held.end();
    for (auto it = held.begin(); it != held.end(); ++it) {
      if (it->id != row.id || !within(row.area, it->area)) continue;
      if (nearest == held.end() || within(it->area, nearest->area)) nearest = it;
    }
    if (nearest == held.end()) {
      held.push_back(row);
      return;
    }
    if (nearest->area == row.area) {
      *nearest = row;
      return;
    }
    if (superseded(*nearest) && differs(*nearest, row)) {
      void_row(row, *nearest, "上级办法施行前的规定，与其不一致，以上级办法为准");
      return;
    }
    if (auto less = points(*nearest, row); !less.empty()) {
      lowered(row, *nearest, joined_points(less));
      return;
    }
    nearest->except.push_back(row.area);
    held.push_back(row);
  }

  // Whether the text that the upper row comes from voids what this layer said before it.
  bool superseded(const Cited& upper) const {
    for (const Document* document : documents_) {
      if (document->head.number != upper.document || document->head.area != upper.area) continue;
      return document->head.supersedes == Supersedes::earlier_that_differ &&
             layer_->document->head.issued < document->head.issued;
    }
    return false;
  }

  void void_row(const Cited& row, const Cited& upper, std::string reason) {
    laid_.policy.voided.push_back(
        {row.id, row.document, upper.document, upper.clause.text, std::move(reason)});
  }

  void conflict(const std::string& id, Code code, std::string words, std::string hint) {
    const Document& document = *layer_->document;
    if (const Row* row = row_of(document, id)) {
      laid_.conflicts.push_back(
          {document.head.id, error_at(document, *row, code, std::move(words), std::move(hint))});
    }
  }

  void lowered(const Cited& row, const Cited& upper, const std::string& why) {
    void_row(row, upper, "低于上级要求：" + why);
    conflict(row.id, Code::layer_lowers_minimum,
             row.document + " 的 " + row.id + "（条款 " + row.clause.text + "）低于 " +
                 upper.document + " 的 " + upper.id + "（条款 " + upper.clause.text + "）：" + why,
             "不低于上级要求，或删去这一行");
  }

  void unread(const std::string& id) {
    laid_.policy.voided.push_back(
        {id, layer_->document->head.number, "", "", "所依据的口径没有文件列出"});
    conflict(id, Code::bad_value, id + " 所依据的口径没有文件列出", "先采用列出该口径的上级文件");
  }

  // One id names one kind of row in all layers.
  template <typename RowType>
  bool other_kind(const std::string& id, const std::vector<RowType>& own) {
    auto in = [&](const auto& rows) {
      if (static_cast<const void*>(&rows) == static_cast<const void*>(&own)) return false;
      return std::any_of(rows.begin(), rows.end(), [&](const Cited& row) { return row.id == id; });
    };
    bool elsewhere = false;
    std::as_const(laid_.policy).each([&](const auto& list) { elsewhere = elsewhere || in(list); });
    if (!elsewhere) return false;
    laid_.policy.voided.push_back(
        {id, layer_->document->head.number, "", "", "id 在上级文件中指另一类行"});
    conflict(id, Code::bad_value, "id " + id + " 在上级文件中指另一类行", "改用新的 id");
    return true;
  }

  Laid& laid_;
  const Layer* layer_ = nullptr;
  std::vector<const Document*> documents_;
};

// Gathers the readings of all layers: the topmost text that names one decides what it is.
void gather_readings(const std::vector<Layer>& layers, Laid& laid) {
  std::vector<Reading>& readings = laid.policy.readings;
  for (const Layer& layer : layers) {
    for (const Reading& reading : layer.document->readings) {
      auto known = std::find_if(readings.begin(), readings.end(),
                                [&](const Reading& held) { return held.id == reading.id; });
      if (known == readings.end()) {
        readings.push_back(reading);
      } else if (known->area == reading.area) {
        *known = reading;
      } else {
        Mistakes mistakes(layer.document->text, layer.document->name);
        mistakes.add({Code::bad_value,
                      {1, 1},
                      "/reading",
                      "口径 " + reading.id + " 已由 " + known->document + " 列出",
                      "删去这一行，或改用新的 id"});
        laid.conflicts.push_back({layer.document->head.id, mistakes.field_errors().front()});
      }
    }
  }
}

Choices choose(std::vector<Reading>& readings, const std::vector<Ruling>& rulings) {
  Choices choices;
  for (Reading& reading : readings) {
    for (const Ruling& ruling : rulings) {
      bool known = std::any_of(reading.options.begin(), reading.options.end(),
                               [&](const Option& option) { return option.id == ruling.option; });
      if (ruling.reading != reading.id || !known) continue;
      reading.chosen = ruling.option;
      reading.ruling = ruling.decided_by + " " + ruling.document;
    }
    choices[reading.id] = reading.chosen;
  }
  return choices;
}

}  // namespace

bool within(DivisionCode division, DivisionCode area) {
  return std::any_of(levels.begin(), levels.end(),
                     [&](DivisionLevel level) { return ancestor(division, level) == area; });
}

Laid lay(std::vector<Layer> layers, const std::vector<Ruling>& rulings) {
  std::stable_sort(layers.begin(), layers.end(), [](const Layer& a, const Layer& b) {
    return std::tuple(depth_of(a.document->head.area), a.effective, a.position) <
           std::tuple(depth_of(b.document->head.area), b.effective, b.position);
  });
  Laid laid;
  gather_readings(layers, laid);
  Choices choices = choose(laid.policy.readings, rulings);
  Overlay overlay(laid);
  for (const Layer& layer : layers) {
    laid.policy.documents.push_back(layer.document->head.number);
    overlay.add(layer, rows_under(*layer.document, choices));
  }
  return laid;
}

std::string cache_digest(std::string_view text) {
  std::string hex;
  for (std::uint64_t hash : {0xcbf29ce484222325ull, 0x6c62272e07bb0142ull}) {
    for (unsigned char byte : text) {
      hash ^= byte;
      hash *= 0x100000001b3ull;
      // Spreads high bits down, so that the two halves do not move alike.
      hash ^= hash >> 29;
    }
    for (int shift = 60; shift >= 0; shift -= 4) hex += "0123456789abcdef"[(hash >> shift) & 15];
  }
  return hex;
}

}  // namespace zhucun::policy
