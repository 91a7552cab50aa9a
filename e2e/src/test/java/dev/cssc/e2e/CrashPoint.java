package dev.cssc.e2e;

import dev.cssc.e2e.Moment.Then;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static dev.cssc.e2e.Moment.after;
import static dev.cssc.e2e.Moment.before;

/** Where a service is killed: before, during and after each step of an image's way through the two that work on it. */
enum CrashPoint {
    // Staging
    BEFORE_THE_ENGINE("patch", before("HEAD STAGING/manifests/[^/]*-raw-").byTheEngine()),
    WHILE_THE_ENGINE_WORKS(
            "patch", before("HEAD STAGING/manifests/[^/]*-raw-").byTheEngine().then(Then.THE_ENGINE_STANDS_STILL)),
    WHILE_THE_ENGINES_LAYER_IS_PUSHED(
            "patch", before("POST STAGING/blobs/uploads/$").byTheEngine()),
    AFTER_THE_ENGINES_MANIFEST(
            "patch", after("PUT STAGING/manifests/[^/]*-raw-").byTheEngine()),
    BEFORE_THE_SEALED_MANIFEST("patch", before("PUT STAGING/manifests/[^/]*-patch-")),
    AFTER_THE_SEALED_MANIFEST("patch", after("PUT STAGING/manifests/[^/]*-patch-")),
    AFTER_THE_ENGINES_MANIFEST_IS_REMOVED(
            "patch", after("DELETE STAGING/manifests/").byTheEngine()),
    STAGED_AND_NOT_COMMITTED(
            "patch", after("PUT STAGING/manifests/[^/]*-patch-").then(Then.COMMIT, "patch")),
    STAGED_AND_NOT_ANNOUNCED(
            "patch", after("PUT STAGING/manifests/[^/]*-patch-").then(Then.EVENTS, "patch")),

    // Verifying, with the one that waits for the verdict killed, and with the judge killed
    THE_OTHER_SERVICE_JUDGES("patch", Reading.STAGED.then(Then.THE_SERVICE_IS_AWAY)),
    BEFORE_THE_JUDGEMENT("scan", Reading.STAGED),
    JUDGED_AND_NOT_COMMITTED("scan", Reading.STAGED.then(Then.COMMIT, "verify")),
    JUDGED_AND_NOT_ANNOUNCED("scan", Reading.STAGED.then(Then.EVENTS, "verify")),

    // Promoting
    BEFORE_THE_TAG_IS_RESERVED("patch", Reading.STAGED.then(Then.RESERVATION)),
    BEFORE_A_BLOB_IS_MOUNTED("patch", before("POST TARGET/blobs/uploads/")),
    AFTER_A_BLOB_IS_MOUNTED("patch", after("POST TARGET/blobs/uploads/")),
    BEFORE_THE_CHILD_IS_PUT("patch", before("PUT TARGET/manifests/sha256:")),
    AFTER_THE_CHILD_IS_PUT("patch", after("PUT TARGET/manifests/sha256:")),
    BEFORE_THE_TAG_IS_PUT("patch", before("PUT TARGET/manifests/12-1$")),
    AFTER_THE_TAG_IS_PUT("patch", after("PUT TARGET/manifests/12-1$")),
    PUBLISHED_AND_NOT_COMMITTED("patch", Reading.BACK.then(Then.COMMIT, "promote")),
    PUBLISHED_AND_NOT_ANNOUNCED("patch", Reading.BACK.then(Then.EVENTS, "promote")),

    // Cleaning up
    BEFORE_THE_STAGING_IS_REMOVED("patch", before("DELETE STAGING/manifests/").since("PUT TARGET/manifests/12-1$")),
    AFTER_THE_STAGING_IS_REMOVED("patch", after("DELETE STAGING/manifests/").since("PUT TARGET/manifests/12-1$"));

    private final String victim;
    private final Moment moment;

    CrashPoint(String victim, Moment moment) {
        this.victim = victim;
        this.moment = moment;
    }

    /** Reading what was written before. */
    private static final class Reading {
        /** The judge's first look at what was staged; the service that staged it reads it by no digest until it is judged. */
        static final Moment STAGED =
                before("(GET|HEAD) STAGING/manifests/sha256:").since("PUT STAGING/manifests/[^/]*-patch-");

        static final Moment BACK = before("HEAD TARGET/manifests/12-1$").since("PUT TARGET/manifests/12-1$");
    }

    /** The service that is killed: {@code patch} or {@code scan}. */
    String victim() {
        return victim;
    }

    Moment moment() {
        return moment;
    }

    /** Those of them at which that service is killed. */
    static List<CrashPoint> of(String victim) {
        return Arrays.stream(values())
                .filter(point -> point.victim.equals(victim))
                .toList();
    }

    /** The image whose way is stopped here, in the registry of that host. */
    String image(String host) {
        return host + "/" + repository() + ":12";
    }

    /** The repository of the image whose way is stopped here. */
    String repository() {
        return "crash/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String staging() {
        return "cssc-staging/" + repository();
    }

    /** Has the registry hold the request that leads here. */
    HoldingRegistry.Hold in(HoldingRegistry registry) {
        return registry.hold(moment.side(), pattern(moment.since()), pattern(moment.request()));
    }

    private String pattern(String request) {
        return request.replace("STAGING", "/v2/" + staging()).replace("TARGET", "/v2/" + repository());
    }
}
