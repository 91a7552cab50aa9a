package dev.cssc.scan.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A real child in Trivy's place: answers with the real report of the situation that the image's repository is named after, made out to
 * the digest that was asked for, and with the real error where there is none of that name.
 */
final class ReplayedTrivy {

    private ReplayedTrivy() {}

    /** Settings under which the service calls it. */
    static Map<String, String> settings(Path directory) throws IOException {
        Path fixtures = Path.of("src/test/resources/trivy").toAbsolutePath();
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Files.createDirectories(cache.resolve("db"));
        Files.writeString(cache.resolve("db/metadata.json"), "{\"Version\":2,\"UpdatedAt\":\"2026-11-24T05:00:00Z\"}");
        Path script = Files.createFile(
                directory.resolve("trivy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, """
                #!/bin/sh
                [ "$1" != sbom ] || exec sh %s/knows-release.sh "$@"
                [ "$2" != --download-db-only ] || exit 0
                for image in "$@"; do :; done
                path=${image%%@*}
                report=%s/$(basename "$path").stdout
                if [ ! -s "$report" ]; then
                    cat %s/manifest-unknown.stderr >&2
                    exit 1
                fi
                sed "s|\\"[^\\"]*@sha256:[0-9a-f]*\\"|\\"$image\\"|" "$report"
                """.formatted(fixtures, fixtures, fixtures));
        return Map.of(
                "cssc.scan.engine", "trivy",
                "cssc.scan.trivy.program", script.toString(),
                "cssc.scan.trivy.cache-directory", cache.toString(),
                "cssc.scan.work-directory", directory.resolve("work").toString());
    }
}
