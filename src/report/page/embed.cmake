# cmake -DINPUT=file -DNAME=function -DOUTPUT=file.cpp -P embed.cmake: the bytes of a file as a C++ function.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "// Made by embed.cmake; the source is the file it was made from.
#include \"assets.hpp\"

namespace cxload::report::page::assets {
namespace {
constexpr unsigned char bytes[] = {
${bytes}0};
}

std::string_view ${NAME}() { return {reinterpret_cast<const char*>(bytes), sizeof bytes - 1}; }

}  // namespace cxload::report::page::assets
")
