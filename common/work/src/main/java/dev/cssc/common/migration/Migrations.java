package dev.cssc.common.migration;

import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.flyway.runtime.FlywayBuildTimeConfig;
import io.quarkus.flyway.runtime.FlywayDataSourceRuntimeConfig;
import io.quarkus.flyway.runtime.FlywayRuntimeConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jboss.logging.Logger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Has Flyway bring the database to this version's form, before anything else begins. It is asked only where there is something to do: a third of
 * a start would go into its plugins, a second way to the database and its looking through the migrations. Where a query of its table shows that
 * it took these very migrations and no others, there is nothing to do; whatever else is the case, or cannot be told, is Flyway's.
 *
 * <p>It stands for what Quarkus does at the start ({@code quarkus.flyway.active=false} switches that off) with {@code quarkus.flyway.migrate-at-start}
 * and {@code quarkus.flyway.repair-at-start}.
 */
@ApplicationScoped
public class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final String TABLE = "flyway_schema_history";

    // That it made the schema is a row of its table as well.
    private static final String APPLIED = """
            select script, version, checksum, success from %s where type <> 'SCHEMA'
            """;

    private static final String VERSION = "select cast(current_setting('server_version_num') as integer)";

    /** What Hibernate's statements are written for, and the oldest version that was still maintained in 2025. */
    private static final int OLDEST = 13;

    private static final String EXISTS = "select 1 as one where to_regclass(:table) is not null";

    private final Transactions transactions;
    private final Instance<Flyway> flyway;
    private final FlywayDataSourceRuntimeConfig config;
    private final List<String> locations;
    private volatile Optional<String> newest = Optional.empty();

    Migrations(
            Transactions transactions,
            Instance<Flyway> flyway,
            FlywayRuntimeConfig config,
            FlywayBuildTimeConfig built) {
        this.transactions = transactions;
        this.flyway = flyway;
        this.config = ofTheService(config.datasources());
        this.locations = ofTheService(built.datasources()).locations();
    }

    private static <C> C ofTheService(Map<String, C> byDatasource) {
        return Objects.requireNonNull(byDatasource.get(DataSourceUtil.DEFAULT_DATASOURCE_NAME));
    }

    /** The highest version that was applied, once that is known; {@code none} where there is none. */
    public Optional<String> newest() {
        return newest;
    }

    // Before topics, which everybody else comes after.
    void take(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Optional<List<AppliedMigration>> complete = config.repairAtStart() ? Optional.empty() : complete();
        newest = Optional.of(complete.map(Migrations::highest).orElseGet(this::migrated));
    }

    private String migrated() {
        Flyway tool = flyway.get();
        if (config.repairAtStart()) {
            tool.repair();
        }
        if (config.migrateAtStart()) {
            tool.migrate();
        }
        refuseOlder(transactions.await(tx -> tx.column(VERSION, Integer.class).getSingleResult()));
        return Optional.ofNullable(tool.info().current())
                .map(MigrationInfo::getVersion)
                .map(MigrationVersion::toString)
                .orElse("none");
    }

    /**
     * Hibernate would look at each start.
     *
     * @param version of PostgreSQL, as {@code server_version_num} has it: 170007 is 17.7
     */
    static void refuseOlder(int version) {
        if (version / 10_000 < OLDEST) {
            throw new IllegalStateException("the database is PostgreSQL " + version / 10_000 + "; this service needs "
                    + OLDEST + " or a newer one");
        }
    }

    /** What was applied, where that is all that this version brings and nothing else; empty where Flyway has to look. */
    Optional<List<AppliedMigration>> complete() {
        Optional<String> schema = config.defaultSchema()
                .or(() -> config.schemas().flatMap(schemas -> schemas.stream().findFirst()));
        if (schema.isEmpty() || config.jdbcUrl().isPresent()) {
            return Optional.empty(); // somewhere else than the service's own tables
        }
        try {
            String table =
                    "\"%s\".\"%s\"".formatted(schema.get(), config.table().orElse(TABLE));
            return transactions
                    .await(tx -> applied(tx, table))
                    .filter(applied -> PackagedMigrations.at(locations)
                            .filter(packaged -> packaged.areAll(applied))
                            .isPresent());
        } catch (RuntimeException e) {
            // A database that is not there yet is waited for by Flyway, and what is wrong with it told.
            LOG.debugf("Flyway looks at the database: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /** Empty where there is no such table: this is the first start. */
    private static Uni<Optional<List<AppliedMigration>>> applied(Tx tx, String table) {
        return tx.column(EXISTS, Integer.class)
                .setParameter("table", table)
                .getResultList()
                .flatMap(exists -> exists.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : JsonRows.all(tx, APPLIED.formatted(table), Map.of(), AppliedMigration.class)
                                .map(Optional::of));
    }

    private static String highest(List<AppliedMigration> applied) {
        return applied.stream()
                .flatMap(migration -> migration.version().stream())
                .map(MigrationVersion::fromVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::toString)
                .orElse("none");
    }
}
