// What each parameter of a route is, once.
#include <stdexcept>

#include "api/http/routes.h"
#include "ledger/schema/json_writer.h"
#include "projections/report.h"

namespace zhucun::http {

namespace {

constexpr const char* date_schema = R"({"type":"string","format":"date"})";
constexpr const char* division_schema = R"({"type":"string","pattern":"^[0-9]{12}$"})";
constexpr const char* position_schema = R"({"type":"integer","minimum":0})";
constexpr const char* text_schema = R"({"type":"string"})";

std::string report_names_schema() {
  JsonWriter out;
  out.begin_object().field("type", "string").key("enum").begin_array();
  for (const auto& report : projections::reports()) out.text(report.name);
  return out.end_array().end_object().take();
}

// Which reports take a parameter, after what it means.
std::string for_reports(const std::string& about, projections::Parameter parameter) {
  std::string taking;
  for (const auto& report : projections::reports()) {
    for (auto one : report.takes) {
      if (one == parameter) taking += (taking.empty() ? "" : "、") + report.name;
    }
  }
  return about + "。用于 " + taking;
}

struct ReportParameter {
  projections::Parameter parameter;
  const char* schema;
  const char* about;
};

const std::vector<ReportParameter>& report_parameters() {
  using enum projections::Parameter;
  static const std::vector<ReportParameter> all{
      {period, R"({"type":"string","pattern":"^[0-9]{4}(H[12]|Q[1-4]|W[0-9]{2}|-[0-9]{2})?$"})",
       "期间：2025、2025H1、2025Q3、2025-07"},
      {division, division_schema, "只看这个区划及其下级"},
      {by, R"({"type":"string","enum":["actor","township","county","city","unit","group"]})",
       "汇总口径：主体、乡镇、县、市、派出单位、协调组"},
      {duty, text_schema, "只看这一项义务（编号见 /v1/policy）"},
      {actor, text_schema, "只看这个主体，如 team:610802101200"},
      {status, text_schema, "只看这种状态"},
      {kind, text_schema, "只看这一类"},
      {since, position_schema, "只看这个序号之后新到期的"},
      {from, date_schema, "从哪一天起算"},
      {days, R"({"type":"integer","minimum":1,"maximum":2000})", "多少个工作日"},
      {seed, text_schema, "抽取的种子，事先公布"},
      {count, R"({"type":"integer","minimum":1,"maximum":2000})", "抽取几个村"},
  };
  return all;
}

// In which form a report's table comes, and how much of it.
std::vector<ParameterInfo> table_parameters() {
  return {
      {"format", "format", In::query, false,
       R"({"type":"string","enum":["json","csv","xlsx","ndjson"],"default":"json"})",
       "报表的格式：csv、xlsx 为可下载的文件，文件名为 地区_报表_期间_截至"},
      {"charset", "charset", In::query, false,
       R"({"type":"string","enum":["utf-8","gb18030"],"default":"utf-8"})",
       "CSV 的编码；GB18030 写不出的字被拒绝，不替换"},
      {"fromRow", "fromRow", In::query, false, position_schema,
       "从第几行起（JSON），接上一页的 nextFrom"},
      {"limit", "limit", In::query, false,
       R"({"type":"integer","minimum":1,"maximum":50000,"default":5000})",
       "最多几行（JSON）；后面还有时答复带 nextFrom"},
      {"purpose", "purpose", In::query, false,
       R"({"type":"string","enum":["view","print"],"default":"view"})",
       "看，或打印：有姓名时两者分别记入访问记录"},
  };
}

std::vector<ParameterInfo> import_parameters() {
  return {
      {"import", "import", In::path, true, text_schema, "导入的编号"},
      {"workbook", "workbook", In::path, true, text_schema, "工作簿的种类，见 /v1/workbooks"},
      {"fileName", "fileName", In::query, true, text_schema, "文件名"},
      {"file", "file", In::query, false, position_schema, "第几个文件，从 0 起"},
      {"state", "state", In::query, false,
       R"({"type":"string","enum":["new","changed","same","error","asked"]})", "只看这种行"},
      {"importLimit", "limit", In::query, false,
       R"({"type":"integer","minimum":1,"maximum":1000,"default":100})", "最多几行"},
      {"forDivision", "division", In::query, false, division_schema, "哪个地区的"},
      {"forUnit", "unit", In::query, false, text_schema, "哪个派出单位的"},
      {"forPeriod", "period", In::query, false, text_schema, "哪一期：2026-07、2026Q3"},
      {"payoutUnit", "unit", In::query, true, text_schema, "派出单位"},
      {"payoutBatch", "batch", In::query, true, text_schema, "批次号"},
      {"bankProfile", "profile", In::query, true, text_schema, "银行文件格式"},
      {"payoutReason", "reason", In::query, true, text_schema, "导出姓名和卡号的理由，至少四个字"},
  };
}

}  // namespace

const std::vector<ParameterInfo>& parameters() {
  static const std::vector<ParameterInfo> all = [] {
    constexpr const char* flag = R"({"type":"boolean","default":false})";
    std::vector<ParameterInfo> out{
        {"name", "name", In::path, true, report_names_schema(), "报表名称"},
        {"session", "session", In::path, true, text_schema, "会话的名称"},
        {"key", "key", In::path, true, text_schema, "密钥的编号"},
        {"account", "account", In::path, true, text_schema, "账号"},
        {"person", "person", In::path, true, text_schema, "人员编号"},
        {"attachment", "attachment", In::path, true,
         R"({"type":"string","pattern":"^[0-9a-f]{64}$"})", "附件的散列值"},
        {"before", "before", In::query, false, position_schema, "这个序号之前的，接上一页的 next"},
        {"accessLimit", "limit", In::query, false,
         R"({"type":"integer","minimum":1,"maximum":500,"default":50})", "最多几条"},
        {"subject", "subject", In::path, true, text_schema, "对象，如 posting:P1"},
        {"eventPosition", "position", In::path, true, R"({"type":"integer","minimum":1})",
         "事件的序号"},
        {"row", "row", In::query, true, text_schema, "行的 key"},
        {"column", "column", In::query, true, text_schema, "列的 name"},
        {"cursor", "cursor", In::query, false, text_schema, "接上一页的 nextCursor"},
        {"position", "position", In::query, false, position_schema,
         "数字所在的序号，按那时的账解释"},
        {"asOf", "asOf", In::query, false, date_schema, "截至哪一天判断，缺省为今天"},
        {"knownAt", "knownAt", In::query, false, text_schema,
         "按当时已登记的数据：序号、日期 2025-07-31 或时刻 2025-07-31T18:00:00"},
        {"after", "after", In::query, false, position_schema, "从这个序号之后读起"},
        {"eventLimit", "limit", In::query, false,
         R"({"type":"integer","minimum":1,"maximum":1000,"default":100})", "最多几个事件"},
        {"wait", "wait", In::query, false,
         R"({"type":"integer","minimum":0,"maximum":25,"default":0})", "没有新事件时最多等几秒"},
        {"eventFormat", "format", In::query, false,
         R"({"type":"string","enum":["json","ndjson"],"default":"json"})", "json 或每行一个事件"},
        {"holder", "holder", In::query, true, division_schema, "账户单位的12位区划代码"},
        {"profile", "profile", In::query, true, R"({"type":"string","enum":["bank","treasury"]})",
         "列名格式：bank 银行对账单，treasury 国库明细"},
        {"quotaYear", "year", In::query, false,
         R"({"type":"integer","minimum":2000,"maximum":2999})", "指标年度；银行账户不写"},
        {"parent", "parent", In::query, false, division_schema, "上级区划，缺省为本市"},
        {"minPosition", "minPosition", In::query, false, position_schema,
         "等账到了这个序号再答，最多5秒"},
        {"dryRun", "dryRun", In::query, false, flag, "只预览，不登记；答复带效果摘要 effects"},
        {"expect", "expect", In::query, false, text_schema, "预览得到的 effects；效果不同则拒绝"},
        {"Idempotency-Key", "Idempotency-Key", In::header, true,
         R"({"type":"string","minLength":1,"maxLength":128})",
         "这次请求的标识；重发同一请求用同一个，事件标识为 标识/1..n"},
        {"Zhucun-Actor", "Zhucun-Actor", In::header, true,
         R"({"type":"string","minLength":1,"maxLength":128})",
         "经办人（建立账号之前）；汉字以 UTF-8 的 %XX 转义"},
        {"If-Match", "If-Match", In::header, false, R"({"type":"string","pattern":"^\"[0-9]+\"$"})",
         "所改对象的版本，来自 ETag；单个事件改动已有对象时必带"},
    };
    for (auto& one : table_parameters()) out.push_back(std::move(one));
    for (auto& one : import_parameters()) out.push_back(std::move(one));
    for (const auto& one : report_parameters()) {
      std::string name(projections::name_of(one.parameter));
      out.push_back(
          {name, name, In::query, false, one.schema, for_reports(one.about, one.parameter)});
    }
    return out;
  }();
  return all;
}

const ParameterInfo& parameter(std::string_view id) {
  for (const auto& one : parameters()) {
    if (one.id == id) return one;
  }
  throw std::logic_error("a route names a parameter that is not described: " + std::string(id));
}

std::vector<const ParameterInfo*> parameters_of(const Route& route) {
  std::vector<const ParameterInfo*> out;
  for (const auto& name : route.parameters) {
    if (name != "report") {
      out.push_back(&parameter(name));
      continue;
    }
    for (const auto& one : report_parameters())
      out.push_back(&parameter(projections::name_of(one.parameter)));
    out.push_back(&parameter("asOf"));
    out.push_back(&parameter("knownAt"));
  }
  if (route.method == "GET" && route.path.starts_with("/v1/"))
    out.push_back(&parameter("minPosition"));
  return out;
}

}  // namespace zhucun::http
