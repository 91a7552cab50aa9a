package dev.cssc.trigger.workflow;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.time.LocalTime;

/** The named thing with a schedule and a policy; a row. */
@Entity
@Table(name = "workflow")
public class Workflow extends PanacheEntityBase {
    /** Identity; see {@link SubmittedWorkflow} for its form. */
    @Id
    public String name;

    /** Host and optional port of the registry that the policy's repositories are in. */
    public String registry;

    /** As it was written, for example {@code 7d}. */
    public String schedule;

    /** When on the days of the schedule it is due; UTC, whole minutes. */
    @Column(name = "time_of_day")
    public LocalTime timeOfDay;

    /** The policy document as it was submitted; JSON. */
    public String policy;

    /** When it was made. */
    @Column(name = "created_at")
    public Instant createdAt;

    /** When it was last changed by a person. */
    @Column(name = "updated_at")
    public Instant updatedAt;

    /** When its next run is due. */
    @Column(name = "next_run_at")
    public Instant nextRunAt;
}
