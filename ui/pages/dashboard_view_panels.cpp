#include <QElapsedTimer>
#include <QLocale>
#include <algorithm>
#include <utility>

#include "ui/dashboard/dashboard_links.h"
#include "ui/edit/grid_editing.h"
#include "ui/pages/annotation_feed.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"
#include "ui/plot/crosshair_hub.h"

namespace watchglass::ui {

namespace {

constexpr int kBuildMs = 16;
constexpr qint64 kBuildBudgetNs = 4'000'000;  ///< what the making of widgets may take at a time

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

PanelData dataOf(const Panel& panel, const std::shared_ptr<const PanelAnswer>& shared, const TimeContext& context)
{
    const PanelAnswer& answer = *shared;
    PanelData data;
    data.frames = std::shared_ptr<const std::vector<Frame>>(shared, &answer.frames);
    if (!answer.exemplars.empty())
        data.exemplars = std::shared_ptr<const std::vector<Exemplar>>(shared, &answer.exemplars);
    data.options = panel.options;
    if (panel.type == "text") data.options.set("content", answer.text);
    data.fromMs = answer.range.fromMs;
    data.toMs = answer.range.toMs;
    data.nowMs = context.nowMs;
    data.timeZone = context.timeZone;
    data.type = panel.type;
    data.fieldConfig = std::make_shared<const FieldConfigSource>(panel.fieldConfig);
    data.replace = [shared](const std::string& text, const DataPoint& point) {
        return interpolateAt(text, shared->texts, point);
    };
    return data;
}

bool showsAnnotations(std::string_view type) { return isAnnotated(type) || type == "annolist"; }

}  // namespace

QString DashboardView::titleOf(const std::string& key) const
{
    const auto it = m_slots.find(key);
    if (it == m_slots.end()) return {};
    if (it->second.answer) return qt(it->second.answer->title);
    return titleOf(it->second.placed.panel, it->second.placed.variables);
}

QString DashboardView::titleOf(const ui::Panel& panel, const SharedVariables& variables) const
{
    InterpolationContext context;
    context.variables = variables ? variables.get() : &m_session.variables();
    for (const auto& [name, value] : panel.scope) context.scoped[name] = {value, value};
    return qt(interpolate(panel.title, context, DefaultFormat::Text));
}

PanelData DashboardView::panelData(const std::string& key) const
{
    const auto it = m_slots.find(key);
    if (it == m_slots.end() || !it->second.answer) return {};
    return dataOf(it->second.placed.panel, it->second.answer, m_session.timeContext());
}

/// Makes what is seen first and what is near next, for a few milliseconds at a time, and gives back what is far.
void DashboardView::syncZone()
{
    const QRect visible = seen();
    const QRect zone = visible.adjusted(0, -visible.height(), 0, visible.height());
    std::vector<std::pair<const std::string*, Slot*>> missing;
    for (auto& [key, slot] : m_slots) {
        const bool exists = slot.frame || slot.line;
        if (slot.placed.kind == PlacedKind::Variables) {
            if (slot.line) slot.line->setVisible(!slot.rect.isEmpty());
        } else if (slot.rect.isEmpty() || !slot.rect.intersects(zone)) {
            if (exists) drop(slot);
        } else if (!exists) {
            missing.emplace_back(&key, &slot);
        }
    }
    const auto distance = [centre = visible.center().y()](const Slot& slot) {
        return std::abs(slot.rect.center().y() - centre);
    };
    std::sort(missing.begin(), missing.end(), [&](const auto& a, const auto& b) {
        return std::pair(distance(*a.second), a.second->rect.x()) < std::pair(distance(*b.second), b.second->rect.x());
    });
    QElapsedTimer clock;
    clock.start();
    std::size_t built = 0;
    while (built < missing.size() && clock.nsecsElapsed() < kBuildBudgetNs) {
        build(*missing[built].first, *missing[built].second);
        ++built;
    }
    if (built < missing.size()) {
        m_build.start(missing[built].second->rect.intersects(visible) ? 1 : kBuildMs);
    } else {
        m_build.stop();
    }
}

void DashboardView::build(const std::string& key, Slot& slot)
{
    const ui::Panel& panel = slot.placed.panel;  // not QFrame::Panel
    if (slot.placed.kind != PlacedKind::Panel) return buildLine(key, slot);
    slot.frame = new PanelFrame(m_canvas);
    slot.body = createPanel(panel.type, slot.frame);
    slot.body->setDeferred(true);
    m_hub->setTooltips(crosshair() > 1);
    slot.body->setHub(crosshair() > 0 ? m_hub : nullptr);
    slot.body->setColorsEditable(m_colorsEditable);
    slot.body->setAnnotatable(m_annotatable);
    slot.frame->setTransparent(panel.transparent);
    slot.frame->setPanel(slot.body);
    slot.frame->setTitle(titleOf(panel, slot.placed.variables));
    slot.frame->setGeometry(slot.rect);
    connect(slot.frame, &PanelFrame::menuRequested, this,
            [this, key](const QPoint& position) { Q_EMIT menuRequested(QString::fromStdString(key), position); });
    connect(slot.frame, &PanelFrame::titleDoubleClicked, this,
            [this, key] { setSolo(m_solo.empty() ? key : std::string()); });
    connect(slot.body, &PanelWidget::colorChosen, this, [this, key](const QString& series, const QString& color) {
        Q_EMIT colorChosen(QString::fromStdString(key), series, color);
    });
    connect(slot.body, &PanelWidget::zoomRequested, &m_session, &DashboardSession::zoomTo);
    connect(slot.body, &PanelWidget::zoomOutRequested, &m_session, &DashboardSession::zoomOut);
    connect(slot.body, &PanelWidget::linkActivated, this, &DashboardView::linkActivated);
    connect(slot.body, &PanelWidget::annotationRequested, this, [this, key](qint64 fromMs, qint64 toMs) {
        if (const PlacedPanel* placed = placedPanel(key)) Q_EMIT annotationRequested(placed->panel.id, fromMs, toMs);
    });
    connect(slot.body, &PanelWidget::annotationEditRequested, this, &DashboardView::annotationEditRequested);
    connect(slot.body, &PanelWidget::annotationRemoveRequested, this, &DashboardView::annotationRemoveRequested);
    connect(slot.body, &PanelWidget::panelRequested, this, &DashboardView::showPanel);
    connect(slot.body, &PanelWidget::dashboardRequested, this, &DashboardView::dashboardRequested);
    connect(slot.body, &PanelWidget::alertRequested, this, &DashboardView::alertRequested);
    connect(slot.frame, &PanelFrame::linkActivated, this, &DashboardView::linkActivated);
    connect(slot.body, &PanelWidget::prepareRequested, this,
            [this, body = slot.body] { m_render.request(body, [body] { body->prepare(); }); });
    if (m_editing) m_editing->attach(key, *slot.frame);
    if (slot.answer) showLater(key, slot);
    slot.frame->show();
}

void DashboardView::drop(Slot& slot)
{
    // Later: the call may come from a signal of the very widget.
    if (slot.frame) slot.frame->deleteLater();
    if (slot.line) slot.line->deleteLater();
    if (slot.frame) slot.frame->hide();
    if (slot.line) slot.line->hide();
    slot.frame = nullptr;
    slot.body = nullptr;
    slot.line = nullptr;
}

void DashboardView::show(Slot& slot)
{
    const PanelAnswer& answer = *slot.answer;
    slot.frame->setLoading(false);
    slot.frame->setTitle(qt(answer.title));
    slot.frame->setDescription(qt(answer.description));
    slot.frame->setError(qt(answer.error));
    slot.frame->setStale(slot.staleSince);
    slot.frame->setNotices(answer.problems, answer.infos);
    std::vector<FrameLink> links;
    for (const FollowableLink& link : panelLinks(slot.placed.panel.links, answer.texts))
        links.push_back({qt(link.title), QUrl(qt(link.href), QUrl::TolerantMode)});
    slot.frame->setLinks(links);
    showAlert(slot);
    PanelData shown = dataOf(slot.placed.panel, slot.answer, m_session.timeContext());
    shown.live = m_session.followsClock();
    if (slot.staleSince.isEmpty()) slot.shownMs = shown.nowMs;
    if (shown.live) {
        shown.nowMs = slot.shownMs;
        const std::int64_t elapsed = std::max<std::int64_t>(0, slot.shownMs - slot.answer->rangeNowMs);
        shown.fromMs += elapsed;
        shown.toMs += elapsed;
        m_slide.start(0);
    }
    if (m_annotations) shown.marks = m_annotations->marksFor(slot.placed.panel.id);
    if (m_annotations && slot.placed.panel.type == "annolist") m_annotations->list(shown);
    shown.lists = m_session.backend().lists;
    if (m_flippedLegends.contains(slot.placed.key)) {
        json::Value& legend = shown.options.edit("legend");
        legend.set("showLegend", !legend["showLegend"].toBool(true));
    }
    slot.frame->setData(shown);
}

void DashboardView::showAlert(Slot& slot)
{
    if (m_annotations) slot.frame->setAlert(m_annotations->alertStateOf(slot.placed.panel.id));
}

void DashboardView::setAnnotations(const AnnotationFeed* feed)
{
    m_annotations = feed;
    connect(feed, &AnnotationFeed::changed, this, [this] {
        for (auto& [key, slot] : m_slots) {
            if (slot.frame) showAlert(slot);
            if (slot.answer && slot.frame && showsAnnotations(slot.placed.panel.type)) showLater(key, slot);
        }
    });
}

void DashboardView::setColorsEditable(bool on)
{
    m_colorsEditable = on;
    for (auto& [key, slot] : m_slots) {
        if (slot.body) slot.body->setColorsEditable(on);
    }
}

void DashboardView::setAnnotatable(bool on)
{
    m_annotatable = on;
    for (auto& [key, slot] : m_slots) {
        if (slot.body) slot.body->setAnnotatable(on);
    }
}

void DashboardView::askVisible()
{
    if (!isVisible() && !m_everything) return;
    // In the order in which people look: from the top.
    std::vector<Slot*> wanted;
    for (auto& [key, slot] : m_slots) {
        if (slot.stale && isSeen(slot) && slot.placed.kind == PlacedKind::Panel && !slot.placed.waits)
            wanted.push_back(&slot);
    }
    std::sort(wanted.begin(), wanted.end(), [](const Slot* a, const Slot* b) {
        return std::pair(a->rect.y(), a->rect.x()) < std::pair(b->rect.y(), b->rect.x());
    });
    for (Slot* slot : wanted) {
        slot->stale = false;
        m_session.request(slot->placed, slot->rect.width());
    }
}

void DashboardView::onAnswer(const QString& key, const std::shared_ptr<const PanelAnswer>& answer)
{
    const auto it = m_slots.find(key.toStdString());
    if (it == m_slots.end()) return;
    Slot& slot = it->second;
    if (answer->error.empty() || !answer->frames.empty() || !slot.answer || slot.answer->frames.empty() ||
        slot.answer->title != answer->title) {
        slot.answer = answer;
        slot.staleSince.clear();
    } else {
        // The source does not answer: what it said last stays, marked as old.
        auto kept = std::make_shared<PanelAnswer>(*slot.answer);
        kept->error = answer->error;
        if (slot.staleSince.isEmpty())
            slot.staleSince = QLocale().toString(slot.answered.time(), QStringLiteral("HH:mm:ss"));
        slot.answer = std::move(kept);
    }
    if (slot.staleSince.isEmpty()) slot.answered = QDateTime::currentDateTime();
    if (it->second.frame) showLater(it->first, it->second);
}

void DashboardView::showLater(const std::string& key, const Slot& slot)
{
    m_render.request(slot.frame, [this, key] {
        const auto it = m_slots.find(key);
        if (it == m_slots.end() || !it->second.frame) return;
        show(it->second);
        const PanelAnswer& answer = *it->second.answer;
        if (m_firstShown || !answer.error.empty() || answer.frames.empty()) return;
        m_firstShown = true;
        it->second.body->prepare();
        Q_EMIT firstPanelShown();
    });
}

}  // namespace watchglass::ui
