// The parent's hold on one reading child: starting it, listening to it, ending it.
// Blocking; one thread per child. Internal to the reading side.
#pragma once

#include <string>
#include <string_view>

#include "importers/sheet/messages.h"
#include "importers/sheet/read.h"

namespace zhucun::sheet {

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  int number() const { return number_; }

 private:
  int number_;
};

// Bytes as a file in memory that has no name and cannot change any more.
Descriptor memory_file(std::string_view bytes);

struct Errand {
  std::string mode;  // read or annotate
  int file = -1;     // becomes the child's descriptor 0
  int message = -1;  // its descriptor 3, when there is one
};

// Runs one child to its end and feeds the reader. However it ends, the child is gone afterwards.
Result<FileFacts> run_child(const Errand& errand, const ReadOptions& options,
                            MessageReader& reader);

}  // namespace zhucun::sheet
