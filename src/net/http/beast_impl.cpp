// The one source of this part that compiles Beast's separately compiled parts
// (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
