package dev.cssc.common.embedded;

import java.nio.file.Path;

/**
 * Where the build of this project leaves a service, whether it was built or not.
 *
 * @param module the service's directory in the project; the service is called as it is
 */
public record BuiltService(Path module) {

    /** What {@code ./mvnw package} makes: jars, for a JVM. */
    public PackagedService packaged() {
        return new PackagedService(module.resolve("target/quarkus-app"));
    }

    /** What {@code ./mvnw -T1 package -Pnative} makes: one program. */
    public Path compiled() {
        return module.resolve("target").resolve(module.getFileName() + "-runner");
    }
}
