#include "ui/query/background.h"

#include <QtTest/QtTest>

#include <atomic>

using namespace watchglass;
using namespace watchglass::ui;

class BackgroundTest : public QObject {
    Q_OBJECT

private:
    ThreadPool m_pool{"test", 1};

    /// Returns when all that was posted before has run.
    void drain()
    {
        bool done = false;
        const Ticket ticket = runInBackground(
            m_pool, this, [](std::stop_token) { return 0; }, [&](int) { done = true; });
        QTRY_VERIFY(done);
    }

private slots:
    void deliversOnThisThread()
    {
        int got = 0;
        QThread* where = nullptr;
        const Ticket ticket = runInBackground(
            m_pool, this, [](std::stop_token) { return 42; },
            [&](int value) {
                got = value;
                where = QThread::currentThread();
            });
        QTRY_COMPARE(got, 42);
        QCOMPARE(where, QThread::currentThread());
    }

    void aCancelledJobDeliversNothing()
    {
        bool called = false;
        {
            const Ticket ticket = runInBackground(
                m_pool, this, [](std::stop_token) { return 1; }, [&](int) { called = true; });
        }
        drain();
        QVERIFY(!called);
    }

    void aRunningJobIsAskedToStop()
    {
        std::atomic<bool> running{false};
        std::atomic<bool> stopped{false};
        Ticket ticket = runInBackground(
            m_pool, this,
            [&](std::stop_token stop) {
                running = true;
                while (!stop.stop_requested()) std::this_thread::yield();
                stopped = true;
                return 0;
            },
            [](int) {});
        QTRY_VERIFY(running);
        ticket.cancel();
        QTRY_VERIFY(stopped);
    }

    void nothingReachesADeletedObject()
    {
        bool called = false;
        auto context = std::make_unique<QObject>();
        const Ticket ticket = runInBackground(
            m_pool, context.get(), [](std::stop_token) { return 1; }, [&](int) { called = true; });
        context.reset();
        drain();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(BackgroundTest)
#include "background_test.moc"
