package dev.cssc.common.registrystore;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.StoredRegistry;
import dev.cssc.common.registry.config.DefinedRegistries;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps {@link Registries} as the table has them: from the start on, after each change in this process, and every few seconds for those of
 * other replicas and for secrets that turn up late. While the database is out of reach, what is known goes on being used.
 */
@ApplicationScoped
public class RegistryRefresh {
    private static final Logger LOG = Logger.getLogger(RegistryRefresh.class);

    private final Transactions transactions;
    private final RegistryStore store;
    private final Registries registries;
    private final DefinedRegistries definitions;
    private final RegistryStoreConfig config;
    private final Semaphore woken = new Semaphore(0);
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("registry-refresh").daemon().unstarted(this::loop);
    private volatile boolean stopping;

    RegistryRefresh(
            Transactions transactions,
            RegistryStore store,
            Registries registries,
            DefinedRegistries definitions,
            RegistryStoreConfig config) {
        this.transactions = transactions;
        this.store = store;
        this.registries = registries;
        this.definitions = definitions;
        this.config = config;
    }

    // Before any consumer or worker, which would not know their registries.
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 2) StartupEvent event) {
        refresh();
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(5_000);
    }

    /** Has the table read soon. Does not block. */
    void wake() {
        woken.release();
    }

    /** Reads the table now; what it says is used when this returns. For threads that may block. */
    public void refresh() {
        List<StoredRegistry> stored = transactions.await(store::all).stream()
                .map(RegistryChanged::registry)
                .flatMap(Optional::stream)
                .map(definitions::of)
                .toList();
        stored.forEach(this::tell);
        registries.replaceStored(stored);
    }

    /** Says once what is missing, and once that it is not missing any more. */
    private void tell(StoredRegistry registry) {
        switch (registry) {
            case StoredRegistry.Unusable(String name, String host, String why) -> {
                if (!why.equals(told.put(name, why))) {
                    LOG.warnf("registry %s (%s) cannot be used here: %s", name, host, why);
                }
            }
            case StoredRegistry.Usable(var settings) -> {
                if (told.remove(settings.name()) != null) {
                    LOG.infof("registry %s (%s) can be used now", settings.name(), settings.host());
                }
            }
        }
    }

    private void loop() {
        while (!stopping) {
            try {
                if (woken.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
                if (!stopping) {
                    refresh();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.warnf("stored registries cannot be read, those known are used: %s", e.toString());
            }
        }
    }
}
