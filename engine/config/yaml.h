#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::yaml {

enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };

/// What kind of plain scalar a text is by go-yaml v2's rules ("yes" and "on" are booleans).
enum class ScalarType : std::uint8_t { Null, Bool, Int, Float, String };

/// What a node lends belongs to its document, not to the node: GCC 14 can be told.
#if defined(__has_cpp_attribute) && __has_cpp_attribute(gnu::no_dangling)
#define WG_NO_DANGLING [[gnu::no_dangling]]
#else
#define WG_NO_DANGLING
#endif

/// A read-only view of a value in a YAML document, with the place it stands at. Cheap to copy; keeps its
/// document alive. A default constructed node is absent: it reads as null and exists() is false.
///
/// The typed readers follow go-yaml v2, the decoder of Prometheus and Alertmanager: a null leaves the default in
/// place, a string field takes numbers and booleans as they are spelled.
/// Threads: immutable.
class WG_NO_DANGLING Node {
public:
    using Member = std::pair<Node, Node>;

    Node() = default;

    /// Whether the value stands in the document at all, be it as null.
    [[nodiscard]] bool exists() const { return m_data != nullptr; }
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isScalar() const { return kind() == Kind::Scalar; }
    [[nodiscard]] bool isSequence() const { return kind() == Kind::Sequence; }
    [[nodiscard]] bool isMapping() const { return kind() == Kind::Mapping; }
    /// The type of a scalar; quoted texts are strings.
    [[nodiscard]] ScalarType scalarType() const;

    /// A scalar's text, quotes and escapes resolved; "" for everything else.
    [[nodiscard]] const std::string& text() const;
    /// A sequence's items, else empty; good as long as the document is.
    [[nodiscard]] std::span<const Node> items() const;
    /// A mapping's members in their order, merge keys (`<<`) expanded; else empty.
    [[nodiscard]] std::span<const Member> members() const;
    /// The member of that name, or an absent node.
    [[nodiscard]] Node operator[](std::string_view name) const;

    /// 1-based; 0 for an absent node. Columns count bytes.
    [[nodiscard]] int line() const;
    [[nodiscard]] int column() const;
    /// "file:line:column", what goes into Error::where.
    [[nodiscard]] std::string where() const;
    /// An InvalidInput error at this node.
    [[nodiscard]] Error error(std::string message) const;
    /// The error go-yaml gives for a value of the wrong type: "line 3: cannot unmarshal !!seq into string".
    [[nodiscard]] Error typeError(std::string_view goType) const;

    /// Readers of scalars. Null gives `otherwise`. Errors: InvalidInput, in go-yaml's words.
    [[nodiscard]] Result<std::string> toString(std::string otherwise = {}) const;
    [[nodiscard]] Result<bool> toBool(bool otherwise = false) const;
    [[nodiscard]] Result<std::int64_t> toInt(std::int64_t otherwise = 0) const;
    [[nodiscard]] Result<std::uint64_t> toUint(std::uint64_t otherwise = 0) const;
    [[nodiscard]] Result<double> toDouble(double otherwise = 0) const;
    /// A list of strings; null gives an empty list. A null item reads as "".
    [[nodiscard]] Result<std::vector<std::string>> toStrings() const;

    /// Refuses members that are not among `known`: "line 5: field foo not found in type rulefmt.Rule".
    /// Anything but a mapping or null is refused too.
    [[nodiscard]] Result<void> expectFields(std::string_view goType, const std::vector<std::string_view>& known) const;

private:
    friend class TreeBuilder;
    struct Data;
    explicit Node(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

    std::shared_ptr<const Data> m_data;  // shared by views and by aliases of the same anchor
};

struct ParseOptions {
    std::string file;  ///< name for messages
    /// Leave repeated keys in members() for the caller to refuse in words of its own.
    bool keepDuplicateKeys = false;
    int maxDepth = 100;
    /// Values after all aliases are expanded: what a walk over the tree visits at most.
    std::size_t maxNodes = 2'000'000;
};

/// Reads one document; an empty text gives an absent node.
/// Errors: InvalidInput for broken syntax, repeated keys, unknown anchors and more than one document; Limit for
/// nesting or alias expansion beyond the options. `where` holds "file:line:column".
[[nodiscard]] Result<Node> parse(std::string_view text, const ParseOptions& options);

/// The type of a plain scalar's text by go-yaml v2's rules.
[[nodiscard]] ScalarType plainScalarType(std::string_view text);

}  // namespace watchglass::yaml
