package dev.cssc.bench;

import dev.cssc.common.event.ImageLifecycle;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScaleChartTest {
    private static final ReplicaRun ONE = run(1, 10);
    private static final ReplicaRun TWO = run(2, 5);

    @Test
    void barsAreAsHighAsTheRates() throws Exception {
        Document picture = picture(new ScaleResult(List.of(ONE, TWO), Duration.ofSeconds(1), Optional.empty()));

        List<Double> heights = new ArrayList<>();
        NodeList bars = picture.getElementsByTagName("rect");
        for (int number = 1; number < bars.getLength(); number++) { // the first is the ground
            heights.add(Double.parseDouble(((Element) bars.item(number)).getAttribute("height")));
        }
        assertThat(heights).hasSize(4);
        assertThat(heights.get(1) * 2).isCloseTo(heights.get(3), within(0.2));
        assertThat(picture.getDocumentElement().getTextContent()).contains("1 replica", "2 replicas", "2.00 ×");
    }

    @Test
    void aLoadIsDrawnWithNoMorePointsThanAreSeen() throws Exception {
        List<LoadRun.Moment> moments = IntStream.rangeClosed(0, 5_000)
                .mapToObj(second -> new LoadRun.Moment(second, second * 2, 0, Map.of("scan-service", 300.0)))
                .toList();
        LoadRun load = new LoadRun(
                10_000,
                10,
                5_000,
                5,
                Map.of(ImageLifecycle.State.CLEAN, 10_000),
                moments,
                Map.of("scan-service", List.of()),
                Map.of());

        Document picture =
                picture(new ScaleResult(List.of(), Duration.ZERO, Optional.of(new ControlPlaneLoad.Runs(load, load))));

        NodeList lines = picture.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        String points = ((Element) lines.item(0)).getAttribute("points");
        assertThat(points.split(" ").length).isBetween(100, 300);
        assertThat(points).as("all images have ended at the right").endsWith("900.0,84.0");
        assertThat(picture.getDocumentElement().getTextContent()).contains("10,000 new images", "2/s, 6 × ACR's rate");
    }

    private static ReplicaRun run(int replicas, double seconds) {
        return new ReplicaRun(
                replicas, seconds, List.of(), List.of(new ReplicaRun.Share("huge", 0, List.of(seconds / 2, seconds))));
    }

    private static Document picture(ScaleResult result) throws Exception {
        byte[] svg =
                new ScaleChart(result, "a machine with <2> cores & more").svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }
}
