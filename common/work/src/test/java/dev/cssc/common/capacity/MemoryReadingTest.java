package dev.cssc.common.capacity;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Against the files as the kernel writes them (Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst). */
class MemoryReadingTest {
    @TempDir
    Path root;

    @BeforeEach
    void aMachineWithPlenty() throws IOException {
        file("proc/meminfo", "MemTotal:       16384000 kB\nMemFree:          100000 kB\nMemAvailable:    8000000 kB\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private FreeMemory free() {
        return MemoryReading.below(root).free().orElseThrow();
    }

    @Test
    void withoutACgroupTheMachineCounts() {
        assertThat(free()).isEqualTo(new FreeMemory(8_000_000L * 1024, "the machine"));
    }

    @Test
    void theSecondVersionsLimitCountsWithoutTheCacheThatTheKernelGivesBack() throws IOException {
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", "1000000000\n");
        file("sys/fs/cgroup/memory.current", "900000000\n");
        file("sys/fs/cgroup/memory.stat", "anon 300000000\nfile 600000000\ninactive_file 500000000\n");

        assertThat(free()).isEqualTo(new FreeMemory(600_000_000, "the cgroup"));
    }

    @Test
    void ofNestedCgroupsTheTightestCounts() throws IOException {
        file("proc/self/cgroup", "0::/pod/container\n");
        file("sys/fs/cgroup/pod/memory.max", "500000000\n");
        file("sys/fs/cgroup/pod/memory.current", "450000000\n");
        file("sys/fs/cgroup/pod/container/memory.max", "max\n");
        file("sys/fs/cgroup/pod/container/memory.current", "450000000\n");

        assertThat(free().bytes()).isEqualTo(50_000_000);
    }

    @Test
    void theFirstVersionsLimitCountsWhereThereIsOne() throws IOException {
        file("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/a\n0::/\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("sys/fs/cgroup/memory/memory.usage_in_bytes", "700000000\n");
        file("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "400000000\n");
        file("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "300000000\n");
        file("sys/fs/cgroup/memory/a/memory.stat", "inactive_file 1\ntotal_inactive_file 50000000\n");

        assertThat(free()).isEqualTo(new FreeMemory(150_000_000, "the cgroup"));
    }

    @Test
    void noLimitAnywhereLeavesTheMachine() throws IOException {
        file("proc/self/cgroup", "0::/a\n");
        file("sys/fs/cgroup/a/memory.max", "max\n");
        file("sys/fs/cgroup/a/memory.current", "1\n");

        assertThat(free().where()).isEqualTo("the machine");
    }

    @Test
    void aSystemThatDoesNotTellIsNoError() throws IOException {
        Files.delete(root.resolve("proc/meminfo"));

        assertThat(MemoryReading.below(root).free()).isEmpty();
    }
}
