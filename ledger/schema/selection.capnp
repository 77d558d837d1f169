@0xf11ca5f9ac37de2e;
# From the need of a village to the person in post: needs, selection, handover, recall. [3, 4, 5, 7.1, 7.3.3]
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;

struct SelectionEvent $zh("选派与管理") {
  union {
    none     @0 :Void;
    reserved @1 :Void;
  }
}
