#include "net/peers/beast_http.hpp"

#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <cxload/base/text.hpp>

namespace cxload::net::test {
namespace {

namespace http = boost::beast::http;

struct Writer {
  Conversation& conversation;

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, boost::beast::error_code&) {
    return write_some(buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    std::size_t total = 0;
    for (auto at = boost::asio::buffer_sequence_begin(buffers);
         at != boost::asio::buffer_sequence_end(buffers); ++at) {
      const boost::asio::const_buffer buffer(*at);
      conversation.write({static_cast<const char*>(buffer.data()), buffer.size()});
      total += buffer.size();
    }
    return total;
  }
};

std::optional<HttpAsked> read_request(Conversation& conversation, std::string& unread) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  boost::beast::error_code error;
  while (!parser.is_done()) {
    const std::size_t used = unread.empty() ? 0 : parser.put(boost::asio::buffer(unread), error);
    unread.erase(0, used);
    if (error && error != http::error::need_more) return std::nullopt;
    if (parser.is_done()) break;
    const std::string more = conversation.read_some();
    if (more.empty()) return std::nullopt;
    unread += more;
  }
  const auto message = parser.release();
  HttpAsked asked;
  asked.method = std::string(message.method_string());
  asked.target = std::string(message.target());
  asked.body = message.body();
  for (const auto& field : message)
    asked.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  return asked;
}

}  // namespace

std::string HttpAsked::header(const std::string& name) const {
  for (const auto& [each, value] : headers)
    if (text::iequals(each, name)) return value;
  return {};
}

void serve_http(Conversation& conversation, const HttpHandler& handler) {
  std::string unread;
  while (const auto asked = read_request(conversation, unread)) {
    const HttpReply reply = handler(*asked);
    http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
    for (const auto& [name, value] : reply.headers) response.insert(name, value);
    const bool is_head = asked->method == "HEAD";
    response.body() = is_head ? std::string() : reply.body;
    response.keep_alive(reply.keeps);
    response.chunked(reply.is_chunked);
    if (!reply.is_chunked) response.prepare_payload();
    if (is_head) response.content_length(reply.body.size());
    Writer writer{conversation};
    boost::beast::error_code error;
    http::write(writer, response, error);
    if (!reply.keeps) return conversation.say_goodbye();
  }
}

}  // namespace cxload::net::test
