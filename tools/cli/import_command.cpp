#include <filesystem>
#include <fstream>
#include <iostream>

#include "api/app/import_run.h"
#include "api/app/workbooks.h"
#include "api/export/error_copy.h"
#include "api/export/workbook_writer.h"
#include "importers/sheet/bundle.h"
#include "ledger/log/failure.h"
#include "tools/cli/commands.h"

namespace zhucun::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t shown_max = 50;  // faults and questions on a terminal

std::string name_of_file(const std::string& path) {
  return fs::path(path).filename().string();
}

std::string place_of(const app::ReadFile& file, const importers::CellPlace& place) {
  std::string out = file.name;
  for (const auto& sheet : file.reading.sheets) {
    if (sheet.index == place.sheet && !sheet.name.empty()) out += " / " + sheet.name;
  }
  if (place.row == 0) return out;
  if (place.column == 0) return out + " 第" + std::to_string(place.row) + "行";
  return out + " " + sheet::to_text(sheet::Place{place.row, place.column});
}

void tell_reading(const app::ImportPlan& plan) {
  for (const auto& file : plan.files) {
    std::cerr << file.name << "（" << (file.kind.empty() ? "没有读" : file.kind) << "）\n";
    for (const auto& sheet : file.reading.sheets) {
      std::cerr << "  " << (sheet.name.empty() ? "表" : sheet.name) << "："
                << (sheet.why.empty() ? sheet.format + "，" + std::to_string(sheet.rows) + " 行"
                                      : sheet.why)
                << (sheet.money_unit.empty() ? "" : "，" + sheet.money_unit) << "\n";
    }
  }
}

void tell_faults(const app::ImportPlan& plan, const std::vector<app::Fault>& faults) {
  for (std::size_t i = 0; i < faults.size() && i < shown_max; ++i) {
    const auto& fault = faults[i];
    std::cerr << "  " << place_of(plan.files[fault.file], fault.place) << "：" << fault.detail
              << (fault.clause.empty() ? "" : " [" + fault.clause + "]")
              << (fault.hint.empty() ? "" : "。" + fault.hint) << "\n";
  }
  if (faults.size() > shown_max)
    std::cerr << "  还有 " << faults.size() - shown_max << " 处，用 --errors 写出全部\n";
}

void tell_questions(const app::ImportPlan& plan) {
  for (const auto& file : plan.files) {
    for (const auto& question : file.reading.questions) {
      std::cerr << "  问：" << question.text << "（" << question.places.size() << " 处）\n";
      for (const auto& option : question.options)
        std::cerr << "    --answer '" << question.key << "=" << option.id << "'  " << option.label
                  << "\n";
    }
  }
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
  if (!out) throw log::IoFailure("写不了文件 " + path.string() + "：核对路径和权限");
}

// One file: where it was asked for; several: in that folder, each under its own name.
std::optional<Refusal> write_errors(const Import& options,
                                    const std::vector<app::ImportSource>& sources,
                                    const app::ImportPreview& preview) {
  fs::path target = options.errors;
  if (sources.size() > 1) fs::create_directories(target);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto copy = exporting::error_copy(sources[i].bytes, preview, i, {});
    if (!copy) return std::move(copy.error());
    std::string stem = fs::path(sources[i].name).stem().string();
    fs::path path = sources.size() > 1 ? target / (stem + "_错误清单.xlsx") : target;
    write_file(path, *copy);
    std::cerr << "已写 " << path.string() << "\n";
  }
  return std::nullopt;
}

Result<app::ImportOptions> options_of(const Import& wanted) {
  app::ImportOptions out;
  out.format = wanted.format;
  out.head.division = wanted.division;
  out.head.unit = wanted.unit;
  out.head.period = wanted.period;
  for (const auto& answer : wanted.answers) {
    auto equals = answer.rfind('=');
    if (equals == std::string::npos) {
      return refuse({Code::bad_parameter,
                     "--answer 写成 问题=编号：" + answer,
                     "照上次打印的写",
                     "answer",
                     "",
                     {}});
    }
    out.answers[answer.substr(0, equals)] = answer.substr(equals + 1);
  }
  return out;
}

