/// Result<T>: what the wire or the OS can cause, as a value. Outcome<T>: the same with a classified failure.
#pragma once
#include <boost/system/result.hpp>

#include <cxload/base/failure.hpp>

namespace cxload {

template <class T>
using Result = boost::system::result<T>;

template <class T = void>
using Outcome = boost::system::result<T, Failure>;

}  // namespace cxload
