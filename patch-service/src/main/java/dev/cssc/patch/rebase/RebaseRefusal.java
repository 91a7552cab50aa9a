package dev.cssc.patch.rebase;

/**
 * Why an image is not put on the base's newer build.
 *
 * @param reason which rule forbids it
 * @param detail which path or image, for people
 */
public record RebaseRefusal(Reason reason, String detail) {

    /** The rules; a bounded set, for metrics. */
    public enum Reason {
        /** The registry does not answer, or does not allow to read the base. */
        BASE_UNREACHABLE("the base cannot be read"),
        /** The registry has no such tag. */
        BASE_ABSENT("there is no such base"),
        /** The base has no image for exactly this platform. */
        NO_SUCH_PLATFORM("the base has no build for this platform"),
        /** The image is the base that the policy names, or has no layer of its own. */
        IS_THE_BASE("it is the base itself"),
        /** The lowest layers are those of no build that is known. */
        NOT_BUILT_ON_IT("no known build of the base lies below it"),
        /** The build below it is the one that the tag points to. */
        NO_NEWER_BUILD("the base has no newer build"),
        /** The registry does not have the build below it any more, so that nobody can compare. */
        OLD_BUILD_GONE("the build below it is gone from the registry"),
        /** The builds are of two releases, or one does not say of which. */
        OTHER_RELEASE("the newer build is of another release"),
        /** An own layer changes what a package manager knows or how it is set up. */
        OWN_PACKAGE_STATE("package manager's state in a layer of its own"),
        /** A path of an own layer leads through a symbolic link, so that one file has two names. */
        THROUGH_SYMLINK("a path leads through a symbolic link"),
        /** An own layer and a build of the base do not agree on what is a directory. */
        DIRECTORY_REPLACED("a directory here is none there"),
        /** An own layer repeats a directory that has other attributes in the newer build. */
        DIRECTORY_DIFFERS("a directory has other attributes in the newer build"),
        /** An own layer hides or removes what only the newer build has. */
        NEW_FILE_HIDDEN("a layer of its own hides what is new"),
        /** An own layer replaces a file that is not the same in both builds. */
        FILE_REPLACED("a layer of its own replaces a file that differs between the builds"),
        /** An own link leads to what the newer build does not have. */
        LINK_TARGET_GONE("a link of its own leads to what the newer build does not have"),
        /** An own layer holds a file that was made from others of the old build. */
        GENERATED_FILE("a layer of its own holds a file made from others of the base"),
        /** A layer is too large, or of a form that tools do not agree on. */
        LAYER_UNREADABLE("a layer cannot be read"),
        /** What the image's configuration starts, runs as or works in is not there in the newer build. */
        CONFIG_TARGET_GONE("what its configuration names is not in the newer build"),
        /** A user or group has another number in the newer build, so that the image's own files would be somebody else's. */
        ACCOUNT_RENUMBERED("a user or group has another number in the newer build"),
        /** The image's label {@code io.buildpacks.rebasable} is false. */
        NOT_REBASABLE("its label says that it must not be"),
        /** The judge refused this image on a newer build of its base. */
        REFUSED_BEFORE("refused by the judge before");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** One line for logs. */
    public String sentence() {
        return reason.words() + (detail.isEmpty() ? "" : ": " + detail);
    }
}
