#pragma once

#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/exposition/scrape_cache.h"

namespace watchglass::exposition::testing {

/// Names series by the order of their first appearance. Drops those with the label drop="1".
class Registry final : public ScrapeListener {
public:
    Result<std::uint64_t> resolve(const Labels& labels, const exposition::LineNotes&) override { return refOf(labels); }

    std::uint64_t refOf(const Labels& labels)
    {
        if (labels.get("drop") == "1") return 0;
        return m_refs.emplace(labels, m_refs.size() + 1).first->second;
    }

private:
    std::map<Labels, std::uint64_t> m_refs;
};

/// Feeds bodies to a ScrapeCache and to the full parser and tells where they differ.
class CacheCheck {
public:
    explicit CacheCheck(Format format) : m_format(format) {}

    /// "" or a description of the first difference.
    std::string scrape(std::string_view body)
    {
        const auto expected = fullParse(body);
        m_good = expected.has_value();
        ScrapeColumns got;
        const auto done = m_cache.parse(body, m_format, m_registry, got);
        if (done.has_value() != expected.has_value()) {
            return "ended " + (done ? std::string("well") : done.error().message);
        }
        if (!expected) {
            for (const std::uint64_t ref : m_cache.takeLive()) {
                if (m_live.erase(ref) == 0) return "a series that was not live ended";
            }
            return m_live.empty() ? "" : "live series were not ended";
        }
        if (got.scraped != expected->scraped) return "other number of lines";
        if (got.refs != expected->refs) return "other series";
        const std::vector<std::int64_t> none(got.refs.size(), kNoTime);
        if ((got.times.empty() ? none : got.times) != expected->times) return "other times";
        for (std::size_t i = 0; i < got.values.size(); ++i) {
            if (std::bit_cast<std::uint64_t>(got.values[i]) != std::bit_cast<std::uint64_t>(expected->values[i])) {
                return "other value at " + std::to_string(i);
            }
        }
        std::set<std::uint64_t> now;
        for (std::size_t i = 0; i < expected->refs.size(); ++i) {
            if (expected->times[i] == kNoTime) now.insert(expected->refs[i]);
        }
        std::set<std::uint64_t> gone;
        for (const std::uint64_t ref : m_live) {
            if (now.count(ref) == 0) gone.insert(ref);
        }
        m_live = now;
        if (got.gone != std::vector<std::uint64_t>(gone.begin(), gone.end())) return "other series gone";
        return "";
    }

    [[nodiscard]] bool lastWasGood() const { return m_good; }

private:
    std::optional<ScrapeColumns> fullParse(std::string_view body)
    {
        const auto parser = createParser(body, m_format);
        ScrapeColumns out;
        for (;;) {
            const auto entry = parser->next();
            if (!entry) return std::nullopt;
            if (*entry == Entry::End) return out;
            if (*entry != Entry::Series) continue;
            ++out.scraped;
            const std::uint64_t ref = m_registry.refOf(parser->labels());
            if (ref == 0) continue;
            out.refs.push_back(ref);
            out.values.push_back(parser->value());
            out.times.push_back(parser->timestampMs().value_or(kNoTime));
        }
    }

    Format m_format;
    Registry m_registry;
    ScrapeCache m_cache;
    std::set<std::uint64_t> m_live;
    bool m_good = false;
};

}  // namespace watchglass::exposition::testing
