package dev.cssc.common.registry;

/** Which fields of Docker's {@code config.json} a child process reads. */
public enum ChildTool {
    /**
     * Also {@code registrytoken}: a token for exactly what the step does. Trivy and Copa (go-containerregistry) and BuildKit's client take
     * it and ask no realm for another.
     */
    TAKES_REGISTRY_TOKEN,

    /**
     * User, password and {@code identitytoken} only: Buildah (containers/image), which fetches its own tokens. It can do whatever the
     * password can.
     */
    TAKES_PASSWORD
}
