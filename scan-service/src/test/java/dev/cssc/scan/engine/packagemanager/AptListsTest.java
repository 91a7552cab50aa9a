package dev.cssc.scan.engine.packagemanager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class AptListsTest {

    @TempDir
    Path directory;

    @Test
    void repositoriesWithoutASecuritySuiteAreRecognised() throws IOException {
        release("deb.example_debian_dists_bookworm_InRelease", "Debian", "stable");

        assertThat(new AptLists(directory).hasSecuritySuite()).isFalse();
    }

    @Test
    void securitySuiteIsRecognisedByLabelOrSuite() throws IOException {
        release("deb.example_debian_dists_bookworm_InRelease", "Debian", "stable");
        release("deb.example_security_dists_x_InRelease", "Debian-Security", "anything");

        assertThat(new AptLists(directory).hasSecuritySuite()).isTrue();
    }

    @Test
    void identityChangesWithAnyRelease() throws IOException {
        release("a_Release", "Debian", "stable");
        String before = new AptLists(directory).identity();

        release("a_Release", "Debian", "oldstable");

        assertThat(new AptLists(directory).identity()).isNotEqualTo(before).startsWith("apt@sha256:");
    }

    @Test
    void identityDoesNotDependOnOtherFiles() throws IOException {
        release("a_Release", "Debian", "stable");
        String before = new AptLists(directory).identity();

        Files.writeString(directory.resolve("lock"), "x");
        Files.createDirectory(directory.resolve("partial"));

        assertThat(new AptLists(directory).identity()).isEqualTo(before);
    }

    @Test
    void emptyListsHaveNoSecuritySuite() {
        assertThat(new AptLists(directory).hasSecuritySuite()).isFalse();
    }

    private void release(String file, String label, String suite) throws IOException {
        Files.writeString(
                directory.resolve(file), "Origin: Debian\nLabel: " + label + "\nSuite: " + suite + "\nCodename: x\n");
    }
}
