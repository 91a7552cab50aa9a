package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Database;
import dev.cssc.scan.database.Databases;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;

/**
 * Trivy servers of our own, one for each database: started when the first inventory is to be judged by it, ended when a newer one
 * took over and nobody asks any more, started again where one died. A database that may change while it is held gets none: a server would
 * not notice, and judge by what it read at its start.
 */
final class ManagedServers implements Servers {

    private static final Logger LOG = Logger.getLogger(ManagedServers.class);
    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(60);

    private final ProcessRunner runner;
    private final WorkDirectories directories;
    private final TrivyConfig config;
    private final TrivyServerConfig server;
    private final LocalKnowledge local;

    private Optional<Running> current = Optional.empty();
    private Optional<Long> failedAt = Optional.empty();
    private boolean closed;

    ManagedServers(
            ProcessRunner runner,
            WorkDirectories directories,
            TrivyConfig config,
            TrivyServerConfig server,
            LocalKnowledge local) {
        this.runner = runner;
        this.directories = directories;
        this.config = config;
        this.server = server;
        this.local = local;
    }

    /** Whoever comes while one is started waits for it: all want the newest knowledge. */
    @Override
    public synchronized Optional<Asked> ask() {
        Databases.Held database = local.databases().hold();
        boolean kept = false;
        try {
            Optional<String> trivy = local.version().now();
            if (closed || !database.pinned() || trivy.isEmpty()) {
                return Optional.empty();
            }
            Database wanted = database.database();
            if (current.filter(running -> running.isFor(wanted, trivy.get())).isEmpty()) {
                if (failedAt.filter(at -> System.nanoTime() - at < BEFORE_TRYING_AGAIN.toNanos())
                        .isPresent()) {
                    return Optional.empty();
                }
                Optional<Running> started = start(database, wanted, trivy.get());
                if (started.isEmpty()) {
                    return Optional.empty();
                }
                kept = true;
                current.ifPresent(Running::retire);
                current = started;
            }
            return current.map(Running::lease);
        } finally {
            if (!kept) {
                database.close();
            }
        }
    }

    /** Without a server the same Trivy judges by the same database, one process an inventory. */
    private Optional<Running> start(Databases.Held database, Database wanted, String trivy) {
        try {
            ServerProcess process = ServerProcess.start(runner, directories, config, server, database);
            failedAt = Optional.empty();
            LOG.infof("trivy's server judges by %s", wanted.identity());
            return Optional.of(new Running(process, database, wanted, trivy));
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.SHUTTING_DOWN) {
                throw e;
            }
            LOG.warnf("package lists are judged by trivy's command line, which takes longer: %s", e.getMessage());
            failedAt = Optional.of(System.nanoTime());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.ifPresent(Running::endNow);
        current = Optional.empty();
    }

    /** A server with those that are asking it. */
    private final class Running {

        private final ServerProcess process;
        private final Databases.Held held;
        private final Database database;
        private final String trivy;
        private final TrivyServer matcher;
        private int asking;
        private boolean retired;
        private boolean ended;

        Running(ServerProcess process, Databases.Held held, Database database, String trivy) {
            this.process = process;
            this.held = held;
            this.database = database;
            this.trivy = trivy;
            this.matcher = new TrivyServer(process.rpc(), this::knowledge, server.keptSets(), config.entryLimit());
        }

        private Scanner knowledge() {
            return local.scanner(trivy, database);
        }

        boolean isFor(Database wanted, String version) {
            return process.isAlive() && database.identity().equals(wanted.identity()) && trivy.equals(version);
        }

        synchronized Asked lease() {
            asking++;
            return new Asked() {
                @Override
                public TrivyServer server() {
                    return matcher;
                }

                @Override
                public void close() {
                    asked();
                }
            };
        }

        private synchronized void asked() {
            asking--;
            endIfUnused();
        }

        synchronized void retire() {
            retired = true;
            endIfUnused();
        }

        private void endIfUnused() {
            if (retired && asking == 0) {
                endNow();
            }
        }

        synchronized void endNow() {
            if (!ended) {
                ended = true;
                process.end();
                held.close();
            }
        }
    }
}
