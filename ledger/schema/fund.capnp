@0xdd656f4c753949e5;
# The work fund: 5:3:2 from the allotment to the settled claim. Money is whole fen. [8.2.1]
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;

struct FundEvent $zh("工作经费") {
  union {
    none     @0 :Void;
    reserved @1 :Void;
  }
}
