@0x8f3d68c4a8295f06;
# A record of the access log: who saw whose personal data, when, by what right. It is no event of the
# book and holds nothing personal itself.
using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("zhucun::access");

enum Deed {
  unknown @0;
  read @1;     # names in a table or on a page
  unmask @2;   # a masked field shown in full
  export @3;   # a file with names
  print @4;
  password @5; # a one-time password given out for an account
}

struct Access {
  account @0 :Text;
  desk    @1 :Text;         # role and scope under which it was allowed
  deed    @2 :Deed;
  what    @3 :Text;         # report or route with its parameters
  people  @4 :List(Text);   # ids, at most 100; count says how many there were
  count   @5 :UInt32;
  fields  @6 :List(Text);   # of an unmasking
  reason  @7 :Text;
  peer    @8 :Text;
}
