#include "engine/storage/column_codec.h"

#include "engine/storage/int_codec.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

std::string encodeColumns(const Columns& columns)
{
    std::string out;
    putVarint(out, columns.times.size());
    encodeInts(columns.times, out);
    encodeValues(columns.values, out);
    return out;
}

bool decodeColumns(std::string_view bytes, Columns& out)
{
    ByteReader in(bytes);
    const std::uint64_t count = in.varint();
    // A frame takes two bytes at least: a damaged count must not allocate the machine's memory.
    if (in.failed() || count / kFrameLength > in.left()) return false;
    out.times.resize(count);
    out.values.resize(count);
    return decodeInts(in, out.times) && decodeValues(in, out.values);
}

}  // namespace watchglass::storage
