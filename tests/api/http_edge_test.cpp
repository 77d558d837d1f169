// The guarded edge: ambiguous framing, slow and idle clients, sizes, hosts, origins, the console's
// files.
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/api/api_world.h"

namespace zhucun::tests {
namespace {

using std::chrono::milliseconds;

const std::string host = "Host: localhost\r\n";
const std::string keyed = "Idempotency-Key: smuggled\r\nZhucun-Actor: x\r\n";
const std::string typed = "Content-Type: application/json\r\n";
// But for its framing every hostile request is good: a dry run of a valid draft.
const std::string post_line = "POST /v1/events?dryRun=true HTTP/1.1\r\n";
const std::string good = draft("personRegistered", "2024-02-01", {{"person", "P-x"}}).dump();
const std::string good_size = std::to_string(good.size());

std::string hex(std::size_t size) {
  char text[17];
  std::snprintf(text, sizeof text, "%zx", size);
  return text;
}
const std::string good_chunk = hex(good.size()) + "\r\n" + good + "\r\n";

// A complete request that would be answered 200 if its bytes were ever read as a second one.
const std::string second = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Hostile {
  std::string name;
  std::string bytes;
};

std::vector<Hostile> framing_corpus() {
  std::string start = post_line + host + keyed + typed;
  std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"CL.TE", start + "Content-Length: 4\r\n" + chunked + "\r\n0\r\n\r\n" + second},
      {"TE.CL", start + chunked + "Content-Length: 4\r\n\r\n5c\r\n" + second},
      {"CL 0 beside TE",
       start + "Content-Length: 0\r\n" + chunked + "\r\n" + good_chunk + "0\r\n\r\n"},
      {"two equal lengths", start + "Content-Length: " + good_size +
                                "\r\nContent-Length: " + good_size + "\r\n\r\n" + good},
      {"two lengths",
       start + "Content-Length: " + good_size + "\r\nContent-Length: 500\r\n\r\n" + good + second},
      {"list of lengths",
       start + "Content-Length: " + good_size + ", " + good_size + "\r\n\r\n" + good},
      {"negative length", start + "Content-Length: -" + good_size + "\r\n\r\n" + good},
      {"plus length", start + "Content-Length: +" + good_size + "\r\n\r\n" + good},
      {"hex length", start + "Content-Length: 0x" + hex(good.size()) + "\r\n\r\n" + good},
      {"length with space inside", start + "Content-Length: " + good_size + " 0\r\n\r\n" + good},
      {"empty length", start + "Content-Length:\r\n\r\n" + good},
      {"huge length", start + "Content-Length: 18446744073709551618\r\n\r\n" + good},
      {"fraction", start + "Content-Length: " + good_size + ".0\r\n\r\n" + good},
      {"full-width digit", start + "Content-Length: \xEF\xBC\x92\r\n\r\n{}"},
      {"no length", start + "\r\n" + second},
      {"PUT without length", "PUT /v1/events HTTP/1.1\r\n" + host + "\r\n" + second},
      {"TE identity", start + "Transfer-Encoding: identity\r\n\r\n" + second},
      {"TE gzip, chunked",
       start + "Transfer-Encoding: gzip, chunked\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE chunked, identity",
       start + "Transfer-Encoding: chunked, identity\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE xchunked", start + "Transfer-Encoding: xchunked\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE quoted", start + "Transfer-Encoding: \"chunked\"\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE twice", start + chunked + chunked + "\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE twice, second other",
       start + chunked + "Transfer-Encoding: x\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE empty", start + "Transfer-Encoding:\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE with vertical tab",
       start + "Transfer-Encoding: \vchunked\r\n\r\n" + good_chunk + "0\r\n\r\n"},
      {"TE in HTTP/1.0", "POST /v1/events?dryRun=true HTTP/1.0\r\n" + host + keyed + typed +
                             chunked + "\r\n" + good_chunk + "0\r\n\r\n"},
      {"GET with length", "GET /v1/book HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nabcde"},
      {"GET with TE", "GET /v1/book HTTP/1.1\r\n" + host + chunked + "\r\n0\r\n\r\n"},
      {"HEAD with length", "HEAD / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nabcde"},
  };
}

