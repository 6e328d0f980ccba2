#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

ThemeKind& currentKind()
{
    static ThemeKind kind = ThemeKind::Dark;
    return kind;
}

/// Style sheets blend alpha over what is below them; palettes do not everywhere. Hence opaque colours.
QColor flatten(const QColor& over, const QColor& below)
{
    const float a = over.alphaF();
    return QColor::fromRgbF(over.redF() * a + below.redF() * (1 - a), over.greenF() * a + below.greenF() * (1 - a),
                            over.blueF() * a + below.blueF() * (1 - a));
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.canvas);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.canvas);
    palette.setColor(QPalette::AlternateBase, theme.panel);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::BrightText, theme.textMaxContrast);
    palette.setColor(QPalette::PlaceholderText, theme.textDisabled);
    palette.setColor(QPalette::Button, theme.button);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::Light, theme.buttonHover);
    palette.setColor(QPalette::Midlight, flatten(theme.hover, theme.elevated));
    palette.setColor(QPalette::Mid, flatten(theme.borderMedium, theme.canvas));
    palette.setColor(QPalette::Dark, flatten(theme.borderWeak, theme.panel));
    palette.setColor(QPalette::Shadow, flatten(theme.borderStrong, theme.canvas));
    palette.setColor(QPalette::Highlight, theme.primary);
    palette.setColor(QPalette::HighlightedText, theme.primaryContrast);
    palette.setColor(QPalette::Link, theme.textLink);
    palette.setColor(QPalette::LinkVisited, theme.textLink);
    palette.setColor(QPalette::ToolTipBase, theme.elevated);
    palette.setColor(QPalette::ToolTipText, theme.text);
    const QColor disabled = flatten(theme.textDisabled, theme.panel);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    return palette;
}

/// Names palette roles only: see applyTheme().
const char* const kStyleSheet = R"(
QToolTip { background: palette(tool-tip-base); color: palette(tool-tip-text); border: 1px solid palette(dark); padding: 4px 8px; }
QPushButton, QToolButton[wgButton="true"], QComboBox {
    background: palette(button); color: palette(button-text); border: 1px solid transparent; border-radius: 6px;
    min-height: 30px; padding: 0 12px; font-weight: 500; }
QPushButton:hover, QToolButton[wgButton="true"]:hover, QComboBox:hover { background: palette(light); }
QPushButton:pressed, QToolButton[wgButton="true"]:pressed { background: palette(dark); }
QPushButton:default { background: palette(highlight); color: palette(highlighted-text); }
QPushButton:disabled, QToolButton[wgButton="true"]:disabled, QComboBox:disabled { color: palette(shadow); }
QPushButton:default:disabled { background: palette(button); }
QPushButton:focus, QToolButton[wgButton="true"]:focus, QComboBox:focus { border-color: palette(highlight); }
QToolButton[wgDropDown="true"] { padding: 0 32px 0 12px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QToolButton[wgPage="true"] { padding: 0 6px; }
QToolButton[wgPage="true"]:checked { background: palette(button); color: palette(button-text); font-weight: 500; }
QToolButton[wgSegment="true"] { border: 1px solid palette(mid); border-radius: 0; min-height: 22px; color: palette(window-text); }
QToolButton[wgSegment="true"]:checked { background: palette(light); color: palette(bright-text); font-weight: 500; }
QToolButton[wgSegment="true"]:focus { border-color: palette(highlight); }
QToolButton[wgSection="true"] { text-align: left; border-top: 1px solid palette(dark); border-radius: 0; padding: 10px 0 4px 0; }
QToolButton[wgSection="true"]:focus { color: palette(highlight); }
QFrame[wgCard="true"] { border: 1px solid palette(dark); border-radius: 6px; }
QFrame[wgPopup="true"] { background: palette(tool-tip-base); border: 1px solid palette(mid); }
QCalendarWidget QAbstractItemView { background: palette(tool-tip-base); }
#qt_calendar_navigationbar QToolButton { color: palette(text); font-weight: 500; }
QListView[wgPopupList="true"] { background: transparent; }
QListView[wgPopupList="true"]::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QListView[wgPopupList="true"]::item:hover { background: palette(dark); }
QListView[wgPopupList="true"]::item:selected { background: palette(midlight); color: palette(text); }
QListView[wgCompletions="true"] { background: palette(tool-tip-base); border: 1px solid palette(mid); padding: 4px; }
QListView[wgCompletions="true"]::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }
QListView[wgCompletions="true"]::item:hover { background: palette(dark); }
QListView[wgCompletions="true"]::item:selected { background: palette(midlight); color: palette(text); }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: palette(light); }
QToolButton:focus { border-color: palette(highlight); }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateTimeEdit {
    background: palette(base); color: palette(text); border: 1px solid palette(mid); border-radius: 6px; padding: 0 8px;
    selection-background-color: palette(highlight); selection-color: palette(highlighted-text); }
