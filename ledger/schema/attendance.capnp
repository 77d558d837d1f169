@0xc41d39aba3906a49;
# Days on duty and leave: month sheets in three states, leave and return. [7.2.3]
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;

struct AttendanceEvent $zh("考勤与请销假") {
  union {
    none     @0 :Void;
    reserved @1 :Void;
  }
}
