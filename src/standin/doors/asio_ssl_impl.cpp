// The one source that compiles asio::ssl (BOOST_ASIO_SEPARATE_COMPILATION); only the stand-in uses it.
#include <boost/asio/ssl/impl/src.hpp>
