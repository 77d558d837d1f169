// Who may connect from where, how often, under which name, and who is believed.
#include <thread>

#include "api/http/gateway.h"
#include "tests/api/api_world.h"
#include "tests/harness/tiny_house.h"

namespace zhucun::tests {
namespace {

using std::chrono::milliseconds;

const std::string live = "GET /healthz/live HTTP/1.1\r\nHost: zhucun.example\r\n\r\n";

class Gateway : public Api {
 protected:
  void SetUp() override {}
  // The whole machine's addresses, of which the tests reach 127.0.0.*.
  static http::HttpOptions outside() {
    http::HttpOptions out;
    out.host = "0.0.0.0";
    out.gateways = {"127.0.0.2", "::ffff:127.0.0.4"};
    out.gateway_header = "X-Remote-User";
    out.public_names = {"Zhucun.Example", "[2001:db8::1]"};
    return out;
  }
  Answer from(const char* source, const std::string& bytes) {
    RawClient client(port(), 0, source);
    client.send(bytes);
    return client.read(std::chrono::seconds(5));
  }
  std::string refusal(http::HttpOptions options) {
    try {
      http::HttpServer server(*ledger_, nullptr, std::move(options));
    } catch (const std::invalid_argument& refused) {
      return refused.what();
    }
    return "";
  }
  http::RequestRecord last_record() {
    std::lock_guard lock(records_lock_);
    return records_.empty() ? http::RequestRecord{} : records_.back();
  }
};

TEST_F(Gateway, OnlyGatewaysConnectWithoutTls) {
  serve(outside());
  EXPECT_EQ(from("127.0.0.2", live).status, 200);
  EXPECT_EQ(from("127.0.0.4", live).status, 200) << "IPv4 written as IPv6 is the same address";
  for (const char* source : {"127.0.0.1", "127.0.0.3"}) {
    RawClient client(port(), 0, source);
    client.send(live);
    EXPECT_EQ(client.read(std::chrono::seconds(5)).status, 0) << source;
  }
  EXPECT_EQ(server_->front_counts()->foreign, 2u);
  EXPECT_EQ(server_->front_counts()->accepted, 2u);
}

TEST_F(Gateway, TheServerAnswersToItsNamesOnly) {
  serve(outside());
  auto status = [&](const std::string& host) {
    return from("127.0.0.2", "GET /healthz/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
  };
  for (const char* host :
       {"zhucun.example", "ZHUCUN.example:8320", "localhost", "[2001:db8::1]:80", "127.0.0.1"})
    EXPECT_EQ(status(host), 200) << host;
  for (const char* host : {"evil.example", "zhucun.example.evil", "a.zhucun.example", "10.0.0.1",
                           "[2001:db8::2]", "[2001:db8::1", "[2001:db8::1]x"})
    EXPECT_EQ(status(host), 421) << host;
}

TEST_F(Gateway, TheLogNamesWhoCameThroughIt) {
  serve(outside());
  auto peer = [&](const std::string& headers) {
    from("127.0.0.2", "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    return last_record().peer;
  };
  EXPECT_EQ(peer("X-Forwarded-For: 10.9.8.7\r\n"), "10.9.8.7");
  EXPECT_EQ(peer("X-Forwarded-For: 1.2.3.4, 10.9.8.7\r\n"), "10.9.8.7")
      << "what it has seen itself";
  EXPECT_EQ(peer("X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 10.9.8.7\r\n"), "10.9.8.7");
  EXPECT_EQ(peer("X-Forwarded-For: 2001:DB8::7\r\n"), "2001:db8::7");
  EXPECT_TRUE(peer("X-Forwarded-For: evil\r\n").starts_with("127.0.0.2:"));
  EXPECT_TRUE(peer("").starts_with("127.0.0.2:"));
}

TEST_F(Gateway, OthersAreNotBelieved) {
  http::HttpOptions options;
  options.gateways = {"127.0.0.2"};
  options.gateway_header = "X-Remote-User";
  serve(options);  // on the loopback everybody may connect
  from("127.0.0.3",
       "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n"
       "X-Forwarded-For: 10.9.8.7\r\nX-Forwarded-Proto: https\r\n\r\n");
  EXPECT_TRUE(last_record().peer.starts_with("127.0.0.3:"));
  auto secure = [&](const char* source) {
    return !from(source,
                 "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n"
                 "X-Forwarded-Proto: https\r\n\r\n")
                .header("strict-transport-security")
                .empty();
  };
  EXPECT_FALSE(secure("127.0.0.3"));
  EXPECT_TRUE(secure("127.0.0.2"));
  std::string twice =
      "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nX-Remote-User: a\r\n"
      "x-remote-user: b\r\n\r\n";
  EXPECT_EQ(from("127.0.0.2", twice).status, 400) << "two readings";
  EXPECT_EQ(from("127.0.0.2",
                 "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n"
                 "X-Remote-User: %zz\r\n\r\n")
                .status,
            400);
}

// From the wire to the page: who the server thinks is there.
TEST_F(Gateway, WhomTheGatewayNamesIsSignedIn) {
  harness::TinyHouse house;
  app::SubmitOptions by;
  by.key = "ceremony";
  by.actor = "测试";
  auto held = house.ledger().submit(json::array({draft("ceremonyHeld", "2024-01-01",
                                                       {{"systemAdmin", "a"},
                                                        {"securityAdmin", "b"},
                                                        {"auditAdmin", "c"},
                                                        {"city", "610800000000"}})})
                                        .dump(),
                                    by);
  ASSERT_TRUE(held) << held.error().detail;
  ledger_ = &house.ledger();
  secrets_ = house.house().secrets.get();
  http::HttpOptions options;
  options.gateways = {"127.0.0.2"};
  options.gateway_header = "X-Remote-User";
  serve(options);
  auto account = [&](const char* source, const std::string& name) {
    Answer answer =
        from(source,
             "GET /v1/session HTTP/1.1\r\nHost: localhost\r\nX-Remote-User: " + name + "\r\n\r\n");
    return json::parse(answer.body, nullptr, false).value("account", "?");
  };
  EXPECT_EQ(account("127.0.0.2", "a"), "a");
  EXPECT_EQ(account("127.0.0.2", "%63"), "c");
  EXPECT_EQ(account("127.0.0.2", "nobody"), "");
  EXPECT_EQ(account("127.0.0.2", ""), "");
  EXPECT_EQ(account("127.0.0.3", "a"), "") << "on this machine, but no gateway";
  server_.reset();
}

// Before there are accounts this machine may do everything; through a gateway nobody is on it.
TEST_F(Gateway, NobodyIsLocalThroughAGateway) {
  http::HttpOptions options;
  options.gateways = {"127.0.0.2"};
  serve(options);
  auto code = [&](const char* source, const std::string& headers) {
    Answer answer = from(source, "GET /v1/book HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    return answer.status == 200 ? "200" : code_of(answer);
  };
  EXPECT_EQ(code("127.0.0.2", ""), "not_signed_in");
  EXPECT_EQ(code("127.0.0.2", "X-Forwarded-For: 127.0.0.1\r\n"), "not_signed_in");
  EXPECT_EQ(code("127.0.0.2", "X-Forwarded-For: ::1\r\n"), "not_signed_in");
  EXPECT_EQ(code("127.0.0.3", "X-Forwarded-For: 10.9.8.7\r\n"), "200") << "not believed";
}

// The one place that believes; every combination of who says what.
TEST_F(Gateway, TheAccountIsTheGatewaysWordAlone) {
  http::GatewayOptions options{{"10.0.0.1"}, "x-remote-user"};
  auto read = [&](const std::string& address, std::map<std::string, std::string> headers,
                  bool secure = false) {
    http::Request request;
    request.headers = std::move(headers);
    auto fault = http::read_gateway(options, {address + ":5", address, secure}, request);
    EXPECT_FALSE(request.headers.contains("x-remote-user"));
    EXPECT_FALSE(request.headers.contains("x-forwarded-for"));
    EXPECT_FALSE(request.headers.contains("x-forwarded-proto"));
    return std::pair(fault, request);
  };
  auto account = [&](const std::string& address, const std::string& value) {
    return read(address, {{"x-remote-user", value}}).second.gateway_account;
  };
  EXPECT_EQ(account("10.0.0.1", "zhangsan"), "zhangsan");
  EXPECT_EQ(account("10.0.0.1", "%E6%9D%8E"), "李");
  EXPECT_EQ(account("10.0.0.1", ""), "");
  int believed = 0;
  for (const char* address : {"10.0.0.2", "10.0.0.11", "127.0.0.1", "::1", "", "10.0.0.1:5"}) {
    for (const char* value : {"zhangsan", "admin", "%E6%9D%8E", "x,y"}) {
      if (!account(address, value).empty()) ++believed;
    }
  }
  EXPECT_EQ(believed, 0);
  std::printf("counted: 24 accounts named by others than the gateway, %d believed\n", believed);
  for (const char* wrong : {"a%0d%0aSet-Cookie: x", "%00", "%ff", "%7f"})
    EXPECT_TRUE(read("10.0.0.1", {{"x-remote-user", wrong}}).first) << wrong;
  EXPECT_FALSE(read("10.0.0.2", {{"x-remote-user", "%00"}}).first) << "not even looked at";
  EXPECT_TRUE(read("10.0.0.1", {{"x-remote-user", std::string(201, 'a')}}).first);
  EXPECT_TRUE(read("10.0.0.1", {{"x-forwarded-for", "127.0.0.1"}}).second.via_gateway);
  EXPECT_FALSE(read("10.0.0.2", {{"x-forwarded-for", "127.0.0.1"}}).second.via_gateway);
  EXPECT_TRUE(read("10.0.0.2", {}, true).second.secure) << "through our own TLS";
  EXPECT_TRUE(read("10.0.0.1", {{"x-forwarded-proto", "HTTPS"}}).second.secure);
  EXPECT_FALSE(read("10.0.0.1", {{"x-forwarded-proto", "https, http"}}).second.secure);
  EXPECT_FALSE(read("10.0.0.2", {{"x-forwarded-proto", "https"}}).second.secure);
  options.account_header.clear();
  EXPECT_EQ(read("10.0.0.1", {{"x-other", "zhangsan"}}).second.gateway_account, "");
}

TEST_F(Gateway, AnAddressHasItsShareOfConnections) {
  http::HttpOptions options;
  options.front.per_address_max = 20;
  options.gateways = {"127.0.0.9"};
  serve(options);
  std::vector<RawClient> held;
  auto answers = [&](const char* source) {
    held.emplace_back(port(), 0, source);
    held.back().send("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return held.back().read(std::chrono::seconds(5)).status == 200;
  };
  int first = 0;
  int second = 0;
  int gateway = 0;
  for (int i = 0; i < 30; ++i) first += answers("127.0.0.5");
  for (int i = 0; i < 5; ++i) second += answers("127.0.0.6");
  for (int i = 0; i < 40; ++i) gateway += answers("127.0.0.9");
  EXPECT_EQ(first, 20);
  EXPECT_EQ(second, 5) << "another address has its own share";
  EXPECT_EQ(gateway, 40) << "a gateway speaks for many";
  EXPECT_EQ(server_->front_counts()->over_limit, 10u);
  std::printf("counted: 30 connections of one address, %d served; of a gateway, %d of 40\n", first,
              gateway);
  // Whoever goes gives his place back, by whatever way the connection ends.
  held.clear();
  std::this_thread::sleep_for(milliseconds(300));
  for (int i = 0; i < 100; ++i) {
    RawClient client(port(), 0, "127.0.0.5");
    client.send(i % 3 == 0   ? "GET /healthz/live HTTP/1.0\r\n\r\n"
                : i % 3 == 1 ? "nonsense\n\n"
                             : "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_NE(client.read(std::chrono::seconds(5)).status, 0) << i;
    // The server lingers a moment behind an answer that ends the connection.
    if (i % 10 == 9) std::this_thread::sleep_for(milliseconds(100));
  }
}

TEST_F(Gateway, PlainLoopbackHasNoSuchLimit) {
  serve();
  std::vector<RawClient> held;
  for (int i = 0; i < 40; ++i) {
    held.emplace_back(port());
    held.back().send("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_EQ(held.back().read().status, 200) << i;
  }
}

TEST(AddressLimits, NetworksOfIpv6CountTogether) {
  http::AddressLimits limits(2, {"2001:db8:1::9"});
  EXPECT_TRUE(limits.enter("2001:db8::1"));
  EXPECT_TRUE(limits.enter("2001:db8::2"));
  EXPECT_FALSE(limits.enter("2001:db8::3"));
  EXPECT_TRUE(limits.enter("2001:db8:0:1::3"));
  limits.leave("2001:db8::2");
  EXPECT_TRUE(limits.enter("2001:db8::3"));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limits.enter("2001:db8:1::9"));
  EXPECT_EQ(http::canonical_address("::ffff:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(http::canonical_address("10.1.2.3:80"), std::nullopt);
  EXPECT_EQ(http::canonical_address(""), std::nullopt);
}

TEST_F(Gateway, SettingsThatDoNotFitAreRefused) {
  auto changed = [&](auto change) {
    http::HttpOptions options = outside();
    change(options);
    return refusal(options);
  };
  EXPECT_EQ(changed([](auto&) {}), "");
  auto says = [&](auto change, const std::string& text) {
    std::string said = changed(change);
    EXPECT_NE(said.find(text), std::string::npos) << text << ": " << said;
  };
  says([](auto& o) { o.gateways.clear(); }, "--gateway");
  says([](auto& o) { o.gateways.clear(), o.gateway_header.clear(); }, "本机");
  says([](auto& o) { o.gateways = {"gateway.example"}; }, "gateway.example");
  says([](auto& o) { o.gateway_header = "X Remote"; }, "--gateway-header");
  says([](auto& o) { o.gateway_header = "Host"; }, "--gateway-header");
  says([](auto& o) { o.public_names.clear(); }, "--public-name");
  says([](auto& o) { o.public_names = {"https://zhucun.example"}; }, "--public-name");
  says([](auto& o) { o.public_names = {"zhucun.example:8320"}; }, "--public-name");
  says([](auto& o) { o.host = "zhucun.example"; }, "zhucun.example");
}

}  // namespace
}  // namespace zhucun::tests
