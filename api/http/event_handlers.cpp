#include <charconv>
#include <istream>
#include <streambuf>

#include "api/export/render.h"
#include "api/http/handlers.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::http {

namespace {

constexpr std::uint64_t events_default = 100;
constexpr std::uint64_t events_max = 1'000;
constexpr std::uint64_t wait_seconds_max = 25;
constexpr std::size_t page_bytes_max = 8 << 20;
constexpr std::chrono::milliseconds wait_slice{200};

Refusal busy(std::string detail) {
  return {Code::busy, std::move(detail), "稍后重试", "", "", {}};
}

// Waits until the book has moved beyond `after`, the time is over or the service stops.
std::optional<Refusal> wait_beyond(Service& service, Position after, std::uint64_t seconds) {
  const book::Book& book = service.ledger.book();
  if (seconds == 0 || book.position() > after) return std::nullopt;
  Place place(service.long_polls, service.long_polls_max);
  if (!place.granted()) return busy("等待新事件的请求已满");
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!service.stopping && std::chrono::steady_clock::now() < until) {
    if (book.log().wait_for(after, wait_slice)) break;
  }
  return std::nullopt;
}

// Reads a text in place: a bulk body is large enough not to be copied.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(const std::string& text) {
    char* start = const_cast<char*>(text.data());  // an input area is never written to
    setg(start, start, start + text.size());
  }
};

// What a write must say of itself, whatever it writes.
Result<app::SubmitOptions> submit_options(const Request& request) {
  app::SubmitOptions out;
  out.key = request.header("idempotency-key");
  if (out.key.empty()) {
    return refuse({Code::idempotency_key_missing,
                   "请求没有带 Idempotency-Key",
                   "每次提交取一个新标识，重发同一请求时用同一个",
                   "",
                   "",
                   {}});
  }
  if (out.key.size() > 128)
    return refuse(bad_parameter("Idempotency-Key", out.key.substr(0, 128), "不超过128字节"));
  if (!request.viewer.unguarded) {
    out.actor = request.viewer.account;
    out.signed_in = true;
    return out;
  }
  auto actor = named_actor(request);
  if (!actor) return refuse(std::move(actor.error()));
  out.actor = *actor;
  return out;
}

Result<std::optional<Position>> revision_of(const Request& request) {
  std::string text = request.header("if-match");
  if (text.empty()) return std::optional<Position>();
  std::uint64_t value = 0;
  bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
  if (quoted) {
    auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, value);
    if (error == std::errc{} && end == text.data() + text.size() - 1) return Position{value};
  }
  return refuse(bad_parameter("If-Match", text, "写成读取对象时 ETag 里的版本，如 \"12\""));
}

}  // namespace

Result<std::string> named_actor(const Request& request) {
  auto decoded = percent_decoded(request.header("zhucun-actor"), false);
  if (decoded && !decoded->empty() && decoded->size() <= 128 && is_utf8(*decoded)) return *decoded;
  return refuse({Code::bad_parameter,
                 "请求头 Zhucun-Actor 没有写明经办人",
                 "写经办人的姓名或编号，汉字以 UTF-8 的 %XX 转义",
                 "Zhucun-Actor",
                 "",
                 {}});
}

Result<Response> read_events(Service& service, const Request& request) {
  auto after = whole_parameter(request, "after", 0, std::uint64_t{1} << 62);
  if (!after) return refuse(std::move(after.error()));
  auto limit = whole_parameter(request, "limit", events_default, events_max);
  if (!limit) return refuse(std::move(limit.error()));
  if (*limit == 0) return refuse(bad_parameter("limit", "0", "填 1 以上的整数"));
  auto wait = whole_parameter(request, "wait", 0, wait_seconds_max);
  if (!wait) return refuse(std::move(wait.error()));
  std::string format = request.parameter("format");
  if (!format.empty() && format != "json" && format != "ndjson")
    return refuse(bad_parameter("format", format, "可用 json ndjson"));
  if (auto fault = wait_beyond(service, {*after}, *wait)) return refuse(std::move(*fault));

  Response out;
  Position head = service.ledger.book().position();
  out.position = head;
  std::string lines;
  char between = format == "ndjson" ? '\n' : ',';
  std::uint64_t count = 0;
  Position next{*after};
  if (head > next) {
    auto add = [&](Position, const std::string& json) {
      if (count > 0) lines.push_back(between);
      lines += json;
      return ++count < *limit && lines.size() < page_bytes_max;
    };
    next = service.ledger.each_event({next.value + 1}, head, add, request.viewer);
  }
  if (format == "ndjson") {
    out.type = ndjson_type;
    out.body = lines + (count > 0 ? "\n" : "");
    return out;
  }
  JsonWriter json;
  json.begin_object().key("events").raw("[" + lines + "]");
  json.key("next").number(next.value).key("position").number(head.value);
  json.key("more").boolean(next < head);
  std::string scope = service.ledger.book().read(
      [&](const domain::Facts& facts) { return service.ledger.scope_line(facts, request.viewer); });
  if (!scope.empty()) json.field("scope", scope);
  out.body = json.end_object().take();
  return out;
}

