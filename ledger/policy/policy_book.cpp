#include "ledger/policy/policy_book.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>

#include "ledger/policy/layers.h"
#include "ledger/policy/policy_language.h"

namespace zhucun::policy {

namespace {

// The name that messages use: a document inside the book has no file.
std::string name_for_messages(const Head& head) {
  return head.id + ".toml";
}

Refusal refusal_of(Code code, std::vector<FieldError> errors) {
  Refusal refusal{};
  refusal.code = code;
  refusal.detail = errors.front().detail;
  refusal.hint = errors.front().hint;
  refusal.pointer = errors.front().pointer;
  refusal.errors = std::move(errors);
  return refusal;
}

}  // namespace

const Reading* Policy::reading(const std::string& id) const {
  for (const Reading& reading : readings) {
    if (reading.id == id) return &reading;
  }
  return nullptr;
}

bool holds_in(const Cited& row, DivisionCode division) {
  if (!within(division, row.area)) return false;
  return std::none_of(row.except.begin(), row.except.end(),
                      [&](DivisionCode area) { return within(division, area); });
}

// The documents in force on a day: of one id only the latest adoption.
std::vector<std::size_t> PolicyBook::in_force(Date day) const {
  std::map<std::string, std::size_t> latest;
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    if (documents_[i].effective > day) continue;
    auto [known, fresh] = latest.emplace(read_[i]->head.id, i);
    if (fresh) continue;
    const Adopted& held = documents_[known->second];
    auto order = [](const Adopted& a) { return std::tuple(a.effective, a.position); };
    if (order(documents_[i]) >= order(held)) known->second = i;
  }
  std::vector<std::size_t> indices;
  for (const auto& [id, index] : latest) indices.push_back(index);
  return indices;
}

// The rulings in force on a day, in the order in which they took force.
std::vector<Ruling> PolicyBook::rulings_in_force(Date day) const {
  std::vector<Ruling> out;
  for (const Ruling& ruling : rulings_) {
    if (ruling.effective <= day) out.push_back(ruling);
  }
  std::stable_sort(out.begin(), out.end(), [](const Ruling& a, const Ruling& b) {
    return std::tuple(a.effective, a.position) < std::tuple(b.effective, b.position);
  });
  return out;
}

Laid PolicyBook::laid_on(Date day) const {
  std::vector<Layer> layers;
  for (std::size_t i : in_force(day)) {
    layers.push_back({read_[i], documents_[i].effective, documents_[i].position});
  }
  return lay(std::move(layers), rulings_in_force(day));
}

// The days on which something changes.
std::vector<Date> PolicyBook::turning_days() const {
  std::set<Date> days;
  for (const Adopted& adopted : documents_) days.insert(adopted.effective);
  for (const Ruling& ruling : rulings_) days.insert(ruling.effective);
  return {days.begin(), days.end()};
}

// Tries a book with the document in it, on every day on which it would meet other layers.
Result<void> PolicyBook::adopt(Adopted adopted) {
  auto document = read_document(adopted.text, "办法文件");
  if (!document) return tl::unexpected(document.error());
  for (const auto& held : read_) {
    if (held->head.id != document->head.id || held->head.area == document->head.area) continue;
    return refuse(
        {.code = Code::policy_invalid,
         .detail = "文件标识 " + document->head.id + " 已用于另一地区的 " + held->head.number,
         .hint = "改用新的文件标识 id",
         .pointer = "/id",
         .clause = "",
         .errors = {}});
  }
  PolicyBook trial = *this;
  std::string id = document->head.id;
  Date first = adopted.effective;
  trial.keep(std::move(adopted), std::move(*document));
  for (Date day : trial.turning_days()) {
    if (day < first) continue;
    std::vector<std::size_t> force = trial.in_force(day);
    // A later amendment of the same document has taken over.
    if (std::find(force.begin(), force.end(), trial.read_.size() - 1) == force.end()) continue;
    Laid laid = trial.laid_on(day);
    std::vector<FieldError> errors =
        foreign_reading_errors(*trial.read_.back(), laid.policy.readings);
    Code code = Code::policy_invalid;
    for (Conflict& conflict : laid.conflicts) {
      if (conflict.document != id) continue;
      if (errors.empty() && conflict.error.code == Code::layer_lowers_minimum) {
        code = Code::layer_lowers_minimum;
      }
      errors.push_back(std::move(conflict.error));
    }
    if (!errors.empty()) return tl::unexpected(refusal_of(code, std::move(errors)));
  }
  *this = std::move(trial);
  return {};
}

