package dev.cssc.patch.graft;

/**
 * Why a patch layer is not taken over by an image.
 *
 * @param reason which rule forbids it
 * @param detail which path or image, for people
 */
public record GraftRefusal(Reason reason, String detail) {

    /** The rules; a bounded set, for metrics. */
    public enum Reason {
        /** The images do not begin with the same layers. */
        NO_SHARED_LAYERS("no shared layers"),
        /** A layer above the shared ones changes what a package manager knows or how it is set up. */
        OWN_PACKAGE_STATE("package manager's state in a layer of its own"),
        /** The donor's own layers hold what the upgrade may have run or read. */
        DONOR_IN_REACH("the donor's own layers could take part in the upgrade"),
        /** The donor's environment steers what the upgrade ran. */
        DONOR_ENVIRONMENT("the donor's environment could take part in the upgrade"),
        /** An own layer replaces a directory of the shared layers, or what stands for one. */
        DIRECTORY_REPLACED("a layer of its own replaces a shared directory"),
        /** An own layer and the patch touch the same path. */
        PATH_TOUCHED("a path of the patch is touched by a layer of its own"),
        /** A directory that the patch sets has other attributes here. */
        DIRECTORY_DIFFERS("a directory of the patch has other attributes here"),
        /** A path leads through a symbolic link, so that one file has two names. */
        THROUGH_SYMLINK("a path leads through a symbolic link"),
        /** The patch holds a file that would be made from files of the image's own. */
        GENERATED_FILE("the patch holds a file made from others"),
        /** A layer cannot be read, or is too large to be. */
        LAYER_UNREADABLE("a layer cannot be read"),
        /** The donor's layers are in no repository any more. */
        DONOR_GONE("the donor is gone"),
        /** The donor's layers are in another registry, which does not give them. */
        DONOR_OUT_OF_REACH("the donor's registry does not give its layers"),
        /** The donor left packages out whose fix may be there by now. */
        DONOR_INCOMPLETE("the donor left packages out"),
        /** A patch of this image that was taken over was refused by the judge. */
        REFUSED_BEFORE("refused by the judge before");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For people, and as the label of the metric. */
        public String words() {
            return words;
        }
    }

    /** One line for logs. */
    public String sentence() {
        return reason.words() + (detail.isEmpty() ? "" : ": " + detail);
    }
}
