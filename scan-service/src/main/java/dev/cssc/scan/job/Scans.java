package dev.cssc.scan.job;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.List;

/** Scans images, each platform in a working directory of its own. */
@ApplicationScoped
public class Scans {

    /** Stands for knowledge that was not needed: nobody asked an engine about a Windows image. */
    private static final String NO_DATABASE = "none";

    private final ScanEngine engine;
    private final Images images;
    private final WorkDirectories directories;

    Scans(ScanEngine engine, Images images, WorkDirectories directories) {
        this.engine = engine;
        this.images = images;
        this.directories = directories;
    }

    /** One platform's image and what its scan found. */
    public record Result(Images.OfPlatform image, ScanOutcome outcome) {}

    /** Scans every platform of the image. */
    public List<Result> all(Repository repository, Digest digest) {
        List<Result> results = new ArrayList<>();
        for (Images.OfPlatform image : images.platforms(repository, digest)) {
            results.add(new Result(image, one(repository, image)));
        }
        return results;
    }

    /** Scans one platform's image. */
    public ScanOutcome one(Repository repository, Images.OfPlatform image) {
        if (!image.platform().os().equals("linux")) {
            return new ScanOutcome.NotUnderstood(
                    "only Linux images can be judged, not " + image.platform(),
                    new Scanner(engine.name(), "-", NO_DATABASE));
        }
        try (WorkDirectories.Held directory = directories.create()) {
            return engine.scan(new ScanRequest(repository, image.manifest(), image.platform(), directory.path()));
        }
    }

    /** The engine's name. */
    public String engine() {
        return engine.name();
    }
}
