#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "engine/config/yaml_node_data.h"
#include "engine/model/labels.h"

namespace watchglass::yaml {

namespace {

/// Leaves yaml-cpp's recursion; caught in parse(), never crosses the header.
struct Refused {
    Error error;
};

std::string place(const std::string& file, int line, int column)
{
    return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

/// Reads from a view without copying it.
class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text)
    {
        char* begin = const_cast<char*>(text.data());
        setg(begin, begin, begin + text.size());
    }
};

constexpr std::string_view kStringTag = "tag:yaml.org,2002:str";
constexpr std::string_view kBinaryTag = "tag:yaml.org,2002:binary";

/// The bytes of base64 text; no value when it is not base64.
std::optional<std::string> decodeBase64(std::string_view text)
{
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        if (c == '=' || c == '\n' || c == '\r' || c == ' ') continue;
        const std::size_t value = kAlphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xff);
        }
    }
    return out;
}

/// Whether the quoted scalar at `from` (its tag and anchor before it) is closed; yaml-cpp takes the end of the text
/// for a closing quote.
bool isClosed(std::string_view text, std::size_t from)
{
    while (from < text.size() && (text[from] == '!' || text[from] == '&')) {
        from = text.find_first_not_of(" \t\r\n", std::min(text.find_first_of(" \t\r\n", from), text.size()));
    }
    if (from >= text.size()) return true;
    const char quote = text[from];
    if (quote != '\'' && quote != '"') return true;  // a block scalar
    for (std::size_t at = from + 1; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return true;
            ++at;
        }
    }
    return false;
}

}  // namespace

/// Makes nodes of yaml-cpp's events.
class TreeBuilder final : public YAML::EventHandler {
public:
    explicit TreeBuilder(const ParseOptions& options)
        : m_options(options), m_file(std::make_shared<std::string>(options.file))
    {
    }

    [[nodiscard]] Node root() const { return m_root; }

    /// Refuses a document whose last quoted scalar runs into the end of `text`.
    void checkEnd(std::string_view text) const
    {
        if (!m_lastQuoted || isClosed(text, static_cast<std::size_t>(m_lastQuoted->pos))) return;
        refuse(ErrorCode::InvalidInput, *m_lastQuoted, "found unexpected end of stream, expected a closing quote");
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(makeNode(Kind::Null, mark), anchor); }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end()) {
            refuse(ErrorCode::InvalidInput, mark, "anchor contains itself");
        }
        addNode(found->second);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        auto data = makeNode(Kind::Scalar, mark);
        data->text = value;
        if (tag == kBinaryTag) {
            auto bytes = decodeBase64(value);
            if (!bytes) refuse(ErrorCode::InvalidInput, mark, "!!binary value contains invalid base64 data");
            data->text = std::move(*bytes);
        }
        if (tag != "?") m_lastQuoted = mark;
        const bool quoted = tag == "!" || tag == kStringTag || tag == kBinaryTag;
        data->scalarType = quoted ? ScalarType::String : plainScalarType(value);
        if (data->scalarType == ScalarType::Null) {
            data->kind = Kind::Null;
            data->text.clear();
        }
        add(std::move(data), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Kind::Sequence, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Kind::Mapping, mark, anchor);
    }
    void OnMapEnd() override
    {
        finishMapping(m_open.back());
        close();
    }

