// TLS: versions, certificates, slow handshakes, and that behind it everything is as without it.
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/api/api_world.h"
#include "tests/api/tls_client.h"

namespace zhucun::tests {
namespace {

using std::chrono::milliseconds;

const std::string live = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

class Tls : public Api {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("tls" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    make_certificate(at("cert.pem"), at("key.pem"));
    ::chmod(at("key.pem").c_str(), 0600);
    serve_tls(roomy());
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  // Tests come from one address.
  static http::HttpOptions roomy() {
    http::HttpOptions out;
    out.front.per_address_max = 1'000;
    return out;
  }
  void serve_tls(http::HttpOptions options) {
    options.tls.certificate = at("cert.pem");
    options.tls.key = at("key.pem");
    serve(std::move(options));
  }
  std::string refusal(const std::string& certificate, const std::string& key) {
    http::HttpOptions options;
    options.tls.certificate = certificate.empty() ? "" : at(certificate);
    options.tls.key = key.empty() ? "" : at(key);
    try {
      http::HttpServer server(*ledger_, nullptr, options);
    } catch (const std::invalid_argument& refused) {
      return refused.what();
    }
    return "";
  }
  void write(const std::string& name, const std::string& text, unsigned rights = 0600) {
    std::ofstream(at(name)) << text;
    ::chmod(at(name).c_str(), rights);
  }
  std::filesystem::path folder_;
};

TEST_F(Tls, BothVersionsAnswerAndOlderOnesDoNot) {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(port(), version);
    ASSERT_TRUE(client.shaken()) << version;
    EXPECT_TRUE(client.cipher().find("GCM") != std::string::npos ||
                client.cipher().find("CHACHA20") != std::string::npos)
        << client.cipher();
    ASSERT_TRUE(client.send(live));
    Answer answer = client.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("strict-transport-security"), "max-age=31536000");
    EXPECT_FALSE(answer.header("content-security-policy").empty());
  }
  for (int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    TlsClient client(port(), version);
    EXPECT_FALSE(client.shaken()) << version;
  }
  const auto* counts = server_->tls_counts();
  ASSERT_NE(counts, nullptr);
  EXPECT_EQ(counts->handshakes, 2u);
  for (int i = 0; i < 100 && counts->failed < 2; ++i) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(counts->failed, 2u);
}

TEST_F(Tls, PlainHttpIsNotSpokenThere) {
  RawClient plain(port());
  plain.send(live);
  EXPECT_EQ(plain.read().status, 0);
  EXPECT_NE(get("/healthz/live").status, 200);
  TlsClient client(port(), TLS1_3_VERSION);
  client.send(live);
  EXPECT_EQ(client.read().status, 200) << "and it goes on for others";
}

TEST_F(Tls, PlainAnswersDoNotClaimToBeSecure) {
  serve();
  EXPECT_EQ(get("/healthz/live").header("strict-transport-security"), "");
  EXPECT_EQ(server_->tls_counts(), nullptr);
}

// Many requests on one connection, big bodies both ways, an answer to a head that is refused.
TEST_F(Tls, BehindItAllIsAsWithoutIt) {
  TlsClient client(port(), TLS1_3_VERSION);
  std::string list = "GET /v1/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client.send(list));
    Answer answer = client.read();
    ASSERT_EQ(answer.status, 200);
    ASSERT_TRUE(answer.framed);
    ASSERT_TRUE(json::accept(answer.body));
  }
  std::string big = "[" + std::string(900'000, ' ') + "]";
  client.send(
      "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Idempotency-Key: tls\r\nZhucun-Actor: x\r\nContent-Length: " +
      std::to_string(big.size()) + "\r\n\r\n" + big);
  Answer posted = client.read();
  EXPECT_NE(posted.status, 0);
  EXPECT_LT(posted.status, 500) << posted.body;
  TlsClient hostile(port(), TLS1_2_VERSION);
  hostile.send(
      "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
      live);
  bool orderly = false;
  std::string said = hostile.read_all(&orderly);
  EXPECT_TRUE(said.starts_with("HTTP/1.1 400")) << said;
  EXPECT_EQ(said.find("HTTP/1.1 200"), std::string::npos) << "no second answer";
  EXPECT_NE(said.find("Strict-Transport-Security"), std::string::npos);
  EXPECT_TRUE(orderly) << "the end is said, so that nobody can cut an answer short unseen";
}

TEST_F(Tls, APageOfItsOwnOriginMayWrite) {
  std::string body = draft("personRegistered", "2024-02-01", {{"person", "P-tls"}}).dump();
  auto status = [&](const std::string& origin) {
    TlsClient client(port(), TLS1_3_VERSION);
    client.send("POST /v1/events?dryRun=true HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin +
                "\r\nContent-Type: application/json\r\nIdempotency-Key: o\r\nZhucun-Actor: x\r\n"
                "Content-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.read().status;
  };
  EXPECT_EQ(status("https://localhost"), 200);
  EXPECT_EQ(status("http://localhost"), 403);
  EXPECT_EQ(status("https://evil.example"), 403);
}

TEST_F(Tls, SlowHandshakesBlockNobodyAndEnd) {
  http::HttpOptions options = roomy();
  options.tls.handshake_deadline = milliseconds(1'500);
  serve_tls(options);
  std::vector<RawClient> idle;
  for (int i = 0; i < 50; ++i) {
    idle.emplace_back(port());
    // Half of them begin a record and never end it.
    if (i % 2 == 0) idle.back().send("\x16\x03\x01\x02");
  }
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) {
    auto started = std::chrono::steady_clock::now();
    TlsClient client(port(), TLS1_3_VERSION);
    client.send(live);
    ASSERT_EQ(client.read().status, 200);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
            .count());
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "measured: 50 slow handshakes, 20 requests with their own, median %.1f ms, max %.1f\n",
      times[times.size() / 2], times.back());
  EXPECT_LT(times.back(), 1'000);
  for (auto& client : idle) EXPECT_TRUE(client.ended(milliseconds(3'000)));
  EXPECT_EQ(server_->tls_counts()->failed, 50u);
}

TEST_F(Tls, WhenThePoolIsFullTheSlowestHandshakeGoes) {
  http::HttpOptions options = roomy();
  options.tls.connections_max = 8;
  serve_tls(options);
  std::vector<RawClient> idle;
  for (int i = 0; i < 40; ++i) idle.emplace_back(port());
  TlsClient client(port(), TLS1_3_VERSION);
  client.send(live);
  EXPECT_EQ(client.read().status, 200);
  EXPECT_TRUE(idle.front().ended());
  EXPECT_EQ(server_->tls_counts()->evicted, 33u);
}

TEST_F(Tls, ClientsThatVanishLeaveNothingBehind) {
  for (int i = 0; i < 60; ++i) {
    TlsClient client(port(), i % 2 == 0 ? TLS1_3_VERSION : TLS1_2_VERSION);
    ASSERT_TRUE(client.shaken());
    // At different moments: before, within and after a request, with an answer on its way.
    if (i % 3 == 1) client.send("GET /v1/events?limit=1000 HTTP/1.1\r\nHost: loc");
    if (i % 3 == 2) client.send("GET /v1/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (server_->tls_counts()->open > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(server_->tls_counts()->open, 0u);
  EXPECT_EQ(server_->tls_counts()->handshakes, 60u);
}

TEST_F(Tls, TheDeadlinesOfTheFrontHoldBehindIt) {
  http::HttpOptions options = roomy();
  options.front.header_deadline = milliseconds(400);
  options.front.idle_deadline = milliseconds(300);
  serve_tls(options);
  TlsClient slow(port(), TLS1_3_VERSION);
  slow.send("GET / HTTP/1.1\r\nA: ");
  EXPECT_EQ(slow.read().status, 408);
  TlsClient idle(port(), TLS1_3_VERSION);
  idle.send(live);
  EXPECT_EQ(idle.read().status, 200);
  auto started = std::chrono::steady_clock::now();
  bool orderly = false;
  EXPECT_EQ(idle.read_all(&orderly), "");
  EXPECT_TRUE(orderly);
  EXPECT_LT(std::chrono::steady_clock::now() - started, milliseconds(1'500));
}

TEST_F(Tls, StoppingLetsAnswersOut) {
  TlsClient waiting(port(), TLS1_3_VERSION);
  waiting.send("GET /v1/events?wait=25&after=99999999 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  RawClient shaking(port());
  std::this_thread::sleep_for(milliseconds(200));
  auto started = std::chrono::steady_clock::now();
  std::thread stopper([&] { server_->stop(); });
  EXPECT_EQ(waiting.read().status, 200);
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(4));
  EXPECT_TRUE(shaking.ended());
}

TEST_F(Tls, WrongFilesAreNamedWithARepair) {
  write("text.pem", "nothing of the kind\n");
  write("empty.pem", "");
  make_certificate(at("cert2.pem"), at("key2.pem"));
  ::chmod(at("key2.pem").c_str(), 0600);
  make_certificate(at("cert3.pem"), at("open.pem"));
  ::chmod(at("open.pem").c_str(), 0644);
  write("locked.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n");
  write("broken.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
  struct Case {
    std::string certificate;
    std::string key;
    std::string says;
  };
  for (const auto& one : std::vector<Case>{{"cert.pem", "", "--tls-key"},
                                           {"", "key.pem", "--tls-cert"},
                                           {"missing.pem", "key.pem", "读不出来"},
                                           {"empty.pem", "key.pem", "读不出来"},
                                           {"cert.pem", "missing.pem", "读不出来"},
                                           {"text.pem", "key.pem", "不是 PEM 格式的证书"},
                                           {"cert.pem", "cert.pem", "不是 PEM 格式的私钥"},
                                           {"cert.pem", "key2.pem", "一对"},
                                           {"broken.pem", "key.pem", "一对"},
                                           {"cert3.pem", "open.pem", "chmod o-r"},
                                           {"cert.pem", "locked.pem", "口令"}}) {
    std::string said = refusal(one.certificate, one.key);
    EXPECT_NE(said.find(one.says), std::string::npos)
        << one.certificate << " " << one.key << ": " << said;
  }
  EXPECT_EQ(refusal("cert2.pem", "key2.pem"), "");
}

}  // namespace
}  // namespace zhucun::tests
