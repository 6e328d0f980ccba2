#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace watchglass::test {

/// A desktop of its own for a test: an X server, a session bus and a notification daemon, each on a free address.
/// Made before the application object, whose environment it sets.
class DesktopSession {
public:
    /// The first program that is not installed, "" when all are.
    [[nodiscard]] static QString missing()
    {
        for (const char* program : {"Xvfb", "dbus-daemon", "dunst", "dunstctl"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                return QString::fromLatin1(program);
        }
        return {};
    }

    DesktopSession()
    {
        for (const char* name : {"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"}) {
            qputenv(name, m_home.path().toUtf8());
        }
        const QByteArray display = start(m_x, QStringLiteral("Xvfb"),
                                         {"-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"});
        qputenv("DISPLAY", ":" + display);
        qputenv("DBUS_SESSION_BUS_ADDRESS",
                start(m_bus, QStringLiteral("dbus-daemon"), {"--session", "--nofork", "--print-address"}));
        qputenv("QT_QPA_PLATFORM", "xcb");
        m_dunst.setStandardErrorFile(QProcess::nullDevice());
        m_dunst.start(QStringLiteral("dunst"), QStringList());
        m_dunst.waitForStarted();
    }
    ~DesktopSession()
    {
        for (QProcess* process : {&m_dunst, &m_bus, &m_x}) {
            process->terminate();
            if (!process->waitForFinished(3000)) process->kill();
            process->waitForFinished(3000);
        }
    }
    DesktopSession(const DesktopSession&) = delete;
    DesktopSession& operator=(const DesktopSession&) = delete;

    [[nodiscard]] QString path(const QString& name) const { return m_home.filePath(name); }

    /// What dunstctl prints; empty when it fails.
    [[nodiscard]] static QByteArray dunstctl(const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral("dunstctl"), arguments);
        process.waitForFinished();
        return process.exitCode() == 0 ? process.readAllStandardOutput().trimmed() : QByteArray();
    }

private:
    /// The first line that the program prints.
    static QByteArray start(QProcess& process, const QString& program, const QStringList& arguments)
    {
        constexpr int kStartMs = 10'000;
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(program, arguments);
        while (!process.canReadLine() && process.waitForReadyRead(kStartMs)) {
        }
        const QByteArray line = process.readLine().trimmed();
        if (line.isEmpty()) qFatal("%s did not start", qPrintable(program));
        return line;
    }

    QTemporaryDir m_home;
    QProcess m_x;
    QProcess m_bus;
    QProcess m_dunst;
};

}  // namespace watchglass::test
