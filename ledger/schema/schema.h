// The edge of the schema: everything that is derived from the Cap'n Proto files by reflection.
//
// Bodies travel as Words: the canonical, single-segment encoding of event::Body, 8-aligned, without
// a segment table. Drafts come in as JSON objects; errors of one draft come all together with JSON
// pointers. Reflection (capnp/dynamic.h) stays inside this folder; folds and rules use the
// generated readers. All functions are pure; any thread. Malformed drafts are refused; malformed
// Words are a programming error.
#pragma once

#include <capnp/message.h>
#include <capnp/schema.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/base/refusal.h"
#include "record.capnp.h"

namespace zhucun::schema {

using Words = std::vector<std::uint64_t>;

enum class FieldKind : std::uint8_t {
  text,
  boolean,
  integer,
  date,
  fen,
  enumeration,
  text_list,
  integer_list,  // whole numbers from zero, such as positions
  struct_list,
  data,
};

enum class Reference : std::uint8_t {
  none,
  division,
  county,
  township,
  village,
  unit,
  person,
  party,
  period,
  position,
  document,
  reading,
  account,
  scope,
  attachment,
  policy_key,
  allowance_item,
  pay_standard,
};

enum class Reversal : std::uint8_t { fact, sum, none };

struct EnumOption {
  std::string name;
  std::string title;
};

struct FieldInfo {
  std::string name;
  std::string title;
  FieldKind kind = FieldKind::text;
  Reference reference = Reference::none;
  bool required = true;
  bool derived = false;
  bool personal = false;
  std::vector<std::string> clauses;
  std::vector<EnumOption> options;  // of an enumeration, without "unknown"
  std::vector<FieldInfo> members;   // of a struct_list
};

struct EventInfo {
  std::string name;    // "postingStarted", the one name in JSON, specs and dumps
  std::string title;   // "选派到岗"
  std::string family;  // the subject file: "posting"
  std::vector<std::string> clauses;
  std::vector<std::string> key;  // natural key; empty = none
  std::string subject;  // "posting:person": kind and field of the revision's subject; may be empty
  std::vector<std::string> by;  // names of the desks that may record it
  std::string place;            // the field that says whose it is; empty = the whole city's
  Reversal reversal = Reversal::fact;
  std::vector<FieldInfo> fields;
};

// The stable name and the Chinese title of an enumerant.
EnumOption enumerant(capnp::EnumSchema schema, std::uint16_t value);
template <typename E>
EnumOption enumerant(E value) {
  return enumerant(capnp::Schema::from<E>(), static_cast<std::uint16_t>(value));
}

// All event types in the order of the schema, and the fields of the envelope around each.
const std::vector<EventInfo>& catalogue();
const std::vector<FieldInfo>& envelope();
const EventInfo* find_event(std::string_view name);

// The reader of canonical words that this program encoded or whose hash it has checked. The words
// outlive it.
event::Body::Reader read(const Words& words);
event::Body::Reader read(const std::uint64_t* words);
// The type of a body; nothing for an envelope without a payload.
const EventInfo* type_of(event::Body::Reader body);
// Canonical words of a message whose root is a Body.
Words finish(event::Body::Reader body);

// What the surroundings of a draft know when the draft itself does not say.
struct DraftDefaults {
  std::string id;
  std::string actor;
  std::string source;
};

// One draft: {"id"?, "type", "date", "actor"?, "opening"?, ..., "data": {...}}. `pointer` is put
// before every pointer of an error, such as "/events/3".
Result<Words> draft_from_json(std::string_view json, const DraftDefaults& defaults,
                              const std::string& pointer = "");
// Several drafts: a JSON array, an object {"events": [...]} or one single draft. Ids become
// id/1..n.
Result<std::vector<Words>> drafts_from_json(std::string_view json, const DraftDefaults& defaults);

// One event as one line of JSON, `position` and `recorded` first when there are any.
std::string to_json(event::Body::Reader body, Position position = {},
                    std::optional<RecordedTime> recorded = std::nullopt);

// 2025-07-31T09:30:00.000000+08:00
std::string recorded_text(RecordedTime recorded);

// The words whose hash is the content of an event id: without id, actor, source, correlation,
// derived fields.
Words content_of(event::Body::Reader body);
// The natural key as text, "type|field=value|..."; empty when the type has none.
std::string natural_key(event::Body::Reader body);
// What a body says of one person that must not be read by everybody.
struct PersonalValue {
  std::string field;
  std::string value;  // plain in a draft, a commitment in the log
};
std::vector<PersonalValue> personal_values(event::Body::Reader body);
// The person whom the personal fields describe; empty when the type has none.
std::string owner_of(event::Body::Reader body);
// The same body with these values in their fields.
Words with_personal(event::Body::Reader body, const std::vector<PersonalValue>& values);
// What a recorded event says, field by field: what is unsaid or derived is left out.
struct SaidField {
  const FieldInfo* field = nullptr;
  // A date as 2026-07-01, an enumeration by its name, numbers of a list as texts.
  std::variant<std::string, std::int64_t, bool, std::vector<std::string>> value;
  std::vector<std::vector<SaidField>> rows;  // of a struct_list
};
struct Said {
  const EventInfo* type = nullptr;
  std::vector<SaidField> envelope;
  std::vector<SaidField> data;
};
Said said_in(event::Body::Reader body);
// The draft from which a recorded event could be recorded anew, as JSON: without id, actor, source
// and what is derived.
std::string draft_again(event::Body::Reader body);

// What stands in the log for a personal value, and what a draft may therefore never begin with.
inline constexpr std::string_view commitment_prefix = "sealed:";

// Whose the event is: the value of its place field, with what it refers to. Nothing when it is the
// whole city's.
struct PlaceOf {
  Reference reference = Reference::none;
  std::string value;
};
std::optional<PlaceOf> place_of(event::Body::Reader body);

// "posting:P1" or "attendance:610802101200@2025-07": the subject whose revision the event moves;
// empty when none.
std::string subject_of(event::Body::Reader body);

// The catalogue for people and for machines.
std::string catalogue_markdown();
// JSON Schema 2020-12 of a draft, by event type under $defs.
std::string catalogue_json_schema();
// Just the $defs object, which the OpenAPI document embeds.
std::string json_schema_definitions();

}  // namespace zhucun::schema
