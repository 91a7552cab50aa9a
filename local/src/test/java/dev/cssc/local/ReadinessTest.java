package dev.cssc.local;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTest {
    @Test
    void onlyChecksThatAreDownAreToldWithTheFirstLineOfWhatTheySay() {
        assertThat(Readiness.distilled("""
                        {"status":"DOWN","checks":[
                          {"name":"database","status":"UP"},
                          {"name":"channels","status":"DOWN","data":{"a":"[OK]","b":"no broker\\n\\tat org.x.Y"}},
                          {"name":"scan engine","status":"DOWN","data":{"missing":"trivy is not on PATH"}}]}
                        """)).contains("channels: no broker; scan engine: trivy is not on PATH");
    }

    @Test
    void anAnswerThatIsNoHealthSaysNothing() {
        assertThat(Readiness.distilled("<html>")).isEmpty();
        assertThat(Readiness.distilled("{}")).isEmpty();
    }
}