Result<Response> read_event(Service& service, const Request& request) {
  std::string text = request.parameter("position");
  std::uint64_t position = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  bool whole = error == std::errc{} && end == text.data() + text.size() && position > 0;
  if (!whole) return refuse(bad_parameter("position", text, "填 1 以上的序号"));
  std::optional<std::string> json;
  if (position <= service.ledger.book().position().value)
    json = service.ledger.event_json({position}, request.viewer);
  if (!json) {
    return refuse({Code::not_found,
                   "没有序号 " + text + " 的事件",
                   "最后一个事件的序号见 Ledger-Position",
                   "",
                   "",
                   {}});
  }
  Response out;
  out.body = std::move(*json);
  return out;
}

Result<Response> read_subject(Service& service, const Request& request) {
  std::string subject = request.parameter("subject");
  if (!service.ledger.may_read_subject(subject, request.viewer)) {
    return refuse(
        {Code::not_found, "没有对象 " + subject, "写成 类别:编号，如 posting:P1", "", "", {}});
  }
  Position revision = service.ledger.book().revision_of(subject);
  if (revision.value == 0) {
    return refuse(
        {Code::not_found, "没有对象 " + subject, "写成 类别:编号，如 posting:P1", "", "", {}});
  }
  Response out;
  JsonWriter json;
  json.begin_object().field("subject", subject).key("revision").number(revision.value);
  out.body = json.end_object().take();
  out.headers.emplace_back("ETag", "\"" + std::to_string(revision.value) + "\"");
  return out;
}

Result<Response> submit_events(Service& service, const Request& request) {
  auto options = submit_options(request);
  if (!options) return refuse(std::move(options.error()));
  auto revision = revision_of(request);
  if (!revision) return refuse(std::move(revision.error()));
  std::string dry = request.parameter("dryRun");
  if (!dry.empty() && dry != "true" && dry != "false")
    return refuse(bad_parameter("dryRun", dry, "填 true 或 false"));
  options->dry_run = dry == "true";
  options->expect = request.parameter("expect");
  options->revision = *revision;
  options->revision_required = true;
  auto outcome = service.ledger.submit(request.body, *options);
  if (!outcome) return refuse(std::move(outcome.error()));
  if (!outcome->dry_run) service.cut_off_disabled();
  Response out;
  out.body = exporting::outcome_json(*outcome);
  out.position = outcome->position;
  bool anything_new = false;
  for (const auto& event : outcome->events) anything_new |= event.is_new;
  if (anything_new && !outcome->dry_run) {
    out.status = 201;
    if (outcome->events.size() == 1) {
      out.headers.emplace_back(
          "Location", "/v1/events/" + std::to_string(outcome->events.front().position.value));
    }
  }
  return out;
}

Result<Response> submit_lines(Service& service, const Request& request) {
  auto options = submit_options(request);
  if (!options) return refuse(std::move(options.error()));
  TextBuffer buffer(request.body);
  std::istream in(&buffer);
  auto lines =
      service.ledger.submit_lines(in, *options, [&](std::uint64_t) { return !service.stopping; });
  if (!lines) return refuse(std::move(lines.error()));
  service.cut_off_disabled();
  // Cut short between two windows: what was said so far is in the book, the rest is not.
  if (service.stopping && in.good()) return refuse(busy("服务正在停止，只登记了前面的行"));
  Response out;
  out.status = lines->accepted > 0 ? 201 : 200;
  out.position = lines->position;
  JsonWriter json;
  json.begin_object().key("accepted").number(lines->accepted);
  json.key("known").number(lines->known).key("position").number(lines->position.value);
  out.body = json.end_object().take();
  return out;
}

}  // namespace zhucun::http
