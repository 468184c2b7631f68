// The one source that compiles Asio's separately compiled parts (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