// A zip of workbooks is taken apart.
Result<std::vector<app::ImportSource>> files_of(const std::string& path) {
  std::string bytes = read_file(path);
  if (!sheet::is_bundle(bytes)) return std::vector<app::ImportSource>{{name_of_file(path), bytes}};
  auto parts = sheet::unpack_bundle(bytes, {});
  if (!parts) return refuse(std::move(parts.error()));
  std::vector<app::ImportSource> out;
  for (auto& [name, content] : *parts) out.push_back({std::move(name), std::move(content)});
  return out;
}

void tell_counts(const std::vector<app::RowResult>& results, const std::string& head) {
  std::uint64_t counts[5] = {};
  for (const auto& result : results) ++counts[static_cast<std::size_t>(result.state)];
  std::cout << head;
  for (auto state :
       {app::RowState::fresh, app::RowState::changed, app::RowState::same, app::RowState::wrong})
    std::cout << " " << app::title_of(state) << " " << counts[static_cast<std::size_t>(state)];
  std::cout << "\n";
}

}  // namespace

// Rows stand for themselves: those that are right are recorded, the others are told and given back.
int import_files(const Common& common, const Import& wanted) {
  auto options = options_of(wanted);
  if (!options) return refused(options.error());
  std::vector<app::ImportSource> sources;
  for (const auto& path : wanted.files) {
    auto parts = files_of(path);
    if (!parts) return refused(parts.error());
    sources.insert(sources.end(), parts->begin(), parts->end());
  }
  auto house = open_house(common, log::OpenMode::write);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  auto progress = [](const std::string& phase, std::uint64_t done, std::uint64_t all) {
    show_progress(phase + " " + std::to_string(done) + "/" + std::to_string(all));
    return true;
  };
  app::ImportPreview preview;
  preview.plan = app::plan_import(*house.ledger, sources, *options, *viewer, progress);
  app::ImportRun run(*house.ledger, preview.plan, *options, *viewer);
  preview.results = run.rehearse(progress);
  end_progress();
  tell_reading(preview.plan);
  auto faults = app::faults_of(preview.plan, preview.results, false);
  tell_faults(preview.plan, faults);
  tell_questions(preview.plan);
  tell_counts(preview.results, wanted.dry_run ? "预演：" : "读出：");
  auto served = run.served(shown_max);
  if (served.count > 0) std::cout << "其中的行为履行义务 " << served.count << " 项\n";
  for (const auto& one : served.duties)
    std::cerr << "  " << one.duty << " " << one.actor << " " << one.period << "：" << one.state
              << "\n";
  bool asked = false;
  for (const auto& file : preview.plan.files) asked |= !file.reading.questions.empty();
  bool well = faults.empty() && !asked;
  if (!wanted.errors.empty() && !well) {
    if (auto fault = write_errors(wanted, sources, preview)) return refused(*fault);
  }
  if (wanted.dry_run) return well ? 0 : 1;
  auto recorded = run.record(preview.results, progress);
  end_progress();
  tell_counts(recorded, "登记：");
  std::cout << "序号 " << house.ledger->book().position().value << "\n";
  house.ledger->book().close();
  return well ? 0 : 1;
}

int hand_out(const Common& common, const HandOut& wanted) {
  auto house = open_house(common, log::OpenMode::read_only);
  auto viewer = viewer_of(common, house);
  if (!viewer) return refused(viewer.error());
  std::vector<app::NamedPlan> plans;
  if (wanted.format.empty()) {
    auto all = app::hand_out_county(*house.ledger, wanted.division, wanted.period, *viewer);
    if (!all) return refused(all.error());
    plans = std::move(*all);
  } else {
    auto one = app::hand_out(*house.ledger,
                             {wanted.format, wanted.division, wanted.unit, wanted.period}, *viewer);
    if (!one) return refused(one.error());
    plans.push_back(std::move(*one));
  }
  fs::create_directories(wanted.folder);
  for (const auto& plan : plans)
    write_file(fs::path(wanted.folder) / plan.name, exporting::write_workbook(plan.plan));
  std::cout << "写了 " << plans.size() << " 个工作簿到 " << wanted.folder << "\n";
  return 0;
}

}  // namespace zhucun::cli
