// A map that can take its last changes back: the state of the single writer consists of these.
//
// mark() opens a unit of work; rollback() restores every key changed since, so a refused batch and
// a dry run leave no trace; commit() forgets how to. Between units a Journal is an ordinary map.
// One thread: the writer's.
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

  void mark() { marked_ = true; }
  void commit() {
    undo_.clear();
    marked_ = false;
  }
  void rollback() {
    for (auto it = undo_.rbegin(); it != undo_.rend(); ++it) {
      if (it->second) {
        map_.insert_or_assign(it->first, std::move(*it->second));
      } else {
        map_.erase(it->first);
      }
    }
    commit();
  }

 private:
  void remember(const K& key) {
    if (!marked_) return;
    auto it = map_.find(key);
    undo_.emplace_back(key, it == map_.end() ? std::nullopt : std::optional<V>(it->second));
  }

  std::unordered_map<K, V, Hash> map_;
  std::vector<std::pair<K, std::optional<V>>> undo_;
  bool marked_ = false;
};

}  // namespace zhucun
