package dev.cssc.local;

import dev.cssc.common.embedded.BuiltService;
import dev.cssc.common.embedded.PackagedService;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** As what the services are built and run. */
public enum Build {
    /** Jars of {@code ./mvnw package}. */
    JVM,
    /** Programs of {@code ./mvnw -T1 package -Pnative}. */
    NATIVE;

    /** Where a service's build leaves what is run: a directory of jars, or one program. */
    Path built(Path project, Part service) {
        BuiltService built = new BuiltService(project.resolve(service.title()));
        return switch (this) {
            case JVM -> built.packaged().directory();
            case NATIVE -> built.compiled();
        };
    }

    /** What is to be there before the service can run. */
    Path program(Path built) {
        return switch (this) {
            case JVM -> new PackagedService(built).program();
            case NATIVE -> built;
        };
    }

    /** How what is missing is made. */
    String command() {
        return switch (this) {
            case JVM -> "./cssc, which builds what is missing, or ./mvnw package";
            case NATIVE -> "./mvnw -T1 package -Pnative -DskipTests";
        };
    }

    /** What starts a copy of it, which {@link Programs} made, with so much memory for what it keeps. */
    List<String> start(Path copy, int heapMegabytes) {
        return switch (this) {
            case JVM -> new PackagedService(copy).command(Launch.javaOptions(heapMegabytes));
            case NATIVE -> List.of(copy.resolve("service").toString(), "-Xmx" + heapMegabytes + "m");
        };
    }

    /** As it is kept and said. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
