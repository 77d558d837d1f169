// The schema's edge: every event type round-trips, stays canonical, and keeps the bytes it ever
// had.
#include "ledger/schema/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "ledger/schema/json_writer.h"

namespace zhucun::schema {
namespace {

const std::string golden_file = std::string(ZHUCUN_SOURCE_DIR) + "/tests/golden/events.txt";

std::string sample_text(const FieldInfo& field) {
  switch (field.reference) {
    case Reference::division:
    case Reference::county: return "610802000000";
    case Reference::township: return "610802100000";
    case Reference::village: return "610802100200";
    case Reference::unit: return "U1";
    case Reference::person: return "P1";
    case Reference::party: return "team:610802100200";
    case Reference::period: return "2025Q3";
    case Reference::reading: return "partial-period";
    case Reference::document: return "榆驻办〔2025〕3号";
    case Reference::account: return "zhangsan";
    case Reference::scope: return "division:610802000000";
    case Reference::attachment: return std::string(64, 'a');
    case Reference::none:
    case Reference::policy_key:
    case Reference::allowance_item:
    case Reference::pay_standard:
    case Reference::position: break;
  }
  return "文字\"引号\"，换行\n第二行";
}

void write_sample(JsonWriter& out, const FieldInfo& field);

void write_samples(JsonWriter& out, const std::vector<FieldInfo>& fields) {
  out.begin_object();
  for (const auto& field : fields) {
    if (field.derived) continue;
    out.key(field.name);
    write_sample(out, field);
  }
  out.end_object();
}

void write_sample(JsonWriter& out, const FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::text: out.text(sample_text(field)); return;
    case FieldKind::boolean: out.boolean(true); return;
    case FieldKind::integer:
    case FieldKind::fen: out.number(std::int64_t{2027}); return;
    case FieldKind::date: out.text("2027-10-01"); return;
    case FieldKind::enumeration: out.text(field.options.back().name); return;
    case FieldKind::text_list: out.begin_array().text(sample_text(field)).end_array(); return;
    case FieldKind::integer_list: out.begin_array().number(std::int64_t{7}).end_array(); return;
    case FieldKind::struct_list:
      out.begin_array();
      write_samples(out, field.members);
      out.end_array();
      return;
    case FieldKind::data: out.text(""); return;
  }
}

std::string sample_draft(const EventInfo& type) {
  JsonWriter out;
  out.begin_object().field("type", type.name);
  for (const auto& field : envelope()) {
    if (field.name == "attachments") continue;  // younger than the first golden bytes
    out.key(field.name);
    if (field.name == "date")
      out.text("2025-07-31");
    else
      write_sample(out, field);
  }
  out.key("data");
  write_samples(out, type.fields);
  return out.end_object().take();
}

std::string hex_of(const Words& words) {
  std::string out;
  char digits[17];
  for (auto word : words) {
    std::snprintf(digits, sizeof digits, "%016llx",
                  static_cast<unsigned long long>(__builtin_bswap64(word)));
    out += digits;
  }
  return out;
}

Words words_of(const std::string& hex) {
  Words out;
  for (std::size_t i = 0; i + 16 <= hex.size(); i += 16) {
    out.push_back(__builtin_bswap64(std::stoull(hex.substr(i, 16), nullptr, 16)));
  }
  return out;
}

// Golden lines: type, a space, the bytes in hex. Lines are only ever added.
std::map<std::string, std::string> golden_events() {
  std::map<std::string, std::string> out;
  std::ifstream in(golden_file);
  for (std::string type, hex; in >> type >> hex;) out[type] = hex;
  return out;
}

TEST(Schema, EveryEventTypeKeepsItsBytes) {
  auto golden = golden_events();
  bool update = std::getenv("ZHUCUN_UPDATE_GOLDEN") != nullptr;
  for (const auto& type : catalogue()) {
    auto words = draft_from_json(sample_draft(type), {});
    ASSERT_TRUE(words) << type.name << ": " << words.error().detail << " " << words.error().pointer;
    // A type that has grown a field has a second line; the first must still decode.
    std::string grown = type.name + ".2";
    bool changed = golden.contains(type.name) && golden[type.name] != hex_of(*words);
    if (update && !golden.contains(type.name)) golden[type.name] = hex_of(*words);
    if (update && changed && !golden.contains(grown)) golden[grown] = hex_of(*words);
    std::string newest = golden.contains(grown) ? grown : type.name;
    ASSERT_TRUE(golden.contains(newest)) << type.name << " has no golden bytes";
    EXPECT_EQ(to_json(read(words_of(golden[newest]))), to_json(read(*words))) << type.name;
    EXPECT_EQ(golden[newest], hex_of(*words)) << type.name;
  }
  for (const auto& [name, hex] : golden) {
    auto words = words_of(hex);
    const auto* type = type_of(read(words));
    ASSERT_TRUE(type) << name << " no longer decodes";
    EXPECT_EQ(name.substr(0, name.find('.')), type->name);
  }
  if (!update) return;
  std::ofstream out(golden_file);
  for (const auto& [type, hex] : golden) out << type << " " << hex << "\n";
}

TEST(Schema, FinishingAgainChangesNothing) {
  for (const auto& type : catalogue()) {
    auto words = draft_from_json(sample_draft(type), {});
    ASSERT_TRUE(words);
    EXPECT_EQ(finish(read(*words)), *words) << type.name;
  }
}

TEST(Schema, WhatIsExportedCanBeSubmitted) {
  for (const auto& type : catalogue()) {
    auto words = draft_from_json(sample_draft(type), {});
    auto again = draft_from_json(to_json(read(*words)), {});
    ASSERT_TRUE(again) << type.name << ": " << again.error().detail << again.error().pointer;
    EXPECT_EQ(*again, *words) << type.name;
  }
}

TEST(Schema, ContentIsWithoutWhoAndWhence) {
  const auto& type = *find_event("meetingHeld");
  auto words = *draft_from_json(sample_draft(type), {});
  std::string other = to_json(read(words));
  auto replace = [&other](const std::string& from, const std::string& to) {
    other.replace(other.find(from), from.size(), to);
  };
  replace("\"actor\":\"", "\"actor\":\"someone else ");
  replace("\"id\":\"", "\"id\":\"another ");
  auto second = *draft_from_json(other, {});
  EXPECT_NE(second, words);
  EXPECT_EQ(content_of(read(second)), content_of(read(words)));
}

TEST(Schema, NamesAreUniqueAndEverythingHasAChineseTitle) {
  std::set<std::string> names;
  for (const auto& type : catalogue()) {
    EXPECT_TRUE(names.insert(type.name).second) << type.name;
    EXPECT_FALSE(type.title.empty()) << type.name;
    for (const auto& key : type.key) {
      bool known = key == "date";
      for (const auto& field : type.fields) known |= field.name == key;
      EXPECT_TRUE(known) << type.name << " has a key field that is not there: " << key;
    }
    for (const auto& field : type.fields) {
      EXPECT_FALSE(field.title.empty()) << type.name << "." << field.name;
      for (const auto& option : field.options)
        EXPECT_FALSE(option.title.empty()) << field.name << "." << option.name;
    }
  }
}

TEST(Schema, AllErrorsOfADraftComeTogether) {
  auto words = draft_from_json(
      R"({"type":"postingStarted","date":"2024-13-01","actor":"a","id":"i","zip":1,)"
      R"("data":{"person":"张","role":"boss","x":1}})",
      {});
  ASSERT_FALSE(words);
  std::map<std::string, Code> errors;
  for (const auto& error : words.error().errors) errors[error.pointer] = error.code;
  EXPECT_EQ(errors.at("/date"), Code::bad_value);
  EXPECT_EQ(errors.at("/zip"), Code::unknown_field);
  EXPECT_EQ(errors.at("/data/person"), Code::bad_value);
  EXPECT_EQ(errors.at("/data/role"), Code::bad_value);
  EXPECT_EQ(errors.at("/data/x"), Code::unknown_field);
  EXPECT_EQ(errors.at("/data/unit"), Code::missing_field);
  EXPECT_EQ(errors.at("/data/village"), Code::missing_field);
  EXPECT_EQ(errors.size(), 7u);
}

TEST(Schema, DirtyTextsAreRefused) {
  auto draft = [](const std::string& topic) {
    return draft_from_json(R"({"id":"i","type":"meetingHeld","date":"2024-01-01","actor":"a",)"
                           R"("data":{"host":"unit:U1","kind":"other","topic":")" +
                               topic + "\"}}",
                           {});
  };
  EXPECT_TRUE(draft("会议"));
  EXPECT_FALSE(draft("\\u0000"));
  EXPECT_FALSE(draft("\\u001b[31m"));
  EXPECT_FALSE(draft("\xff\xfe"));
  EXPECT_FALSE(draft("  　"));
}

}  // namespace
}  // namespace zhucun::schema
