#pragma once

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace watchglass::test {

/// The program under test: `watchglass` in the build folder of the running test; "" when it is not built.
inline QString watchglassProgram()
{
    QDir dir(QFileInfo(QStringLiteral("/proc/self/exe")).symLinkTarget());
    while (dir.cdUp()) {
        const QFileInfo program(dir.filePath(QStringLiteral("watchglass")));
        if (program.isFile() && program.isExecutable()) return program.filePath();
    }
    return {};
}

inline void writeFile(const QString& path, const QByteArray& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// One run of a program with folders of its own: nothing of the user's is read or written. Killed at the end.
class Program {
public:
    explicit Program(const QTemporaryDir& home, const QString& program = watchglassProgram())
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* gone : {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}) {
            environment.remove(QString::fromLatin1(gone));
        }
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), home.filePath(QStringLiteral("share")));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home.path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        m_process.setProcessEnvironment(environment);
        m_process.setProgram(program);
    }
    ~Program()
    {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished();
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Before it is started.
    void setEnvironment(const QString& name, const QString& value)
    {
        auto environment = m_process.processEnvironment();
        environment.insert(name, value);
        m_process.setProcessEnvironment(environment);
    }

    void start(const QStringList& arguments)
    {
        m_process.setArguments(arguments);
        m_process.start(QIODevice::ReadOnly);
        if (!m_process.waitForStarted()) qFatal("cannot start %s", qPrintable(m_process.program()));
    }
    /// Runs to the end. The exit code; -1 for a crash or when it takes longer than a minute.
    int run(const QStringList& arguments)
    {
        start(arguments);
        return wait();
    }
    int wait(int timeoutMs = 60'000)
    {
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(timeoutMs)) return -1;
        read();
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    /// Whether stderr comes to have a match of `pattern` in a line; group 1 goes to `captured`. False at the end.
    bool says(const char* pattern, QString* captured = nullptr, int timeoutMs = 30'000)
    {
        const QRegularExpression regex(QString::fromLatin1(pattern));
        QElapsedTimer elapsed;
        elapsed.start();
        for (;;) {
            read();
            if (const auto match = regex.match(QString::fromUtf8(m_err)); match.hasMatch()) {
                if (captured != nullptr) *captured = match.captured(1);
                return true;
            }
            if (elapsed.hasExpired(timeoutMs)) return false;
            if (m_process.state() == QProcess::NotRunning) {
                read();
                return regex.match(QString::fromUtf8(m_err)).hasMatch();
            }
            m_process.waitForReadyRead(50);
        }
    }

    QProcess& process() { return m_process; }
    QByteArray out()
    {
        read();
        return m_out;
    }
    QByteArray err()
    {
        read();
        return m_err;
    }

private:
    void read()
    {
        m_out += m_process.readAllStandardOutput();
        m_err += m_process.readAllStandardError();
    }

    QProcess m_process;
    QByteArray m_out;
    QByteArray m_err;
};

}  // namespace watchglass::test
