#include "ui/pages/dashboard_view.h"

#include <QApplication>
#include <QEvent>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "ui/edit/grid_editing.h"
#include "ui/panels/panel_frame.h"
#include "ui/plot/crosshair_hub.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kMargin = 16;       ///< kept free above a panel that is scrolled to
constexpr int kAlertsMs = 5'000;  ///< how old a list of alerts may be

}  // namespace

DashboardView::DashboardView(DashboardSession& session, QWidget* parent)
    : QScrollArea(parent), m_session(session), m_canvas(new QWidget), m_hub(new CrosshairHub(this))
{
    setWidget(m_canvas);
    setWidgetResizable(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(kGridCellHeight + kGridGap);
    m_canvas->setAutoFillBackground(true);
    m_canvas->setBackgroundRole(QPalette::Window);
    m_slide.setSingleShot(true);
    m_slide.setTimerType(Qt::PreciseTimer);
    connect(&m_slide, &QTimer::timeout, this, &DashboardView::slideSoon);
    m_build.setSingleShot(true);
    connect(&m_build, &QTimer::timeout, this, &DashboardView::syncZone);
    connect(&session, &DashboardSession::layoutChanged, this, &DashboardView::relayout);
    connect(&session, &DashboardSession::panelAnswered, this, &DashboardView::onAnswer);
    connect(&session, &DashboardSession::refreshRequested, this, [this] {
        for (auto& [key, slot] : m_slots) slot.stale = true;
        askVisible();
    });
    connect(&session, &DashboardSession::refreshIntervalChanged, this, [this](int ms) {
        for (auto& [key, slot] : m_slots) {
            if (ms > 0 && slot.answer && slot.frame) showLater(key, slot);  // from now on it follows the clock
        }
    });
    connect(&session, &DashboardSession::newPanelsRequested, this, &DashboardView::askVisible);
    connect(&session, &DashboardSession::panelLoading, this, [this](const QString& key) {
        const auto it = m_slots.find(key.toStdString());
        if (it != m_slots.end() && it->second.frame) it->second.frame->setLoading(true);
    });
    connect(&m_alertLists, &QTimer::timeout, this, [this] {
        if (!isVisible()) return;
        for (auto& [key, slot] : m_slots) {
            if (slot.answer && slot.frame && slot.placed.panel.type == "alertlist") showLater(key, slot);
        }
    });
    m_alertLists.start(kAlertsMs);
    relayout();
}

DashboardView::~DashboardView() = default;

void DashboardView::setEverythingVisible(bool on)
{
    m_everything = on;
    syncZone();
    askVisible();
}

bool DashboardView::settled() const
{
    return !m_session.busy() && m_render.waiting() == 0 && !m_build.isActive() &&
           std::all_of(m_slots.begin(), m_slots.end(), [this](const auto& entry) {
               const Slot& slot = entry.second;
               return slot.placed.kind != PlacedKind::Panel || !isSeen(slot) || slot.answer;
           });
}

void DashboardView::setSolo(const std::string& key)
{
    if (m_solo == key) return;
    const std::string left = m_solo;
    if (left.empty()) m_gridScroll = verticalScrollBar()->value();
    m_solo = key;
    placeAll();
    verticalScrollBar()->setValue(key.empty() ? m_gridScroll : 0);
    for (auto& [name, slot] : m_slots) slot.stale = true;  // another width asks for another step
    askVisible();
    if (PanelFrame* frame = panelFrame(key.empty() ? left : key)) frame->setFocus(Qt::OtherFocusReason);
    Q_EMIT soloChanged();
}

PanelWidget* DashboardView::panelWidget(const std::string& key) const
{
    const auto it = m_slots.find(key);
    return it == m_slots.end() ? nullptr : it->second.body;
}

PanelFrame* DashboardView::panelFrame(const std::string& key) const
{
    const auto it = m_slots.find(key);
    return it == m_slots.end() ? nullptr : it->second.frame;
}

const PlacedPanel* DashboardView::placedPanel(const std::string& key) const
{
    const auto it = m_slots.find(key);
    return it == m_slots.end() ? nullptr : &it->second.placed;
}

std::shared_ptr<const PanelAnswer> DashboardView::answer(const std::string& key) const
{
    const auto it = m_slots.find(key);
    return it == m_slots.end() ? nullptr : it->second.answer;
}

std::string DashboardView::pointedKey() const
{
    if (!m_solo.empty()) return m_solo;
    std::string focused;
    const QWidget* focus = QApplication::focusWidget();
    for (const auto& [key, slot] : m_slots) {
        if (!slot.frame) continue;
        if (slot.frame->underMouse()) return key;
        if (focus && (focus == slot.frame || slot.frame->isAncestorOf(focus))) focused = key;
    }
    return focused;
}

void DashboardView::reveal(const std::string& key)
{
    if (!m_solo.empty()) setSolo({});
    const auto it = m_slots.find(key);
    if (it == m_slots.end()) return;
    const QRect& rect = it->second.rect;
    const int room = viewport()->height() - rect.height();
    verticalScrollBar()->setValue(rect.top() - std::max(kMargin, room / 2));
    syncZone();
    askVisible();
    QWidget* target = it->second.frame ? static_cast<QWidget*>(it->second.frame) : it->second.line;
    if (target) target->setFocus(Qt::ShortcutFocusReason);
}

void DashboardView::showPanel(std::int64_t panelId)
{
    m_wantedPanel = 0;
    const auto isWanted = [panelId](const PlacedPanel& placed) {
        return placed.kind == PlacedKind::Panel && placed.panel.id == panelId;
    };
    for (const auto& [key, slot] : m_slots) {
        if (isWanted(slot.placed)) return setSolo(key);
    }
    for (const PlacedPanel& placed : m_session.everything()) {
        if (!isWanted(placed)) continue;
        m_session.open(placed.path);
        return setSolo(m_session.keyOf(placed));
    }
    m_wantedPanel = panelId;
}

void DashboardView::find(const std::string& key)
{
    for (const PlacedPanel& placed : m_session.everything()) {
        for (const PlacedTab& tab : placed.tabs) {
            if (tab.key != key) continue;
            std::vector<OpenStep> path = placed.path;
            path.push_back({tab.key, placed.key});
            m_session.open(path);
            return reveal(placed.key);
        }
        if (placed.key != key) continue;
        m_session.open(placed.path);
        return reveal(m_session.keyOf(placed));
    }
}

std::int64_t DashboardView::crosshair() const
{
    return m_crosshair.value_or(static_cast<int>(m_session.dashboard().graphTooltip()));
}

void DashboardView::nextCrosshair()
{
    m_crosshair = static_cast<int>((crosshair() + 1) % 3);
    m_hub->setTooltips(crosshair() > 1);
    for (auto& [key, slot] : m_slots) {
        if (slot.body) slot.body->setHub(crosshair() > 0 ? m_hub : nullptr);
    }
}

void DashboardView::toggleLegend(const std::string& key)
{
    if (!m_flippedLegends.erase(key)) m_flippedLegends.insert(key);
    const auto it = m_slots.find(key);
    if (it != m_slots.end() && it->second.frame && it->second.answer) show(it->second);
}

QRect DashboardView::seen() const
{
    return m_everything ? m_canvas->rect() : QRect(QPoint(0, verticalScrollBar()->value()), viewport()->size());
}

bool DashboardView::isSeen(const Slot& slot) const { return !slot.rect.isEmpty() && slot.rect.intersects(seen()); }

void DashboardView::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    placeAll();
    askVisible();
}

void DashboardView::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    syncZone();
    askVisible();
}

void DashboardView::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    syncZone();
    askVisible();
    slideSoon();
}

void DashboardView::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    for (auto& [key, slot] : m_slots) {
        if (slot.answer && slot.frame) showLater(key, slot);
    }
}

}  // namespace watchglass::ui
