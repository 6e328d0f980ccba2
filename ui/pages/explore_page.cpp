#include "ui/pages/explore_page.h"

#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/pages/explore_queries.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/widgets/time_picker.h"

namespace watchglass::ui {

namespace {

constexpr int kLeastPixels = 400;

/// The panels of this page are dashboard panels like any other.
Panel panelOf(std::string_view text)
{
    const auto model = json::parse(text);
    return panelFromJson(model ? *model : json::Value());
}

constexpr std::string_view kGraph = R"({"id":1,"type":"timeseries","title":"Graph",
  "options":{"legend":{"displayMode":"table","placement":"bottom","showLegend":true,"calcs":["lastNotNull","min","max"]},
             "tooltip":{"mode":"multi","sort":"desc"}},
  "fieldConfig":{"defaults":{"color":{"mode":"palette-classic"},"custom":{"fillOpacity":8}},"overrides":[]}})";
constexpr std::string_view kTable = R"({"id":2,"type":"table","title":"Values at the end of the range","options":{},
  "fieldConfig":{"defaults":{},"overrides":[]}})";

}  // namespace

ExplorePage::ExplorePage(QueryBackend backend, QWidget* parent)
    : QWidget(parent), m_backend(std::move(backend)), m_queries(new ExploreQueries(m_backend, this)),
      m_time(new TimePicker(this))
{
    auto* runButton = new QPushButton(tr("Run"), this);
    runButton->setDefault(true);
    runButton->setToolTip(tr("Run (Enter; Shift+Enter starts a new line)"));

    auto* split = new QSplitter(Qt::Vertical, this);
    const auto make = [&](View& view, std::string_view model) {
        view.panel = panelOf(model);
        view.frame = new PanelFrame(split);
        view.body = createPanel(view.panel.type, view.frame);
        view.frame->setPanel(view.body);
        view.frame->setTitle(QString::fromStdString(view.panel.title));
        view.frame->setHint(tr("Type an expression and press Enter"));
        split->addWidget(view.frame);
    };
    make(m_graph, kGraph);
    make(m_table, kTable);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setHandleWidth(8);

    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_time);
    row->addWidget(runButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(10);
    layout->addLayout(row);
    layout->addWidget(m_queries);
    layout->addWidget(split, 1);

    connect(m_queries, &ExploreQueries::runRequested, this, &ExplorePage::run);
    connect(runButton, &QPushButton::clicked, this, &ExplorePage::run);
    connect(m_time, &TimePicker::rangeChosen, this, &ExplorePage::setRange);
    connect(m_time, &TimePicker::zoneChosen, this, [this](const std::string& zone) {
        m_timeZone = zone;
        setRange(m_range.text.isRelative() ? m_range.text : absoluteRange(m_range.fromMs, m_range.toMs).text);
    });
    connect(m_graph.body, &PanelWidget::zoomRequested, this, [this](qint64 from, qint64 to) {
        setRange({std::to_string(from), std::to_string(to)});
    });
    connect(m_graph.body, &PanelWidget::zoomOutRequested, this, [this] {
        const TimeRange wider = zoomedOutRange(m_range);
        setRange({std::to_string(wider.fromMs), std::to_string(wider.toMs)});
    });
    setRange({"now-1h", "now"});
}

TimeContext ExplorePage::timeContext() const
{
    TimeContext context;
    context.nowMs = m_backend.clock.nowMs();
    context.timeZone = m_timeZone;
    return context;
}

void ExplorePage::setRange(const TimeRangeText& text)
{
    auto range = resolveTimeRange(text, timeContext());
    if (!range) return;
    m_range = std::move(*range);
    m_time->setRange(m_range, timeContext());
    m_queries->setRange(m_range);
    if (!m_queries->targets().empty()) run();
}

void ExplorePage::explore(const QString& expression)
{
    m_queries->setExpression(expression);
    run();
}

void ExplorePage::explore(const QString& expression, const TimeRangeText& range)
{
    m_queries->setExpression(expression);
    setRange(range);
}

void ExplorePage::run()
{
    if (auto range = resolveTimeRange(m_range.text, timeContext())) m_range = std::move(*range);
    std::vector<Target> targets = m_queries->targets();
    if (targets.empty()) return;
    m_graph.panel.targets = targets;
    for (Target& target : targets) {
        target.instant = true;
        target.range = false;
        target.format = "table";
    }
    m_table.panel.targets = std::move(targets);
    ask(m_graph);
    ask(m_table);
}

void ExplorePage::ask(View& view)
{
    PanelQuestion question;
    question.panel = view.panel;
    question.variables = std::make_shared<const VariableSet>();
    question.context.range = m_range;
    question.context.time = timeContext();
    question.context.widthPx = std::max(kLeastPixels, view.frame->width());
    question.context.scrapeIntervalMs = m_backend.scrapeIntervalMs();
    view.frame->setLoading(true);
    const QueryBackend& backend = m_backend;
    view.ticket = runInBackground(
        m_backend.pool, this,
        [backend, question = std::move(question)](std::stop_token stop) {
            return askPanel(backend, question, std::move(stop));
        },
        [this, &view](const PanelAnswer& answer) {
            view.frame->setLoading(false);
            view.frame->setError(QString::fromStdString(answer.error));
            view.frame->setNotices(answer.problems, answer.infos);
            PanelData shown;
            shown.frames = std::make_shared<const std::vector<Frame>>(answer.frames);
            shown.options = view.panel.options;
            shown.fromMs = answer.range.fromMs;
            shown.toMs = answer.range.toMs;
            shown.nowMs = m_backend.clock.nowMs();
            shown.type = view.panel.type;
            view.frame->setData(shown);
        });
}

}  // namespace watchglass::ui
