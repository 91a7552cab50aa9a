package dev.cssc.scan.verdict;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.ReasonCode;

import java.util.List;

/**
 * The closed answer about one image. Having none is a failure, never one of these (invariant 7).
 *
 * <p>The order of the permitted types is their precedence over the platforms of an index: one fixable platform makes the image fixable.
 */
public sealed interface Verdict {

    /** A sentence for a person. */
    String sentence();

    /** The image's way ends here, without it being clean. */
    sealed interface LeftAlone extends Verdict {
        /** Why. */
        ReasonCode because();
    }

    /** Packages can be raised. */
    record Fixable(List<PackageUpgrade> packages) implements Verdict {
        public Fixable {
            packages = List.copyOf(packages);
            if (packages.isEmpty()) {
                throw new IllegalArgumentException("fixable without a package to raise");
            }
        }

        @Override
        public String sentence() {
            return packages.size() == 1 ? "1 package to raise" : packages.size() + " packages to raise";
        }
    }

    /** The distribution's release gets no security updates any more. */
    record EndOfLife(OperatingSystem os) implements LeftAlone {
        @Override
        public ReasonCode because() {
            return ReasonCode.END_OF_LIFE;
        }

        @Override
        public String sentence() {
            return os.family() + " " + os.release() + " gets no security updates any more";
        }
    }

    /** Nothing that could be judged. */
    record Unsupported(String why) implements LeftAlone {
        @Override
        public ReasonCode because() {
            return ReasonCode.UNSUPPORTED_IMAGE;
        }

        @Override
        public String sentence() {
            return why;
        }
    }

    /** There are findings, but no fixes yet. */
    record UnfixableOnly(int findings) implements LeftAlone {
        @Override
        public ReasonCode because() {
            return ReasonCode.UNFIXABLE_ONLY;
        }

        @Override
        public String sentence() {
            return findings + (findings == 1 ? " finding" : " findings") + " without a fixed version";
        }
    }

    /** No findings. */
    record Clean() implements Verdict {
        @Override
        public String sentence() {
            return "no findings";
        }
    }
}
