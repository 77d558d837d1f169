// Personal data in a book: retries, erasure, lost and foreign keys, who has seen what.
#include <gtest/gtest.h>

#include <cstdio>

#include "ledger/log/proof.h"
#include "tests/harness/tiny_house.h"

namespace zhucun {
namespace {

using harness::draft;
using harness::must;
using harness::TinyHouse;

const Date day = make_date(2024, 1, 1);
constexpr const char* id_number = "00000019850312001X";

std::string details(const std::string& person, const std::string& name,
                    const std::string& number = "", const std::string& id = "") {
  std::string data = "\"person\":\"" + person + "\",\"name\":\"" + name + "\"";
  if (!number.empty()) data += ",\"idNumber\":\"" + number + "\"";
  return draft("personDetailsRecorded", day, data, id);
}

void register_person(app::Ledger& ledger, const std::string& id) {
  must(ledger, draft("personRegistered", day, "\"person\":\"" + id + "\""), "r-" + id);
}

std::string name_of(app::Ledger& ledger, const std::string& person) {
  return ledger.book().read([&](const domain::Facts& facts) {
    auto detail = ledger.book().detail(facts, person, "name");
    return detail.value.value_or("(" + detail.why + ")");
  });
}

TEST(PersonalBook, ARetryOfPersonalFieldsIsTheSameEventAThousandTimes) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  auto first = must(tiny.ledger(), details("P1", "试甲", id_number), "k");
  int same = 0;
  for (int i = 0; i < 1000; ++i) {
    if (i == 500) {
      tiny.close();
      tiny.open();
    }
    auto again = must(tiny.ledger(), details("P1", "试甲", id_number), "k");
    same += !again.events[0].is_new && again.events[0].position == first.events[0].position;
  }
  std::printf("counted: 1000 retries with personal fields, %d the same event\n", same);
  EXPECT_EQ(same, 1000);
  app::SubmitOptions other{.key = "k", .actor = "test"};
  auto differs = tiny.ledger().submit(details("P1", "试乙", id_number), other);
  ASSERT_FALSE(differs);
  EXPECT_EQ(differs.error().code, Code::idempotency_key_reused);
}

TEST(PersonalBook, APreviewHasTheEffectsOfItsConfirmation) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  app::SubmitOptions options{.key = "k", .actor = "test", .dry_run = true};
  auto preview = tiny.ledger().submit(details("P1", "试甲"), options);
  ASSERT_TRUE(preview);
  options.dry_run = false;
  options.expect = preview->effects;
  EXPECT_TRUE(tiny.ledger().submit(details("P1", "试甲"), options));
}

TEST(PersonalBook, TheLogHoldsCommitmentsAndTheVaultTheValues) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  auto done = must(tiny.ledger(), details("P1", "试甲", id_number), "k");
  auto json = tiny.ledger().event_json(done.events[0].position);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->find("试甲"), std::string::npos);
  EXPECT_NE(json->find("sealed:"), std::string::npos);
  EXPECT_EQ(name_of(tiny.ledger(), "P1"), "试甲");
  EXPECT_EQ(tiny.ledger().book().person_by_id_number("00000019850312001x"), "P1");
  EXPECT_TRUE(tiny.ledger().book().log().verify().sound());
}

// The fold names the fields by hand; the schema is what says which there are.
TEST(PersonalBook, EveryPersonalFieldOfTheSchemaIsFolded) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  must(tiny.ledger(),
       draft("personDetailsRecorded", day,
             R"("person":"P1","name":"试甲","idNumber":"00000019850312001X","phone":"10000000001",)"
             R"("bankCard":"9999000000000001234","birthDate":"1985-03-12","health":"健康",)"
             R"("homeAddress":"试县试村")"),
       "a");
  const auto& fields = schema::find_event("personDetailsRecorded")->fields;
  tiny.ledger().book().read([&](const domain::Facts& facts) {
    for (const auto& field : fields) {
      EXPECT_EQ(facts.people.at("P1").details.contains(field.name), field.personal) << field.name;
    }
  });
}

TEST(PersonalBook, ANewNumberFreesTheOldOne) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  register_person(tiny.ledger(), "P2");
  must(tiny.ledger(), details("P1", "试甲", id_number), "a");
  must(tiny.ledger(), details("P1", "试甲", "000000199001010026"), "b");
  must(tiny.ledger(), details("P2", "试乙", id_number), "c");
  EXPECT_EQ(tiny.ledger().book().person_by_id_number(id_number), "P2");
}

