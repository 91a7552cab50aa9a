package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.inventory.PackageSetStore;
import dev.cssc.scan.service.Wire;
import dev.cssc.scan.verdict.VerdictKind;
import io.smallrye.mutiny.Uni;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ten thousand package sets, each of one image. */
final class ManySets {
    /** How many there are. */
    static final int SETS = 10_000;

    /** Every so many sets have the package that the advisory is about. */
    static final int EVERY = 617;

    private static final int BATCH = 500;

    private final String id;
    private final Repository repository;
    private final String engine;

    /**
     * @param id tells them from those of other tests
     * @param engine whose reading of the images it is
     */
    ManySets(String id, String engine) {
        this.id = id;
        this.repository = new Repository("registry.test", "volume/" + id);
        this.engine = engine;
    }

    /** Stores them, each in an image that a workflow and another producer had judged so. */
    void store(
            Transactions transactions,
            PackageSetStore sets,
            WatchedImageStore watched,
            IntFunction<Inventory> contents,
            VerdictKind verdict) {
        for (int from = 0; from < SETS; from += BATCH) {
            int first = from;
            List<Inventory> inventories =
                    IntStream.range(first, first + BATCH).mapToObj(contents).toList();
            transactions.await(tx -> sets.keep(tx, inventories)
                    .flatMap(numbers -> images(tx, first, inventories, numbers))
                    .chain(() -> watched.keep(
                            tx,
                            IntStream.range(first, first + BATCH)
                                    .boxed()
                                    .flatMap(i -> Stream.of(
                                            watched(workflow(i), i, verdict),
                                            watched(ImageDue.FOREIGN_WORKFLOW, i, verdict)))
                                    .toList())));
        }
    }

    /** The names of a set's packages: one of its own, sixty that many have, and in some the one that the advisory is about. */
    List<String> names(int i) {
        List<String> names = new ArrayList<>(List.of("set-" + id + "-" + i));
        IntStream.range(0, 60).forEach(j -> names.add("base-" + (i % 7) + "-" + j));
        if (i % EVERY == 0) {
            names.add("affected-" + id);
        }
        return names;
    }

    /** The images that have that package, with the workflow that is to be told: {@code workflow name}. */
    Set<String> affected() {
        return IntStream.iterate(0, i -> i < SETS, i -> i + EVERY)
                .mapToObj(i -> workflow(i) + " " + repository + ":" + i)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What was told about them so far. */
    List<BecameFixable> events(String kafka) {
        return new Wire(kafka)
                .records(EventType.BECAME_FIXABLE.topic()).stream()
                        .map(sent -> EventCodec.read(sent.value(), BecameFixable.class))
                        .filter(event -> event.workflow().endsWith(id)
                                || event.scanner().database().endsWith(id))
                        .toList();
    }

    /** The images that were told so far, each with the workflow that was: as {@link #affected}. */
    List<String> told(String kafka) {
        return events(kafka).stream()
                .flatMap(event ->
                        event.images().stream().map(Affected::image).map(image -> event.workflow() + " " + image))
                .toList();
    }

    /** So many replicas work at once until there is nothing left. */
    static void drive(JobWorker worker, int replicas) throws Exception {
        Callable<Integer> replica = worker::runDue;
        try (ExecutorService threads = Executors.newFixedThreadPool(replicas)) {
            for (Future<Integer> done : threads.invokeAll(Collections.nCopies(replicas, replica))) {
                done.get();
            }
        }
    }

    Repository repository() {
        return repository;
    }

    private String workflow(int i) {
        return "w-" + i % 3 + "-" + id;
    }

    private WatchedImage watched(String workflow, int i, VerdictKind verdict) {
        return new WatchedImage(
                workflow,
                repository + ":" + i,
                Optional.of(digest(i)),
                Optional.of("run"),
                repository,
                digest(i),
                Criteria.NONE,
                verdict,
                Optional.of(Set.of()));
    }

    private Digest digest(int i) {
        return Digest.of("image " + id + " " + i);
    }

    private record ImageRow(String digest, long packageSet) {}

    /** In bulk, as no scan stores them. */
    private Uni<Integer> images(Tx tx, int first, List<Inventory> inventories, Map<Digest, Long> numbers) {
        String rows = JsonRows.write(IntStream.range(0, inventories.size())
                .mapToObj(i -> new ImageRow(
                        digest(first + i).value(),
                        numbers.getOrDefault(inventories.get(i).digest(), 0L)))
                .toList());
        return tx.statement("""
                        with rows as (
                            select digest, package_set
                            from json_to_recordset(cast(cast(:rows as text) as json)) as r(digest text, package_set bigint)),
                        manifests as (
                            insert into manifest (digest, engine, version, package_set)
                            select digest, :engine, '1', package_set from rows)
                        insert into image_platform (digest, position, os, architecture, manifest)
                        select digest, 0, 'linux', 'amd64', digest from rows
                        """)
                .setParameter("rows", rows)
                .setParameter("engine", engine)
                .executeUpdate();
    }
}
