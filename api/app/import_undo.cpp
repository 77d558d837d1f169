// Taking an import back: latest first, each event by the reversal of its kind.
#include <algorithm>
#include <cstring>

#include "api/app/import_run.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::app {

namespace {

std::optional<schema::Words> event_at(const book::Book& book, Position position) {
  std::optional<schema::Words> out;
  book.log().read(position, position, [&](const log::Record& record) {
    out.emplace(record.body.begin(), record.body.end());
    return false;
  });
  return out;
}

class Undo {
 public:
  Undo(Ledger& ledger, const std::string& import_id, const std::string& reason,
       const Viewer& viewer)
      : ledger_(ledger), import_id_(import_id), reason_(reason), viewer_(viewer) {}

  void one(Position position) {
    auto words = event_at(ledger_.book(), position);
    if (!words) return;
    auto body = schema::read(*words);
    const auto* info = schema::type_of(body);
    if (body.isCorrection() && body.getCorrection().isEventReversed())
      return restore(position, body.getCorrection().getEventReversed());
    if (info->reversal == schema::Reversal::none) {
      out_.left.emplace_back(position, Refusal{Code::not_reversible,
                                               info->title + "不能冲销",
                                               "如有错误，另行登记正确的内容",
                                               "",
                                               "",
                                               {}});
      return;
    }
    JsonWriter draft;
    draft.begin_object().field("type", "eventReversed");
    draft.field("date", to_text(ledger_.book().today()));
    draft.key("data").begin_object().key("target").number(position.value);
    draft.field("reason", reason_).end_object().end_object();
    if (submit(position, draft.take())) ++out_.reversed;
  }

  UndoResult take() { return std::move(out_); }

 private:
  // What a changed row had replaced comes back as it was.
  void restore(Position position, event::EventReversed::Reader reversal) {
    auto original = reversal.getOriginal();
    schema::Words words(original.size() / sizeof(std::uint64_t));
    std::memcpy(words.data(), original.begin(), words.size() * sizeof(std::uint64_t));
    if (submit(position, schema::draft_again(schema::read(words)))) ++out_.restored;
  }

  bool submit(Position position, const std::string& json) {
    SubmitOptions options;
    options.key = "undo-" + import_id_ + "-" + std::to_string(position.value);
    options.actor = viewer_.account;
    options.signed_in = !viewer_.unguarded;
    options.source = "撤销导入 " + import_id_;
    auto outcome = ledger_.submit(json, options);
    if (outcome) return outcome->events.back().is_new;
    if (outcome.error().code != Code::already_reversed)
      out_.left.emplace_back(position, std::move(outcome.error()));
    return false;
  }

  Ledger& ledger_;
  const std::string& import_id_;
  const std::string& reason_;
  const Viewer& viewer_;
  UndoResult out_;
};

}  // namespace

UndoResult undo_import(Ledger& ledger, const std::string& import_id,
                       const std::vector<RowResult>& recorded, const std::string& reason,
                       const Viewer& viewer, const OnProgress& progress) {
  std::vector<Position> positions;
  for (const auto& row : recorded)
    positions.insert(positions.end(), row.added.begin(), row.added.end());
  std::sort(positions.rbegin(), positions.rend());
  Undo undo(ledger, import_id, reason, viewer);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (progress && !progress("撤销", i, positions.size())) break;
    undo.one(positions[i]);
  }
  return undo.take();
}

}  // namespace zhucun::app