void PolicyBook::restore(Adopted adopted) {
  auto document = read_document(adopted.text, "办法文件");
  if (!document)
    throw std::logic_error("an adopted policy does not load: " + document.error().detail);
  keep(std::move(adopted), std::move(*document));
}

void PolicyBook::keep(Adopted adopted, Document document) {
  document.name = name_for_messages(document.head);
  digests_.push_back(cache_digest(adopted.text));
  documents_.push_back(std::move(adopted));
  read_.push_back(std::make_shared<const Document>(std::move(document)));
}

Result<void> PolicyBook::rule(Ruling ruling) {
  Laid laid = laid_on(ruling.effective);
  const Reading* reading = laid.policy.reading(ruling.reading);
  if (!reading) {
    std::string known;
    for (const Reading& held : laid.policy.readings) known += (known.empty() ? "" : "、") + held.id;
    return refuse({.code = Code::unknown_reading,
                   .detail = "口径 " + ruling.reading + " 在 " + to_text(ruling.effective) +
                             " 施行的办法中没有列出",
                   .hint = known.empty() ? "先采用办法文件" : "可用的口径：" + known,
                   .pointer = "/reading",
                   .clause = "",
                   .errors = {}});
  }
  std::string known;
  for (const Option& option : reading->options) {
    if (option.id == ruling.option) {
      restore(std::move(ruling));
      return {};
    }
    known += (known.empty() ? "" : "、") + option.id + "（" + option.text + "）";
  }
  return refuse({.code = Code::unknown_option,
                 .detail = "口径 " + ruling.reading + " 没有选项 " + ruling.option,
                 .hint = "可用的选项：" + known,
                 .pointer = "/option",
                 .clause = reading->clause.text,
                 .errors = {}});
}

void PolicyBook::restore(Ruling ruling) {
  rulings_.push_back(std::move(ruling));
}

void PolicyBook::remove(Position position) {
  for (std::size_t i = documents_.size(); i-- > 0;) {
    if (documents_[i].position != position) continue;
    documents_.erase(documents_.begin() + static_cast<std::ptrdiff_t>(i));
    read_.erase(read_.begin() + static_cast<std::ptrdiff_t>(i));
    digests_.erase(digests_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  std::erase_if(rulings_, [&](const Ruling& ruling) { return ruling.position == position; });
}

// What the judgements of a day depend on, in one string.
std::string PolicyBook::key_of(Date day) const {
  std::string key;
  for (std::size_t i : in_force(day)) {
    key += digests_[i] + to_text(documents_[i].effective) + ";" +
           std::to_string(documents_[i].position.value) + ";";
  }
  for (const Ruling& ruling : rulings_in_force(day)) {
    key += ruling.reading + "=" + ruling.option + "|" + ruling.decided_by + "|" + ruling.document +
           ";";
  }
  return key;
}

std::shared_ptr<const Policy> PolicyBook::at(Date day) const {
  std::string key = key_of(day);
  auto& held = cache_[key];
  if (!held) {
    auto policy = std::make_shared<Policy>(laid_on(day).policy);
    policy->digest = cache_digest(key);
    held = std::move(policy);
  }
  return held;
}

std::vector<PolicySpan> PolicyBook::spans(Span span) const {
  std::vector<PolicySpan> out;
  if (span.last < span.first) return out;
  out.push_back({{span.first, span.last}, at(span.first)});
  for (Date day : turning_days()) {
    if (day <= span.first || day > span.last) continue;
    auto policy = at(day);
    if (policy == out.back().policy) continue;
    out.back().span.last = day - Days{1};
    out.push_back({{day, span.last}, std::move(policy)});
  }
  return out;
}

std::string PolicyBook::digest() const {
  std::string all;
  for (Date day : turning_days()) all += to_text(day) + ">" + key_of(day) + "\n";
  return cache_digest(all);
}

}  // namespace zhucun::policy
