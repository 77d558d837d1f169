@0xfe31094fc5da2eea;
# What the schema says about a field beyond its type. Everything that people see (forms, sheets, tables,
# errors, the OpenAPI document) is derived from these by reflection.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::event");

annotation zh @0x8523511e57e4426c (struct, field, enumerant) :Text;
# The Chinese title.
annotation clause @0xc5918bd144b22adf (struct, field) :List(Text);
# The policy's clauses that a thing rests on; 8.2.2.5 = 八(二)2⑤.
annotation key @0xbc3c8f367cf6c411 (struct) :List(Text);
# The natural key: same key and same content is nothing new, other content "differs". "date" is the event's own day.
annotation subject @0xd6eebabe15290a13 (struct) :Text;
# The field that names the subject whose revision this event moves, such as "posting:person"; of
# several fields, "attendance:village,month", the values are joined by @.
annotation reversal @0xbff4ac4880ca6f1c (struct) :Reversal;
annotation unit @0xccf77aff9057bb7b (field) :Unit;
annotation is @0x8f06eb5015a615f6 (field) :Reference;
annotation derived @0x9bf3a394ee463d5a (field) :Void;
# Filled by decide; a client that sends it is refused.
annotation personal @0x8fd2a351d7ce853d (field) :Void;
# Sealed under the key of the person that the event names; the log holds a commitment in its place.
annotation by @0xc141480804ff9c89 (struct) :List(Text);
# The desks that may record it, as names of DeskRole; nobody else may.
annotation place @0xaed8003797629e04 (struct) :Text;
# The field that says whose it is: it must lie in the scope of whoever records it. Without one only
# a desk of the whole city may.
annotation optional @0xafbea8c08d09988a (field) :Void;
# May be left out; every other field must be given.

enum Reversal {
  unknown @0;
  fact @1;   # a fact that is taken back
  sum @2;    # money, taken back by 红字冲销
  none @3;   # cannot be taken back
}

enum Unit {
  unknown @0;
  date @1;   # days since 1970-01-01; the minimum of Int32 is "not said"
  fen @2;
  day @3;
  person @4;
}

enum Reference {
  unknown @0;
  division @1;
  county @2;
  township @3;
  village @4;
  unit @5;
  person @6;
  party @7;      # kind:id, such as team:610802101200
  period @8;     # 2025, 2025H1, 2025Q3, 2025-07
  position @9;   # of an event in the book
  document @10;  # number of a paper
  reading @11;
  account @12;   # name by which somebody signs in
  scope @13;     # division:610802000000, unit:U12, team:610802101200 or person:P1
  attachment @14;  # 64 hex digits: the hash of a sealed file
  policyKey @15;   # of a village kind, an attribute or a head of spending, as the adopted policy writes it
  allowanceItem @16;  # id of an allowance row of the adopted policy
  payStandard @17;    # a register of rates that an allowance row names
}

# The ids again, for reflection: the compiler gives C++ no name for an annotation.
const zhAnnotation :UInt64 = 0x8523511e57e4426c;
const clauseAnnotation :UInt64 = 0xc5918bd144b22adf;
const keyAnnotation :UInt64 = 0xbc3c8f367cf6c411;
const subjectAnnotation :UInt64 = 0xd6eebabe15290a13;
const reversalAnnotation :UInt64 = 0xbff4ac4880ca6f1c;
const unitAnnotation :UInt64 = 0xccf77aff9057bb7b;
const isAnnotation :UInt64 = 0x8f06eb5015a615f6;
const derivedAnnotation :UInt64 = 0x9bf3a394ee463d5a;
const personalAnnotation :UInt64 = 0x8fd2a351d7ce853d;
const optionalAnnotation :UInt64 = 0xafbea8c08d09988a;
const byAnnotation :UInt64 = 0xc141480804ff9c89;
const placeAnnotation :UInt64 = 0xaed8003797629e04;
