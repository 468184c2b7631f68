/// The wire of a link: a TcpStream, or one behind a bad network.
#pragma once
#include <memory>

#include <cxload/net/impairment.hpp>
#include <cxload/net/stream.hpp>

namespace cxload::net {

/// Null, or a network that touches no stream: the TcpStream itself. Lifetime: as TcpStream.
[[nodiscard]] std::unique_ptr<ByteStream> make_wire(Shard& shard, const Door& door,
                                                    ByteStreamHandler& handler, const BadNetwork* network);

}  // namespace cxload::net
