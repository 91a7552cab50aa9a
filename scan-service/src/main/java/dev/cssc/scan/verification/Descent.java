package dev.cssc.scan.verification;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.image.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the layers of a staged image have to follow from those of its source. */
public sealed interface Descent {
    /** The source's layers with others on top. */
    Descent ADDED = new Added();

    /** What of the staged image's layers is not as it has to be. */
    List<String> objections(ImageShape source, ImageShape staged, Criteria criteria);

    /** Layers were added. */
    record Added() implements Descent {
        @Override
        public List<String> objections(ImageShape source, ImageShape staged, Criteria criteria) {
            List<String> objections = new ArrayList<>();
            if (!begins(staged.layers(), source.layers())) {
                objections.add("the source's layers are not an unchanged prefix of the staged image's");
            }
            if (!begins(staged.diffIds(), source.diffIds())) {
                objections.add("the source's diff_ids are not an unchanged prefix of the staged image's");
            }
            return objections;
        }
    }

    /**
     * The lowest layers were replaced by those of a newer build of the base; nothing was added.
     *
     * @param rebase what the patch service says of it; nothing is taken from it but where to look
     * @param from the build that is to lie below the source, as its registry has it
     * @param to the build that is to lie below the staged image, as its registry has it
     */
    record Rebased(Rebase rebase, ImageShape from, ImageShape to) implements Descent {
        @Override
        public List<String> objections(ImageShape source, ImageShape staged, Criteria criteria) {
            List<String> objections = new ArrayList<>();
            if (criteria.rebase()
                    .filter(base -> base.repository().equals(rebase.base()))
                    .isEmpty()) {
                objections.add("the policy does not name " + rebase.base() + " as the base to rebase on");
            }
            Stream.of(from, to)
                    .filter(build -> !build.platform().equals(source.platform()))
                    .forEach(build -> objections.add("a build of the base is for " + build.platform()
                            + " and the source for " + source.platform()));
            if (to.layers().isEmpty()) {
                objections.add("the newer build of the base has no layers");
            }
            follow("layers", source.layers(), staged.layers(), from.layers(), to.layers(), objections);
            follow("diff_ids", source.diffIds(), staged.diffIds(), from.diffIds(), to.diffIds(), objections);
            return objections;
        }

        private static void follow(
                String what,
                List<Digest> source,
                List<Digest> staged,
                List<Digest> from,
                List<Digest> to,
                List<String> objections) {
            if (from.isEmpty() || source.size() <= from.size() || !begins(source, from)) {
                objections.add("the older build's " + what + " are not the lowest of the source's, with others on top");
                return;
            }
            List<Digest> expected = new ArrayList<>(to);
            expected.addAll(source.subList(from.size(), source.size()));
            if (!staged.equals(expected)) {
                objections.add(
                        "the staged image's " + what + " are not the newer build's with the source's own on top");
            }
        }
    }

    /**
     * A rebase of which a build of the base cannot be looked at.
     *
     * @param why for people
     */
    record Unseen(String why) implements Descent {
        @Override
        public List<String> objections(ImageShape source, ImageShape staged, Criteria criteria) {
            return List.of("the base cannot be looked at: " + why);
        }
    }

    private static <T> boolean begins(List<T> whole, List<T> prefix) {
        return whole.size() >= prefix.size() && whole.subList(0, prefix.size()).equals(prefix);
    }
}
