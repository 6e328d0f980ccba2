#include "engine/model/labels.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace watchglass {

namespace {

/// Lengths are LEB128: one byte up to 127, which is nearly always.
void appendPart(std::string& out, std::string_view text)
{
    std::size_t length = text.size();
    while (length >= 0x80) {
        out += static_cast<char>(0x80 | (length & 0x7F));
        length >>= 7;
    }
    out += static_cast<char>(length);
    out += text;
}

std::string_view readPart(const char*& at)
{
    std::size_t length = 0;
    int shift = 0;
    for (;;) {
        const auto byte = static_cast<unsigned char>(*at++);
        length |= std::size_t{byte & 0x7FU} << shift;
        if (byte < 0x80) break;
        shift += 7;
    }
    const std::string_view text(at, length);
    at += length;
    return text;
}

/// readPart() of bytes that may end early or make no sense.
std::optional<std::string_view> takePart(std::string_view& bytes)
{
    std::size_t length = 0;
    for (int shift = 0;; shift += 7) {
        if (bytes.empty() || shift > 28) return std::nullopt;
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        length |= std::size_t{byte & 0x7FU} << shift;
        if (byte < 0x80) break;
    }
    if (length > bytes.size()) return std::nullopt;
    const std::string_view text = bytes.substr(0, length);
    bytes.remove_prefix(length);
    return text;
}

}  // namespace

LabelView Labels::Iterator::operator*() const
{
    const char* at = m_at;
    const std::string_view name = readPart(at);
    return {name, readPart(at)};
}

Labels::Iterator& Labels::Iterator::operator++()
{
    readPart(m_at);
    readPart(m_at);
    return *this;
}

Labels::Labels(std::initializer_list<std::pair<std::string_view, std::string_view>> labels)
{
    std::vector<std::pair<std::string, std::string>> pairs(labels.begin(), labels.end());
    *this = fromPairs(std::move(pairs));
}

Labels Labels::fromPairs(std::vector<std::pair<std::string, std::string>> labels)
{
    std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Labels out;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i + 1 < labels.size() && labels[i + 1].first == labels[i].first) continue;
        if (labels[i].second.empty()) continue;
        appendPart(out.m_packed, labels[i].first);
        appendPart(out.m_packed, labels[i].second);
    }
    return out;
}

Labels Labels::fromSorted(const std::vector<LabelView>& labels)
{
    Labels out;
    for (const LabelView& label : labels) {
        appendPart(out.m_packed, label.name);
        appendPart(out.m_packed, label.value);
    }
    return out;
}

Labels Labels::fromPacked(std::string packed)
{
    Labels out;
    out.m_packed = std::move(packed);
    return out;
}

std::optional<Labels> Labels::fromStored(std::string packed)
{
    std::string_view left = packed;
    std::optional<std::string_view> last;
    while (!left.empty()) {
        const auto name = takePart(left);
        if (!name || (last && *name <= *last) || !takePart(left)) return std::nullopt;
        last = name;
    }
    return fromPacked(std::move(packed));
}

std::size_t Labels::size() const
{
    std::size_t count = 0;
    for (auto it = begin(); it != end(); ++it) ++count;
    return count;
}

std::string_view Labels::get(std::string_view name) const
{
    for (const LabelView label : *this) {
        if (label.name == name) return label.value;
        if (label.name > name) break;
    }
    return {};
}

std::uint64_t Labels::hash() const { return hashBytes(m_packed); }

std::strong_ordering Labels::operator<=>(const Labels& other) const
{
    auto a = begin();
    auto b = other.begin();
    for (; a != end() && b != other.end(); ++a, ++b) {
        const LabelView left = *a;
        const LabelView right = *b;
        if (const int order = left.name.compare(right.name); order != 0) return order <=> 0;
        if (const int order = left.value.compare(right.value); order != 0) return order <=> 0;
    }
    if (a == end()) return b == other.end() ? std::strong_ordering::equal : std::strong_ordering::less;
    return std::strong_ordering::greater;
}

std::string Labels::toString() const
{
    std::string out;
    const std::string_view name = metricName();
    const bool nameOutside = !name.empty() && isLegacyMetricName(name);
    if (nameOutside) out += name;
    std::string body;
    if (!name.empty() && !nameOutside) body += goQuote(name);
    for (const LabelView label : *this) {
        if (label.name == kMetricName) continue;
        if (!body.empty()) body += ", ";
        body += isLegacyLabelName(label.name) ? std::string(label.name) : goQuote(label.name);
        body += '=';
        body += goQuote(label.value);
    }
    if (!body.empty() || !nameOutside) out += '{' + body + '}';
    return out;
}

void LabelsBuilder::reset(const Labels& base)
{
    m_labels.clear();
    for (const LabelView label : base) m_labels.emplace_back(label.name, label.value);
}

LabelsBuilder& LabelsBuilder::set(std::string_view name, std::string_view value)
{
    if (value.empty()) return remove(name);
    const auto at = std::lower_bound(m_labels.begin(), m_labels.end(), name,
                                     [](const auto& pair, std::string_view key) { return pair.first < key; });
    if (at != m_labels.end() && at->first == name) {
        at->second = std::string(value);  // `value` may point into the old text
    } else {
        m_labels.emplace(at, std::string(name), std::string(value));
    }
    return *this;
}

LabelsBuilder& LabelsBuilder::remove(std::string_view name)
{
    std::erase_if(m_labels, [&](const auto& pair) { return pair.first == name; });
    return *this;
}

std::string_view LabelsBuilder::get(std::string_view name) const
{
    for (const auto& pair : m_labels) {
        if (pair.first == name) return pair.second;
    }
    return {};
}

Labels LabelsBuilder::build() const { return Labels::fromPairs(m_labels); }

}  // namespace watchglass
