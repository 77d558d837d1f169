// The OpenAPI document against the route list, itself, and what the server really answers.
#include "api/http/openapi.h"

#include <set>

#include "api/http/routes.h"
#include "projections/report.h"
#include "tests/api/api_world.h"
#include "tests/api/json_shape.h"

namespace zhucun::tests {
namespace {

const json& document() {
  static const json one = json::parse(http::openapi_json());
  return one;
}

void each_ref(const json& node, const std::function<void(const std::string&)>& f) {
  if (node.is_object() && node.contains("$ref") && node["$ref"].is_string())
    f(node["$ref"].get<std::string>());
  if (node.is_structured()) {
    for (const auto& child : node) each_ref(child, f);
  }
}

TEST(Openapi, IsServedAsItIsMade) {
  EXPECT_EQ(document()["openapi"], "3.1.0");
  EXPECT_FALSE(document()["info"]["title"].get<std::string>().empty());
  EXPECT_FALSE(document()["info"]["version"].get<std::string>().empty());
}

TEST(Openapi, HoldsEveryRouteOnce) {
  std::set<std::string> ids;
  std::size_t operations = 0;
  for (const auto& [path, item] : document()["paths"].items()) operations += item.size();
  EXPECT_EQ(operations, http::routes().size());
  for (const auto& route : http::routes()) {
    std::string method = route.method;
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c | 32); });
    ASSERT_TRUE(document()["paths"].contains(route.path)) << route.path;
    const json& operation = document()["paths"][route.path][method];
    EXPECT_EQ(operation["operationId"], route.id);
    EXPECT_TRUE(ids.insert(route.id).second) << route.id;
    EXPECT_FALSE(operation["summary"].get<std::string>().empty());
    EXPECT_TRUE(operation["responses"].contains("200"));
    EXPECT_TRUE(operation["responses"].contains("default"));
    EXPECT_EQ(operation.contains("requestBody"), route.takes != http::Takes::nothing);
  }
}

TEST(Openapi, EveryReferenceResolves) {
  int refs = 0;
  each_ref(document(), [&](const std::string& ref) {
    ++refs;
    ASSERT_EQ(ref.rfind("#/", 0), 0u) << ref;
    EXPECT_TRUE(document().contains(json::json_pointer(ref.substr(1)))) << ref;
  });
  EXPECT_GT(refs, 80);
}

TEST(Openapi, ParametersAreDescribedAndFitTheirPaths) {
  for (const auto& [path, item] : document()["paths"].items()) {
    for (const auto& [method, operation] : item.items()) {
      std::set<std::string> names;
      std::size_t in_path = 0;
      for (const auto& ref : operation["parameters"]) {
        const json& one =
            document().at(json::json_pointer(ref["$ref"].get<std::string>().substr(1)));
        std::string name = one["name"];
        std::string where = one["in"];
        EXPECT_TRUE(names.insert(where + " " + name).second) << path << " " << name;
        EXPECT_FALSE(one["description"].get<std::string>().empty()) << name;
        EXPECT_TRUE(one["schema"].is_object()) << name;
        if (where != "path") continue;
        ++in_path;
        EXPECT_EQ(one["required"], true) << name;
        EXPECT_NE(path.find("{" + name + "}"), std::string::npos) << path << " " << name;
      }
      EXPECT_EQ(in_path, static_cast<std::size_t>(std::count(path.begin(), path.end(), '{')));
    }
  }
  // What any report takes can be asked for over HTTP, and says for which reports it is.
  const json& operation = document()["paths"]["/v1/reports/{name}"]["get"];
  for (const auto& report : projections::reports()) {
    for (auto parameter : report.takes) {
      std::string name(projections::name_of(parameter));
      EXPECT_NE(operation["parameters"].dump().find("/parameters/" + name + "\""),
                std::string::npos)
          << name;
      std::string about = document()["components"]["parameters"][name]["description"];
      EXPECT_NE(about.find(report.name), std::string::npos) << name;
    }
  }
}

TEST(Openapi, HoldsEveryEventOfTheSchema) {
  for (const auto& event : schema::catalogue())
    EXPECT_TRUE(document()["components"]["schemas"].contains(event.name)) << event.name;
  EXPECT_EQ(document()["components"]["schemas"]["Draft"]["oneOf"].size(),
            schema::catalogue().size());
  for (const auto& one : small_life()) {
    std::string fault = shape_fault(document(), document()["components"]["schemas"]["Draft"], one);
    EXPECT_EQ(fault, "") << one.dump();
  }
}

TEST_F(Api, AnswersHaveTheShapesThatTheDocumentGives) {
  EXPECT_EQ(json::parse(get("/v1/openapi.json").body), document());
  std::vector<std::pair<std::string, std::string>> asked{
      {"/v1/book", "/v1/book"},
      {"/v1/reports", "/v1/reports"},
      {"/v1/events?limit=1000&after=3400", "/v1/events"},
      {"/v1/events/3440", "/v1/events/{position}"},
      {"/v1/divisions?parent=610802000000", "/v1/divisions"},
      {"/v1/policy", "/v1/policy"},
      {"/v1/subjects/posting:P1", "/v1/subjects/{subject}"},
      {"/v1/schema", "/v1/schema"},
      {"/healthz/live", "/healthz/live"},
      {"/healthz/ready", "/healthz/ready"},
      {"/v1/reports/duty_compliance/explain?period=2024Q1&row=x&column=late", "problem"},
      {"/v1/reports/nothing", "problem"},
  };
  for (const auto& report : projections::reports()) {
    std::string query = query_needed_by(report.name);
    asked.emplace_back("/v1/reports/" + report.name + query, "/v1/reports/{name}");
  }
  for (const auto& [target, path] : asked) {
    Answer answer = get(target);
    json body = json::parse(answer.body, nullptr, false);
    const json& shape = path == "problem" ? document()["components"]["schemas"]["Problem"]
                                          : document()["paths"][path]["get"]["responses"]["200"]
                                                      ["content"]["application/json"]["schema"];
    EXPECT_EQ(answer.status < 400, path != "problem") << target << answer.body;
    EXPECT_EQ(shape_fault(document(), shape, body), "") << target;
  }
  Answer outcome =
      submit("shape", draft("personRegistered", "2024-02-01", {{"person", "P-shape"}}));
  EXPECT_EQ(shape_fault(document(), document()["components"]["schemas"]["Outcome"],
                        json::parse(outcome.body)),
            "");
  EXPECT_TRUE(json::parse(get("/v1/schema").body)["$defs"].contains("postingStarted"));
}

}  // namespace
}  // namespace zhucun::tests