std::vector<Hostile> chunk_corpus() {
  std::string start = post_line + host + keyed + typed + "Transfer-Encoding: chunked\r\n\r\n";
  std::string size = hex(good.size());
  std::string rest = good + "\r\n0\r\n\r\n";
  return {
      {"bare LF after size", start + size + "\n" + rest},
      {"extension", start + size + ";a=b\r\n" + rest},
      {"space after size", start + size + " \r\n" + rest},
      {"space before size", start + " " + size + "\r\n" + rest},
      {"minus size", start + "-" + size + "\r\n" + rest},
      {"plus size", start + "+" + size + "\r\n" + rest},
      {"0x size", start + "0x" + size + "\r\n" + rest},
      {"empty size", start + "\r\n" + rest},
      {"size beyond 32 bits", start + "1000000" + size + "\r\n" + rest},
      {"too many zeros", start + "00000000" + size + "\r\n" + rest},
      {"data longer than size", start + size + "\r\n" + good + " \r\n0\r\n\r\n"},
      {"no CRLF after data", start + size + "\r\n" + good + "0\r\n\r\n" + second},
      {"other bytes after data", start + size + "\r\n" + good + "xx0\r\n\r\n" + second},
      {"trailer", start + good_chunk + "0\r\nContent-Length: 3\r\n\r\n" + second},
      {"LF at the end", start + good_chunk + "0\r\n\n" + second},
      {"not hex", start + "zz\r\n" + rest},
  };
}

std::vector<Hostile> line_corpus() {
  std::string get = "GET /v1/book HTTP/1.1\r\n";
  return {
      {"bare LF line ends", "GET /v1/book HTTP/1.1\nHost: localhost\n\n"},
      {"bare LF in the middle", get + host + "A: b\nC: d\r\n\r\n"},
      {"bare CR", get + host + "A: b\rC: d\r\n\r\n"},
      {"bare CR before a header", get + host + "A: b\rContent-Length: 5\r\n\r\nabcde"},
      {"CR CR LF", get + "A: b\r\r\n" + host + "\r\n"},
      {"folded line", get + host + "A: b\r\n c\r\n\r\n"},
      {"folded TE", post_line + host + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"},
      {"first line folded", get + " " + host + "\r\n"},
      {"no colon", get + host + "nothing\r\n\r\n"},
      {"space before colon", get + host + "Content-Length : 5\r\n\r\nabcde"},
      {"tab before colon", get + host + "A\t: b\r\n\r\n"},
      {"empty name", get + host + ": b\r\n\r\n"},
      {"name with bracket", get + host + "A[: b\r\n\r\n"},
      {"name with non-ASCII", get + host + "\xC3\xA9: b\r\n\r\n"},
      {"NUL in value", get + host + std::string("A: b\0c\r\n\r\n", 11)},
      {"NUL in target", std::string("GET /\0 HTTP/1.1\r\n", 17) + host + "\r\n"},
      {"no Host", get + "\r\n"},
      {"two Hosts", get + host + "Host: evil\r\n\r\n"},
      {"empty line first", "\r\n" + get + host + "\r\n"},
      {"HTTP/0.9", "GET /v1/book\r\n\r\n"},
      {"HTTP/2.0", "GET /v1/book HTTP/2.0\r\n" + host + "\r\n"},
      {"http/1.1", "GET /v1/book http/1.1\r\n" + host + "\r\n"},
      {"HTTP/1.10", "GET /v1/book HTTP/1.10\r\n" + host + "\r\n"},
      {"two spaces", "GET  /v1/book HTTP/1.1\r\n" + host + "\r\n"},
      {"tab between", "GET\t/v1/book\tHTTP/1.1\r\n" + host + "\r\n"},
      {"space in target", "GET /v1 /book HTTP/1.1\r\n" + host + "\r\n"},
      {"trailing space", "GET /v1/book HTTP/1.1 \r\n" + host + "\r\n"},
      {"absolute form", "GET http://localhost/v1/book HTTP/1.1\r\n" + host + "\r\n"},
      {"authority form", "CONNECT localhost:1 HTTP/1.1\r\n" + host + "\r\n"},
      {"asterisk form", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n"},
      {"fragment", "GET /v1/book#a HTTP/1.1\r\n" + host + "\r\n"},
      {"raw UTF-8 target", "GET /\xE8\xB4\xA6 HTTP/1.1\r\n" + host + "\r\n"},
      {"method with bracket", "GET( /v1/book HTTP/1.1\r\n" + host + "\r\n"},
      {"other expectation", get + host + "Expect: 200-ok\r\n\r\n"},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)},
  };
}

