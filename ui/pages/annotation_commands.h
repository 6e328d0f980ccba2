#pragma once

#include <QObject>

#include "engine/annotations/annotation_store.h"
#include "ui/pages/dashboard_session.h"

namespace watchglass::ui {

class AnnotationFeed;

/// Annotations made by hand: adds, changes and removes them, and has what is drawn asked anew. The store is written on
/// the engine's pool. GUI thread only.
class AnnotationCommands final : public QObject {
    Q_OBJECT

public:
    /// Dialogs get `window` as parent; session and feed must outlive this. The session's backend has a store.
    AnnotationCommands(DashboardSession& session, AnnotationFeed& feed, QWidget* window, QObject* parent);

    /// Asks for the text of an annotation of a panel (0: of all).
    void add(std::int64_t panelId, std::int64_t fromMs, std::int64_t toMs);
    /// The same now, or where the range ends.
    void addNow(std::int64_t panelId);
    void edit(std::int64_t id);
    /// Asks before.
    void remove(std::int64_t id);
    /// The dashboard was saved, maybe under another name: its annotations follow.
    void follow();

private:
    void openDialog(annotations::Annotation annotation);

    DashboardSession& m_session;
    AnnotationFeed& m_feed;
    annotations::AnnotationStore& m_store;
    QWidget* m_window;
};

}  // namespace watchglass::ui
