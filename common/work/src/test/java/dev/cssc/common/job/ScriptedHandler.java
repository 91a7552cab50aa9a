package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Effect;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Does with a job what the test has written down for its subject, and notes in the database's transaction what became true. */
@ApplicationScoped
public class ScriptedHandler implements JobHandler {
    public static final String KIND = "scripted";

    private final Map<String, Function<Job, Effect>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Effect> beginnings = new ConcurrentHashMap<>();
    private final Set<String> unread = ConcurrentHashMap.newKeySet();
    private final List<String> true_ = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    /** Whether it can work from now on. */
    public void ready(boolean canWork) {
        ready = canWork;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    /** What to do with jobs about that subject. */
    public void script(String subject, Function<Job, Effect> script) {
        scripts.put(subject, script);
    }

    /** What is to become true when a job about that subject is taken, in place of a note. */
    public void begins(String subject, Effect effect) {
        beginnings.put(subject, effect);
    }

    /** Nothing can be read of jobs about that subject when they are given up. */
    public void endsUnread(String subject) {
        unread.add(subject);
    }

    /** What became true about the subject, in order. */
    public List<String> becameTrue(String subject) {
        return true_.stream()
                .filter(t -> t.endsWith(" " + subject))
                .map(t -> t.substring(0, t.indexOf(' ')))
                .toList();
    }

    /** An effect that is noted once it is true. */
    public Effect note(String what, Job job) {
        return note(what, job.subject());
    }

    /** An effect about that subject that is noted once it is true. */
    public Effect note(String what, String subject) {
        return tx -> {
            tx.afterCommit(() -> true_.add(what + " " + subject));
            return io.smallrye.mutiny.Uni.createFrom().voidItem();
        };
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<String> spentOn(Job job) {
        return Optional.of(job.subject());
    }

    @Override
    public Effect started(Job job) {
        return beginnings.getOrDefault(job.subject(), note("started", job));
    }

    @Override
    public Effect run(Job job) {
        return scripts.get(job.subject()).apply(job);
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        if (unread.contains(job.subject())) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "reading the order").toException();
        }
        return note("gaveUp:" + failure.reason(), job);
    }

    @Override
    public Effect cancelled(Job job) {
        return note("cancelled", job);
    }

    @Override
    public Repeat repeat(Job failed, String run) {
        return new Repeat.As("\"again for " + run + "\"");
    }
}
