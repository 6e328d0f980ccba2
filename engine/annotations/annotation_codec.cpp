#include "engine/annotations/annotation_codec.h"

#include <utility>

#include "engine/storage/bytes.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::annotations {

std::string storedAnnotation(const Annotation& annotation)
{
    std::string out;
    storage::putSigned(out, annotation.fromMs);
    storage::putSigned(out, annotation.toMs);
    storage::putText(out, annotation.dashboardUid);
    storage::putSigned(out, annotation.panelId);
    storage::putText(out, annotation.text);
    storage::putVarint(out, annotation.tags.size());
    for (const std::string& tag : annotation.tags) storage::putText(out, tag);
    storage::putText(out, annotation.user);
    storage::putSigned(out, annotation.createdMs);
    storage::putSigned(out, annotation.updatedMs);
    return storage::storeBlob(out);
}

std::optional<Annotation> restoredAnnotation(std::int64_t id, std::string_view blob)
{
    const auto content = storage::unpackBlob(blob);
    if (!content) return std::nullopt;
    storage::ByteReader in(*content);
    Annotation out;
    out.id = id;
    out.fromMs = in.signedVarint();
    out.toMs = in.signedVarint();
    out.dashboardUid = in.text();
    out.panelId = in.signedVarint();
    out.text = in.text();
    const std::uint64_t tags = in.varint();
    for (std::uint64_t i = 0; i < tags && !in.failed(); ++i) out.tags.emplace_back(in.text());
    out.user = in.text();
    out.createdMs = in.signedVarint();
    out.updatedMs = in.signedVarint();
    return in.failed() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace watchglass::annotations
