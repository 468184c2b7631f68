# Warnings, sanitizers and libraries every part is built with.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_library(CXLOAD_CARES cares REQUIRED)  # Debian has no CMake package of it
add_library(cares INTERFACE)
target_link_libraries(cares INTERFACE ${CXLOAD_CARES})

add_library(cxload_options INTERFACE)
target_compile_options(cxload_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor
                       -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports overlaps inside its own std::string (GCC bug 105329), and in copied vectors.
  target_compile_options(cxload_options INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # The warning set is tuned for the project's compiler; with another one warnings inform only.
  target_compile_options(cxload_options INTERFACE -Wno-error)
endif()
target_include_directories(cxload_options INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(cxload_options INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(cxload_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  # Frames of flows come from operator new, not from aligned_alloc.
  BOOST_ASIO_DISABLE_STD_ALIGNED_ALLOC BOOST_ASIO_DISABLE_BOOST_ALIGN
  CXLOAD_VERSION="${PROJECT_VERSION}")
if(CXLOAD_SANITIZE)
  target_compile_options(cxload_options INTERFACE -fno-omit-frame-pointer -fsanitize=${CXLOAD_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(cxload_options INTERFACE -fsanitize=${CXLOAD_SANITIZE})
  # g++ 12 sees through Asio's operator new but not through its operator delete here, and calls the pair mismatched.
  target_compile_options(cxload_options INTERFACE -Wno-mismatched-new-delete)
  # Asio's frame cache hides use-after-free from the address sanitizer.
  target_compile_definitions(cxload_options INTERFACE BOOST_ASIO_DISABLE_SMALL_BLOCK_RECYCLING)
  if(CXLOAD_SANITIZE MATCHES thread)
    target_compile_options(cxload_options INTERFACE -Wno-tsan)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # g++'s flow analysis reports instrumented code of the standard library (gcc PR 105562 and kin).
    target_compile_options(cxload_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
find_program(CXLOAD_MOLD mold)
if(CXLOAD_MOLD)
  target_link_options(cxload_options INTERFACE -fuse-ld=mold)
endif()
find_program(CXLOAD_CCACHE ccache)
if(CXLOAD_CCACHE)
  # Paths relative to the checkout and no directory in the hash: checkouts side by side share their objects.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CXLOAD_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()