// One refusal and the end of the connection: whatever stood behind was read by nobody.
TEST_F(Api, NoAmbiguousRequestIsAccepted) {
  auto before = world().ledger->book().position();
  int tried = 0;
  int accepted = 0;
  for (const auto& corpus : {framing_corpus(), chunk_corpus(), line_corpus()}) {
    for (const auto& hostile : corpus) {
      RawClient client(port());
      client.send(hostile.bytes);
      Answer answer = client.read(std::chrono::seconds(5));
      ++tried;
      bool refused = answer.status >= 400 && answer.status != 404 && answer.status < 600;
      bool ended = client.ended();
      if (!refused || !ended) ++accepted;
      EXPECT_TRUE(refused) << hostile.name << ": " << answer.status;
      EXPECT_TRUE(ended) << hostile.name << ": went on after the refusal";
      // The answer to HEAD has no body.
      EXPECT_TRUE(!code_of(answer).empty() || answer.body.empty()) << hostile.name;
    }
  }
  EXPECT_EQ(world().ledger->book().position(), before);
  RecordProperty("requests", tried);
  std::printf("smuggling corpus: %d requests, %d ambiguous accepted\n", tried, accepted);
}

TEST_F(Api, LengthIsAskedForWith411) {
  Answer answer = exchange(post_line + host + keyed + typed + "\r\n");
  EXPECT_EQ(answer.status, 411);
  EXPECT_EQ(code_of(answer), "length_required");
}

TEST_F(Api, ChunkedAndContinuedBodiesAreRead) {
  std::string body = draft("personRegistered", "2024-02-01", {{"person", "P-chunk"}}).dump();
  std::string chunks;
  for (char c : body) chunks += std::string("1\r\n") + c + "\r\n";
  RawClient client(port());
  client.send("POST /v1/events HTTP/1.1\r\n" + host +
              "Idempotency-Key: chunk\r\nZhucun-Actor: x\r\n" + typed +
              "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(50));
  client.send(chunks + "0\r\n\r\n" + second);
  EXPECT_EQ(client.read().status, 201);
  EXPECT_EQ(client.read().status, 200) << "what stood behind the body is the next request";
}

TEST_F(Api, RequestsFollowEachOtherOnOneConnection) {
  RawClient client(port());
  client.send(second + second + "HEAD /v1/book HTTP/1.1\r\n" + host + "\r\n" + second);
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(client.read().status, 200);
  Answer head = client.read(std::chrono::seconds(5), true);
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.header("content-length"), "0");
  EXPECT_EQ(client.read().status, 200);
  for (int i = 4; i < 100; ++i) {
    client.send(second);
    ASSERT_EQ(client.read().status, 200) << i;
  }
  EXPECT_TRUE(client.ended()) << "a connection has a hundred requests";
}

TEST_F(Api, HalfClosedAndOldClientsAreServed) {
  RawClient client(port());
  client.send("GET /healthz/live HTTP/1.0\r\n\r\n");
  client.finish_sending();
  EXPECT_EQ(client.read().status, 200);
  EXPECT_TRUE(client.ended());
}

TEST_F(Api, SlowHeadsAndIdleConnectionsAreCut) {
  http::HttpOptions options;
  options.front.header_deadline = milliseconds(400);
  options.front.idle_deadline = milliseconds(300);
  serve(options);
  RawClient slow(port());
  RawClient silent(port());
  auto started = std::chrono::steady_clock::now();
  bool taken = true;
  for (int i = 0; i < 40 && taken; ++i) {
    taken = slow.send(i == 0 ? "GET / HTTP/1.1\r\nA: " : "x");
    std::this_thread::sleep_for(milliseconds(25));
    if (std::chrono::steady_clock::now() - started > milliseconds(700)) break;
  }
  EXPECT_EQ(slow.read(milliseconds(500)).status, 408);
  EXPECT_TRUE(silent.ended(milliseconds(500)));
  RawClient idle(port());
  idle.send(second);
  EXPECT_EQ(idle.read().status, 200);
  EXPECT_TRUE(idle.ended(milliseconds(800)));
}

TEST_F(Api, SlowBodiesAreCutAndMayNotTakeAllWorkers) {
  http::HttpOptions options;
  options.threads = 8;
  options.socket.body_deadline = milliseconds(600);
  options.socket.slow_bodies_max = 4;
  serve(options);
  std::string head = post_line + host + keyed + typed + "Content-Length: 100\r\n\r\n{";
  std::vector<RawClient> slow;
  for (int i = 0; i < 4; ++i) {
    slow.emplace_back(port());
    slow.back().send(head);
  }
  std::this_thread::sleep_for(milliseconds(200));
  Answer fifth = exchange(head);
  EXPECT_EQ(fifth.status, 503);
  EXPECT_EQ(get("/healthz/live").status, 200);
  for (auto& client : slow) EXPECT_EQ(client.read().status, 408);
}

