#include "ui/pages/dashboard_view.h"

#include <QApplication>
#include <QCursor>
#include <QEvent>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "ui/dashboard/dashboard_links.h"
#include "ui/edit/grid_editing.h"
#include "ui/pages/annotation_feed.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/row_header.h"
#include "ui/plot/crosshair_hub.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kNarrow = 769;  ///< below it everything stands in one column
constexpr int kBuildMs = 16;
constexpr qint64 kBuildBudgetNs = 4'000'000;  ///< what the making of widgets may take at a time

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

PanelData dataOf(const Panel& panel, const std::shared_ptr<const PanelAnswer>& shared, const TimeContext& context)
{
    const PanelAnswer& answer = *shared;
    PanelData data;
    data.frames = std::shared_ptr<const std::vector<Frame>>(shared, &answer.frames);
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

/// Whether two panels are the same but for where they stand.
bool sameButPlace(const json::Value& a, const json::Value& b)
{
    const auto rest = [](const json::Value& panel) {
        std::vector<const json::Member*> out;
        for (const json::Member& member : panel.members()) {
            if (member.first != "gridPos") out.push_back(&member);
        }
        return out;
    };
    const auto left = rest(a);
    const auto right = rest(b);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const json::Member* one, const json::Member* other) { return *one == *other; });
}

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
    m_build.setSingleShot(true);
    connect(&m_build, &QTimer::timeout, this, &DashboardView::syncZone);
    connect(&session, &DashboardSession::layoutChanged, this, &DashboardView::relayout);
    connect(&session, &DashboardSession::panelAnswered, this, &DashboardView::onAnswer);
    connect(&session, &DashboardSession::refreshRequested, this, [this] {
        for (auto& [key, slot] : m_slots) slot.stale = true;
        askVisible();
    });
    connect(&session, &DashboardSession::newPanelsRequested, this, &DashboardView::askVisible);
    connect(&session, &DashboardSession::panelLoading, this, [this](const QString& key) {
        const auto it = m_slots.find(key.toStdString());
        if (it != m_slots.end() && it->second.frame) it->second.frame->setLoading(true);
    });
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
               return slot.placed.panel.isRow() || !isSeen(slot) || slot.answer;
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

QString DashboardView::titleOf(const std::string& key) const
{
    const auto it = m_slots.find(key);
    if (it == m_slots.end()) return {};
    if (it->second.answer) return qt(it->second.answer->title);
    InterpolationContext context;
    context.variables = &m_session.variables();
    for (const auto& [name, value] : it->second.placed.panel.scope) context.scoped[name] = {value, value};
    return qt(interpolate(it->second.placed.panel.title, context, DefaultFormat::Text));
}

PanelData DashboardView::panelData(const std::string& key) const
{
    const auto it = m_slots.find(key);
    if (it == m_slots.end() || !it->second.answer) return {};
    return dataOf(it->second.placed.panel, it->second.answer, m_session.timeContext());
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
    QWidget* target = it->second.frame ? static_cast<QWidget*>(it->second.frame) : it->second.row;
    if (target) target->setFocus(Qt::ShortcutFocusReason);
}

void DashboardView::relayout()
{
    std::map<std::string, Slot> fresh;
    for (const PlacedPanel& placed : m_session.layout()) {
        Slot& slot = fresh[placed.key];
        if (const auto old = m_slots.find(placed.key); old != m_slots.end()) {
            slot = std::move(old->second);
            m_slots.erase(old);
        }
        takeOver(slot, placed);
    }
    for (auto& [key, slot] : m_slots) {
        m_session.forget(key);
        drop(slot);
    }
    m_slots = std::move(fresh);
    if (!m_solo.empty() && !m_slots.contains(m_solo)) setSolo({});
    placeAll();
}

/// Gives a slot another state of its panel. What did not change keeps its widget and its answer.
void DashboardView::takeOver(Slot& slot, const PlacedPanel& placed)
{
    const PlacedPanel old = std::exchange(slot.placed, placed);
    const ui::Panel& before = old.panel;  // not QFrame::Panel
    const ui::Panel& panel = placed.panel;
    if (slot.row) fillRow(slot);
    if (slot.body) slot.body->setHub(crosshair() > 0 ? m_hub : nullptr);
    if (old.pos.w != placed.pos.w) slot.stale = true;  // another width asks for another step
    if (before.scope == panel.scope && sameButPlace(before.model, panel.model)) return;
    slot.stale = true;
    if (before.type != panel.type) {
        drop(slot);
        slot.answer.reset();
    } else if (slot.frame) {
        slot.frame->setTransparent(panel.transparent);
    }
}

