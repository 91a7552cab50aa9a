package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Whether an image starts on another build of its base as before. Whatever its configuration names (OCI image-spec, config.md) and that is there
 * on the older build is the same on the newer: programs, whichever word of the command they are, files and directories, users and groups.
 */
final class StartRules {
    /** As Docker and containerd take it where the image sets none. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final ImageConfig config;
    private final FileTree image;
    private final FileTree rebased;

    private StartRules(ImageConfig config, RebaseGround ground) {
        this.config = config;
        this.image = ground.image();
        this.rebased = ground.rebased();
    }

    /**
     * Why it must not be rebased; empty where it may.
     *
     * @param sameAccount asked for a file of accounts and a name in it: whether both builds of the base have the same there
     */
    static Optional<RebaseRefusal> refusal(
            ImageConfig config, RebaseGround ground, BiPredicate<String, String> sameAccount) {
        StartRules rules = new StartRules(config, ground);
        return Stream.of(rules.command(), rules.environment(), rules.directory(), rules.account(ground, sameAccount))
                .flatMap(what -> what)
                .findFirst()
                .map(what -> new RebaseRefusal(Reason.CONFIG_TARGET_GONE, what));
    }

    /** A word may be a program that another one starts: {@code tini -- server}. */
    private Stream<String> command() {
        return Stream.concat(config.entrypoint().stream(), config.cmd().stream())
                .filter(word -> !word.isEmpty())
                .filter(word -> !found(image, word).equals(found(rebased, word))
                        && !found(image, word).isEmpty());
    }

    /** What a word leads to, the first in {@code PATH} where it is a name without a slash. */
    private Optional<String> found(FileTree tree, String word) {
        if (word.contains("/")) {
            return tree.resolve(word.startsWith("/") ? word : config.workingDir() + "/" + word);
        }
        return paths("PATH").findFirst().or(() -> Optional.of(PATH)).stream()
                .flatMap(path -> Stream.of(path.split(":")))
                .flatMap(directory -> tree.resolve(directory + "/" + word).stream())
                .findFirst();
    }

    /** Homes of programs and paths that are looked through: {@code JAVA_HOME}, {@code PATH}, {@code LD_LIBRARY_PATH}. */
    private Stream<String> environment() {
        return config.env().stream()
                .map(variable -> variable.substring(variable.indexOf('=') + 1))
                .flatMap(value -> Stream.of(value.split(":")))
                .filter(part -> part.startsWith("/"))
                .filter(part -> !image.leadsWhere(rebased, part));
    }

    private Stream<String> directory() {
        return Stream.of(config.workingDir()).filter(directory -> !image.leadsWhere(rebased, directory));
    }

    private Stream<String> paths(String variable) {
        return config.env().stream()
                .filter(one -> one.startsWith(variable + "="))
                .map(one -> one.substring(variable.length() + 1));
    }

    private Stream<String> account(RebaseGround ground, BiPredicate<String, String> sameAccount) {
        String[] user = config.user().split(":", 2);
        return Stream.concat(
                changed(ground, AccountFiles.USERS, user[0], sameAccount),
                changed(ground, AccountFiles.GROUPS, user.length > 1 ? user[1] : "", sameAccount));
    }

    /** Numbers need no file; where the image has a file of its own, that is the one in which names are looked up. */
    private static Stream<String> changed(
            RebaseGround ground, String file, String name, BiPredicate<String, String> sameAccount) {
        boolean looked = !name.isEmpty() && !name.chars().allMatch(Character::isDigit);
        boolean own = ground.entries()
                .anyMatch(entry ->
                        entry.kind() == LayerEntry.Kind.FILE && entry.path().equals(file));
        return looked && !own && !sameAccount.test(file, name) ? Stream.of(name + " in " + file) : Stream.empty();
    }
}
