// A map that can take its last changes back: the state of the single writer consists of these.
//
// mark() opens a unit of work; rollback() restores every key changed since, so a refused batch and
// a dry run leave no trace; commit() keeps the changes. A unit may hold others, and takes theirs
// back with its own. Between units a Journal is an ordinary map. One thread: the writer's.
#pragma once

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zhucun {

template <typename K, typename V, typename Hash = std::hash<K>>
class Journal {
 public:
  const V* find(const K& key) const {
    auto it = map_.find(key);
    return it == map_.end() ? nullptr : &it->second;
  }
  bool contains(const K& key) const { return map_.contains(key); }
  std::size_t size() const { return map_.size(); }
  auto begin() const { return map_.begin(); }
  auto end() const { return map_.end(); }

  void put(const K& key, V value) {
    remember(key);
    map_.insert_or_assign(key, std::move(value));
  }
  void erase(const K& key) {
    remember(key);
    map_.erase(key);
  }
  // Changes the value of a key in place, starting from an empty value where there is none.
  V& change(const K& key) {
    remember(key);
    return map_[key];
  }

  void mark() { marks_.push_back(undo_.size()); }
  void commit() {
    if (!marks_.empty()) marks_.pop_back();
    if (marks_.empty()) undo_.clear();
  }
  void rollback() {
    std::size_t from = marks_.empty() ? 0 : marks_.back();
    while (undo_.size() > from) {
      auto& [key, before] = undo_.back();
      if (before) {
        map_.insert_or_assign(key, std::move(*before));
      } else {
        map_.erase(key);
      }
      undo_.pop_back();
    }
    commit();
  }

 private:
  void remember(const K& key) {
    if (marks_.empty()) return;
    auto it = map_.find(key);
    undo_.emplace_back(key, it == map_.end() ? std::nullopt : std::optional<V>(it->second));
  }

  std::unordered_map<K, V, Hash> map_;
  std::vector<std::pair<K, std::optional<V>>> undo_;
  std::vector<std::size_t> marks_;  // where in undo_ each open unit begins
};

}  // namespace zhucun