TEST(PersonalBook, AfterErasureNothingDecryptsAndEveryProofVerifies) {
  TinyHouse tiny;
  register_person(tiny.ledger(), "P1");
  register_person(tiny.ledger(), "P2");
  must(tiny.ledger(), details("P1", "试甲", id_number), "a");
  must(tiny.ledger(), details("P2", "试乙"), "b");
  must(tiny.ledger(),
       draft("personRestricted", day,
             R"("person":"P1","retainUntil":"2024-01-01","basis":"档案规定")"),
       "c");
  EXPECT_EQ(name_of(tiny.ledger(), "P1"), "(已限制处理)");
  tiny.clock->set(harness::noon(make_date(2024, 1, 2)));
  must(tiny.ledger(),
       draft("personErased", make_date(2024, 1, 2), R"("person":"P1","reason":"本人申请")"), "d");
  EXPECT_EQ(name_of(tiny.ledger(), "P1"), "(已删除)");
  EXPECT_EQ(name_of(tiny.ledger(), "P2"), "试乙");
  EXPECT_FALSE(tiny.ledger().book().person_by_id_number(id_number));
  const auto& log = tiny.ledger().book().log();
  int sealed = 0;
  log.each_sealed([&](std::string_view, std::string_view) { return ++sealed > 0; });
  EXPECT_EQ(sealed, 1);  // the name of P2
  std::uint64_t size = log.head().tree_size;
  int bad = 0;
  log::Hasher hasher(log.hash_kind());
  for (std::uint64_t leaf = 1; leaf <= size; ++leaf) {
    log::InclusionClaim claim{{leaf}, log.leaf_hash({leaf}), size, log.head().root};
    bad += !log::proves_inclusion(claim, log.inclusion_proof({leaf}, size), hasher);
  }
  std::printf("counted: %llu proofs after an erasure, %d false\n",
              static_cast<unsigned long long>(size), bad);
  EXPECT_EQ(bad, 0);
  EXPECT_TRUE(log.verify().sound());
  tiny.close();
  tiny.open();
  EXPECT_EQ(name_of(tiny.ledger(), "P1"), "(已删除)");
  EXPECT_EQ(tiny.ledger().book().live_digest(), tiny.ledger().book().rebuilt_digest());
}

TEST(PersonalBook, OlderKeysPutBackDoNotBringAnErasedPersonBack) {
  TinyHouse tiny;
  namespace fs = std::filesystem;
  register_person(tiny.ledger(), "P1");
  must(tiny.ledger(), details("P1", "试甲", id_number), "a");
  must(tiny.ledger(),
       draft("personRestricted", day,
             R"("person":"P1","retainUntil":"2024-01-01","basis":"档案规定")"),
       "b");
  tiny.close();
  fs::copy(tiny.folder() / "keys", tiny.folder() / "older", fs::copy_options::recursive);
  tiny.open();
  tiny.clock->set(harness::noon(make_date(2024, 1, 2)));
  must(tiny.ledger(),
       draft("personErased", make_date(2024, 1, 2), R"("person":"P1","reason":"本人申请")"), "c");
  tiny.close();
  fs::remove_all(tiny.folder() / "keys");
  fs::rename(tiny.folder() / "older", tiny.folder() / "keys");
  tiny.open();
  EXPECT_TRUE(tiny.ledger().book().vault()->is_destroyed("P1"));
  EXPECT_EQ(name_of(tiny.ledger(), "P1"), "(已删除)");
}

TEST(PersonalBook, ForeignAndLostKeysAreNamed) {
  TinyHouse one;
  TinyHouse other;
  register_person(one.ledger(), "P1");
  must(one.ledger(), details("P1", "试甲"), "a");
  one.close();
  other.close();
  namespace fs = std::filesystem;
  fs::rename(one.folder() / "keys", one.folder() / "keys-aside");
  fs::copy(other.folder() / "keys", one.folder() / "keys", fs::copy_options::recursive);
  EXPECT_THROW(one.open(), vault::KeyFailure);  // another master
  fs::copy_file(other.key_file(), one.key_file(), fs::copy_options::overwrite_existing);
  EXPECT_THROW(one.open(), vault::KeyFailure);  // another book
  fs::remove_all(one.folder() / "keys");
  one.open();  // lost: the ledger is whole, the names are not
  EXPECT_EQ(name_of(one.ledger(), "P1"), "(没有密钥)");
  EXPECT_FALSE(one.ledger().book().health().vault_trouble.empty());
  app::SubmitOptions options{.key = "b", .actor = "test"};
  auto refused = one.ledger().submit(details("P1", "试甲"), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::vault_missing);
  EXPECT_FALSE(fs::exists(one.folder() / "keys"));
}

TEST(PersonalBook, AnEventNamesAnAttachmentThatIsThere) {
  TinyHouse tiny;
  auto* files = tiny.ledger().book().files();
  std::string name = files->put("会议记录原件");
  must(tiny.ledger(),
       R"({"type":"personRegistered","date":"2024-01-01","actor":"test","attachments":[")" + name +
           R"("],"data":{"person":"P1"}})",
       "a");
  bool named = tiny.ledger().book().read(
      [&](const domain::Facts& facts) { return facts.attachments.contains(name); });
  EXPECT_TRUE(named);
  EXPECT_EQ(files->get(name), "会议记录原件");
}

}  // namespace
}  // namespace zhucun
