package dev.cssc.scan.engine.trivy;

/**
 * A version in the parts that Trivy keeps it in: {@code [epoch:]version[-release]} of dpkg and rpm. Of apk Trivy keeps the whole as
 * version ({@code pkg/fanal/analyzer/pkg}); put together again both are what they were.
 *
 * @param epoch 0 where there is none
 * @param version upstream's
 * @param release empty where there is none
 */
record SplitVersion(int epoch, String version, String release) {

    /** The parts of a version of this distribution's packages. */
    static SplitVersion of(String family, String full) {
        if (PackageKind.of(family).filter(PackageKind.APK::equals).isPresent()) {
            return new SplitVersion(0, full, "");
        }
        int epoch = 0;
        String rest = full;
        int colon = full.indexOf(':');
        if (colon > 0 && colon <= 9 && full.chars().limit(colon).allMatch(c -> c >= '0' && c <= '9')) {
            epoch = Integer.parseInt(full.substring(0, colon));
            rest = full.substring(colon + 1);
        }
        int dash = rest.lastIndexOf('-');
        return dash < 0
                ? new SplitVersion(epoch, rest, "")
                : new SplitVersion(epoch, rest.substring(0, dash), rest.substring(dash + 1));
    }
}
