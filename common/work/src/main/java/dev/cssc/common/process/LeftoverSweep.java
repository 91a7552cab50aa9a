package dev.cssc.common.process;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;

/** Clears what a killed predecessor left, before the first job is taken. */
@ApplicationScoped
class LeftoverSweep {
    private final Instance<WorkDirectories> directories;
    private final ProcessRunner runner;

    LeftoverSweep(Instance<WorkDirectories> directories, ProcessRunner runner) {
        this.directories = directories;
        this.runner = runner;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        directories.stream().forEach(d -> d.sweep(runner));
    }
}
