package dev.cssc.local.configuration;

import java.util.List;

/**
 * An interface with {@code @ConfigMapping}.
 *
 * @param module the directory of its module, relative to the project
 * @param prefix what its keys begin with
 * @param meaning what its Javadoc says
 */
record ConfigurationMapping(String module, String prefix, String meaning, List<ConfigurationKey> keys) {}