QRect DashboardView::rectOf(const GridPos& pos) const
{
    const PixelRect box = pixelRect(pos, std::max(200, viewport()->width()) - 2 * kMargin);
    return {box.x + kMargin, box.y + kMargin, box.w, box.h};
}

void DashboardView::setGridEditing(GridEditing* editing)
{
    if (m_editing) disconnect(m_editing, nullptr, this, nullptr);
    m_editing = editing;
    if (!editing) return;
    connect(editing, &GridEditing::previewed, this, &DashboardView::preview);
    for (auto& [key, slot] : m_slots) {
        if (slot.frame) editing->attach(key, *slot.frame);
        if (slot.row) editing->attach(key, *slot.row);
    }
}

/// Shows the grid as it would be if what is dragged were let go.
void DashboardView::preview()
{
    int bottom = 0;
    for (const GridItem& item : m_editing->items()) {
        const auto it = m_slots.find(item.key);
        if (it == m_slots.end()) continue;
        Slot& slot = it->second;
        slot.rect = rectOf(gridPos(item));
        bottom = std::max(bottom, slot.rect.bottom() + 1);
        if (m_editing->isDragging() && m_editing->dragged() == item.key) continue;
        if (slot.frame) slot.frame->setGeometry(slot.rect);
        if (slot.row) slot.row->setGeometry(slot.rect);
    }
    m_canvas->resize(m_canvas->width(), bottom + kMargin);
    if (m_editing->isDragging()) {
        const QPoint pointer = m_canvas->mapFromGlobal(QCursor::pos());
        ensureVisible(viewport()->width() / 2, pointer.y(), 0, kGridCellHeight);
    }
    syncZone();
}

void DashboardView::placeAll()
{
    const int width = std::max(200, viewport()->width()) - 2 * kMargin;
    int bottom = 0;
    for (auto& [key, slot] : m_slots) {
        if (!m_solo.empty()) {
            const bool mine = key == m_solo;
            slot.rect = mine ? QRect(kMargin, kMargin, width, std::max(200, viewport()->height() - 2 * kMargin))
                             : QRect();
        } else {
            slot.rect = rectOf(slot.placed.pos);
        }
    }
    if (width < kNarrow && m_solo.empty()) {
        int y = kMargin;
        for (const PlacedPanel& placed : m_session.layout()) {
            Slot& slot = m_slots[placed.key];
            slot.rect = QRect(kMargin, y, width, slot.rect.height());
            y += slot.rect.height() + kGridGap;
        }
    }
    for (auto& [key, slot] : m_slots) {
        bottom = std::max(bottom, slot.rect.bottom() + 1);
        if (slot.frame) slot.frame->setGeometry(slot.rect);
        if (slot.row) slot.row->setGeometry(slot.rect);
    }
    m_canvas->resize(std::max(200, viewport()->width()), bottom + kMargin);
    syncZone();
}

