// The one source that compiles Beast's separately compiled parts (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
