package dev.cssc.patch.rebase;

/**
 * A build of a base with what is in it.
 *
 * @param build the build
 * @param tree after all its layers, numbered as they are in it
 */
record BuiltTree(BaseBuild build, FileTree tree) {}
