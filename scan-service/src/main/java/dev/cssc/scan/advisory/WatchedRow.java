package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A watched image as its row's columns. */
@RegisterForReflection(targets = {WatchedRow.class, VerdictKind.class})
record WatchedRow(
        String workflow,
        String name,
        Optional<String> source,
        Optional<String> run,
        String repository,
        String digest,
        String criteria,
        VerdictKind verdict,
        Optional<List<String>> known) {

    static WatchedRow of(WatchedImage image) {
        return new WatchedRow(
                image.workflow(),
                image.name(),
                image.source().map(Digest::value),
                image.run(),
                image.repository().toString(),
                image.digest().value(),
                EventCodec.write(image.criteria()),
                image.verdict(),
                image.known()
                        .map(ids -> ids.stream()
                                .map(id -> id.replace("\0", ""))
                                .sorted()
                                .toList()));
    }

    WatchedImage image() {
        return new WatchedImage(
                workflow,
                name,
                source.map(Digest::new),
                run,
                Repository.parse(repository),
                new Digest(digest),
                EventCodec.read(criteria, Criteria.class),
                verdict,
                known.map(Set::copyOf));
    }
}