QLineEdit, QSpinBox, QDateTimeEdit { min-height: 30px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover { border-color: palette(shadow); }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus { border-color: palette(highlight); }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
    width: 14px; height: 14px; border: 1px solid palette(shadow); background: palette(base); }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QAbstractItemView::indicator:hover { border-color: palette(window-text); }
QRadioButton::indicator:checked {
    width: 8px; height: 8px; border: 4px solid palette(highlight); background: palette(highlighted-text); }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    border-color: palette(highlight); background: palette(highlight); image: url(:/theme/check.png); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    border-color: palette(highlight); background: palette(highlight); image: url(:/theme/dash.png); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: palette(highlight); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: palette(mid); }
QTableCornerButton::section { background: palette(alternate-base); border: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url(:/theme/chevron-down.png); width: 14px; height: 14px; }
QComboBox QAbstractItemView, QMenu {
    background: palette(tool-tip-base); color: palette(text); border: 1px solid palette(dark); padding: 4px; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 28px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected { background: palette(midlight); color: palette(text); }
QMenu::separator { height: 1px; background: palette(dark); margin: 4px 0; }
QMenuBar { background: palette(window); color: palette(window-text); }
QMenuBar::item { padding: 6px 10px; background: transparent; }
QMenuBar::item:selected { background: palette(light); border-radius: 4px; }
QTreeView::item { min-height: 26px; padding-left: 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: palette(alternate-base); color: palette(window-text); border: none;
    border-right: 1px solid palette(dark); border-bottom: 1px solid palette(dark); padding: 6px; font-weight: 500; }
QTableView, QTreeView, QListView { background: palette(alternate-base); color: palette(text); border: none; outline: 0;
    gridline-color: palette(dark); selection-background-color: palette(light); selection-color: palette(text); }
QTableView[wgOnCanvas="true"], QHeaderView[wgOnCanvas="true"]::section { background: palette(window); }
QTabBar::tab { background: transparent; color: palette(window-text); padding: 9px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { border-bottom: 2px solid #ff8833; }
QTabBar::tab:focus { background: palette(light); border-bottom-color: palette(highlight); }
QTabWidget::pane { border: none; border-top: 1px solid palette(dark); }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: palette(mid); border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: palette(shadow); }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar[wgArrows="true"]:vertical { margin: 12px 0; }
QScrollBar[wgArrows="true"]:horizontal { margin: 0 12px; }
QScrollBar[wgArrows="true"]::handle { margin: 0; min-height: 10px; min-width: 10px; }
QScrollBar[wgArrows="true"]::add-line:vertical { height: 12px; subcontrol-position: bottom; subcontrol-origin: margin; }
QScrollBar[wgArrows="true"]::sub-line:vertical { height: 12px; subcontrol-position: top; subcontrol-origin: margin; }
QScrollBar[wgArrows="true"]::add-line:horizontal { width: 12px; subcontrol-position: right; subcontrol-origin: margin; }
QScrollBar[wgArrows="true"]::sub-line:horizontal { width: 12px; subcontrol-position: left; subcontrol-origin: margin; }
QScrollArea, QAbstractScrollArea::corner { background: transparent; border: none; }
QTextEdit[wgPage="true"] { background: palette(alternate-base); border: 1px solid palette(dark); border-radius: 2px; padding: 4px 8px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: palette(mid); }
QStatusBar { color: palette(window-text); }
QStatusBar::item { border: none; }
)";

}  // namespace

const Theme& currentTheme() { return themeOf(currentKind()); }

void applyTheme(QApplication& application, ThemeKind kind)
{
    currentKind() = kind;
    const bool first = application.styleSheet().isEmpty();
    if (first) {
        // Fusion draws the same on every desktop and obeys the palette; native styles do not.
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setFont(textFont(Metrics::kTextPixels));
    }
    QApplication::setPalette(paletteOf(themeOf(kind)));
    // Again at each switch: widgets that have been polished keep the palette of that time otherwise.
    application.setStyleSheet(QString::fromLatin1(kStyleSheet));
}

}  // namespace watchglass::ui
