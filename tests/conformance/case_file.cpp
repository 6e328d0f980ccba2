#include "tests/conformance/case_file.h"

#include <bit>
#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/base/go_float.h"
#include "engine/model/sample.h"

namespace watchglass::conformance {

namespace {

std::string decodeBase64(std::string_view text)
{
    static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) continue;
        bits = (bits << 6) | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> readFile(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void forEachCase(const std::filesystem::path& file, Report& report,
                 const std::function<void(const json::Value&, const std::string&)>& run)
{
    const std::string name = file.filename().string();
    if (!std::filesystem::exists(file)) return;
    const auto text = readFile(file);
    if (!text) return report.fail(name, "a readable file", "cannot be read");
    const auto document = json::parse(*text);
    if (!document) return report.fail(name, "a JSON document", document.error().message);
    const auto& cases = (*document)["cases"].items();
    if (cases.empty()) return report.fail(name, "cases", "none");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string& id = cases[i]["id"].toString();
        run(cases[i], id.empty() ? name + '#' + std::to_string(i) : id);
    }
}

std::string caseText(const json::Value& theCase, std::string_view name)
{
    const std::string encoded = std::string(name) + "_b64";
    return theCase.has(encoded) ? decodeBase64(theCase[encoded].toString()) : theCase[name].toString();
}

std::optional<double> caseFloat(const json::Value& text)
{
    if (text.isNumber()) return text.toDouble();
    if (text.toString() == "stale") return staleMarker();
    return parseFloat(text.toString());
}

bool sameFloat(double a, double b)
{
    if (std::isnan(a) && std::isnan(b)) return isStaleMarker(a) == isStaleMarker(b);
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace watchglass::conformance
