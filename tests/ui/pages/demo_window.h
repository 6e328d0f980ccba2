#pragma once

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "engine/promql/memory_store.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/main_window.h"
#include "ui/panels/panel_frame.h"
#include "ui/query/program_lists.h"

/// Samples of one store, and exemplars that are laid beside them.
class StoreWithExemplars final : public watchglass::storage::Queryable {
public:
    explicit StoreWithExemplars(const watchglass::promql::MemoryStore& samples) : m_samples(samples) {}
    [[nodiscard]] std::shared_ptr<const watchglass::storage::Querier> querier() const override
    {
        return m_samples.querier();
    }
    [[nodiscard]] std::vector<watchglass::storage::SeriesExemplars> exemplars(
        const std::vector<std::vector<watchglass::Matcher>>& sets, std::int64_t minMs,
        std::int64_t maxMs) const override
    {
        std::vector<watchglass::storage::SeriesExemplars> out;
        for (const auto& series : kept) {
            const bool wanted = std::any_of(sets.begin(), sets.end(), [&](const auto& matchers) {
                return std::all_of(matchers.begin(), matchers.end(), [&](const watchglass::Matcher& matcher) {
                    return matcher.matches(series.labels.get(matcher.name()));
                });
            });
            if (!wanted) continue;
            out.push_back({series.labels, {}});
            for (const auto& one : series.exemplars) {
                if (one.tMs >= minMs && one.tMs <= maxMs) out.back().exemplars.push_back(one);
            }
        }
        return out;
    }

    std::vector<watchglass::storage::SeriesExemplars> kept;

private:
    const watchglass::promql::MemoryStore& m_samples;
};

/// A window over a store of its own, for tests that click and type.
class DemoWindow {
public:
    static constexpr std::int64_t kNow = 1'715'776'496'000;

    DemoWindow()
    {
        using namespace watchglass;
        for (const char* job : {"a", "b", "c"}) {
            const Labels labels({{"__name__", "demo"}, {"job", job}});
            for (std::int64_t t = kNow - 3'600'000; t <= kNow; t += 15'000) {
                (void)m_store.append(labels, t, static_cast<double>(t % 60'000) * (job[0] - 'a' + 1));
            }
        }
        m_window.resize(1200, 900);
        m_window.connectEngine(
            {backend(),
             [] { return std::vector<rules::GroupStatus>(); },
             {[] { return std::vector<scrape::TargetStatus>(); }, [] { return std::vector<std::string>(); }},
             [] { return std::string(); }});
        m_window.show();
    }

    watchglass::ui::QueryBackend backend()
    {
        return {m_queries, m_shown, m_pool, m_clock, [] { return std::int64_t{15'000}; }, m_lists, m_annotations.get()};
    }

    /// What rules say of themselves; the window has to be asked anew.
    void setRuleGroups(std::vector<watchglass::rules::GroupStatus> groups) { m_groups = std::move(groups); }

    watchglass::ui::MainWindow& window() { return m_window; }
    watchglass::ManualClock& clock() { return m_clock; }
    void setExemplars(std::vector<watchglass::storage::SeriesExemplars> all) { m_shown.kept = std::move(all); }
    watchglass::promql::MemoryStore& store() { return m_store; }
    watchglass::annotations::AnnotationStore& annotations() { return *m_annotations; }
    watchglass::ui::DashboardPage& page() { return *m_window.currentDashboard(); }
    watchglass::ui::DashboardView& view() { return page().view(); }

    /// Opens the dashboard and waits for its data. False when it is none or takes too long.
    bool open(const std::string& json)
    {
        if (!QTest::qWaitForWindowActive(&m_window)) return false;
        auto dashboard = watchglass::ui::Dashboard::open(json);
        if (!dashboard) return false;
        m_window.openDashboard(std::move(*dashboard), QStringLiteral("boards/demo one.json"));
        return settled();
    }
    bool settled()
    {
        return QTest::qWaitFor([this] { return view().settled(); });
    }

    watchglass::ui::PanelFrame* frame(const std::string& key) { return view().panelFrame(key); }
    /// Puts the pointer over a panel, as far as widgets can tell.
    void pointAt(const std::string& key) { frame(key)->setFocus(Qt::OtherFocusReason); }
    /// Keys go where the focus is, one after another.
    void press(std::initializer_list<std::pair<int, Qt::KeyboardModifiers>> keys)
    {
        for (const auto& [key, modifiers] : keys) {
            QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : &m_window;
            QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
        }
    }
    void press(int key) { press({{key, Qt::NoModifier}}); }
    void press(int first, int second, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        press({{first, Qt::NoModifier}, {second, modifiers}});
    }

    /// The open menu, or null.
    static QMenu* menu() { return qobject_cast<QMenu*>(QApplication::activePopupWidget()); }
    /// Entries of a menu without their keys: "View", "Inspect>", ...
    static QStringList entries(const QMenu& menu)
    {
        QStringList texts;
        for (const QAction* action : menu.actions()) {
            if (action->isSeparator()) continue;
            texts += action->text().section(QLatin1Char('\t'), 0, 0) +
                     (action->menu() ? QStringLiteral(">") : QString());
        }
        return texts;
    }
    static QAction* entry(const QMenu& menu, const QString& text)
    {
        for (QAction* action : menu.actions()) {
            if (action->text().section(QLatin1Char('\t'), 0, 0) == text) return action;
        }
        return nullptr;
    }

private:
    std::vector<watchglass::rules::GroupStatus> m_groups;
    std::shared_ptr<const watchglass::ui::ProgramLists> m_lists = std::make_shared<const watchglass::ui::ProgramLists>(
        watchglass::ui::ProgramLists{
            {}, [this] { return m_groups; }, {{"traceID", "http://traces/x/${__value.raw}", "Trace"}}});
    watchglass::promql::MemoryStore m_store;
    StoreWithExemplars m_shown{m_store};
    watchglass::promql::QueryEngine m_queries{m_store};
    watchglass::ThreadPool m_pool{"test", 1};
    watchglass::ManualClock m_clock{kNow};
    std::unique_ptr<watchglass::annotations::AnnotationStore> m_annotations =
        watchglass::annotations::AnnotationStore::open({}, m_clock).value();
    watchglass::ui::MainWindow m_window;
};
