#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;

namespace watchglass::ui {

enum class IconKind {
    ChevronDown,
    ChevronRight,
    ChevronUp,
    ChevronLeft,
    ArrowLeft,
    Refresh,
    Clock,
    ZoomOut,
    Bell,
    Gear,
    Search,
    Filter,
    Warning,
    Info,
    Plus,
    Pencil,
    Undo,
    Redo,
    Trash,
    History,
    Close,
    Menu,
    Dots,
    Dashboard,
    Database,
    Target,
    Compass,
    Save,
    Share,
    External,
    Question,
    Bolt,
    Document,
    Cloud,
    Home,
    Star,
    Heart,
    BrokenHeart,
    Sun,
    Moon,
    Calendar,
    Copy,
    Paste,
};

/// Draws a line icon of a 24 x 24 design into `box`, with strokes of 1.75 design units in `color`.
void paintIcon(QPainter& painter, IconKind kind, const QRectF& box, const QColor& color);

/// An icon in the text colour of the current theme. It looks the colour up when it paints, so it survives a switch.
[[nodiscard]] QIcon icon(IconKind kind);

/// An icon in a colour of its own.
[[nodiscard]] QIcon icon(IconKind kind, const QColor& color);

}  // namespace watchglass::ui