TEST_F(Api, IdleClientsDoNotBlockTheNext) {
  std::vector<RawClient> idle;
  for (int i = 0; i < 70; ++i) {
    idle.emplace_back(port());
    idle.back().send(second);
    ASSERT_EQ(idle.back().read().status, 200);
  }
  auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(get("/healthz/live").status, 200);
  auto took = std::chrono::steady_clock::now() - started;
  EXPECT_LT(took, milliseconds(500));
  // Each of them still has its connection.
  for (auto& client : idle) {
    client.send(second);
    EXPECT_EQ(client.read().status, 200);
  }
}

TEST_F(Api, HundredsOfSlowHeadsDoNotBlockAClerk) {
  http::HttpOptions options;
  options.front.waiting_max = 300;
  serve(options);
  std::vector<RawClient> slow;
  std::vector<double> times;
  for (int i = 0; i < 400; ++i) {
    slow.emplace_back(port());
    slow.back().send("GET /v1/book HTTP/1.1\r\nX: ");
    if (i % 4 != 3) continue;
    auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(get("/v1/book").status, 200);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
            .count());
  }
  std::sort(times.begin(), times.end());
  std::printf("400 slow heads: 100 requests, median %.2f ms, p99 %.2f ms\n",
              times[times.size() / 2], times[times.size() - 2]);
  EXPECT_LT(times[times.size() - 2], 500);
}

