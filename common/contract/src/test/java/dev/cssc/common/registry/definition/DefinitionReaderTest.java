package dev.cssc.common.registry.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cssc.common.event.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionReaderTest {

    private static DefinitionReading read(String json) {
        try {
            return DefinitionReader.read(EventCodec.mapper().readTree(json.replace('\'', '"')), Optional.empty());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static RegistryDefinition accepted(String json) {
        DefinitionReading reading = read(json);
        assertThat(reading).isInstanceOf(DefinitionReading.Accepted.class);
        return ((DefinitionReading.Accepted) reading).definition();
    }

    private static List<DefinitionProblem> refused(String json) {
        DefinitionReading reading = read(json);
        assertThat(reading).as(json).isInstanceOf(DefinitionReading.Refused.class);
        return ((DefinitionReading.Refused) reading).problems();
    }

    @Test
    void nameAndHostAloneAreAnAnonymousRegistryOverTlsOnPublicAddresses() {
        assertThat(accepted("{'name':'hub','host':'docker.io'}"))
                .isEqualTo(RegistryDefinition.https("hub", "docker.io"));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        RegistryDefinition everything = new RegistryDefinition(
                "plain",
                "registry.example:5000",
                Protocol.HTTP,
                true,
                List.of("auth.example"),
                List.of("blobs.example", "*.blob.core.windows.net"),
                true,
                Optional.of("ca.pem"),
                new CredentialReference.Azure(
                        CredentialReference.AzureIdentity.MANAGED, Optional.of("tenant-1"), Optional.of("client-1")),
                new RequestLimits(Optional.of(1), Optional.of(2), Optional.of(3), Optional.of(4), Optional.of(5)));

        assertThat(accepted(EventCodec.write(everything))).isEqualTo(everything);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'kind':'secret-file','username':'robot','file':'quay'}            | SecretFile[username=robot, file=quay]
            {'kind':'secret-env','username':'robot','variable':'CSSC_SECRET_A'} | SecretVariable[username=robot, variable=CSSC_SECRET_A]
            {'kind':'docker-config'}                                           | DockerConfig[]
            {'kind':'anonymous'}                                               | Anonymous[]
            {'kind':'azure','tenant':'t'}                                      | Azure[identity=WORKLOAD, tenant=Optional[t], clientId=Optional.empty]
            """)
    void credentialsAreNamedNotGiven(String credentials, String expected) {
        assertThat(accepted("{'name':'a','host':'r.example','credentials':" + credentials + "}")
                        .credentials())
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a','host':'r.example','password':'hunter2'}",
                "{'name':'a','host':'r.example','credentials':{'kind':'secret-file','username':'u','password':'hunter2'}}",
                "{'name':'a','host':'r.example','credentials':{'kind':'azure','client_secret':'hunter2'}}",
                "{'name':'a','host':'r.example','credentials':{'username':'u','password':'hunter2'}}",
                "{'name':'a','host':'r.example','identityToken':'hunter2'}"
            })
    void aSecretIsRefusedWithWhatToDoInsteadAndIsNotRepeated(String json) {
        assertThat(refused(json))
                .anySatisfy(problem -> assertThat(problem.message()).contains("cssc.secrets.directory", "secret-file"))
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "/etc/passwd", "a/b", "..", ".hidden", "", "a\\\\b", "a b", "a\\u0000"})
    void aSecretFileIsANameAndNoPath(String file) {
        assertThat(refused("{'name':'a','host':'r.example','credentials':{'kind':'secret-file','username':'u','file':'"
                        + file + "'}}"))
                .extracting(DefinitionProblem::path)
                .containsExactly("$.credentials.file");
        assertThat(refused("{'name':'a','host':'r.example','caFile':'" + file + "'}"))
                .extracting(DefinitionProblem::path)
                .containsExactly("$.caFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "AWS_SECRET_ACCESS_KEY", "CSSC_SECRET_", "xCSSC_SECRET_A", "CSSC_SECRET_A-B"})
    void aSecretVariableHasThePrefix(String variable) {
        assertThat(refused(
                        "{'name':'a','host':'r.example','credentials':{'kind':'secret-env','username':'u','variable':'"
                                + variable + "'}}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("$.credentials.variable");
                    assertThat(problem.message()).contains("CSSC_SECRET_");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                                                              | $
            {}                                                              | $
            {'name':'A','host':'r.example'}                                 | $.name
            {'name':'a','host':'https://r.example/'}                        | $.host
            {'name':'a','host':'r.example','scheme':'ftp'}                  | $.scheme
            {'name':'a','host':'r.example','scheme':'http'}                 | $.scheme
            {'name':'a','host':'r.example','insecure':1}                    | $.insecure
            {'name':'a','host':'r.example','realmHosts':'x'}                | $.realmHosts
            {'name':'a','host':'r.example','redirectHosts':['a b']}         | $.redirectHosts
            {'name':'a','host':'r.example','redirectHosts':['*.net']}       | $.redirectHosts
            {'name':'a','host':'r.example','redirectHosts':['*.a.net:8443']} | $.redirectHosts
            {'name':'a','host':'r.example','realmHosts':['*.a.example']}    | $.realmHosts
            {'name':'a','host':'r.example','hots':'x'}                      | $.hots
            {'name':'a','host':'r.example','credentials':7}                 | $.credentials
            {'name':'a','host':'r.example','credentials':{}}                | $.credentials
            {'name':'a','host':'r.example','credentials':{'kind':'vault'}}  | $.credentials.kind
            {'name':'a','host':'r.example','limits':{'readSeconds':0}}      | $.limits.readSeconds
            {'name':'a','host':'r.example','limits':{'perSecond':1.5}}      | $.limits.perSecond
            """)
    void whatIsWrongIsToldByItsPath(String json, String path) {
        assertThat(refused(json)).extracting(DefinitionProblem::path).contains(path);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(refused("{'name':7,'scheme':'ftp','insecure':'yes','more':1,'credentials':{'kind':'secret-file'}}"))
                .extracting(DefinitionProblem::path)
                .contains("$.name", "$", "$.scheme", "$.insecure", "$.more", "$.credentials");
    }

    @Test
    void plainHttpIsForLoopbackHostsOrWithTheWordInsecure() {
        assertThat(accepted("{'name':'a','host':'127.0.0.1:5000','scheme':'http'}")
                        .scheme())
                .isEqualTo(Protocol.HTTP);
        assertThat(accepted("{'name':'a','host':'r.example','scheme':'http','insecure':true}")
                        .scheme())
                .isEqualTo(Protocol.HTTP);
    }
}
