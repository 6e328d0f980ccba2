#include "ui/frame/js_regex.h"

#include <QRegularExpression>
#include <QString>

namespace watchglass::ui {
namespace {

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// Appends `replacement` with the groups of `match` put in.
void expand(QString& out, const QString& replacement, const QRegularExpressionMatch& match)
{
    for (qsizetype i = 0; i < replacement.size(); ++i) {
        const QChar c = replacement[i];
        if (c != u'$' || i + 1 >= replacement.size()) {
            out += c;
            continue;
        }
        const QChar next = replacement[i + 1];
        if (next == u'$') {
            out += u'$';
            ++i;
        } else if (next == u'&') {
            out += match.captured(0);
            ++i;
        } else if (next >= u'1' && next <= u'9') {
            const int groups = match.regularExpression().captureCount();
            int group = next.digitValue();
            qsizetype length = 1;
            if (i + 2 < replacement.size() && replacement[i + 2].isDigit()) {
                const int two = group * 10 + replacement[i + 2].digitValue();
                if (two <= groups) {
                    group = two;
                    length = 2;
                }
            }
            if (group > groups) {
                out += c;
                continue;
            }
            out += match.captured(group);
            i += length;
        } else if (next == u'<') {
            const auto close = replacement.indexOf(u'>', i);
            if (close < 0) {
                out += c;
                continue;
            }
            out += match.captured(replacement.mid(i + 2, close - i - 2));
            i = close;
        } else {
            out += c;
        }
    }
}

}  // namespace

Result<JsRegex> JsRegex::compile(std::string_view pattern, std::string_view flags)
{
    QRegularExpression::PatternOptions options = QRegularExpression::NoPatternOption;
    JsRegex out;
    for (const char flag : flags) {
        if (flag == 'i') options |= QRegularExpression::CaseInsensitiveOption;
        if (flag == 'm') options |= QRegularExpression::MultilineOption;
        if (flag == 's') options |= QRegularExpression::DotMatchesEverythingOption;
        if (flag == 'g') out.m_global = true;
    }
    auto regex = std::make_shared<QRegularExpression>(toQString(pattern), options);
    if (!regex->isValid()) {
        return fail(ErrorCode::InvalidInput,
                    "bad regular expression \"" + std::string(pattern) + "\": " + regex->errorString().toStdString(),
                    std::to_string(regex->patternErrorOffset()));
    }
    out.m_regex = std::move(regex);
    out.m_flags = flags;
    // A bare slash would end the literal; no pattern at all is written as an empty group.
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '/' && (i == 0 || pattern[i - 1] != '\\')) out.m_source += '\\';
        out.m_source += pattern[i];
    }
    if (pattern.empty()) out.m_source = "(?:)";
    return out;
}

Result<JsRegex> JsRegex::fromDashboard(std::string_view text)
{
    if (text.empty() || text.front() != '/') return compile("^" + std::string(text) + "$", {});
    const auto last = text.rfind('/');
    const auto flags = text.substr(last + 1);
    if (last == 0 || flags.find_first_not_of("gimsuy") != std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "\"" + std::string(text) + "\" is not a valid regular expression", "0");
    }
    return compile(text.substr(1, last - 1), flags);
}

Result<JsRegex> JsRegex::plain(std::string_view pattern, bool global) { return compile(pattern, global ? "g" : ""); }

bool JsRegex::matches(std::string_view text) const { return m_regex->match(toQString(text)).hasMatch(); }

std::vector<JsRegex::Match> JsRegex::matchAll(std::string_view text) const
{
    std::vector<Match> out;
    auto it = m_regex->globalMatch(toQString(text));
    while (it.hasNext()) {
        const auto found = it.next();
        Match match;
        for (int i = 0; i <= m_regex->captureCount(); ++i) {
            match.groups.push_back(found.hasCaptured(i) ? std::optional(found.captured(i).toStdString())
                                                        : std::nullopt);
        }
        const auto names = m_regex->namedCaptureGroups();
        const auto named = [&](const char* name) -> std::optional<std::string> {
            const auto index = names.indexOf(QString::fromLatin1(name));
            return index > 0 ? match.groups[static_cast<std::size_t>(index)] : std::nullopt;
        };
        match.text = named("text");
        match.value = named("value");
        out.push_back(std::move(match));
        if (!m_global) break;
    }
    return out;
}

std::vector<std::pair<std::string, std::optional<std::string>>> JsRegex::namedGroups(std::string_view text) const
{
    std::vector<std::pair<std::string, std::optional<std::string>>> out;
    const auto found = m_regex->match(toQString(text));
    if (!found.hasMatch()) return out;
    const QStringList names = m_regex->namedCaptureGroups();
    for (int i = 1; i < names.size(); ++i) {
        if (names[i].isEmpty()) continue;
        out.emplace_back(names[i].toStdString(),
                         found.hasCaptured(i) ? std::optional(found.captured(i).toStdString()) : std::nullopt);
    }
    return out;
}

std::string JsRegex::replace(std::string_view text, std::string_view replacement) const
{
    const QString subject = toQString(text);
    const QString with = toQString(replacement);
    QString out;
    qsizetype at = 0;
    auto it = m_regex->globalMatch(subject);
    while (it.hasNext()) {
        const auto match = it.next();
        out += subject.mid(at, match.capturedStart() - at);
        expand(out, with, match);
        at = match.capturedEnd();
        if (!m_global) break;
    }
    out += subject.mid(at);
    return out.toStdString();
}

std::string escapeRegex(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\^$*+?.()|[]{}/").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace watchglass::ui
