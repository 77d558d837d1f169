#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <filesystem>
#include <iostream>

#include "api/app/backup_schedule.h"
#include "api/app/clock.h"
#include "api/app/imports.h"
#include "api/http/server.h"
#include "ledger/schema/json_writer.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

// One JSON object per line: the message is made a JSON object here, since the pattern would not
// escape it.
std::shared_ptr<spdlog::logger> make_logger(const std::string& file) {
  auto logger =
      file.empty() ? spdlog::stderr_logger_mt("zhucun") : spdlog::basic_logger_mt("zhucun", file);
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","entry":%v})");
  logger->flush_on(spdlog::level::info);
  return logger;
}

std::string entry(std::string_view event, std::string_view detail) {
  JsonWriter out;
  out.begin_object().field("event", event).field("detail", detail).end_object();
  return out.take();
}

// Access lines name the route and the actor; what was asked for in the query stays out of the log.
std::string entry(const http::RequestRecord& request) {
  JsonWriter out;
  out.begin_object().field("event", "request").field("method", request.method);
  out.field("path", request.path.substr(0, request.path.find('?'))).field("route", request.route);
  out.key("status").number(std::int64_t{request.status}).key("bytes").number(request.bytes);
  out.key("micros").number(static_cast<std::int64_t>(request.milliseconds * 1000));
  out.field("peer", request.peer).field("actor", request.actor);
  if (!request.code.empty()) out.field("code", request.code);
  if (!request.error.empty()) out.field("error", request.error);
  return out.end_object().take();
}

// The console beside the program, as tools/run builds it.
std::string default_web_root() {
  auto program = std::filesystem::read_symlink("/proc/self/exe");
  return (program.parent_path() / "web").string();
}

// Nothing without a destination. Throws KeyFailure when the key cannot be read.
std::unique_ptr<app::BackupSchedule> scheduled_backups(
    const Common& common, const Serve& options, const app::Ledger& ledger,
    const std::shared_ptr<spdlog::logger>& logger) {
  if (options.backup.destination.empty()) return nullptr;
  app::BackupOptions backup;
  backup.book = common.book;
  backup.destination = options.backup.destination;
  backup.keys_destination = options.backup.keys_destination;
  backup.keep = options.backup.keep;
  auto tell = [logger](bool well, const std::string& text) {
    if (well)
      logger->info(entry("backup", text));
    else
      logger->error(entry("backup", text));
  };
  std::chrono::seconds every{static_cast<std::int64_t>(options.backup_hours * 3600)};
  return std::make_unique<app::BackupSchedule>(ledger.book(), backup, *master_key(common), every,
                                               std::make_shared<app::SystemClock>(), tell);
}

}  // namespace

int serve(const Common& common, const Serve& options) {
  if (!options.backup.destination.empty() && !master_key(common)) {
    return refused({Code::bad_parameter,
                    "定时备份用密钥封存，没有指明密钥文件",
                    "用 --key-file 指明",
                    "key-file",
                    "",
                    {}});
  }
  // Signals are waited for by this thread alone, so every later thread has them blocked.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto logger = make_logger(options.log_file);
  auto house = open_house(common, log::OpenMode::write);
  app::Ledger& ledger = *house.ledger;
  http::HttpOptions http;
  http.host = options.host;
  http.port = options.port;
  http.web_root = options.web_root.empty() ? default_web_root() : options.web_root;
  http.tls.certificate = options.tls_certificate;
  http.tls.key = options.tls_key;
  http.gateways = options.gateways;
  http.gateway_header = options.gateway_header;
  http.public_names = options.public_names;
  http.last_backup = [book = common.book] { return app::last_backup(book); };
  http.on_request = [logger](const http::RequestRecord& request) { logger->info(entry(request)); };
  auto imports = std::make_unique<app::Imports>(ledger, common.book, sheet::ReadOptions{});
  http.imports = imports.get();
  std::unique_ptr<http::HttpServer> server;
  try {
    server = std::make_unique<http::HttpServer>(ledger, house.secrets.get(), http);
  } catch (const std::invalid_argument& refused) {
    std::cerr << refused.what() << "\n";
    return 1;
  }
  server->start();
  std::unique_ptr<app::BackupSchedule> backups = scheduled_backups(common, options, ledger, logger);
  logger->info(entry("started", "序号 " + std::to_string(ledger.book().position().value)));
  std::cout << "驻村账已启动：" << (http.tls.given() ? "https://" : "http://") << options.host
            << ":" << server->port() << "\n"
            << std::flush;
  int signal = 0;
  sigwait(&signals, &signal);
  logger->info(entry("stopping", std::to_string(signal)));
  backups.reset();
  server->stop();
  // Before the book closes: an import under way stops between two rows and goes on at the next
  // start.
  imports.reset();
  ledger.book().close();
  logger->info(entry("stopped", ""));
  return 0;
}

}  // namespace zhucun::cli
