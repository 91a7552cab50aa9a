package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.linux.ProcessStat;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which processes are the stack's. A pid alone is not believed, because the kernel gives it to others later: the time the process started
 * has to be the same too. So no stranger is ever ended.
 */
final class StackProcesses {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    StackProcesses(Path file) {
        this.file = file;
    }

    /** The part's process, if it runs. */
    Optional<ProcessHandle> find(Part part) {
        JsonNode entry = read().path(part.title());
        if (!entry.isObject()) {
            return Optional.empty();
        }
        Optional<Long> started = Optional.of(entry.path("started").asLong());
        return ProcessHandle.of(entry.path("pid").asLong())
                .filter(process -> started(process.pid()).equals(started));
    }

    /** True where the part was started and nobody asked it to stop since. */
    boolean remembers(Part part) {
        return read().has(part.title());
    }

    /** Remembers the part's process. */
    void put(Part part, long pid) {
        ObjectNode table = read();
        ObjectNode entry = table.putObject(part.title());
        entry.put("pid", pid);
        started(pid).ifPresent(started -> entry.put("started", started));
        StackHome.write(file, table);
    }

    /** Forgets the part's process. */
    void remove(Part part) {
        ObjectNode table = read();
        table.remove(part.title());
        StackHome.write(file, table);
    }

    /** In clock ticks; empty where it is gone, also where nobody collects it, as in containers without an init. */
    private static Optional<Long> started(long pid) {
        return ProcessStat.running(pid).map(ProcessStat::started);
    }

    private ObjectNode read() {
        return StackHome.read(file)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(JSON::createObjectNode);
    }
}
