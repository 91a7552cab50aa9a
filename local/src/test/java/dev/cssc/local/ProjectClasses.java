package dev.cssc.local;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the whole project was compiled to, tests left out. Read from the modules' own directories, so that no module has to see all. */
final class ProjectClasses {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    private static final List<String> MODULES = List.of(
            "common/linux",
            "common/contract",
            "common/policy",
            "common/oci",
            "common/planning",
            "common/work",
            "common/registry-store",
            "common/buildah",
            "common/embedded",
            "common/testing",
            "trigger-service",
            "scan-service",
            "patch-service",
            "cli",
            "bench",
            "local");

    private static Optional<JavaClasses> imported = Optional.empty();

    private ProjectClasses() {}

    /** All of them, read once. */
    static synchronized JavaClasses all() {
        if (imported.isEmpty()) {
            imported = Optional.of(read());
        }
        return imported.get();
    }

    private static JavaClasses read() {
        List<Path> directories = MODULES.stream()
                .map(module -> PROJECT.resolve(module).resolve("target").resolve("classes"))
                .toList();
        List<Path> missing = directories.stream()
                .filter(directory -> !Files.isDirectory(directory))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "not compiled: " + missing + "; build the whole project with ./mvnw verify");
        }
        return new ClassFileImporter().importPaths(directories);
    }
}
