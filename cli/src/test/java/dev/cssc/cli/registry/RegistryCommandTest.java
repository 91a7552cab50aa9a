package dev.cssc.cli.registry;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryCommandTest extends CommandTest {
    private static final String QUAY =
            "{'name':'quay','host':'quay.io','scheme':'https','insecure':false,'realmHosts':[],"
                    + "'redirectHosts':['cdn01.quay.io'],'allowPrivateAddress':false,"
                    + "'credentials':{'kind':'secret-file','username':'org+robot','file':'quay'},"
                    + "'limits':{'concurrent':8},'source':'api','version':42,'usable':true}";

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void addSendsWhereTheSecretIs() {
        answers.put("POST /api/v1/registries", new Answer(201, QUAY));

        int code = run(
                "registry",
                "add",
                "quay",
                "--host",
                "quay.io",
                "--username",
                "org+robot",
                "--secret-file",
                "quay",
                "--redirect-host",
                "cdn01.quay.io",
                "--per-second",
                "5",
                "--url",
                url);

        assertThat(code).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(requests)
                .containsExactly("POST /api/v1/registries "
                        + json("{'redirectHosts':['cdn01.quay.io'],"
                                + "'credentials':{'username':'org+robot','kind':'secret-file','file':'quay'},"
                                + "'limits':{'perSecond':5},'name':'quay','host':'quay.io'}"));
        assertThat(out.toString()).contains("quay.io", "org+robot, secret file quay", "cssc registry test quay");
    }

    @Test
    void aLoopbackHostSpeaksPlainHttpAndDockerHubHasItsTokensElsewhere() {
        answers.put("POST /api/v1/registries", new Answer(201, QUAY));

        run("registry", "add", "here", "--host", "127.0.0.1:5000", "--url", url);
        run("registry", "add", "hub", "--host", "docker.io", "--url", url);

        assertThat(requests.getFirst()).contains(json("'scheme':'http'"), json("'allowPrivateAddress':true"));
        assertThat(requests.getLast())
                .contains(json("'realmHosts':['auth.docker.io']"))
                .doesNotContain("scheme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --secret-file a                                | --username
            --username u                                   | Passwords are not taken on the command line
            --username u --azure                           | --username goes with
            --tenant t                                     | go with --azure
            --username u --secret-file a --secret-env B    | mutually exclusive
            --password hunter2                             | Unknown option
            """)
    void optionsThatDoNotGoTogetherAreRefusedBeforeAnythingIsAsked(String options, String message) {
        int code = run(("registry add quay --host quay.io --url " + url + " " + options).split(" "));

        assertThat(code).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains(message);
        assertThat(requests).isEmpty();
    }

    @Test
    void updateChangesWhatIsGivenOfWhatWasRead() {
        answers.put("GET /api/v1/registries/quay", new Answer(200, QUAY));
        answers.put("PUT /api/v1/registries/quay", new Answer(200, QUAY));

        assertThat(run("registry", "update", "quay", "--per-second", "5", "--azure", "--tenant", "t", "--url", url))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);

        assertThat(requests.getLast())
                .contains(
                        json("'limits':{'concurrent':8,'perSecond':5}"),
                        json("'credentials':{'kind':'azure','identity':'workload','tenant':'t'}"),
                        json("'redirectHosts':['cdn01.quay.io']"));
        assertThat(run("registry", "update", "quay", "--url", url)).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void aConfiguredRegistryIsNotChangedFromHere() {
        answers.put(
                "GET /api/v1/registries/local",
                new Answer(200, "{'name':'local','host':'r.example','source':'configuration','credentials':{}}"));

        assertThat(run("registry", "update", "local", "--per-second", "5", "--url", url))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("configuration");
        assertThat(requests).hasSize(1);
    }

    @Test
    void listAndShowSayWhatCannotBeUsedAndWhy() {
        answers.put(
                "GET /api/v1/registries",
                new Answer(
                        200,
                        "[" + QUAY
                                + ",{'name':'acr','host':'a.azurecr.io','credentials':{'kind':'azure','identity':'managed'},"
                                + "'source':'api','usable':false,'problem':'no such file'}]"));
        answers.put("GET /api/v1/registries/quay", new Answer(200, QUAY));

        assertThat(run("registry", "list", "-o", "tsv", "--url", url)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .isEqualTo("quay\tquay.io\torg+robot, secret file quay\tapi\tyes\n"
                        + "acr\ta.azurecr.io\tAzure managed identity\tapi\tno: no such file\n");
        assertThat(run("registry", "show", "quay", "--url", url)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("may redirect to: cdn01.quay.io", "concurrent: 8");
    }

    @Test
    void aFailedCheckEndsWithThreeAndSaysWhatToDo() {
        answers.put(
                "POST /api/v1/registries/quay/test",
                new Answer(
                        200,
                        "{'registry':'quay','host':'quay.io','passed':false,'checks':["
                                + "{'check':'DNS','outcome':'OK','detail':'quay.io is 192.0.2.1'},"
                                + "{'check':'AUTH','outcome':'FAILED','reason':'CREDENTIALS_REFUSED','detail':'401',"
                                + "'help':'Check both.'}]}"));

        assertThat(run("registry", "test", "quay", "--repository", "org/app", "--write", "--url", url))
                .isEqualTo(ExitCode.UNREACHABLE);

        assertThat(requests)
                .containsExactly("POST /api/v1/registries/quay/test " + json("{'repository':'org/app','write':true}"));
        assertThat(out.toString()).contains("CREDENTIALS_REFUSED", "AUTH: Check both.", "cannot be used");
    }

    @Test
    void aHostIsTriedFromHereWithoutAService() throws Exception {
        String host = url.substring("http://".length());
        answers.put("GET /v2/", new Answer(200, "{}"));
        answers.put("GET /v2/_catalog?n=1", new Answer(200, "{'repositories':[]}"));

        int code = run("registry", "test", host, "--docker-config", file("config.json", "{}"));

        assertThat(code).as(out + "\n" + err).isEqualTo(ExitCode.OK);
        assertThat(requests).allMatch(request -> request.startsWith("GET /v2/"));
        assertThat(out.toString()).contains("CATALOG_OR_LIST", "NOT_ASKED", host + " can be used.");
    }

    @Test
    void aHostWhereNobodyListensEndsWithThree() throws Exception {
        assertThat(run("registry", "test", "127.0.0.1:1", "--docker-config", file("config.json", "{}"), "-o", "json"))
                .isEqualTo(ExitCode.UNREACHABLE);

        assertThat(out.toString()).contains("CONNECTION_REFUSED", "\"passed\" : false");
    }

    @Test
    void removeWantsAWordAndForceIsSaidToTheService() {
        answers.put("DELETE /api/v1/registries/quay?force=true", new Answer(204, ""));

        assertThat(run("registry", "remove", "quay", "--yes", "--force", "--url", url))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("is removed");
    }
}
