package dev.cssc.common.openapi;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;

/** Puts {@link DocumentWhenAsked} before Quarkus' service of documents, while a service is packaged. */
public class OpenApiWhenAsked implements BuildCompatibleExtension {

    /** Called by the container. */
    @Enhancement(types = OpenApiDocumentService.class)
    public void putOff(ClassConfig service) {
        // Tests load Quarkus' classes with a class loader that does not see ours.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            service.addAnnotation(WhenAsked.class);
        }
    }
}
