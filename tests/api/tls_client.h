// A TLS client on OpenSSL alone, and a certificate of its own making: it shares no code with the
// server's side. One thread.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

#include "tests/api/raw_client.h"

namespace zhucun::tests {

// Writes a self-signed certificate for localhost and its key.
inline void make_certificate(const std::string& certificate, const std::string& key) {
  EVP_PKEY* pair = EVP_EC_gen("P-256");
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 86400);
  X509_set_pubkey(made, pair);
  X509_NAME* name = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(made, name);
  X509_sign(made, pair, EVP_sha256());
  std::FILE* file = std::fopen(certificate.c_str(), "w");
  PEM_write_X509(file, made);
  std::fclose(file);
  file = std::fopen(key.c_str(), "w");
  PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(made);
  EVP_PKEY_free(pair);
}

class TlsClient {
 public:
  // Speaks this one version; old ones with whatever ciphers they need.
  TlsClient(std::uint16_t port, int version) : socket_(port) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context_.get(), version);
    SSL_CTX_set_max_proto_version(context_.get(), version);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_.descriptor());
    shaken_ = SSL_connect(ssl_.get()) == 1;
  }
  TlsClient(TlsClient&&) = default;

  bool shaken() const { return shaken_; }
  std::string cipher() const { return SSL_get_cipher_name(ssl_.get()); }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      int sent = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Everything up to the server's orderly end; `orderly` says whether there was one.
  std::string read_all(bool* orderly = nullptr) {
    std::string out;
    char buffer[16384];
    int got = 0;
    while ((got = SSL_read(ssl_.get(), buffer, sizeof buffer)) > 0)
      out.append(buffer, static_cast<std::size_t>(got));
    if (orderly) *orderly = SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN;
    return out;
  }
  Answer read(bool head = false) {
    Answer out;
    char buffer[16384];
    while (true) {
      if (auto answer = RawClient::take_answer(have_, head)) return *answer;
      int got = SSL_read(ssl_.get(), buffer, sizeof buffer);
      if (got <= 0) return out;
      have_.append(buffer, static_cast<std::size_t>(got));
    }
  }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  RawClient socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  bool shaken_ = false;
  std::string have_;
};

}  // namespace zhucun::tests
