package dev.cssc.e2e;

/** Why a command of the documents is not run. A new reason is a decision, hence a line here. */
enum Excuse {
    CLUSTER("needs a Kubernetes cluster"),
    IMAGES(
            "needs images that others publish and that tests have no stand-ins for: BuildKit without root, and Copa's release"),
    ELSEWHERE("asks a registry, a database or a cloud of somebody else"),
    BUILD("is the build that runs the tests"),
    PROGRAM("needs a program that tests do not install"),
    /** The table then names the test in the place of the reason. */
    TESTED("takes minutes, or an engine of containers: a test of its own runs it");

    private final String text;

    Excuse(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
