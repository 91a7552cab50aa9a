package dev.cssc.common.registry;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ScopesTest {
    @Test
    void actionsOfOneRepositoryAreOneScopeInWhateverOrderTheyCome() {
        assertThat(Scopes.united(List.of("repository:team/app:pull,push"), List.of("repository:team/app:push,pull")))
                .containsExactly("repository:team/app:pull,push");
    }

    @Test
    void whatTheRegistryWantsBesideIsAdded() {
        assertThat(Scopes.united(
                        List.of("repository:a:pull"),
                        List.of("repository:a:metadata_read", "registry:catalog:*", "repository:b:pull")))
                .containsExactly("registry:catalog:*", "repository:a:metadata_read,pull", "repository:b:pull");
    }

    @Test
    void aScopeWithoutActionsIsKept() {
        assertThat(Scopes.united(List.of("aws"), List.of())).containsExactly("aws");
    }
}
