#include "sort_socket.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

#include <cxload/base/text.hpp>

namespace cxload::standin {

void sort_socket(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote,
                 Listener::OnSocket websockets, Listener::OnSocket others) {
  using Socket = boost::asio::ip::tcp::socket;
  const auto kept = std::make_shared<Socket>(std::move(socket));
  kept->async_wait(Socket::wait_read, [kept, remote, websockets = std::move(websockets),
                                       others = std::move(others)](const boost::system::error_code& error) {
    if (error) return;
    std::array<char, 4096> head;
    boost::system::error_code failed;
    const std::size_t size = kept->receive(boost::asio::buffer(head), Socket::message_peek, failed);
    if (failed) return;
    const std::string seen = text::to_lower(std::string_view(head.data(), size));
    const bool is_upgrade = seen.find("upgrade: websocket") != std::string::npos;
    (is_upgrade ? websockets : others)(std::move(*kept), remote);
  });
}

}  // namespace cxload::standin
