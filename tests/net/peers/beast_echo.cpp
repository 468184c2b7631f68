// The one source with Beast: a WebSocket server that is not ours.
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/peers/peer.hpp"

namespace cxload::net::test {
namespace {

namespace beast = boost::beast;
namespace asio = boost::asio;

/// The synchronous stream that Beast wants, on top of a conversation.
struct Layer {
  using executor_type = asio::io_context::executor_type;
  Conversation& conversation;
  asio::io_context& context;
  executor_type get_executor() { return context.get_executor(); }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, beast::error_code& error) {
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
      const asio::mutable_buffer buffer(*at);
      if (buffer.size() == 0) continue;
      const std::size_t length = conversation.read_some(static_cast<char*>(buffer.data()), buffer.size());
      if (length == 0) error = asio::error::eof;
      return length;
    }
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    beast::error_code error;
    return read_some(buffers, error);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, beast::error_code&) {
    std::size_t total = 0;
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
      const asio::const_buffer buffer(*at);
      conversation.write({static_cast<const char*>(buffer.data()), buffer.size()});
      total += buffer.size();
    }
    return total;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    beast::error_code error;
    return write_some(buffers, error);
  }
};

void teardown(beast::role_type, Layer& layer, beast::error_code&) { layer.conversation.say_goodbye(); }

}  // namespace

void echo_websocket(Conversation& conversation) {
  asio::io_context context;
  beast::websocket::stream<Layer> stream(Layer{conversation, context});
  stream.set_option(beast::websocket::stream_base::decorator([](beast::websocket::response_type& response) {
    response.set(beast::http::field::sec_websocket_protocol, "sip");
  }));
  beast::error_code error;
  stream.accept(error);
  while (!error) {
    beast::flat_buffer buffer;
    stream.read(buffer, error);
    if (error) return;
    stream.text(stream.got_text());
    stream.write(buffer.data(), error);
  }
}

}  // namespace cxload::net::test
