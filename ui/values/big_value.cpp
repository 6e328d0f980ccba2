#include "ui/values/big_value.h"

#include <algorithm>

namespace watchglass::ui {

namespace {

constexpr double kLineHeight = 1.2;
constexpr double kMostTitle = 30;
constexpr double kWideRatio = 2.5;
constexpr double kTitleOfValue = 0.7;   ///< titles stay smaller than their value
constexpr double kBesideChange = 0.75;  ///< of the height, where a change in percent stands below

/// "auto" shows the name only where there are several.
std::string modeOf(const std::string& textMode, std::size_t count)
{
    const bool automatic = textMode.empty() || textMode == "auto";
    return automatic ? (count == 1 ? "value" : "value_and_name") : textMode;
}

BigValueKind kindOf(const BigValueRequest& request)
{
    constexpr double kLeastWideChart = 50;
    constexpr double kLeastStackedChart = 100;
    if (request.width / request.height > kWideRatio && request.wideAllowed) {
        return request.height > kLeastWideChart && request.chart ? BigValueKind::WideWithChart : BigValueKind::Wide;
    }
    return request.height > kLeastStackedChart && request.chart ? BigValueKind::StackedWithChart
                                                                : BigValueKind::Stacked;
}

class Arranger {
public:
    Arranger(const BigValueRequest& request, const TextRuler14& ruler) : m_request(request), m_ruler(ruler)
    {
        constexpr double kHighTile = 100;
        m_out.kind = kindOf(request);
        m_out.padding = request.padding.value_or(request.height > kHighTile ? 12 : 8);
        m_out.textWidth = request.width - m_out.padding * 2;
        m_out.textHeight = request.height - m_out.padding * 2;
        chooseTexts();
    }

    BigValueLayout arrange()
    {
        switch (m_out.kind) {
        case BigValueKind::Wide: wide(); break;
        case BigValueKind::WideWithChart: wideWithChart(); break;
        case BigValueKind::Stacked: stacked(false); break;
        case BigValueKind::StackedWithChart: stacked(true); break;
        }
        return m_out;
    }

private:
    void chooseTexts()
    {
        const std::string mode = modeOf(m_request.textMode, m_request.count);
        m_out.alignValue = m_request.longestValue;
        if (mode == "name") m_out.alignValue = m_request.longestTitle;
        if (mode == "none") m_out.alignValue = "1";
        const bool titled = mode != "name" && mode != "none" && mode != "value";
        if (titled) m_out.alignTitle = m_request.longestTitle;
        m_out.centered = m_request.justifyMode == "center" || !titled || m_request.longestTitle.empty();
        if (m_request.titleSize) {
            m_out.titleSize = *m_request.titleSize;
            m_out.alignTitle.reset();
        }
        if (m_request.valueSize) {
            m_out.valueSize = *m_request.valueSize;
            m_out.alignValue.clear();
        }
    }

    [[nodiscard]] bool hasTitle() const { return m_out.alignTitle && !m_out.alignTitle->empty(); }

    void fitTitle(double width, double height)
    {
        if (hasTitle())
            m_out.titleSize = fittingTextSize({*m_out.alignTitle, width, height, kLineHeight, kMostTitle, false},
                                              m_ruler);
    }

    void fitValue(double width, double height)
    {
        if (!m_out.alignValue.empty())
            m_out.valueSize = fittingTextSize({m_out.alignValue, width, height, kLineHeight, {}, true}, m_ruler);
    }

    void limitTitle()
    {
        if (hasTitle()) m_out.titleSize = std::min(m_out.valueSize * kTitleOfValue, m_out.titleSize);
    }

    void wide()
    {
        const double share = hasTitle() ? 0.3 : 1;
        fitValue(m_out.textWidth * share, m_out.textHeight * (m_request.percentChange ? kBesideChange : 1));
        fitTitle(m_out.textWidth * 0.6, m_out.textHeight);
        limitTitle();
    }

    void wideWithChart()
    {
        m_out.chartWidth = m_request.width;
        m_out.chartHeight = m_request.height * 0.5;
        fitTitle(m_out.textWidth * 0.6, m_out.textHeight * 0.4);
        fitValue(m_out.textWidth * 0.4, m_out.textHeight * 0.5);
    }

    void stacked(bool chart)
    {
        fitTitle(m_out.textWidth, m_request.height * 0.15);
        const double title = hasTitle() ? m_out.titleSize * kLineHeight : 0;
        if (chart) {
            m_out.chartWidth = m_request.width;
            fitValue(m_out.textWidth, m_out.textHeight - m_request.height * 0.25 - title);
        } else {
            fitValue(m_out.textWidth, (m_out.textHeight - title) * (m_request.percentChange ? kBesideChange : 1));
        }
        limitTitle();
        // The chart takes what the texts leave.
        if (chart) m_out.chartHeight = m_request.height - (m_out.titleSize + m_out.valueSize) * kLineHeight;
    }

    const BigValueRequest& m_request;
    const TextRuler14& m_ruler;
    BigValueLayout m_out;
};

}  // namespace

BigValueLayout layOutBigValue(const BigValueRequest& request, const TextRuler14& ruler)
{
    return Arranger(request, ruler).arrange();
}

BigValueText bigValueText(const DisplayValue& value, const std::string& title, const std::string& textMode,
                          std::size_t count)
{
    const std::string mode = modeOf(textMode, count);
    if (mode == "name") return {std::nullopt, {title, {}, {}}};
    if (mode == "none") return {};
    const FormattedValue shown{value.text, value.prefix, value.suffix};
    if (mode == "value") return {std::nullopt, shown};
    return {title, shown};
}

}  // namespace watchglass::ui
