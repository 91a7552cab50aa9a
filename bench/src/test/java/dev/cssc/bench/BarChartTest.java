package dev.cssc.bench;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class BarChartTest {
    private static final BenchResult RESULT = new BenchResult(
            "scan",
            50,
            "input",
            1,
            List.of(
                    new BenchResult.Row("cold", 1.5, 3.0, "a loop"),
                    new BenchResult.Row("unchanged", 0.0005, 0.75, "the same loop")),
            "a machine with <2> cores & more",
            Map.of());

    @Test
    void thePictureIsWellFormedAndSaysTheRowsTheirTimesAndRatios() throws Exception {
        Document picture = picture();

        assertThat(texts(picture))
                .contains("Title", "cold", "unchanged", "1.5 s", "500 µs", "2.0 ×", "1,500 ×")
                .contains("a machine with <2> cores & more");
    }

    /** On a logarithmic scale the same factor has the same length, wherever it is. */
    @Test
    void barsAreAsLongAsTheLogarithmOfTheirTime() throws Exception {
        List<Double> widths = new ArrayList<>();
        NodeList rectangles = picture().getElementsByTagName("rect");
        for (int number = 0; number < rectangles.getLength(); number++) {
            Element rectangle = (Element) rectangles.item(number);
            if (rectangle.getAttribute("height").equals("20")) {
                widths.add(Double.parseDouble(rectangle.getAttribute("width")));
            }
        }

        assertThat(widths).hasSize(4);
        double doubled = widths.get(1) - widths.get(0);
        double thousandfold = widths.get(3) - widths.get(2);
        assertThat(thousandfold / doubled)
                .isCloseTo(Math.log(1500) / Math.log(2), org.assertj.core.api.Assertions.within(0.1));
    }

    private static Document picture() throws Exception {
        byte[] svg = new BarChart(RESULT, "Title").svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<String> texts(Document picture) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = picture.getElementsByTagName("text");
        for (int number = 0; number < nodes.getLength(); number++) {
            texts.add(nodes.item(number).getTextContent());
        }
        return texts;
    }
}