private:
    struct Level {
        std::shared_ptr<Node::Data> data;
        YAML::anchor_t anchor = 0;
        Node key;
        bool haveKey = false;
        std::vector<Node> merges;
    };

    [[noreturn]] void refuse(ErrorCode code, const YAML::Mark& mark, const std::string& message) const
    {
        throw Refused{{code, "yaml: line " + std::to_string(mark.line + 1) + ": " + message,
                       place(*m_file, mark.line + 1, mark.column + 1)}};
    }

    std::shared_ptr<Node::Data> makeNode(Kind kind, const YAML::Mark& mark)
    {
        auto data = std::make_shared<Node::Data>();
        data->kind = kind;
        data->line = mark.line + 1;
        data->column = mark.column + 1;
        data->file = m_file;
        return data;
    }

    void open(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        if (m_open.size() >= static_cast<std::size_t>(m_options.maxDepth)) {
            refuse(ErrorCode::Limit, mark, "nested deeper than " + std::to_string(m_options.maxDepth) + " levels");
        }
        m_open.push_back({makeNode(kind, mark), anchor, {}, false, {}});
    }

    void close()
    {
        Level level = std::move(m_open.back());
        m_open.pop_back();
        add(std::move(level.data), level.anchor);
    }

    void add(std::shared_ptr<Node::Data> data, YAML::anchor_t anchor)
    {
        Node node(std::move(data));
        if (anchor != 0) m_anchors[anchor] = node;
        addNode(node);
    }

    void addNode(const Node& node)
    {
        if (m_open.empty()) {
            m_root = node;
            return;
        }
        Level& level = m_open.back();
        level.data->expandedSize += node.m_data->expandedSize;
        if (level.data->expandedSize > m_options.maxNodes) {
            throw Refused{{ErrorCode::Limit, "yaml: document contains excessive aliasing or too many values",
                           place(*m_file, node.line(), node.column())}};
        }
        if (level.data->kind == Kind::Sequence) {
            level.data->items.push_back(node);
        } else if (!level.haveKey) {
            level.key = node;
            level.haveKey = true;
        } else {
            level.haveKey = false;
            const bool merge = level.key.isScalar() && level.key.text() == "<<";
            if (merge) {
                level.merges.push_back(node);
            } else {
                level.data->members.emplace_back(level.key, node);
            }
        }
    }

    void finishMapping(Level& level)
    {
        auto& members = level.data->members;
        std::unordered_set<std::string> names;
        for (const auto& [key, value] : members) {
            if (key.isMapping() || key.isSequence()) {
                throw Refused{key.error("line " + std::to_string(key.line()) + ": invalid map key")};
            }
            if (!names.insert(key.text()).second && !m_options.keepDuplicateKeys) {
                throw Refused{key.error("line " + std::to_string(key.line()) + ": key " + goQuote(key.text()) +
                                        " already set in map")};
            }
        }
        for (const Node& merge : level.merges) mergeInto(members, names, merge);
    }

    void mergeInto(std::vector<Node::Member>& members, std::unordered_set<std::string>& names, const Node& merge)
    {
        if (merge.isMapping()) {
            for (const auto& member : merge.members()) {
                if (names.insert(member.first.text()).second) members.push_back(member);
            }
            return;
        }
        if (!merge.isSequence()) throw Refused{merge.error("map merge requires map or sequence of maps as the value")};
        for (const Node& item : merge.items()) {
            if (!item.isMapping()) {
                throw Refused{item.error("map merge requires map or sequence of maps as the value")};
            }
            mergeInto(members, names, item);
        }
    }

    const ParseOptions& m_options;
    std::shared_ptr<const std::string> m_file;
    std::optional<YAML::Mark> m_lastQuoted;  ///< or a block scalar
    std::vector<Level> m_open;
    std::unordered_map<YAML::anchor_t, Node> m_anchors;
    Node m_root;
};

Result<Node> parse(std::string_view text, const ParseOptions& options)
{
    try {
        ViewBuffer buffer(text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        TreeBuilder builder(options);
        if (!parser.HandleNextDocument(builder)) return Node();
        builder.checkEnd(text);
        TreeBuilder rest(options);
        if (parser.HandleNextDocument(rest) && rest.root().exists() && !rest.root().isNull()) {
            return tl::make_unexpected(rest.root().error("only one YAML document is allowed"));
        }
        return builder.root();
    } catch (const Refused& refused) {
        return tl::make_unexpected(refused.error);
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::InvalidInput, "yaml: line " + std::to_string(e.mark.line + 1) + ": " + e.msg,
                    place(options.file, e.mark.line + 1, e.mark.column + 1));
    } catch (const std::exception& e) {
        return fail(ErrorCode::InvalidInput, std::string("yaml: ") + e.what(), options.file);
    }
}

}  // namespace watchglass::yaml
