package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.scan.engine.Inventory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

class ServerQuestionTest {

    private static JsonNode packageNamed(String name, Inventory inventory) {
        JsonNode packages = EventCodec.readObject(
                        ServerQuestion.putBlob(inventory).getBytes(StandardCharsets.UTF_8))
                .at("/blob_info/package_infos/0/packages");
        return StreamSupport.stream(packages.spliterator(), false)
                .filter(p -> p.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPackageHasThePartsOfItsVersionAndOfItsSourcesVersion() {
        JsonNode bsdutils = packageNamed("bsdutils", Inventories.debian());

        assertThat(List.of(
                        bsdutils.path("epoch").asInt(),
                        bsdutils.path("version").asText(),
                        bsdutils.path("release").asText(),
                        bsdutils.path("src_name").asText(),
                        bsdutils.path("src_epoch").asInt(),
                        bsdutils.path("src_version").asText(),
                        bsdutils.path("src_release").asText(),
                        bsdutils.at("/repository/class").asText()))
                .isEqualTo(List.of(1, "2.38.1", "5+deb12u3", "util-linux", 0, "2.38.1", "5+deb12u3", "official"));
    }

    @Test
    void theListIsNamedAfterItsContents() {
        Inventory inventory = Inventories.debian();

        assertThat(ServerQuestion.putBlob(inventory)).contains("\"pkgset:" + inventory.digest() + "\"");
        assertThat(ServerQuestion.scan(inventory.digest()))
                .isEqualTo("{\"target\":\"pkgset:%s\",\"artifact_id\":\"\",\"blob_ids\":[\"pkgset:%s\"],"
                                .formatted(inventory.digest(), inventory.digest())
                        + "\"options\":{\"pkg_types\":[\"os\"],\"scanners\":[\"vuln\"]}}");
    }

    @ParameterizedTest
    @CsvSource({
        "debian, 1:2.38.1-5+deb12u3, 1, 2.38.1, 5+deb12u3",
        "debian, 2.38.1, 0, 2.38.1, ''",
        "debian, 1.0-rc1-2, 0, 1.0-rc1, 2",
        "rocky, 1:3.0.7-24.el9, 1, 3.0.7, 24.el9",
        "debian, 99999999999:1-1, 0, 99999999999:1, 1",
        "alpine, 1.36.1-r15, 0, 1.36.1-r15, ''",
    })
    void aVersionIsTakenApartAsTrivyDoes(String family, String full, int epoch, String version, String release) {
        assertThat(SplitVersion.of(family, full)).isEqualTo(new SplitVersion(epoch, version, release));
    }
}
