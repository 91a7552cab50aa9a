package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Ended;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One image whose package manager is asked: its files, its programs within limits, and directories that lie over parts of it. */
final class InspectedImage {

    /** As much of what a program said as is judged, in bytes, and as much of it as a person is shown, in characters. */
    private static final int JUDGED = 64 * 1024;

    private static final int SHOWN = 1_500;

    private final ImagePrograms programs;
    private final RootFilesystem files;
    private final Map<String, Path> scratch;
    private final PackageManagerConfig config;
    private final String doing;

    /**
     * @param scratch directories of this machine by the path in the image that they lie over
     * @param doing what this is for, to name in failures
     */
    InspectedImage(
            ImagePrograms programs,
            RootFilesystem files,
            Map<String, Path> scratch,
            PackageManagerConfig config,
            String doing) {
        this.programs = programs;
        this.files = files;
        this.scratch = Map.copyOf(scratch);
        this.config = config;
        this.doing = doing;
    }

    /** The directory of this machine that lies over that path of the image. */
    Path scratch(String path) {
        return Optional.ofNullable(scratch.get(path)).orElseThrow();
    }

    /** Whether the image has a regular file there. */
    boolean has(String path) {
        return files.file(path).isPresent();
    }

    /**
     * A file of the image as text; a part of it is no answer.
     *
     * @return empty where there is none
     */
    Optional<String> text(String path) {
        return files.file(path).map(file -> whole(file, path));
    }

    /** What a program said when it read repositories. */
    record Said(int code, String words) {

        /** Whether one of its lines starts so. */
        boolean lineStarts(String start) {
            return words.lines().anyMatch(line -> line.startsWith(start));
        }
    }

    /** Runs a program that reads the image's package repositories. */
    Said refresh(List<String> argv) {
        Ended ended = programs.run(argv, config.updateTimeout());
        int code = ended.exitCode(doing + ": reading its package repositories");
        return new Said(code, ended.stdoutTail(JUDGED) + "\n" + ended.stderrTail(JUDGED));
    }

    /** The failure where what was said means that a repository could not be read. */
    FailureException unavailable(Said said) {
        return failed(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "reading its package repositories failed", said.words());
    }

    /** Runs a program whose whole output is the answer; a part of it is none. */
    String listing(List<String> argv) {
        Ended ended = programs.run(argv, config.commandTimeout());
        int code = ended.exitCode(doing + ": " + argv.getFirst());
        if (code != 0) {
            throw failed(ReasonCode.ENGINE_FAILED, argv.getFirst() + " exited with " + code, ended.stderrTail(SHOWN));
        }
        return whole(ended.stdout(), "the output of " + argv.getFirst());
    }

    /** A failure about this image; {@code said} is what a program said, or nothing. */
    FailureException failed(ReasonCode reason, String why, String said) {
        String all = said.strip().replaceAll("\\s+", " ");
        String words = all.substring(Math.max(0, all.length() - SHOWN));
        return Failure.of(reason, doing + ": " + why + (words.isEmpty() ? "" : ": " + words))
                .toException();
    }

    private String whole(Path file, String what) {
        try {
            if (Files.size(file) > config.listingLimit()) {
                throw failed(
                        ReasonCode.TOO_LARGE,
                        what + " is longer than " + config.listingLimit()
                                + " bytes (cssc.scan.package-manager.listing-limit)",
                        "");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(ReasonCode.REPORT_MALFORMED, what + " is no text", e.toString());
        }
    }
}
