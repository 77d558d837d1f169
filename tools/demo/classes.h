// The counties' rotation classes, in spring and in autumn, and who could come to which.
#pragma once

#include <vector>

#include "tools/demo/owed.h"

namespace zhucun::demo {

struct Class {
  Index county = nobody;
  int year = 0;
  int number = 1;
  Date day;
};

// Those that are held within the story, by year, county and number.
std::vector<Class> classes_of(const City& city);
// The day of the city's demonstration class.
Date demonstration_day(int year);

// Whether somebody stood in a county on a day.
class Presence {
 public:
  explicit Presence(const City& city);
  bool stood(Index person, Index county, Date day) const;

 private:
  const City& city_;
  std::vector<std::vector<Index>> by_person_;
};

// Those who were in post in a year that is over, but on no day of a class, have missed the year's
// training: nobody planted it, it happens. [8.2.3.2]
void mark_left_before_class(const City& city, std::vector<Owed>& owed);

}  // namespace zhucun::demo
