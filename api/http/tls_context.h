// The server's side of TLS from its files: versions, ciphers, certificate, key. Includes Poco's and
// OpenSSL's headers: for the TLS door alone. One thread.
#pragma once

#include <Poco/Net/Context.h>

#include <string>

namespace zhucun::http {

// Refuses files that cannot be read, hold something else or do not belong together, and a key that
// everybody may read (std::invalid_argument, Chinese).
Poco::Net::Context::Ptr make_tls_context(const std::string& certificate, const std::string& key);

}  // namespace zhucun::http
