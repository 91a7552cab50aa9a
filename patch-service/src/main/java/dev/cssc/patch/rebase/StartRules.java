package dev.cssc.patch.rebase;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Whether an image starts on another build of its base as before: its program, its directory and its user (OCI image-spec, config.md) are there
 * on both, where they were there at all.
 */
final class StartRules {
    /** As Docker and containerd take it where the image sets none. */
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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
        return Stream.of(rules.program(), rules.directory(), rules.account(ground, sameAccount))
                .flatMap(Optional::stream)
                .findFirst()
                .map(what -> new RebaseRefusal(Reason.CONFIG_TARGET_GONE, what));
    }

    private Optional<String> program() {
        List<String> command = config.entrypoint().isEmpty() ? config.cmd() : config.entrypoint();
        return command.stream()
                .findFirst()
                .filter(program -> !program.isEmpty())
                .filter(program -> paths(program).anyMatch(image::leadsSomewhere)
                        && paths(program).noneMatch(rebased::leadsSomewhere));
    }

    /** A name without a slash is looked for in the directories of {@code PATH}. */
    private Stream<String> paths(String program) {
        if (program.contains("/")) {
            return Stream.of(program.startsWith("/") ? program : config.workingDir() + "/" + program);
        }
        String path = config.env().stream()
                .filter(variable -> variable.startsWith("PATH="))
                .reduce((first, last) -> last)
                .orElse(PATH);
        return Stream.of(path.substring("PATH=".length()).split(":")).map(directory -> directory + "/" + program);
    }

    private Optional<String> directory() {
        return Optional.of(config.workingDir())
                .filter(directory -> image.leadsSomewhere(directory) && !rebased.leadsSomewhere(directory));
    }

    private Optional<String> account(RebaseGround ground, BiPredicate<String, String> sameAccount) {
        String[] user = config.user().split(":", 2);
        return Stream.of(
                        changed(ground, AccountFiles.USERS, user[0], sameAccount),
                        changed(ground, AccountFiles.GROUPS, user.length > 1 ? user[1] : "", sameAccount))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Numbers need no file; where the image has a file of its own, that is the one in which names are looked up. */
    private static Optional<String> changed(
            RebaseGround ground, String file, String name, BiPredicate<String, String> sameAccount) {
        boolean looked = !name.isEmpty() && !name.chars().allMatch(Character::isDigit);
        boolean own =
                ground.entries().anyMatch(entry -> EntryPath.isWithin(file, entry.path()) && !entry.isDirectory());
        return looked && !own && !sameAccount.test(file, name) ? Optional.of(name + " in " + file) : Optional.empty();
    }
}
