#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>
#include <QWidget>
#include <optional>

#include "engine/rules/alert.h"
#include "ui/panels/panel_widget.h"

class QLabel;

namespace watchglass::ui {

/// A link of a panel, ready to be followed.
struct FrameLink {
    QString title;
    QUrl url;
};

/// What stands around every panel: border, title, description, loading bar, error mark; and in place of the content
/// the error text or "No data". Accessible name: title and type; description: value and state. GUI thread only.
class PanelFrame final : public QWidget, public AccessibleItemSource {
    Q_OBJECT

public:
    explicit PanelFrame(QWidget* parent = nullptr);

    /// Takes the content over and deletes the one before.
    void setPanel(PanelWidget* panel);
    [[nodiscard]] PanelWidget* panel() const { return m_panel; }

    void setTitle(const QString& title);
    [[nodiscard]] const QString& title() const { return m_title; }
    /// Markdown or plain text behind the (i) beside the title.
    void setDescription(const QString& description);
    /// No border and no ground of its own.
    void setTransparent(bool transparent);
    /// A bar runs along the top edge while the panel's query runs, from 300 ms on.
    void setLoading(bool loading);
    [[nodiscard]] bool isLoading() const { return m_loading; }
    /// A failed query: a mark in the corner, and the text on the panel when there is nothing older to show. "": none.
    void setError(const QString& message);
    [[nodiscard]] const QString& error() const { return m_error; }
    /// What was not honoured or is in doubt, and what is only said: a mark with these texts, of the graver kind.
    void setNotices(const std::vector<std::string>& warnings, const std::vector<std::string>& infos);
    /// A word beside the title, for a time range of the panel's own.
    void setNote(const QString& note);
    /// The panel's links: a mark beside the title that opens the only one, or a menu of several.
    void setLinks(const std::vector<FrameLink>& links);
    /// How the alerts stand that are linked to the panel: a heart beside the title. None: no alert is.
    void setAlert(std::optional<rules::AlertState> state);
    [[nodiscard]] std::optional<rules::AlertState> alert() const { return m_alert; }
    /// What to do to see something here, while setData() was not called.
    void setHint(const QString& hint);
    void setData(const PanelData& data);
    /// What is shown is older than it should be, as its source does not answer: since when. "": it is not.
    void setStale(const QString& since);
    /// Reads the panel's values one after the other at its lower edge: `step` is 1 or -1.
    void readValue(int step);
    /// The value that is read; -1: none.
    [[nodiscard]] int readItem() const { return m_read; }

    [[nodiscard]] QAccessible::Role accessibleRole() const override { return QAccessible::Grouping; }
    [[nodiscard]] QString accessibleValue() const override { return accessibleDescription(); }
    void addAccessibleState(QAccessible::State& state) const override;

    /// Where the content stands.
    [[nodiscard]] QRect contentRect() const;

Q_SIGNALS:
    /// The menu button or a right click; `position` is global.
    void menuRequested(const QPoint& position);
    void titleDoubleClicked();
    void linkActivated(const QUrl& url);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] bool isPointed() const;
    [[nodiscard]] double titleRoom() const;
    [[nodiscard]] bool showsInfo() const;
    [[nodiscard]] bool hasHeader() const { return !m_title.isEmpty() || !m_description.isEmpty(); }
    [[nodiscard]] QRect cornerRect() const;
    [[nodiscard]] QRect menuRect() const;
    [[nodiscard]] QRect infoRect() const;
    [[nodiscard]] QRect linkRect() const;
    [[nodiscard]] QRect alertRect() const;
    [[nodiscard]] QString alertText() const;
    [[nodiscard]] double marksWidth() const;
    void followLinks();
    [[nodiscard]] double titleLeft() const;
    [[nodiscard]] QString titleText() const;
    [[nodiscard]] bool showsMessage() const;
    void paintHeader(QPainter& painter);
    void paintLoading(QPainter& painter);
    void paintStale(QPainter& painter);
    [[nodiscard]] QString staleText() const;
    void paintMessage(QPainter& painter);
    static void paintShortened(QPainter& painter, const QRectF& box, const QString& text);
    void refresh();
    void describe();
    void stopReading();

    PanelWidget* m_panel = nullptr;
    QString m_title;
    QString m_description;
    QString m_error;
    QString m_notice;  ///< warnings and infos, a line each
    bool m_warns = false;
    QString m_note;
    QString m_stale;
    QLabel* m_reading = nullptr;
    int m_read = -1;
    std::vector<FrameLink> m_links;
    std::optional<rules::AlertState> m_alert;
    QString m_hint;
    bool m_transparent = false;
    bool m_loading = false;
    bool m_hasData = false;  ///< setData() was called
    QTimer m_loadingTimer;
    QElapsedTimer m_loadingSince;
};

}  // namespace watchglass::ui
