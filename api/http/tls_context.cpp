#include "api/http/tls_context.h"

#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace zhucun::http {

namespace {

// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL";

[[noreturn]] void refuse_file(const std::string& what, const std::string& file,
                              const std::string& why) {
  throw std::invalid_argument(what + " " + file + " " + why);
}

std::string text_of(const std::string& what, const std::string& option, const std::string& file) {
  if (file.empty())
    throw std::invalid_argument(
        "没有给出" + what + "：TLS 要同时给出 --tls-cert 与 --tls-key，用 " + option + " 指明文件");
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) text.clear();
  if (text.empty())
    refuse_file(what, file, "读不出来：检查路径，并让运行服务的用户有权读取（" + option + "）");
  return text;
}

void check_key(const std::string& file, const std::string& text) {
  if (text.find("ENCRYPTED") != std::string::npos)
    refuse_file("私钥文件", file, "有口令：服务启动时无人输入，换成没有口令的（openssl pkey）");
  if (text.find("PRIVATE KEY-----") == std::string::npos)
    refuse_file("私钥文件", file, "不是 PEM 格式的私钥：用 --tls-key 指明私钥文件");
  struct stat about {};
  if (::stat(file.c_str(), &about) == 0 && (about.st_mode & S_IROTH) != 0)
    refuse_file("私钥文件", file, "任何人都能读：先运行 chmod o-r " + file);
}

}  // namespace

Poco::Net::Context::Ptr make_tls_context(const std::string& certificate, const std::string& key) {
  std::string chain = text_of("证书文件", "--tls-cert", certificate);
  if (chain.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
    refuse_file("证书文件", certificate, "不是 PEM 格式的证书：用 --tls-cert 指明证书链文件");
  check_key(key, text_of("私钥文件", "--tls-key", key));
  Poco::Net::initializeSSL();
  Poco::Net::Context::Params params;
  params.certificateFile = certificate;
  params.privateKeyFile = key;
  params.verificationMode = Poco::Net::Context::VERIFY_NONE;
  params.cipherList = ciphers;
  params.dhUse2048Bits = true;
  Poco::Net::Context::Ptr context;
  try {
    context = new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params);
  } catch (const Poco::Exception& fault) {
    throw std::invalid_argument("证书 " + certificate + " 与私钥 " + key + " 不能用（" +
                                fault.displayText() + "）：两个都要是 PEM 格式，且是一对");
  }
  if (SSL_CTX_check_private_key(context->sslContext()) != 1)
    throw std::invalid_argument("证书 " + certificate + " 与私钥 " + key +
                                " 不是一对：用签发这张证书时的私钥");
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  context->disableStatelessSessionResumption();
  return context;
}

}  // namespace zhucun::http
