// A small book in memory with a server before it: the shipped register, calendar and policy of
// Yulin, one village with a first secretary, a month of acts. Built once per test program.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"
#include "api/http/server.h"
#include "tests/api/raw_client.h"

namespace zhucun::tests {

using nlohmann::json;

struct World {
  std::shared_ptr<app::ManualClock> clock;
  std::unique_ptr<app::Ledger> ledger;
};

inline json draft(const std::string& type, const std::string& date, json data) {
  return {{"type", type}, {"date", date}, {"data", std::move(data)}};
}

inline std::vector<json> small_life() {
  const std::string village = "610802100200";
  return {
      draft("goLiveSet", "2024-01-01",
            {{"division", "610800000000"}, {"group", "duties"}, {"from", "2024-01-01"}}),
      draft("officeFormed", "2024-01-01", {{"division", "610800000000"}, {"name", "榆林市驻村办"}}),
      draft("officeFormed", "2024-01-01", {{"division", "610802000000"}, {"name", "榆阳区驻村办"}}),
      draft("unitRegistered", "2024-01-01",
            {{"unit", "U1"},
             {"name", "示例市级单位"},
             {"level", "city"},
             {"kind", "government"},
             {"seat", "610800000000"}}),
      draft("villageKindSet", "2024-01-01",
            {{"village", village}, {"kind", "formerly_poor"}, {"document", "名单〔2021〕1号"}}),
      draft("personRegistered", "2024-01-01", {{"person", "P1"}}),
      draft("postingStarted", "2024-01-01",
            {{"person", "P1"}, {"unit", "U1"}, {"village", village}, {"role", "firstSecretary"}}),
      draft("reportHandedOver", "2024-01-30",
            {{"from", "team:" + village},
             {"to", {"township:610802100000"}},
             {"periods", {"2024-01"}},
             {"form", "oral"},
             {"content", "一月工作"}}),
  };
}

inline World make_world() {
  World out;
  // Noon of 2024-07-15 in UTC+8.
  out.clock = std::make_shared<app::ManualClock>(RecordedTime{1'721'016'000'000'000});
  book::Options options;
  options.disk_floor = 0;
  out.ledger = std::make_unique<app::Ledger>(std::make_unique<book::Book>(
      log::make_memory_log(log::HashKind::sha256), out.clock, log::OpenMode::write, options));
  app::InitOptions init = app::shipped_options({610800000000});
  init.start = make_date(2024, 1, 1);
  init.title = "测试账";
  std::string all;
  auto drafts = app::opening_drafts(init);
  if (!drafts) throw std::runtime_error(drafts.error().detail);
  for (const auto& one : *drafts) all += (all.empty() ? "[" : ",") + one;
  auto opened = out.ledger->submit(all + "]", {});
  if (!opened) throw std::runtime_error(opened.error().detail);
  app::SubmitOptions by;
  by.key = "life";
  by.actor = "测试";
  auto lived = out.ledger->submit(json(small_life()).dump(), by);
  if (!lived) throw std::runtime_error(lived.error().detail);
  // A payout rests on figures, which what stands in its own request is not part of.
  by.key = "payout";
  auto drafted =
      out.ledger->submit(draft("payoutDrafted", "2024-01-30",
                               {{"unit", "U1"}, {"batch", "B-1"}, {"through", "2024-01"}})
                             .dump(),
                         by);
  if (!drafted) throw std::runtime_error(drafted.error().detail);
  return out;
}

// The world of all tests that only add to it.
inline World& world() {
  static World one = make_world();
  return one;
}

class Api : public testing::Test {
 protected:
  // A server of its own for a test that needs other limits.
  void serve(http::HttpOptions options = {}) {
    server_.reset();
    options.port = 0;
    options.on_request = [this](const http::RequestRecord& record) {
      std::lock_guard lock(records_lock_);
      records_.push_back(record);
    };
    server_ = std::make_unique<http::HttpServer>(*ledger_, secrets_, std::move(options));
    server_->start();
  }
  void SetUp() override { serve(); }

  std::uint16_t port() const { return server_->port(); }

  Answer exchange(const std::string& bytes, bool head = false) {
    RawClient client(port());
    client.send(bytes);
    return client.read(std::chrono::seconds(15), head);
  }
  Answer get(const std::string& target, const std::string& headers = "") {
    return exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }
  json get_json(const std::string& target) {
    Answer answer = get(target);
    EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
    return json::parse(answer.body, nullptr, false);
  }
  Answer post(const std::string& target, const std::string& body, const std::string& headers,
              const std::string& type = "application/json") {
    return exchange("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
                    "\r\n" + body);
  }
  // A submission with a key and an actor.
  Answer submit(const std::string& key, const json& body, const std::string& query = "",
                const std::string& headers = "") {
    return post("/v1/events" + query, body.dump(),
                "Idempotency-Key: " + key + "\r\nZhucun-Actor: %E6%9D%8E\r\n" + headers);
  }

  app::Ledger* ledger_ = world().ledger.get();
  accounts::Secrets* secrets_ = nullptr;
  std::unique_ptr<http::HttpServer> server_;
  std::mutex records_lock_;
  std::vector<http::RequestRecord> records_;
};

// The parameters without which a report does not answer, as this world knows them.
inline std::string query_needed_by(const std::string& report) {
  if (report == "working_days") return "?from=2021-08-30&days=30";
  if (report == "person_timeline" || report == "allowance_statement") return "?actor=person:P1";
  if (report == "check_plan") return "?division=610802000000&period=2024Q3&seed=s&count=2";
  if (report == "reminder_drafts") return "?actor=office:610800000000";
  if (report == "report_draft") return "?actor=office:610802000000&period=2024";
  if (report == "payout_sheet") return "?actor=unit:U1&kind=B-1";
  if (report == "change_effects") return "?actor=person:P1&from=2024-06-30&kind=health";
  for (const char* one :
       {"fund_ledger", "reconciliation_statement", "outstanding_items", "match_proposals"}) {
    if (report == one) return "?division=610802000000";
  }
  return "";
}

inline std::string code_of(const Answer& answer) {
  auto body = json::parse(answer.body, nullptr, false);
  return body.is_object() ? body.value("code", "") : "";
}

}  // namespace zhucun::tests
