// The one source of the product's client that includes Beast's HTTP: it takes seconds to compile.
#include "response_parser.hpp"

#include <optional>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace cxload::net {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

constexpr int most_interim = 8;  ///< 1xx before the answer

Failure failure_of(const boost::system::error_code& error, const HttpLimits& limits) {
  if (error == http::error::body_limit)
    return {"http.too_large", fmt::format("the answer's body is larger than {} KiB", limits.body / 1024)};
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return {"http.too_large", fmt::format("the answer's header is larger than {} KiB", limits.header / 1024)};
  if (error == http::error::partial_message || error == http::error::end_of_stream)
    return {"http.closed", "the connection ended in the middle of the answer"};
  return {"http.bad_response", fmt::format("what came is no HTTP answer: {}", error.message())};
}

}  // namespace

struct ResponseParser::Impl {
  Impl(const HttpLimits& its_limits, bool no_body) : limits(its_limits), has_no_body(no_body) { begin(); }

  void begin() {
    parser.emplace();
    parser->eager(true);
    parser->skip(has_no_body);
    parser->header_limit(static_cast<std::uint32_t>(limits.header));
    parser->body_limit(limits.body);
  }
  /// An interim answer gives way to the next one. False: that was one too many.
  [[nodiscard]] bool pass_interim() {
    const unsigned status = parser->get().result_int();
    if (status / 100 != 1) return true;
    // Nobody asked for another protocol.
    is_broken = status == 101 || ++interim > most_interim;
    if (is_broken) return false;
    begin();
    return true;
  }

  const HttpLimits& limits;
  const bool has_no_body;
  std::optional<Parser> parser;
  std::string pending;  ///< what the parser wants to see again with more behind it
  int interim = 0;
  bool has_begun = false;
  bool is_broken = false;
};

ResponseParser::ResponseParser(const HttpLimits& limits, bool has_no_body)
    : impl_(std::make_unique<Impl>(limits, has_no_body)) {}
ResponseParser::~ResponseParser() = default;

Outcome<> ResponseParser::feed(std::string_view bytes) {
  impl_->has_begun = impl_->has_begun || !bytes.empty();
  impl_->pending.append(bytes);
  std::string_view rest = impl_->pending;
  while (!rest.empty() && !is_done()) {
    boost::system::error_code error;
    const std::size_t used = impl_->parser->put(boost::asio::buffer(rest.data(), rest.size()), error);
    rest.remove_prefix(used);
    if (error == http::error::need_more) break;
    if (error) return failure_of(error, impl_->limits);
    if (is_done() && !impl_->pass_interim())
      return Failure{"http.bad_response",
                     "the server went on with interim answers (1xx) that nobody asked for"};
    if (used == 0) break;
  }
  impl_->pending.erase(0, impl_->pending.size() - rest.size());
  return {};
}

Outcome<> ResponseParser::finish() {
  if (is_done()) return {};
  // Nothing at all, or nothing behind a 1xx: Beast wants to have seen a byte.
  if (!impl_->parser->got_some()) return Failure{"http.closed", "the connection ended before the answer"};
  boost::system::error_code error;
  impl_->parser->put_eof(error);
  if (error) return failure_of(error, impl_->limits);
  if (!is_done()) return Failure{"http.closed", "the connection ended in the middle of the answer"};
  return {};
}

bool ResponseParser::has_begun() const { return impl_->has_begun; }
bool ResponseParser::is_done() const { return !impl_->is_broken && impl_->parser->is_done(); }
bool ResponseParser::leaves_connection() const {
  return is_done() && impl_->pending.empty() && impl_->parser->get().keep_alive() &&
         !impl_->parser->need_eof();
}

HttpResponse ResponseParser::take() {
  auto message = impl_->parser->release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  response.reason = std::string(message.reason());
  for (const auto& field : message)
    response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  response.body = std::move(message.body());
  return response;
}

}  // namespace cxload::net