TEST_F(Api, SizesHaveTheirLimits) {
  std::string long_line =
      "GET / HTTP/1.1\r\n" + host + "A: " + std::string(5'000, 'x') + "\r\n\r\n";
  EXPECT_EQ(exchange(long_line).status, 431);
  std::string many = "GET / HTTP/1.1\r\n" + host;
  for (int i = 0; i < 70; ++i) many += "A" + std::to_string(i) + ": b\r\n";
  EXPECT_EQ(exchange(many + "\r\n").status, 431);
  std::string endless = "GET / HTTP/1.1\r\n" + host;
  for (int i = 0; i < 20; ++i) endless += "A: " + std::string(3'000, 'x') + "\r\n";
  EXPECT_EQ(exchange(endless).status, 431);
  EXPECT_EQ(get("/" + std::string(5'000, 'x')).status, 414);
  std::string big = "[" + std::string((1 << 20) + 1, ' ') + "]";
  Answer answer = post("/v1/events", big, keyed);
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(code_of(answer), "payload_too_large");
  std::string chunk = "80000\r\n" + std::string(0x80000, ' ') + "\r\n";
  EXPECT_EQ(exchange(post_line + host + keyed + typed + "Transfer-Encoding: chunked\r\n\r\n" +
                     chunk + chunk + chunk + "0\r\n\r\n")
                .status,
            413);
  EXPECT_EQ(
      exchange("POST /v1/events/bulk HTTP/1.1\r\n" + host + "Content-Length: 67108865\r\n\r\n")
          .status,
      413);
}

TEST_F(Api, MethodsAndTypesAreChecked) {
  Answer wrong = exchange("DELETE /v1/book HTTP/1.1\r\n" + host + "\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD");
  Answer put = exchange("PUT /v1/events HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(put.status, 405);
  EXPECT_EQ(put.header("allow"), "GET, HEAD, POST");
  EXPECT_EQ(exchange("OPTIONS /v1/events HTTP/1.1\r\n" + host + "\r\n").status, 405);
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n").status, 405);
  EXPECT_EQ(get("/v1/nothing").status, 404);
  EXPECT_EQ(get("/v1").status, 404);
  EXPECT_EQ(get("/v1/book?colour=red").status, 400);
  EXPECT_EQ(get("/v1/book?a=%zz").status, 400);
  EXPECT_EQ(get("/v1/reports/%ff").status, 400);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "application/jsonp", ""})
    EXPECT_EQ(post("/v1/events", "{}", keyed, type).status, 415) << type;
  EXPECT_EQ(post("/v1/events/bulk", "{}", keyed, "application/json").status, 415);
}

TEST_F(Api, OnlyThisMachineIsAddressed) {
  for (const char* name : {"evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil",
                           "0.0.0.0", "[::2]", "[::1", "169.254.1.1:8320"}) {
    Answer answer = exchange("GET /v1/book HTTP/1.1\r\nHost: " + std::string(name) + "\r\n\r\n");
    EXPECT_EQ(answer.status, 421) << name;
  }
  for (const char* name : {"localhost", "LOCALHOST:9", "127.0.0.1:8320", "[::1]:8320", "[::1]"}) {
    Answer answer = exchange("GET /v1/book HTTP/1.1\r\nHost: " + std::string(name) + "\r\n\r\n");
    EXPECT_EQ(answer.status, 200) << name;
  }
}

TEST_F(Api, OtherPagesMayNotWrite) {
  auto before = world().ledger->book().position();
  std::string body = draft("personRegistered", "2024-02-01", {{"person", "P-csrf"}}).dump();
  for (const char* header :
       {"Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin: http://localhost:9999\r\n",
        "Origin: https://localhost\r\n"}) {
    Answer answer = post("/v1/events", body, keyed + header);
    EXPECT_EQ(answer.status, 403) << header;
    EXPECT_EQ(code_of(answer), "cross_site");
  }
  EXPECT_EQ(world().ledger->book().position(), before);
  EXPECT_EQ(post("/v1/events", body,
                 "Idempotency-Key: own\r\nZhucun-Actor: x\r\n"
                 "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost\r\n")
                .status,
            201);
}

class Web : public Api {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("web" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "site" / "assets");
    write(folder_ / "secret.txt", "geheim");
    write(folder_ / "site" / "index.html", "<!doctype html>page");
    write(folder_ / "site" / "assets" / "main.js", "let a;");
    std::filesystem::create_symlink(folder_ / "secret.txt", folder_ / "site" / "link.txt");
    http::HttpOptions options;
    options.web_root = (folder_ / "site").string();
    serve(options);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  std::filesystem::path folder_;
};

TEST_F(Web, ThePageAndItsFilesAreServed) {
  for (const char* path : {"/", "/index.html", "/duties", "/duties/610802000000"}) {
    Answer page = get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body, "<!doctype html>page");
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    EXPECT_FALSE(page.header("content-security-policy").empty());
  }
  Answer script = get("/assets/main.js");
  EXPECT_EQ(script.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_NE(script.header("cache-control").find("immutable"), std::string::npos);
  Answer known = get("/", "If-None-Match: " + get("/").header("etag") + "\r\n");
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(get("/assets/other.js").status, 404);
  EXPECT_EQ(get("/v1/other").status, 404);
}

TEST_F(Web, NoPathReachesTheFileSystem) {
  std::vector<std::string> steps{
      "..",           "%2e%2e", "%2E.",  ".%2e",         "..;",  "%252e%252e",        "..%00",
      "%c0%ae%c0%ae", "....//", "..%5c", "%uff0e%uff0e", "..\\", "%e0%80%ae%e0%80%ae"};
  std::vector<std::string> slashes{"/", "%2f", "%5c", "%252f", "//", "\\", "%c0%af", "/./"};
  std::vector<std::string> targets{"secret.txt", "etc/passwd", "site/../secret.txt"};
  int tried = 0;
  for (const auto& step : steps) {
    for (const auto& slash : slashes) {
      for (const auto& target : targets) {
        Answer answer = get("/" + step + slash + step + slash + target);
        ++tried;
        // A path that has no dot once it is decoded is a view of the page.
        bool page = answer.status == 200 && answer.body == "<!doctype html>page";
        EXPECT_TRUE(answer.status == 404 || answer.status == 400 || page)
            << step << slash << target;
        EXPECT_EQ(answer.body.find("geheim"), std::string::npos);
        EXPECT_EQ(answer.body.find("root:"), std::string::npos);
      }
    }
  }
  EXPECT_EQ(get("/link.txt").status, 404) << "links are not followed";
  std::printf("path traversal: %d encodings, 0 files outside\n", tried);
}

TEST_F(Api, WithoutAPageTheRootSaysSo) {
  Answer page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("/v1/reports"), std::string::npos);
  EXPECT_EQ(get("/duties").status, 404);
}

TEST_F(Api, StoppingEndsWaitingReaders) {
  RawClient waiting(port());
  waiting.send("GET /v1/events?wait=25&after=99999999 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(200));
  auto started = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
  EXPECT_EQ(waiting.read().status, 200);
}

}  // namespace
}  // namespace zhucun::tests
