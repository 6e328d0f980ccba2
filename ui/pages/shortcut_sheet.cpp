#include "ui/pages/shortcut_sheet.h"

#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

struct Line {
    QString group;
    QString keys;
    QString text;
};

std::vector<Line> windowLines()
{
    const QString window = QObject::tr("Window");
    const QString graph = QObject::tr("Graph and legend");
    return {
        {graph, QObject::tr("Left Right"), QObject::tr("Move the crosshair of the graph with the focus")},
        {graph, QObject::tr("Drag"), QObject::tr("Zoom in on a time range")},
        {graph, QObject::tr("Alt+Drag"), QObject::tr("Zoom in on a range of values")},
        {graph, QObject::tr("Double\u00a0click"), QObject::tr("Zoom out; back to all values")},
        {graph, QObject::tr("Click"), QObject::tr("Pin the tooltip; in a legend: this series alone")},
        {graph, QObject::tr("Ctrl+Click"), QObject::tr("In a legend: switch a series on or off")},
        {graph, QObject::tr("Shift+Arrows"), QObject::tr("In a legend with columns: sort by the next one, up or down")},
        {window, QStringLiteral("Ctrl+1\u2026Ctrl+5"), QObject::tr("Home, Dashboard, Explore, Alerts, Targets")},
        {window, QStringLiteral("Ctrl+O"), QObject::tr("Open a dashboard")},
        {window, QStringLiteral("Ctrl+T"), QObject::tr("Dark or light")},
        {window, QStringLiteral("F11"), QObject::tr("Kiosk, and back")},
        {window, QStringLiteral("Shift+F10 Menu"), QObject::tr("Menu of the panel with the focus")},
    };
}

/// A key, drawn as one.
class KeyCap final : public QLabel {
public:
    KeyCap(const QString& text, QWidget* parent) : QLabel(text, parent)
    {
        setFont(textFont(Metrics::kSmallTextPixels, QFont::Medium));
        setAlignment(Qt::AlignCenter);
        setContentsMargins(7, 3, 7, 3);
        setMinimumWidth(24);
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(currentTheme().borderMedium);
        painter.setBrush(currentTheme().secondary);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        QLabel::paintEvent(event);
    }
};

/// "P,U P,S" as caps: alternatives with "or" between them, the keys of one beside each other.
QWidget* caps(const QString& keys, QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    bool first = true;
    for (const QString& one : keys.split(QLatin1Char(' '))) {
        if (!first) row->addWidget(new QLabel(QObject::tr("or"), box));
        first = false;
        for (const QString& key : one.split(QLatin1Char(','))) row->addWidget(new KeyCap(key, box));
    }
    row->addStretch(1);
    return box;
}

/// Puts lines below each other; a group starts with its name.
void fill(QGridLayout& grid, const std::vector<Line>& lines, QWidget* parent)
{
    QString group;
    for (const Line& line : lines) {
        const int row = grid.rowCount();
        if (line.group != group) {
            group = line.group;
            auto* head = new QLabel(group, parent);
            head->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
            head->setContentsMargins(0, row > 1 ? 14 : 0, 0, 2);
            grid.addWidget(head, row, 0, 1, 2);
        }
        const int next = grid.rowCount();
        grid.addWidget(caps(line.keys, parent), next, 0, Qt::AlignVCenter);
        auto* text = new QLabel(line.text, parent);
        text->setWordWrap(true);
        grid.addWidget(text, next, 1);
    }
    grid.setColumnStretch(1, 1);
    grid.setColumnMinimumWidth(0, 150);
    grid.setRowStretch(grid.rowCount(), 1);
}

}  // namespace

ShortcutSheet::ShortcutSheet(const std::function<bool(DashboardKey)>& isUsed, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(980, 680);
    std::vector<Line> ofDashboard;
    for (const KeyLine& line : dashboardKeyLines()) {
        if (isUsed(line.what))
            ofDashboard.push_back({toQString(line.group), toQString(line.keys), toQString(line.text)});
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new QWidget(scroll);
    auto* columns = new QHBoxLayout(body);
    columns->setContentsMargins(16, 16, 16, 16);
    columns->setSpacing(40);
    for (const std::vector<Line>& lines : {ofDashboard, windowLines()}) {
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(8);
        fill(*grid, lines, body);
        columns->addLayout(grid, 1);
    }
    scroll->setWidget(body);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

}  // namespace watchglass::ui
