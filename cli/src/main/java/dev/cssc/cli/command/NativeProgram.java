package dev.cssc.cli.command;

/** Whether the command runs as a native program. */
public final class NativeProgram {
    /** Set by GraalVM in programs that it compiled, and nowhere else. */
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private NativeProgram() {}

    /** True in a native program, false on a JVM. */
    public static boolean isThis() {
        return System.getProperty(IMAGE_CODE) != null;
    }
}
