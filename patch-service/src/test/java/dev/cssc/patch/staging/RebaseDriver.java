package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.patch.rebase.RebaseDecision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A base of its own for each test, whose tag is moved from build to build, and images on these. */
abstract class RebaseDriver extends SharedLayersDriver {
    private static final Tag TWELVE = new Tag("12");

    ImageReference tag() {
        return ImageReference.of(new Repository(registries.all().getFirst().host(), "base-" + name), TWELVE);
    }

    /** Where the applications are. */
    String host() {
        return registries.all().getFirst().host();
    }

    /** What is thought of the job's only platform. */
    RebaseDecision decision(Job job) {
        return rebasing.decide(EventCodec.read(job.payload(), VulnsFound.class))
                .values()
                .iterator()
                .next();
    }

    ImageBuild build(String version) {
        return build(version, Map.of());
    }

    ImageBuild build(String version, Map<String, String> files) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "etc/os-release",
                "ID=debian\nVERSION_ID=\"12\"\n",
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\n",
                "var/lib/dpkg/status",
                name + version,
                "usr/lib/a",
                version));
        all.putAll(files);
        return ImageBuild.of(Layer.ofFiles(all));
    }

    /** The base's tag points to that build from now on. */
    Digest push(ImageBuild build) {
        Repository base = tag().repository();
        return new Digest(build.push(base.registry(), base.path(), TWELVE.value()));
    }

    /** An application on that build. */
    ImageBuild app(ImageBuild build, String path) {
        return build.plus(Layer.ofFiles(Map.of(path, name)));
    }

    Job rebasing(ImageBuild image) {
        return rebasing(image, Optional.of(tag()));
    }

    Job rebasing(ImageBuild image, Optional<ImageReference> base) {
        Repository repository = new Repository(host(), "app-" + UUID.randomUUID());
        PinnedImage source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
        engine.images.put(source.digest(), image);
        return rebasing(source, base, Map.of(Platform.host(), source.digest()));
    }

    Job rebasing(PinnedImage source, Optional<ImageReference> base, Map<Platform, Digest> platforms) {
        Criteria criteria = new Criteria(
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), base);
        return job(new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.of(criteria),
                new TreeMap<>(platforms)
                        .entrySet().stream()
                                .map(platform -> new PlatformFindings(
                                        platform.getKey(),
                                        platform.getValue(),
                                        new OperatingSystem("debian", "12"),
                                        List.of(TAR),
                                        Digest.of("inventory " + UUID.randomUUID())))
                                .toList(),
                new Scanner("test", "1", "db-1")));
    }
}
