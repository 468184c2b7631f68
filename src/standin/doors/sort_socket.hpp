/// sort_socket: who wants a WebSocket is told from who wants a page, before a byte is taken.
#pragma once
#include "listener.hpp"

namespace cxload::standin {

/// Exactly one of the two hears of it, as soon as the first bytes are there; nobody of one that closes
/// before.
void sort_socket(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote,
                 Listener::OnSocket websockets, Listener::OnSocket others);

}  // namespace cxload::standin
