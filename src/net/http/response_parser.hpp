/// ResponseParser: one answer out of the bytes of a stream, by Beast's parser, without its sockets.
#pragma once
#include <memory>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/net/http_client.hpp>

namespace cxload::net {

/// A machine. Failure of its calls: http.bad_response, http.too_large.
class ResponseParser {
 public:
  /// `has_no_body`: it answers a HEAD.
  ResponseParser(const HttpLimits& limits, bool has_no_body);
  ~ResponseParser();
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;

  Outcome<> feed(std::string_view bytes);
  /// The stream ended: fine for an answer whose length nothing else tells.
  Outcome<> finish();
  [[nodiscard]] bool has_begun() const;
  [[nodiscard]] bool is_done() const;
  /// Done, nothing is left over, and the server keeps the connection.
  [[nodiscard]] bool leaves_connection() const;
  [[nodiscard]] HttpResponse take();  ///< status, reason, headers, body as received; once, when done

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxload::net
