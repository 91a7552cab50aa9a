package dev.cssc.trigger.workflow;

import dev.cssc.common.schedule.CronSchedule;
import dev.cssc.common.schedule.EveryInterval;
import dev.cssc.common.schedule.EveryNthDay;
import dev.cssc.common.schedule.Schedule;
import dev.cssc.trigger.status.ImageResource;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.Optional;

/** The named thing with a schedule, a policy and a switch; a row. */
@Entity
@Table(name = "workflow")
public class Workflow extends PanacheEntityBase {
    /** Identity; see {@link SubmittedWorkflow} for its form. */
    @Id
    public String name;

    /** ACR's name of the kind of workflow. */
    public String type;

    /** Host and optional port of the repositories for which the policy names no registry; null where it names all. */
    public String registry;

    /** As it was written, for example {@code 7d}. */
    public String schedule;

    /** When it was written; part of what it means, see {@link Schedule#parse}. */
    @Column(name = "schedule_set_at")
    public Instant scheduleSetAt;

    /** False where it is switched off. */
    public boolean enabled;

    /** Whether new advisories make its images due between its times. */
    public boolean advisories;

    /** The policy document as it was submitted; JSON. */
    public String policy;

    /** Raised with each change by a person. */
    public long version;

    /** When it was made. */
    @Column(name = "created_at")
    public Instant createdAt;

    /** When it was last changed by a person. */
    @Column(name = "updated_at")
    public Instant updatedAt;

    /** When its next run is due; without meaning while it is switched off. */
    @Column(name = "next_run_at")
    public Instant nextRunAt;

    /** {@link #registry}, where there is one. */
    Optional<String> ownRegistry() {
        return Optional.ofNullable(registry);
    }

    /** The schedule, read. */
    Schedule readSchedule() {
        return Schedule.parse(schedule, scheduleSetAt);
    }

    /** For how many days back its images are listed where nobody says: as in ACR N of {@code Nd}, else a month. */
    int window() {
        return switch (readSchedule()) {
            case EveryNthDay nthDay -> nthDay.days();
            case EveryInterval interval -> ImageResource.DAYS;
            case CronSchedule cron -> ImageResource.DAYS;
        };
    }

    /** Its entity tag: no other version, of this workflow or of one of the same name before or after it, has the same. */
    String entityTag() {
        return version + "-" + Long.toString(createdAt.toEpochMilli(), Character.MAX_RADIX);
    }
}