std::vector<QRect> DashboardView::rowParts() const
{
    std::vector<QRect> all;
    bool hasRows = false;
    for (const auto& [key, slot] : m_slots) {
        if (slot.rect.isEmpty()) continue;
        all.push_back(slot.rect);
        hasRows = hasRows || slot.placed.panel.isRow();
    }
    std::vector<int> cuts;
    for (const auto& [key, slot] : m_slots) {
        const int top = slot.rect.top();
        if (slot.rect.isEmpty() || (hasRows && !slot.placed.panel.isRow())) continue;
        const bool between = std::none_of(all.begin(), all.end(),
                                          [top](const QRect& one) { return one.top() < top && one.bottom() >= top; });
        const bool first = std::none_of(all.begin(), all.end(), [top](const QRect& one) { return one.top() < top; });
        if (between && !first) cuts.push_back(top - kGridGap / 2);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    cuts.push_back(m_canvas->height());
    std::vector<QRect> parts;
    int top = 0;
    for (const int cut : cuts) {
        parts.emplace_back(0, top, m_canvas->width(), cut - top);
        top = cut;
    }
    return parts;
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

/// Makes what is seen first and what is near next, for a few milliseconds at a time, and gives back what is far.
void DashboardView::syncZone()
{
    const QRect visible = seen();
    const QRect zone = visible.adjusted(0, -visible.height(), 0, visible.height());
    std::vector<std::pair<const std::string*, Slot*>> missing;
    for (auto& [key, slot] : m_slots) {
        const bool exists = slot.frame || slot.row;
        if (slot.rect.isEmpty() || !slot.rect.intersects(zone)) {
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
    if (panel.isRow()) {
        slot.row = new RowHeader(m_canvas);
        fillRow(slot);
        slot.row->setGeometry(slot.rect);
        connect(slot.row, &RowHeader::toggled, this,
                [this, key](bool collapsed) { m_session.toggleRow(key, collapsed); });
        if (m_editing) m_editing->attach(key, *slot.row);
        slot.row->show();
        return;
    }
    slot.frame = new PanelFrame(m_canvas);
    slot.body = createPanel(panel.type, slot.frame);
    slot.body->setDeferred(true);
    m_hub->setTooltips(crosshair() > 1);
    slot.body->setHub(crosshair() > 0 ? m_hub : nullptr);
    slot.frame->setTransparent(panel.transparent);
    slot.frame->setPanel(slot.body);
    slot.frame->setTitle(qt(panel.title));
    slot.frame->setGeometry(slot.rect);
    connect(slot.frame, &PanelFrame::menuRequested, this,
            [this, key](const QPoint& position) { Q_EMIT menuRequested(QString::fromStdString(key), position); });
    connect(slot.frame, &PanelFrame::titleDoubleClicked, this,
            [this, key] { setSolo(m_solo.empty() ? key : std::string()); });
    connect(slot.body, &PanelWidget::zoomRequested, &m_session, &DashboardSession::zoomTo);
    connect(slot.body, &PanelWidget::zoomOutRequested, &m_session, &DashboardSession::zoomOut);
    connect(slot.body, &PanelWidget::linkActivated, this, &DashboardView::linkActivated);
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
    if (slot.row) slot.row->deleteLater();
    if (slot.frame) slot.frame->hide();
    if (slot.row) slot.row->hide();
    slot.frame = nullptr;
    slot.body = nullptr;
    slot.row = nullptr;
}

void DashboardView::show(Slot& slot)
{
    const PanelAnswer& answer = *slot.answer;
    slot.frame->setLoading(false);
    slot.frame->setTitle(qt(answer.title));
    slot.frame->setDescription(qt(answer.description));
    slot.frame->setError(qt(answer.error));
    slot.frame->setNotices(answer.problems, answer.infos);
    std::vector<FrameLink> links;
    for (const FollowableLink& link : panelLinks(slot.placed.panel.links, answer.texts))
        links.push_back({qt(link.title), QUrl(qt(link.href), QUrl::TolerantMode)});
    slot.frame->setLinks(links);
    PanelData shown = dataOf(slot.placed.panel, slot.answer, m_session.timeContext());
    if (m_annotations) shown.marks = m_annotations->marksFor(slot.placed.panel.id);
    if (m_flippedLegends.contains(slot.placed.key)) {
        json::Value& legend = shown.options.edit("legend");
        legend.set("showLegend", !legend["showLegend"].toBool(true));
    }
    slot.frame->setData(shown);
}

void DashboardView::setAnnotations(const AnnotationFeed* feed)
{
    m_annotations = feed;
    connect(feed, &AnnotationFeed::changed, this, [this] {
        for (auto& [key, slot] : m_slots) {
            if (slot.answer && slot.frame && slot.placed.panel.type == "timeseries") showLater(key, slot);
        }
    });
}

void DashboardView::fillRow(Slot& slot)
{
    const ui::Panel& panel = slot.placed.panel;  // not QFrame::Panel
    slot.row->setTitle(qt(panel.title));
    slot.row->setCollapsed(panel.collapsed, static_cast<int>(panel.children.size()));
}

void DashboardView::askVisible()
{
    if (!isVisible() && !m_everything) return;
    // In the order in which people look: from the top.
    std::vector<Slot*> wanted;
    for (auto& [key, slot] : m_slots) {
        if (slot.stale && isSeen(slot) && !slot.placed.panel.isRow()) wanted.push_back(&slot);
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
    it->second.answer = answer;
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
