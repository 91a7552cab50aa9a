package dev.cssc.common.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ImageReferenceTest {

    @Test
    void everyWellFormedReferencePrintsBackWhatWasParsed() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = reference(random);

            assertThat(ImageReference.parse(text)).hasToString(text);
        }
    }

    @Test
    void anyTextIsEitherRefusedOrPrintsBack() {
        Random random = new Random(11);
        String alphabet = "aZ0._-/:@ \u00e9%sha256:";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(ImageReference.parse(text.toString())).hasToString(text.toString());
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debian:12",
                "registry/debian",
                "registry/Debian:12",
                "registry//debian:12",
                "registry/debian:",
                "registry/debian:-x",
                "registry/debian@sha256:abc",
                "http://registry/debian:12",
                "user:pass@registry/debian:12",
                "registry/../etc/passwd:1",
                "registry:port/debian:12",
                "registry/debian:12\n",
                " registry/debian:12"
            })
    void whatNamesNoImageIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse(text));
    }

    @Test
    void anEndlessTextIsRefusedBeforeAnyPatternSeesIt() {
        String endless = "registry/" + "a".repeat(1_000_000) + ":1";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(endless))
                .withMessageContaining("longer than");
    }

    @Test
    void hostsWithPortsAndAddressesAreRegistries() {
        assertThat(ImageReference.parse("127.0.0.1:5000/a/b/c:1").repository().registry())
                .isEqualTo("127.0.0.1:5000");
        assertThat(ImageReference.parse("[::1]:5000/a:1").repository().registry())
                .isEqualTo("[::1]:5000");
    }

    private static String reference(Random random) {
        String host = new String[] {"r", "registry.example.com", "127.0.0.1:5000", "my-reg:443"}[random.nextInt(4)];
        StringBuilder path = new StringBuilder();
        for (int n = random.nextInt(3); n >= 0; n--) {
            path.append('/').append(new String[] {"a", "demo", "x-y", "x__y", "x.y", "x--y", "0"}[random.nextInt(7)]);
        }
        String tag = random.nextBoolean() ? ":" + new String[] {"1", "latest", "v1.2_3-x", "A"}[random.nextInt(4)] : "";
        String digest = tag.isEmpty() || random.nextBoolean() ? "@" + Digest.of("" + random.nextInt()) : "";
        return host + path + tag + digest;
    }
}
