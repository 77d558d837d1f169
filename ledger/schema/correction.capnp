@0xca567408569e168a;
# Taking back what was wrong: a new event that names the old.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");
using import "annotations.capnp".zh;
using import "annotations.capnp".reversal;
using import "annotations.capnp".by;
using import "annotations.capnp".place;
using import "annotations.capnp".unit;
using import "annotations.capnp".is;
using import "annotations.capnp".derived;
using import "annotations.capnp".optional;

struct EventReversed $zh("更正冲销")
    $by(["cityOffice", "countyOffice", "township", "unit", "team"]) $place("target") $reversal(none) {
  target   @0 :UInt64 $zh("被冲销序号") $is(position);
  reason   @1 :Text $zh("原因");
  document @2 :Text $zh("文号") $is(document) $optional;
  original @3 :Data $zh("原事件") $derived;      # the body taken back, so that a fold needs no look-up
  withDependants @4 :Bool $zh("连同后续事件") $optional;   # events that refer to it are taken back first
}

struct CorrectionEvent $zh("更正") {
  union {
    none          @0 :Void;
    eventReversed @1 :EventReversed;
  }
}
