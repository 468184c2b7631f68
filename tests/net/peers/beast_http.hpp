/// An HTTP/1.1 server by Beast, for one conversation.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "net/peers/peer.hpp"

namespace cxload::net::test {

struct HttpAsked {
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> headers;
  [[nodiscard]] std::string header(const std::string& name) const;  ///< any case; empty: none
};

struct HttpReply {
  unsigned status = 200;
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool is_chunked = false;
  bool keeps = true;  ///< else Connection: close
};

using HttpHandler = std::function<HttpReply(const HttpAsked&)>;

/// Answers requests until the client ends or the handler does not keep the connection.
void serve_http(Conversation& conversation, const HttpHandler& handler);

}  // namespace cxload::net::test
