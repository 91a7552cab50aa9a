package dev.cssc.common.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceLogTest {
    @TempDir
    Path directory;

    @Test
    void itsLastLinesAreToldAndAllOfThemWhereThereAreFewer() throws IOException {
        ServiceLog log = log("one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8));

        assertThat(log.end(2)).isEqualTo("two\nthree");
        assertThat(log.end(9)).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void bytesThatAreNoTextHideNothing() throws IOException {
        assertThat(log(new byte[] {'a', (byte) 0xff, '\n', 'b'}).end(2))
                .startsWith("a")
                .endsWith("\nb");
    }

    @Test
    void aLogThatIsNotThereIsSaidToBeMissing() {
        assertThat(new ServiceLog(directory.resolve("none.log")).end(5))
                .startsWith("(no log:")
                .contains("none.log");
    }

    private ServiceLog log(byte[] content) throws IOException {
        return new ServiceLog(Files.write(directory.resolve("service.log"), content));
    }
}
